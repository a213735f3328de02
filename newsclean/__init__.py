"""Raw scraped news pages in, clean distinct articles out."""

__version__ = "0.1.0"
