"""Pages saved from the Wayback Machine."""

import pytest

from newsclean.cleaning import clean_document
from newsclean.model import Cleaned, Kind
from newsclean.reading import Source, read_document
from newsclean.reading.wayback import restore_page, restore_url

COPY = "https://web.archive.org/web/20190717140047"
ADDRESS = "http://tidende.example/2019/07/15/ferry"
TOOLBAR = """<!-- BEGIN WAYBACK TOOLBAR INSERT -->
<div id="wm-ipp-base" lang="en" style="display:none"><div>15 captures</div>
<p>These crawls are part of an effort to keep the pages of Skarne as they were. Each year, a volunteer goes
through the list and adds the pages that were missed, so that nothing of the island is lost.</p></div>
<!-- END WAYBACK TOOLBAR INSERT -->"""
PARAGRAPHS = (
    "The ferry of Skarne was repaired in the yard of Brandle and sails again on Monday morning.",
    "The council had feared that the crossing would stay closed until the herring fair in October.",
    "Captain Liv Aaker said that the new engine burns a third less than the one it replaces.",
)


def page(prefix: str, toolbar: str) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    escaped = (prefix + ADDRESS).replace("/", r"\/")
    return f"""<html><head><title>The ferry sails again</title>
<link rel="canonical" href="{prefix}{ADDRESS}">
<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{escaped}"}}</script></head>
<body>{toolbar}<h1>The ferry sails again</h1>{body}</body></html>""".encode()


def test_a_saved_page_gives_what_the_page_itself_does() -> None:
    served = restore_page(page(f"{COPY}/", TOOLBAR))
    assert served == page("", "")
    document = read_document(Source("ferry.html", page(f"{COPY}im_/", TOOLBAR), url=f"{COPY}/{ADDRESS}"))
    assert document.url == ADDRESS
    cleaned = clean_document(document)
    assert isinstance(cleaned, Cleaned)
    assert cleaned.article.text == "\n\n".join(PARAGRAPHS)
    assert (cleaned.article.url, cleaned.article.site) == (ADDRESS, "tidende.example")
    assert cleaned.article.published == "2019-07-15"


def test_a_page_that_links_to_the_archive_stays() -> None:
    linking = page("", f'<p>See <a href="{COPY}/{ADDRESS}">{COPY}/{ADDRESS}</a>.</p>')
    assert restore_page(linking) == linking


def test_addresses_that_are_text_stay() -> None:
    shown = f"<p>{COPY}/{ADDRESS}</p>"
    assert shown.encode() in restore_page(page(f"{COPY}/", TOOLBAR + shown))


def test_a_toolbar_without_an_end_stays() -> None:
    opening = TOOLBAR.partition("<!-- END")[0]
    assert opening.encode() in restore_page(page(f"{COPY}/", opening))


def test_text_is_left_alone() -> None:
    content = page(f"{COPY}/", TOOLBAR)
    assert read_document(Source("ferry.txt", content), Kind.TEXT).content == content.decode()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{COPY}/{ADDRESS}", ADDRESS),
        (f"http://web.archive.org/web/2019id_/{ADDRESS}", ADDRESS),
        (ADDRESS, ADDRESS),
        (f"{ADDRESS}?from={COPY}/{ADDRESS}", f"{ADDRESS}?from={COPY}/{ADDRESS}"),
        ("https://web.archive.org/about", "https://web.archive.org/about"),
    ],
)
def test_addresses(url: str, expected: str) -> None:
    assert restore_url(url) == expected
