"""What only HTML tells of a block: tags, ancestors, links, class names, and who else is in its container."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from newsclean.cleaning.features import Features
from newsclean.cleaning.prose import measure
from newsclean.model import Block, Markup

# What class names and ids say of an element, as the web's developers write them. The names are English by
# custom on sites of every language.
_HINTS: Mapping[str, tuple[str, ...]] = {
    "body": (
        r"article-?_?(?:body|text|content)|entry-?_?content|post-?_?(?:body|content|text)",
        r"story-?_?(?:body|text|content)|body-?_?(?:text|copy)|rich-?text|paragraph",
    ),
    "article": (r"article|story|post|entry|content|text|main",),
    "lead": (
        r"\blead|lede|standfirst|intro|excerpt|dek\b|subtitle|subhead|summary|abstract|chapo|sapo|teaser-text",
    ),
    "title": (r"title|headline|heading",),
    "menu": (r"nav|menu|breadcrumb|header|topbar|toolbar|tabs?\b|dropdown|burger",),
    "foot": (r"foot|imprint|copyright|legal|bottom",),
    "related": (
        r"relat|recommend|more-|also|next|prev|teaser|card|tile|list-item|popular|trend|most-|latest",
        r"read-?more|linked|similar|outbrain|taboola|carousel|slider|swiper",
    ),
    "social": (r"share|sharing|social|follow|facebook|twitter|whatsapp|like",),
    "comment": (r"comment|disqus|reply|discuss|forum|respond",),
    "promo": (
        r"promo|advert|\bads?\b|\bad-|-ad\b|sponsor|banner|newsletter|subscri|signup|sign-up|paywall|offer",
        r"donat|membership|premium|login|register|campaign|cta\b",
    ),
    "consent": (r"cookie|consent|gdpr|privacy|modal|popup|overlay|dialog|alert|notice|disclaimer",),
    "aside": (r"aside|sidebar|side-|rail|widget|infobox|factbox|box\b|module|secondary|complementary",),
    "byline": (r"author|byline|writer|reporter|contributor|\bbio\b|profile|avatar",),
    "date": (r"date|time|publish|updated|timestamp",),
    "caption": (r"caption|credit|figure|image|photo|picture|media|gallery|video|player|copyright",),
    "tag": (r"\btags?\b|tag-|-tag\b|keyword|topic|categor|kicker|label|section-name|rubric|eyebrow|meta\b",),
    "hidden": (r"hidden|visually|sr-only|screen-reader|invisible|print-only|d-none|collapsed",),
    "quote": (r"quote|pullquote|blockquote",),
    "live": (r"live|ticker|timeline|update",),
}
_PATTERNS = tuple(re.compile("|".join(parts)) for parts in _HINTS.values())
_TAGS = (
    *("p", "div", "li", "td", "h1", "h2", "h3", "h4"),
    *("figcaption", "blockquote", "section", "span", "article", "pre"),
)
_ANCESTORS = (
    *("article", "main", "section", "aside", "nav", "footer", "header", "figure", "form", "table"),
    *("ul", "ol", "li", "blockquote", "a", "button", "details", "p"),
)
_SIGNS = len(_PATTERNS) + len(_TAGS) + len(_ANCESTORS)
_TAG_BITS = {tag: 1 << place for place, tag in enumerate(_TAGS, len(_PATTERNS))}
_ANCESTOR_BITS = {tag: 1 << place for place, tag in enumerate(_ANCESTORS, len(_PATTERNS) + len(_TAGS))}
_REMEMBERED = 8192  # class names and paths: the blocks of a site share some hundreds
_ALL_LINKS = 0.9  # share of a block's characters inside links from which it is nothing but links


def markup_features(blocks: Sequence[Block]) -> Features:
    """Return the features that only HTML gives, one row a block.

    Raises ValueError for a block without `markup`.
    """
    markups = [_markup_of(block) for block in blocks]
    signs = np.array([_read_signs(markup.tag, markup.path, markup.hints) for markup in markups], np.int64)
    linked = np.array([markup.linked for markup in markups])
    numbers = np.array([markup.container for markup in markups])
    prose = measure(tuple([block.text for block in blocks])).prose
    names, containers = np.unique(numbers, return_inverse=True)
    held = np.bincount(containers, prose)
    here = held[containers]
    # Of containers that hold as much, the first on the page is the main one.
    main = containers[int(np.argmax(here))]
    columns = (
        linked,
        linked > _ALL_LINKS,
        here / max(1.0, prose.sum()),
        here / max(1.0, held.max()),
        containers == main,
        np.log1p(np.bincount(containers, minlength=len(names))[containers]) / 3,
    )
    return np.hstack([signs[:, None] >> np.arange(_SIGNS) & 1, np.array(columns, float).T])


def _markup_of(block: Block) -> Markup:
    if block.markup is None:
        message = f"block {block.line} comes from plain text: it has no markup to describe"
        raise ValueError(message)
    return block.markup


@lru_cache(_REMEMBERED)
def _read_signs(tag: str, path: tuple[str, ...], hints: tuple[str, ...]) -> int:
    """Return one bit for each kind of hint, each tag and each ancestor that there may be."""
    bits = 0
    for words in hints:
        bits |= _read_words(words)
    bits |= _TAG_BITS.get(tag, 0)
    for name in path:
        bits |= _ANCESTOR_BITS.get(name, 0)
    return bits


@lru_cache(_REMEMBERED)
def _read_words(words: str) -> int:
    """Return one bit for each kind of hint that the class names of one element give."""
    bits = 0
    for name in words.split():
        bits |= _read_name(name)
    return bits


@lru_cache(_REMEMBERED)
def _read_name(name: str) -> int:
    return sum(1 << place for place, pattern in enumerate(_PATTERNS) if pattern.search(name))
