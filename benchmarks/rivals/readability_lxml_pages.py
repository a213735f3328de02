"""Extract articles with readability-lxml: the summary's text, and the short title.

python benchmarks/rivals/readability_lxml_pages.py PAGES OUT WARM_UP
"""

# /// script
# dependencies = ["readability-lxml>=0.8"]
# ///

from lxml.html import fromstring
from pages import extract_all
from readability import Document

_BLOCKS = "//p | //div | //li | //h1 | //h2 | //h3 | //h4 | //h5 | //h6 | //blockquote | //pre | //tr | //br"


def extract(page: bytes) -> dict[str, str | None]:
    """Return text and title; the summary is HTML, of which each block becomes a line."""
    document = Document(page)
    summary = fromstring(document.summary(html_partial=True))
    for block in summary.xpath(_BLOCKS):
        block.tail = "\n" + (block.tail or "")
    return {"text": summary.text_content(), "title": document.short_title()}


if __name__ == "__main__":
    extract_all(extract)
