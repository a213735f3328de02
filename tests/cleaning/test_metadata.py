"""What pages say of themselves, well or badly formed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsclean.cleaning.declarations import read_metadata
from newsclean.cleaning.metadata import Metadata
from newsclean.cleaning.structured import read_structured


def read(head: str = "", body: str = "", root: str = "") -> Metadata:
    return read_metadata(LexborHTMLParser(f"<html {root}><head>{head}</head><body>{body}</body></html>"))


def linked(data: Any, head: str = "") -> Metadata:
    text = data if isinstance(data, str) else json.dumps(data)
    return read(f'<script type="application/ld+json">{text}</script>{head}')


def article(**fields: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour opens", **fields}


def meta(**content: str) -> str:
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{text}">' for name, text in content.items()
    )


def test_an_ordinary_page() -> None:
    data = article(
        datePublished="2024-05-24T10:15:00Z",
        author={"@type": "Person", "name": "Ann Lee"},
        publisher={"@type": "Organization", "name": "The Daily"},
        articleSection="Local",
        articleBody="The harbour is open. It was shut.",
    )
    head = (
        '<title>Harbour opens - The Daily</title><link rel="canonical" href="https://daily.example/harbour">'
    )
    assert linked(data, head) == Metadata(
        titles=("Harbour opens",),
        document_title="Harbour opens - The Daily",
        body="The harbour is open. It was shut.",
        published="2024-05-24T10:15:00+00:00",
        authors=("Ann Lee",),
        section="Local",
        site="The Daily",
        url="https://daily.example/harbour",
    )


def test_a_page_that_says_nothing() -> None:
    assert read_metadata(LexborHTMLParser("")) == Metadata()


@pytest.mark.parametrize(
    "data",
    [
        article(),
        [article()],
        [[article()]],
        {"@graph": [{"@type": "WebSite", "name": "The Daily"}, article()]},
        {"@type": "WebPage", "mainEntity": article()},
        {"@type": ["Thing", "https://schema.org/NewsArticle"], "headline": "Harbour opens"},
        article(headline=["Harbour opens", "Harbour"]),
        article(headline={"@value": "Harbour opens"}),
        article(headline="Harbour&amp;#32;opens"),
        article(headline="<b>Harbour</b>\n  opens"),
        [{"@type": "NewsArticle", "headline": "A teaser"}, article(author="Ann Lee")],
        "<!-- " + json.dumps(article()) + " -->",
        "//<![CDATA[\n" + json.dumps(article()) + "\n//]]>",
        "/*<![CDATA[*/" + json.dumps(article()) + "/*]]>*/",
        json.dumps(article())[:-1] + ",}",
        json.dumps(article()) + ";",
        json.dumps(article()).replace('"', "&quot;"),
        json.dumps(article()).replace("opens", "opens\\u200b"),
    ],
)
def test_shapes_of_json_ld(data: Any) -> None:
    assert linked(data).titles[:1] == ("Harbour opens",)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", "Ann Lee"),
        ("By Ann Lee and Bo Ek", "Ann Lee; Bo Ek"),
        ("Von Eva Berg, Jost Ohm", "Eva Berg; Jost Ohm"),
        ("Eva Berg (eb)", "Eva Berg"),
        ("Eva Berg/Jost Ohm", "Eva Berg; Jost Ohm"),
        ("abc/def", "abc/def"),
        ("José Ortega y Gasset", "José Ortega y Gasset"),
        ("&lt;a href='/lee'&gt;Ann Lee&lt;/a&gt;", "Ann Lee"),
        (["Ann Lee", "Bo Ek", "Ann Lee"], "Ann Lee; Bo Ek"),
        ([["Ann Lee"], [["Bo Ek"]]], "Ann Lee; Bo Ek"),
        ({"name": ["Ann Lee", "Bo Ek"]}, "Ann Lee; Bo Ek"),
        (
            [{"@type": "Organization", "name": "Agency"}, {"@type": "Person", "name": "Ann Lee"}],
            "Ann Lee; Agency",
        ),
        ({"@id": "#lee"}, "Lee of the graph"),
        ([{"@type": "Person", "name": "Ann Lee", "url": "https://a.example"}, None, 7, {}, []], "Ann Lee"),
        ("https://daily.example/authors/lee", ""),
        ("lee@daily.example", ""),
        ("admin", ""),
        ("null", ""),
        ("", ""),
        (None, ""),
        (7, ""),
        (True, ""),
        ({"@id": ["#lee"]}, ""),
        ({"@id": {"a": 1}}, ""),
        ({"name": {"name": "x"}}, ""),
        ("x" * 100, ""),
    ],
)
def test_shapes_of_authors(author: Any, names: str) -> None:
    graph = {
        "@graph": [article(author=author), {"@type": "Person", "@id": "#lee", "name": "Lee of the graph"}]
    }
    assert "; ".join(linked(graph).authors) == names


@pytest.mark.parametrize(
    "own", ["The Daily", "the daily", "www.daily.example", "daily.example", "Daily", "Daily (daily.example)"]
)
@pytest.mark.parametrize(
    "place",
    [
        meta(author="Ann Lee"),
        '<meta name="cXenseParse:author" content="Ann Lee">',
        '<a rel="nofollow author" href="/lee">Ann Lee</a>',
        '<span itemprop="author">By Ann Lee</span>',
        '<p class="author">by <a>Ann Lee</a></p>',
        '<div class="article-author-name">Ann Lee</div>',
    ],
)
def test_a_person_goes_before_the_site_itself(own: str, place: str) -> None:
    data = json.dumps(article(author={"@type": "Organization", "name": own}))
    head = meta(og__site_name="The Daily", og__url="https://www.daily.example/harbour")
    body = f'<script type="application/ld+json">{data}</script>{place}'
    assert read(head, body).authors == ("Ann Lee",)


def test_the_site_is_the_author_where_nobody_else_is() -> None:
    data = article(author="The Daily", publisher={"name": "The Daily"})
    assert linked(data).authors == ("The Daily",)


def test_elements_that_say_more_than_a_name_are_no_authors() -> None:
    assert read(body='<p class="author">Ann Lee has been writing for us since May</p>').authors == ()
    assert read(body='<p class="author">' + "Ann Lee " * 30 + "</p>").authors == ()


@pytest.mark.parametrize(
    ("page", "day"),
    [
        (meta(article__published_time="2024-05-24"), "2024-05-24"),
        (meta(article__modified_time="2024-05-25", article__published_time="2024-05-24"), "2024-05-24"),
        (meta(article__modified_time="2024-05-25"), "2024-05-25"),
        (meta(article__published_time="soon") + "<time datetime=2024-05-24>", "2024-05-24"),
        ("<time>24 May 2024</time>", "2024-05-24"),
        ("<time datetime=2020-01-01></time><article><time datetime=2024-05-24></article>", "2024-05-24"),
        ('<span itemprop="datePublished" content="2024-05-24"></span>', "2024-05-24"),
        ('<link rel="canonical" href="https://daily.example/2024/05/24/harbour">', "2024-05-24"),
    ],
)
def test_dates(page: str, day: str) -> None:
    assert read(body=page).published == day


@pytest.mark.parametrize("date", [1716545700, 1716545700000, "1716545700", ["2024-05-24T10:15:00Z"]])
def test_shapes_of_dates(date: Any) -> None:
    assert linked(article(datePublished=date)).published == "2024-05-24T10:15:00+00:00"


@pytest.mark.parametrize("date", [None, "", {}, [], 0, -1, 1e300, 10**40, "Invalid Date", "0000-00-00", True])
def test_dates_that_are_none(date: Any) -> None:
    assert linked(article(datePublished=date)).published is None


@pytest.mark.parametrize(
    ("publisher", "head", "site"),
    [
        ({"name": "The Daily"}, meta(og__site_name="Daily"), "Daily"),
        ({"name": "The Daily"}, "", "The Daily"),
        ("The Daily", "", "The Daily"),
        ([{"name": "The Daily"}], "", "The Daily"),
        ({"@id": "#org"}, "", "Daily of the graph"),
        ("https://daily.example", '<link rel=canonical href="https://daily.example/a">', "daily.example"),
        (None, '<link rel=canonical href="https://daily.example/a">', "daily.example"),
        (7, "", None),
    ],
)
def test_sites(publisher: Any, head: str, site: str | None) -> None:
    graph = [article(publisher=publisher), {"@id": "#org", "name": "Daily of the graph"}]
    assert linked(graph, head).site == site


CANONICAL = '<link rel="canonical" href="{}">'


@pytest.mark.parametrize(
    ("canonical", "shared", "url"),
    [
        ("https://daily.example/a", "https://x.example/b", "https://daily.example/a"),
        ("https://daily.example/", "https://daily.example/b", "https://daily.example/b"),
        ("/a", "", None),
        ("http://[bad/a", "", None),
        ("", "", None),
        ("javascript:alert(1)", "", None),
    ],
)
def test_addresses(canonical: str, shared: str, url: str | None) -> None:
    assert read(CANONICAL.format(canonical) + meta(og__url=shared)).url == url


@pytest.mark.parametrize(
    ("root", "head", "language"),
    [
        ('lang="pt-BR"', "", "pt"),
        ('lang=""', meta(og__locale="de_AT"), "de"),
        ('lang="{{x}}"', meta(og__locale="de_AT"), "de"),
        ("", "", None),
    ],
)
def test_languages(root: str, head: str, language: str | None) -> None:
    assert read(head, root=root).language == language


def test_titles_without_doubles_and_pictures() -> None:
    head = meta(og__title="Harbour &amp;amp; pier") + "<title>Harbour &amp; pier</title>"
    page = read(f"<svg><title>Logo</title></svg>{head}")
    assert (page.titles, page.document_title) == (("Harbour & pier",), "Harbour & pier")


def test_half_a_surrogate_pair_can_be_written() -> None:
    page = linked('{"@type": "NewsArticle", "headline": "a \\ud83d b"}')
    assert page.titles[0].encode().startswith(b"a ")


@pytest.mark.parametrize(
    "script",
    [
        "",
        "null",
        "{",
        "[[[" * 40_000,
        '{"a":' * 40_000,
        '{"@type": "NewsArticle", "headline": ' + "9" * 10_000 + "}",
        json.dumps([article()] * 5_000),
        '{"@type":"NewsArticle","articleBody":"' + "word " * 1_000_000 + '"}',
    ],
    ids=["empty", "null", "cut", "deep list", "deep object", "long number", "many", "long"],
)
def test_hostile_scripts(script: str) -> None:
    assert isinstance(linked(script), Metadata)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("#a"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "@id", "@type", "url"]), inner)
    ),
    max_leaves=8,
)
FIELDS = [
    "headline", "name", "author", "creator", "publisher", "datePublished", "dateCreated", "articleBody",
    "@id", "url", "articleSection", "mainEntityOfPage", "inLanguage", "description",
]  # fmt: skip


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(FIELDS), VALUES))
def test_any_json_is_no_error(fields: dict[str, Any]) -> None:
    assert isinstance(linked({"@type": "NewsArticle", **fields}), Metadata)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_no_error(name: str, content: str) -> None:
    page = read(
        f'<meta name="{name}" content="{content}"><title>{name}</title>',
        f"<time>{content}</time>",
        f"lang='{name}'",
    )
    assert isinstance(page, Metadata)
    read_structured([name, content])


def test_spaces_by_the_hundred_thousand_are_soon_read() -> None:
    # Looked at from each of them anew, these would take hours.
    data = "{" + " " * 300_000 + "x"
    page = f'<title>Ferry late</title><script type="application/ld+json">{data}</script>'
    assert read_metadata(LexborHTMLParser(page)).document_title == "Ferry late"
