"""Extract articles with Trafilatura, with metadata and otherwise its default settings.

python benchmarks/rivals/trafilatura_pages.py PAGES OUT WARM_UP
"""

# /// script
# dependencies = ["trafilatura>=2"]
# ///

from pages import extract_all
from trafilatura import bare_extraction


def extract(page: bytes) -> dict[str, str | None]:
    """Return text, title and date."""
    found = bare_extraction(page, with_metadata=True)
    return {"text": found.text, "title": found.title, "published": found.date} if found else {"text": None}


if __name__ == "__main__":
    extract_all(extract)
