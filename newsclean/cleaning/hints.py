"""What class names, tags and ancestors say of an element, as one bit for each kind of sign."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from newsclean.patterns import late

# What class names and ids say of an element, as the web's developers write them. The names are English by
# custom on sites of every language. A hyphen stands for anything that parts words, the name's ends included.
_HINTS: Mapping[str, str] = {
    "body": """
        article-body articlebody article-text articletext article-content articlecontent
        story-body storybody story-text storytext story-content storycontent
        post-body postbody post-text posttext post-content postcontent entry-content entrycontent
        body-text bodytext body-copy bodycopy rich-text richtext paragraph
    """,
    "article": "article story post entry content text main",
    "lead": """
        -lead lede standfirst intro excerpt dek- subtitle subhead summary abstract chapo sapo teaser-text
    """,
    "title": "title headline heading",
    "menu": "nav menu breadcrumb header topbar toolbar tab- tabs- dropdown burger",
    "foot": "foot imprint copyright legal bottom",
    "related": """
        relat recommend more- also next prev teaser card tile list-item popular trend most- latest
        readmore linked similar outbrain taboola carousel slider swiper
    """,
    "social": "share sharing social follow facebook twitter whatsapp like",
    "comment": "comment disqus reply discuss forum respond",
    "promo": """
        promo advert -ad- -ads- sponsor banner newsletter subscri signup sign-up paywall offer
        donat membership premium login register campaign cta-
    """,
    "consent": "cookie consent gdpr privacy modal popup overlay dialog alert notice disclaimer",
    "aside": "aside sidebar side- rail widget infobox factbox box- module secondary complementary",
    "byline": "author byline writer reporter contributor -bio- profile avatar",
    "date": "date time publish updated",
    "caption": "caption credit figure image photo picture media gallery video player copyright",
    "tag": "tag- tags- keyword topic categor kicker label section-name rubric eyebrow meta-",
    "hidden": "hidden visually sr-only screen-reader invisible print-only d-none collapsed",
    "quote": "quote",
    "live": "live ticker timeline update",
}
_NOT_LETTER = late(r"[\W_]+", re.ASCII)
_BETWEEN_NAMES = late(r"[ \t\n\f\r]+")
_STEM = 3  # characters by which the words are looked up: the shortest has so many
_TAGS = (
    *("p", "div", "li", "td", "h1", "h2", "h3", "h4"),
    *("figcaption", "blockquote", "section", "span", "article", "pre"),
)
_ANCESTORS = (
    *("article", "main", "section", "aside", "nav", "footer", "header", "figure", "form", "table"),
    *("ul", "ol", "li", "blockquote", "a", "button", "details", "p"),
)
HINT_BITS: Mapping[str, int] = {kind: 1 << place for place, kind in enumerate(_HINTS)}
TAG_BITS: Mapping[str, int] = {tag: 1 << place for place, tag in enumerate(_TAGS, len(_HINTS))}
ANCESTOR_BITS: Mapping[str, int] = {
    tag: 1 << place for place, tag in enumerate(_ANCESTORS, len(_HINTS) + len(_TAGS))
}
SIGNS = len(_HINTS) + len(_TAGS) + len(_ANCESTORS)
"""The number of bits that are features."""

DIALOG_BIT = 1 << SIGNS
"""The bit of what stands in a dialog, however deep: it decides by itself, and is no feature."""

INNER_BITS: Mapping[str, int] = {**ANCESTOR_BITS, "dialog": DIALOG_BIT}
"""The bits that an element gives to all that is inside."""

_CAMEL = late(r"(?<=[a-z])(?=[A-Z])")
LONGEST = 160  # characters of an attribute: utility-class soup says nothing more after that
_REMEMBERED = 8192  # class names: a site has some hundreds
WORD_BITS = tuple((word, HINT_BITS[kind]) for kind, words in _HINTS.items() for word in words.split())
"""Each word that hints, with the bit of its kind."""


@lru_cache(_REMEMBERED)
def read_hints(names: str) -> int:
    """Return one of `HINT_BITS` for each kind of hint that the names in an attribute give."""
    bits = 0
    # What CamelCase glues is set apart.
    for name in _BETWEEN_NAMES.split(_CAMEL.sub(" ", names[:LONGEST])):
        bits |= _read_name(name)
    return bits


@lru_cache(_REMEMBERED)
def _read_name(name: str) -> int:
    whole = _NOT_LETTER.sub("-", f"-{name}-").lower()
    index = _index_words()
    bits = 0
    for place in range(len(whole) - _STEM + 1):
        for word, bit in index.get(whole[place : place + _STEM], ()):
            if whole.startswith(word, place):
                bits |= bit
    return bits


@cache
def _index_words() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return for the first characters of each word the words that begin so, and the bits of their kinds."""
    index: dict[str, tuple[tuple[str, int], ...]] = {}
    for word, bit in WORD_BITS:
        index[word[:_STEM]] = (*index.get(word[:_STEM], ()), (word, bit))
    return index
