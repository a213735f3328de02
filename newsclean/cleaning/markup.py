"""What only HTML tells of a block: tags, ancestors, links, class names, and who else is in its container."""

import re
from collections import Counter
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
_REMEMBERED = 4096  # class names and paths: the blocks of a site share a few hundred
_ALL_LINKS = 0.9  # share of a block's characters inside links from which it is nothing but links


def markup_features(blocks: Sequence[Block]) -> Features:
    """Return the features that only HTML gives, one row a block.

    Raises ValueError for a block without `markup`.
    """
    markups = [_markup_of(block) for block in blocks]
    prose = measure(tuple(block.text for block in blocks)).prose
    held: Counter[int] = Counter()
    for markup, words in zip(markups, prose, strict=True):
        held[markup.container] += int(words)
    members = Counter(markup.container for markup in markups)
    main, most = held.most_common(1)[0]
    total = max(1, sum(held.values()))
    hints = {each: _read_hints(each) for each in {markup.hints for markup in markups}}
    rows = []
    for markup in markups:
        here = held[markup.container]
        rows.append((
            *hints[markup.hints],
            *_read_tags(markup.tag, markup.path),
            markup.linked,
            markup.linked > _ALL_LINKS,
            here / total,
            here / max(1, most),
            markup.container == main,
            np.log1p(members[markup.container]) / 3,
        ))  # fmt: skip
    return np.array(rows, float)


def _markup_of(block: Block) -> Markup:
    if block.markup is None:
        message = f"block {block.line} comes from plain text: it has no markup to describe"
        raise ValueError(message)
    return block.markup


def _read_hints(hints: tuple[str, ...]) -> tuple[bool, ...]:
    """Tell for each kind of hint whether one of the elements around a block gives it."""
    bits = 0
    for words in hints:
        bits |= _read_words(words)
    return tuple(bool(bits >> place & 1) for place in range(len(_PATTERNS)))


@lru_cache(_REMEMBERED)
def _read_words(words: str) -> int:
    """Return one bit for each pattern, set if it is found in the class names of one element."""
    return sum(1 << place for place, pattern in enumerate(_PATTERNS) if pattern.search(words))


@lru_cache(_REMEMBERED)
def _read_tags(tag: str, path: tuple[str, ...]) -> tuple[bool, ...]:
    return (*(tag == name for name in _TAGS), *(name in path for name in _ANCESTORS))
