"""Extract articles with newsclean, each page by itself.

python benchmarks/rivals/newsclean_pages.py PAGES OUT WARM_UP
"""

from pages import extract_all

from newsclean.cleaning import clean_document
from newsclean.model import Cleaned
from newsclean.reading import Source, read_document


def extract(page: bytes) -> dict[str, str | None]:
    """Decode and clean a page."""
    cleaned = clean_document(read_document(Source("page.html", page)))
    if not isinstance(cleaned, Cleaned):
        return {"text": None}
    article = cleaned.article
    return {"text": article.text, "title": article.title, "published": article.published}


if __name__ == "__main__":
    extract_all(extract)
