"""What only HTML tells of a block: tags, ancestors, links, class names, and who else is in its container."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from newsclean.cleaning.features import Features
from newsclean.cleaning.prose import measure
from newsclean.model import Block, Markup

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
_NOT_LETTER = re.compile(r"[\W_]+")
_STEM = 3  # characters by which the words are looked up: the shortest has so many
_TAGS = (
    *("p", "div", "li", "td", "h1", "h2", "h3", "h4"),
    *("figcaption", "blockquote", "section", "span", "article", "pre"),
)
_ANCESTORS = (
    *("article", "main", "section", "aside", "nav", "footer", "header", "figure", "form", "table"),
    *("ul", "ol", "li", "blockquote", "a", "button", "details", "p"),
)
_SIGNS = len(_HINTS) + len(_TAGS) + len(_ANCESTORS)
_TAG_BITS = {tag: 1 << place for place, tag in enumerate(_TAGS, len(_HINTS))}
_ANCESTOR_BITS = {tag: 1 << place for place, tag in enumerate(_ANCESTORS, len(_HINTS) + len(_TAGS))}
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
    whole = _NOT_LETTER.sub("-", f"-{name}-")
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
    for place, words in enumerate(_HINTS.values()):
        for word in words.split():
            index[word[:_STEM]] = (*index.get(word[:_STEM], ()), (word, 1 << place))
    return index
