"""Cleaning: from a document to the one article on it."""

from newsclean.cleaning.article import clean_document, clean_documents
from newsclean.cleaning.furniture import (
    ALIKE,
    FEWEST_PAGES,
    FEWEST_SIGHTINGS,
    MAX_PAGES,
    DecidedSite,
    Furniture,
    KnownFurniture,
    Sighting,
    SiteFurniture,
    add_decisions,
    count_lines,
    guess_site,
    learn_furniture,
    observe,
)
from newsclean.cleaning.page import load_parsers
from newsclean.cleaning.paths import expect_pages
from newsclean.cleaning.prose import count_words

__all__ = [
    "ALIKE",
    "FEWEST_PAGES",
    "FEWEST_SIGHTINGS",
    "MAX_PAGES",
    "DecidedSite",
    "Furniture",
    "KnownFurniture",
    "Sighting",
    "SiteFurniture",
    "add_decisions",
    "clean_document",
    "clean_documents",
    "count_lines",
    "count_words",
    "expect_pages",
    "guess_site",
    "learn_furniture",
    "load_parsers",
    "observe",
]
