"""Cleaning: from a document to the one article on it."""

from newsclean.cleaning.article import clean_document

__all__ = ["clean_document"]
