"""JSON-LD: what a page's schema.org data say of its article. Its shape can't be relied on."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

import orjson

from newsclean.patterns import late

_ARTICLE_TYPE = late(r"Article$|^(?:BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|Review|Recipe)$")
_OPENING = late(r"^(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?")
_CLOSING = late(r"(?:/[/*])?\s*(?:\]\]>|-->)(?:\s*\*/)?\s*;?\s*$")
_END = (
    40  # characters at the end in which a comment is closed; the search is not to begin at every space before
)
_TRAILING_COMMA = late(r",\s*(?=[}\]])")
_MAX_DEPTH = 12  # objects in objects; articles stand within four
_MAX_NODES = 5000  # objects; listings of a whole site tell nothing more of one article
_KNOWN_TYPES = 1024  # schema.org has some 800
_MAX_VALUES = 100  # entries of a list of authors

Node = Mapping[str, Any]
_EMPTY: Node = {}


class Structured(NamedTuple):
    """The JSON-LD object of the page's article, empty if there is none, and all objects that carry an @id."""

    article: Node = _EMPTY
    by_id: Mapping[str, Node] = _EMPTY


def read_structured(scripts: Iterable[str]) -> Structured:
    """Read the JSON-LD scripts of a page. Malformed parts are passed over, never raised."""
    nodes = [node for script in scripts for node in _list_objects(_parse(script))]
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
            by_id[name] = node
    return Structured(max(filter(_is_article, nodes), key=_substance, default={}), by_id)


def _parse(script: str) -> Any:
    """Return the JSON value in a script, None if there is none; what templates commonly break is mended."""
    bare = script.strip()
    for repaired in (_as_it_is, _without_comments, _without_trailing_commas, unescape):
        bare = repaired(bare)
        try:
            return _read_json(bare)
        except (ValueError, RecursionError):
            continue
    return None


def _read_json(text: str) -> Any:
    """Return the first JSON value in a text. Raises ValueError where there is none, or nested too deep."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        # Line ends inside strings, and text behind the value, are no reason to lose it.
        return json.JSONDecoder(strict=False).raw_decode(text)[0]


def _as_it_is(text: str) -> str:
    return text


def _without_comments(text: str) -> str:
    inside = _OPENING.sub("", text)
    return (inside[:-_END] + _CLOSING.sub("", inside[-_END:])).strip()


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub("", text)


def _list_objects(value: Any) -> list[Node]:
    """Return the JSON objects in `value`, each before those in it."""
    found: list[Node] = []
    pending = [(value, 0)]
    while pending and len(found) < _MAX_NODES:
        value, depth = pending.pop()
        children: Iterable[Any] = value if isinstance(value, list) else ()
        if isinstance(value, dict):
            found.append(value)
            children = value.values()
        if depth < _MAX_DEPTH:
            inner = [(child, depth + 1) for child in children if isinstance(child, (dict, list))]
            pending += reversed(inner)
    return found


def types(node: Node) -> tuple[str, ...]:
    """Return the schema.org types of a node, without the vocabulary's address."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return tuple(each.rsplit("/", 1)[-1] for each in values if isinstance(each, str))


def _is_article(node: Node) -> bool:
    value = node.get("@type")
    if isinstance(value, str):
        return _names_article(value)
    return any(map(_names_article, types(node)))


@lru_cache(_KNOWN_TYPES)
def _names_article(name: str) -> bool:
    return _ARTICLE_TYPE.search(name.rsplit("/", 1)[-1]) is not None


def _substance(node: Node) -> int:
    """How much an article node says: teasers of other articles carry a headline and a link at most."""
    return sum(
        bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "description")
    )


def first_text(value: Any) -> str:
    """Return the first text in a value of any shape: a string, an object with a name, a list of such."""
    for each in flatten(value):
        text = each
        if isinstance(each, dict):
            text = next(
                (each[key] for key in ("name", "@value", "url") if isinstance(each.get(key), str)), ""
            )
        if isinstance(text, str) and text.strip():
            return text
    return ""


def flatten(value: Any, depth: int = 0) -> list[Any]:
    """Return the entries of a list, and of lists in it, in order; anything else as a list of one."""
    if not isinstance(value, list):
        return [value]
    if depth > _MAX_DEPTH:
        return []
    return [inner for each in value[:_MAX_VALUES] for inner in flatten(each, depth + 1)]


def named(value: Any, by_id: Mapping[str, Node]) -> Sequence[tuple[str, bool]]:
    """Return the names in an author or publisher, and for each whether it is an organisation's."""
    found = []
    for each in flatten(value):
        node: Node = each if isinstance(each, dict) else {"name": each}
        if not first_text(node.get("name")) and isinstance(node.get("@id"), str):
            node = by_id.get(node["@id"], node)
        organisation = any(name.endswith(("Organization", "Corporation")) for name in types(node))
        found += [(name, organisation) for name in flatten(node.get("name")) if isinstance(name, str)]
    return found
