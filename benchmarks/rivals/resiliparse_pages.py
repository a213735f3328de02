"""Extract articles with Resiliparse, as its documentation shows for main content.

python benchmarks/rivals/resiliparse_pages.py PAGES OUT WARM_UP
"""

# /// script
# dependencies = ["resiliparse>=0.15"]
# ///

from pages import extract_all
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree


def extract(page: bytes) -> dict[str, str | None]:
    """Return text and title."""
    tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
    text = extract_plain_text(
        tree, main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False
    )
    return {"text": text, "title": tree.title}


if __name__ == "__main__":
    extract_all(extract)
