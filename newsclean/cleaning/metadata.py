"""What a page says of itself in machine form: JSON-LD, OpenGraph, meta, time, canonical link."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from newsclean.cleaning.dates import date_in_url, parse_machine_date
from newsclean.cleaning.repair import repair, squeeze

_TITLE_META = ("og:title", "twitter:title", "title", "dc.title", "headline")
_DATE_META = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date", "publishdate", "publish-date",
    "pubdate", "publication_date", "publisheddate", "published_time", "article.published", "date", "datecreated",
    "last-modified", "article:modified_time", "og:updated_time",
)  # fmt: skip
_AUTHOR_META = (
    "author", "article:author_name", "articleauthor", "parsely-author", "sailthru.author", "cxenseparse:author",
    "dc.creator", "byl", "og:author", "article:author", "lp.article:author",
)  # fmt: skip
_SECTION_META = ("article:section", "og:section", "parsely-section", "articlesection", "section", "sailthru.section")
_SUMMARY_META = ("og:description", "description", "twitter:description", "dc.description")
_ARTICLE_TYPE = re.compile(r"Article$|^(?:BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|Review|Recipe)$")
_CDATA = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_TAG = re.compile(r"<[^<>]{1,200}>")
_LIST_MARK = re.compile(r"\s*(?:[,;|/&]| und | and | et | y | e | och | og | en | ve )\s*")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|de)\s+", re.IGNORECASE)
_MAX_AUTHOR = 60  # characters; a longer "name" is a sentence about someone
_MAX_LD_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Metadata:
    """The page's own word on the article; empty where it says nothing.

    `titles` in order of trust; `body` is JSON-LD's articleBody, often cut short; `published` ISO 8601.
    """

    titles: tuple[str, ...] = ()
    document_title: str = ""
    body: str = ""
    summary: str = ""
    published: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    site: str | None = None
    url: str | None = None
    language: str | None = None


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Read the metadata of a parsed page. Malformed parts are passed over, never raised."""
    meta = _meta_tags(tree)
    nodes = [node for script in _scripts(tree) for node in _walk(script, 0)]
    articles = [node for node in nodes if _is_article(node)]
    article = max(articles, key=_substance, default={})
    url = _url(tree, meta, article)
    document_title = tree.css_first("head > title") or tree.css_first("title")
    titles = (_text(article.get("headline")), _text(article.get("name")), *(meta.get(name, "") for name in _TITLE_META))
    return Metadata(
        titles=tuple(dict.fromkeys(title for title in map(_plain, titles) if title)),
        document_title=_plain(document_title.text()) if document_title is not None else "",
        body=_plain(_text(article.get("articleBody"))),
        summary=_plain(_first(meta, _SUMMARY_META) or _text(article.get("description"))),
        published=_published(tree, meta, article, url),
        authors=_authors(tree, meta, article, nodes),
        section=_plain(_text(article.get("articleSection")) or _first(meta, _SECTION_META)) or None,
        site=_site(meta, article, url),
        url=url,
        language=_language(tree, meta, article),
    )


def _meta_tags(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and content.strip():
            found.setdefault(name.lower().removeprefix("http://ogp.me/ns/article#"), content.strip())
    return found


def _scripts(tree: LexborHTMLParser) -> Iterator[Any]:
    for node in tree.css('script[type="application/ld+json"]'):
        text = _CDATA.sub("", _CDATA.sub("", node.text()))
        for candidate in (text, _TRAILING_COMMA.sub("", text)):
            try:
                yield json.loads(candidate, strict=False)
            except (ValueError, RecursionError):
                continue
            break


def _walk(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield every JSON object in `value`, the outermost first."""
    if depth > _MAX_LD_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from _walk(child, depth + 1)
    elif isinstance(value, list):
        for child in value:
            yield from _walk(child, depth + 1)


def _types(node: Mapping[str, Any]) -> list[str]:
    types = node.get("@type")
    return [t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(_ARTICLE_TYPE.search(name.rsplit("/", 1)[-1]) for name in _types(node))


def _substance(node: Mapping[str, Any]) -> int:
    """How much an article node says: teasers of other articles carry a headline and a link at most."""
    return sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "description"))


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((item for item in value if item), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url") or ""
    return value if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """Return text out of an attribute or JSON: entities, tags and white space resolved."""
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return squeeze(repair(text))


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _published(tree: LexborHTMLParser, meta: Mapping[str, str], article: Mapping[str, Any], url: str | None) -> str | None:
    for text in _date_texts(tree, meta, article):
        found = parse_machine_date(text)
        if found:
            return found
    return date_in_url(url) if url else None


def _date_texts(tree: LexborHTMLParser, meta: Mapping[str, str], article: Mapping[str, Any]) -> Iterator[str]:
    yield _text(article.get("datePublished"))
    yield from (meta[name] for name in _DATE_META[:4] if name in meta)
    yield _text(article.get("dateCreated"))
    for selector in ('[itemprop="datePublished"]', "time[pubdate]", "article time[datetime]", "time[datetime]"):
        node = tree.css_first(selector)
        if node is not None:
            yield node.attributes.get("datetime") or node.attributes.get("content") or node.text()
    yield from (meta[name] for name in _DATE_META[4:] if name in meta)
    yield _text(article.get("dateModified"))
    node = tree.css_first("time")
    if node is not None:
        yield node.text()


def _authors(
    tree: LexborHTMLParser, meta: Mapping[str, str], article: Mapping[str, Any], nodes: list[Mapping[str, Any]]
) -> tuple[str, ...]:
    named = {node["@id"]: node.get("name") for node in nodes if "@id" in node and node.get("name")}
    values = article.get("author") or article.get("creator") or []
    names = []
    for value in values if isinstance(values, list) else [values]:
        name = value
        if isinstance(value, dict):
            name = value.get("name") or named.get(str(value.get("@id")), "")
        for part in name if isinstance(name, list) else [name]:
            if isinstance(part, str):
                names += _names(part)
    if not names:
        names = _names(_first(meta, _AUTHOR_META))
    if not names:
        for selector in ('[itemprop="author"] [itemprop="name"]', '[itemprop="author"]', 'a[rel="author"]', "address a"):
            names = [name for node in tree.css(selector)[:4] for name in _names(node.text(separator=" "))]
            if names:
                break
    return tuple(dict.fromkeys(names))


def _names(text: str) -> list[str]:
    text = _BY.sub("", _plain(text))
    if "://" in text or "@" in text or not text:
        return []
    return [part for part in _LIST_MARK.split(text) if part and len(part) <= _MAX_AUTHOR and not part.isdigit()]


def _site(meta: Mapping[str, str], article: Mapping[str, Any], url: str | None) -> str | None:
    publisher = article.get("publisher")
    name = meta.get("og:site_name") or (_text(publisher) if not isinstance(publisher, str) else "")
    if name and "://" not in name:
        return _plain(name)
    return urlsplit(url).hostname if url else None


def _url(tree: LexborHTMLParser, meta: Mapping[str, str], article: Mapping[str, Any]) -> str | None:
    canonical = tree.css_first('link[rel="canonical"]')
    entity = article.get("mainEntityOfPage")
    candidates = (
        (canonical.attributes.get("href") or "") if canonical is not None else "",
        meta.get("og:url", ""),
        entity.get("@id", "") if isinstance(entity, dict) else entity,
        article.get("url"),
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


def _language(tree: LexborHTMLParser, meta: Mapping[str, str], article: Mapping[str, Any]) -> str | None:
    root = tree.root
    value = (root.attributes.get("lang") if root is not None else None) or _text(article.get("inLanguage"))
    value = value or meta.get("og:locale") or meta.get("content-language") or ""
    match = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", value.strip())
    return match.group(0).lower() if match else None
