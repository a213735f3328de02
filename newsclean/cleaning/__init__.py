"""Cleaning: from a document to the one article on it."""

from newsclean.cleaning.article import clean_document
from newsclean.cleaning.furniture import (
    FEWEST_PAGES,
    MAX_PAGES,
    Furniture,
    Sighting,
    SiteFurniture,
    guess_site,
    learn_furniture,
    observe,
)

__all__ = [
    "FEWEST_PAGES",
    "MAX_PAGES",
    "Furniture",
    "Sighting",
    "SiteFurniture",
    "clean_document",
    "guess_site",
    "learn_furniture",
    "observe",
]
