"""Where on the page each field of an article was found."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsclean.cleaning.byline import find_date, find_url, read_byline
from newsclean.cleaning.dates import parse_machine_date
from newsclean.cleaning.head import read_head
from newsclean.cleaning.language import language_code
from newsclean.cleaning.repair import squeeze
from newsclean.cleaning.structured import first_text, read_structured
from newsclean.model import Article, Document, Judgement, Kind, Label

_JSON_LD = {
    "title": ("headline", "name"),
    "url": ("mainEntityOfPage", "url"),
    "site": ("publisher",),
    "published": ("datePublished", "dateCreated"),
    "authors": ("author", "creator"),
    "section": ("articleSection",),
    "language": ("inLanguage",),
}
_HTML_TITLE = "<title>"


def find_origins(document: Document, article: Article, judgements: Sequence[Judgement]) -> dict[str, str]:
    """Return for each field of the article that has a value where that stands, as far as it can be found.

    `JSON-LD datePublished`, `meta og:title`, `<time>`, `line 3` and the like; "the text" for a language that
    was recognised.
    """
    fields: dict[str, str | None] = {
        "title": article.title,
        "url": article.url,
        "site": article.site,
        "published": article.published,
        "authors": article.authors[0] if article.authors else None,
        "section": article.section,
        "language": article.language,
    }
    stated = list(_list_statements(document)) if document.kind is Kind.HTML else []
    found = {}
    for name, value in fields.items():
        if value:
            origin = _find_stated(name, value, stated) or _find_line(name, value, judgements)
            found[name] = origin or _guess(name)
    return found


def _guess(name: str) -> str:
    return {"language": "the text", "site": "the address", "published": "the address"}.get(name, "the page")


def _list_statements(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield what a page says of itself: the field (empty for any), where it says so, and what."""
    tree = LexborHTMLParser(document.content)
    head = read_head(tree)
    article = read_structured(head.scripts).article
    for name, keys in _JSON_LD.items():
        yield from ((name, f"JSON-LD {key}", text) for key in keys for text in _texts(article.get(key)))
    yield from (("", f"meta {name}", text) for name, text in head.meta.items())
    yield "url", "canonical link", head.canonical
    for node in (*head.times, *head.dates):
        yield "published", f"<{node.tag}>", node.attributes.get("datetime") or node.text()
    yield from (("authors", f"<{node.tag}>", node.text(separator=" ")) for node in head.authors)
    yield "title", _HTML_TITLE, head.title
    if tree.root is not None:
        yield "language", "<html lang>", tree.root.attributes.get("lang") or ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        yield from (str(value[key]) for key in ("name", "@id", "url") if value.get(key))
    elif value:
        yield first_text(value)


def _find_stated(name: str, value: str, stated: Sequence[tuple[str, str, str]]) -> str | None:
    for field, origin, text in stated:
        if field in ("", name) and text and _says(name, value, text):
            return origin
    return None


def _says(name: str, value: str, text: str) -> bool:
    if name == "published":
        return parse_machine_date(text) == value
    if name == "language":
        return language_code(text) == value
    if name in ("title", "authors"):
        return value.casefold() in squeeze(text).casefold()
    return squeeze(text) == value


def _find_line(name: str, value: str, judgements: Sequence[Judgement]) -> str | None:
    finders: Mapping[str, Any] = {
        "title": lambda each: each.label is Label.HEADLINE,
        "published": lambda each: each.label is not Label.BODY and find_date([each.block.text]) == value,
        "authors": lambda each: value in read_byline(each.block.text),
        "url": lambda each: find_url([each.block.text]) == value,
    }
    matches = finders.get(name, lambda _each: False)
    return next((f"line {each.block.line}" for each in judgements if matches(each)), None)
