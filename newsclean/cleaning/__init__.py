"""Cleaning: from a document to the one article on it."""

from newsclean.cleaning.article import clean_document
from newsclean.cleaning.furniture import (
    FEWEST_PAGES,
    MAX_PAGES,
    Furniture,
    Sighting,
    SiteFurniture,
    add_decisions,
    guess_site,
    learn_furniture,
    observe,
)
from newsclean.cleaning.prose import count_words

__all__ = [
    "FEWEST_PAGES",
    "MAX_PAGES",
    "Furniture",
    "Sighting",
    "SiteFurniture",
    "add_decisions",
    "clean_document",
    "count_words",
    "guess_site",
    "learn_furniture",
    "observe",
]
