"""What a page says of itself in machine form: JSON-LD, OpenGraph, meta, time, canonical link."""

from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsclean.cleaning.authors import is_name, read_names, read_parted_names
from newsclean.cleaning.dates import date_in_url, parse_machine_date
from newsclean.cleaning.head import Head, read_head
from newsclean.cleaning.language import language_code
from newsclean.cleaning.metadata import Metadata
from newsclean.cleaning.repair import plain
from newsclean.cleaning.structured import Structured, first_text, named, read_structured
from newsclean.patterns import late

_TITLE_META = ("og:title", "twitter:title", "title", "dc.title", "headline")
_DATE_META = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date",
    "publishdate", "publish-date", "pubdate", "publication_date", "publisheddate", "published_time",
    "article.published", "date", "datecreated", "last-modified", "article:modified_time", "og:updated_time",
)  # fmt: skip
_SURE_DATES = 4  # of _DATE_META, that are nothing but the date of publication
_AUTHOR_META = (
    "author", "article:author_name", "articleauthor", "parsely-author", "sailthru.author",
    "cxenseparse:author", "dc.creator", "byl", "article:byline", "og:author", "article:author",
    "lp.article:author", "twitter:data1",
)  # fmt: skip
_SECTION_META = (
    "article:section", "og:section", "parsely-section", "articlesection", "section", "sailthru.section",
)  # fmt: skip
_SUMMARY_META = ("og:description", "description", "twitter:description", "dc.description")
_NOT_WORD = late(r"[\W_]+")

# Class names under which pages in all languages show the author; only where nothing better names a person.
# The parser looks for what they share: each selector more takes it a twentieth of a parse.
_BYLINES = '[class*="author" i], [class*="byline" i], address a'
_BYLINE_CLASS = late(
    r"(?:^|\s)(?:author|byline)(?:\s|$)|(?i:author(?:-|__)?name|article(?:-|__)author|post-author|byline(?:-|__)name)"
)
_MOST_BYLINES = 6  # elements; further ones belong to teasers of other articles
_APART = "\x1f"  # between the texts of elements
_LONGEST_BYLINE = 80  # characters; a longer one introduces the author


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Read the metadata of a parsed page. Malformed parts are passed over, never raised."""
    head = read_head(tree)
    data = read_structured(head.scripts)
    meta, article = head.meta, data.article
    url = _find_url(head, data)
    site = _find_site(head, data, url)
    titles = [first_text(article.get("headline")), first_text(article.get("name"))]
    titles += [meta.get(name, "") for name in _TITLE_META]
    return Metadata(
        titles=tuple(dict.fromkeys(title for title in map(plain, titles) if title)),
        document_title=plain(head.title),
        body=plain(first_text(article.get("articleBody")), None),
        summary=plain(_first(meta, _SUMMARY_META) or first_text(article.get("description"))),
        published=_find_date(head, data, url),
        authors=_find_authors(head, data, _site_names(data, site, url)),
        section=plain(first_text(article.get("articleSection")) or _first(meta, _SECTION_META)) or None,
        site=site,
        url=url,
        language=_find_language(head, data),
    )


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _find_date(head: Head, data: Structured, url: str | None) -> str | None:
    for text in _date_texts(head, data):
        found = parse_machine_date(text)
        if found:
            return found
    return date_in_url(url) if url else None


def _date_texts(head: Head, data: Structured) -> Iterator[str]:
    meta, article = head.meta, data.article
    yield _date_text(article.get("datePublished"))
    yield from (meta[name] for name in _DATE_META[:_SURE_DATES] if name in meta)
    yield _date_text(article.get("dateCreated"))
    marked = [node for node in head.times if "datetime" in node.attributes]
    for node in (
        *head.dates[:1],
        *[n for n in head.times if "pubdate" in n.attributes][:1],
        *_in_article(marked),
    ):
        yield node.attributes.get("datetime") or node.attributes.get("content") or node.text()
    yield from (meta[name] for name in _DATE_META[_SURE_DATES:] if name in meta)
    yield _date_text(article.get("dateModified"))
    yield from (node.text() for node in head.times[:1])


def _date_text(value: object) -> str:
    return str(value) if isinstance(value, int) else first_text(value)


def _in_article(times: list[LexborNode]) -> list[LexborNode]:
    """Return the first time element inside an article element, then the first on the page."""
    inside = next((node for node in times if _has_ancestor(node, "article")), None)
    return [node for node in (inside, *times[:1]) if node is not None]


def _has_ancestor(node: LexborNode, tag: str) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent is not None


def _find_authors(head: Head, data: Structured, site_names: frozenset[str]) -> tuple[str, ...]:
    """Return the authors; a source that names only the site itself gives way to one that names a person."""
    second: tuple[str, ...] = ()
    for names in _author_sources(head, data):
        persons = [name for name in names if _squash(name) not in site_names]
        if persons:
            return tuple(dict.fromkeys(name for name in names if name in persons or "." not in name))
        second = second or tuple(dict.fromkeys(names))
    return second


def _author_sources(head: Head, data: Structured) -> Iterator[list[str]]:
    listed = named(data.article.get("author") or data.article.get("creator"), data.by_id)
    ordered = sorted(listed, key=lambda each: each[1])  # persons before organisations
    yield [name for text, _ in ordered for name in read_names(plain(text))]
    for name in _AUTHOR_META:
        if name in head.meta and not (name == "twitter:data1" and any(map(str.isdigit, head.meta[name]))):
            yield read_names(plain(head.meta[name]))
    yield [name for node in head.authors[:_MOST_BYLINES] for name in _shown_names(node)]
    shown = map(_shown_names, islice(filter(_is_byline, head.tree.css(_BYLINES)), _MOST_BYLINES))
    yield next((names for names in shown if names and all(map(is_name, names))), [])


def _is_byline(node: LexborNode) -> bool:
    marked = _BYLINE_CLASS.search(node.attributes.get("class") or "") is not None
    return marked or (node.tag == "a" and _has_ancestor(node, "address"))


def _shown_names(node: LexborNode) -> list[str]:
    shown = node.text(separator=_APART) or node.attributes.get("content") or ""
    parts = [part for part in map(plain, shown.split(_APART)) if part]
    return read_parted_names(parts) if len(" ".join(parts)) <= _LONGEST_BYLINE else []


def _site_names(data: Structured, site: str | None, url: str | None) -> frozenset[str]:
    """Return the names under which the site itself may stand as author, squashed."""
    host = (urlsplit(url).hostname or "") if url else ""
    bare = host.removeprefix("www.")
    publishers = [name for name, _ in named(data.article.get("publisher"), data.by_id)]
    names = (site or "", host, bare, bare.rsplit(".", 1)[0], bare.split(".", 1)[0], *publishers)
    return frozenset(_squash(name) for name in names if name)


def _squash(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def _find_site(head: Head, data: Structured, url: str | None) -> str | None:
    publishers = [name for name, _ in named(data.article.get("publisher"), data.by_id)]
    for name in (head.meta.get("og:site_name", ""), *publishers):
        if name.strip() and "://" not in name:
            return plain(name)
    return urlsplit(url).hostname if url else None


def _find_url(head: Head, data: Structured) -> str | None:
    entity = data.article.get("mainEntityOfPage")
    candidates = (
        head.canonical,
        head.meta.get("og:url", ""),
        entity.get("@id", "") if isinstance(entity, dict) else entity,
        data.article.get("url"),
    )
    found = [url.strip() for url in candidates if isinstance(url, str) and _is_web(url)]
    with_path = [url for url in found if len(urlsplit(url).path) > 1]
    return next(iter(with_path or found), None)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _find_language(head: Head, data: Structured) -> str | None:
    root = head.tree.root
    declared = (
        root.attributes.get("lang") if root is not None else None,
        first_text(data.article.get("inLanguage")),
        head.meta.get("og:locale"),
        head.meta.get("content-language"),
    )
    return next((code for code in map(language_code, declared) if code), None)
