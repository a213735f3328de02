"""Blocks to numbers: what tells an article from the furniture around it, in any language."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import CharClass, classify, ends_sentence
from newsclean.model import Block

Features = NDArray[np.float64]

_WORD = re.compile(r"[^\W\d_]{3,}")
_WITNESS_WORDS = 4  # n-gram that a witness text must share with a block
_SPACELESS_RUN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\uffee]{2,}")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\d{1,2}時|\d{1,2}시")
_DATE = re.compile(r"\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|年|년")
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|(?:^|\s)@\w|#\w")
_FURNITURE_SIGN = re.compile(r"[|©®→›»«‹▶►▼▲✕×☰]")
_PROSE_WORDS = 8  # a block of so many words that ends like a sentence is prose
_SPACELESS_WORD = 2.0  # characters to a word in scripts without spaces, as far as length goes
_COUNT_CAP = 12  # beyond so many copies more say nothing
_SHORTEST_PREFIX = 12  # characters; shorter lines begin alike by chance
_FAR = 40.0  # blocks; a distance beyond it says only "far"
_WINDOWS = (2, 5, 12)
_LIMIT = 5.0  # features are of the order of 1; one page of pure commas must not shout the others down

# Columns of `text_features` that a page may lack: training hides them at random, one group at a time.
OPTIONAL_COLUMNS: list[tuple[int, ...]] = [(45, 46), (64, 67), (65, 68), (66, 69)]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a page beside its blocks.

    `titles` are titles named by the page's metadata, `witness` the article text that it carries in machine
    form (often cut short), `summary` its description; `pages_with` maps a folded line to the number of other
    pages of the site on which it stands.
    """

    titles: tuple[str, ...] = ()
    witness: str = ""
    summary: str = ""
    pages_with: Mapping[str, int] = field(default_factory=dict)


def fold_line(text: str) -> str:
    """Return `text` as a template: case folded, each run of digits as one 0."""
    return re.sub(r"\d+", "0", text.casefold())


def count_words(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the number of words of each text; scripts without spaces count two characters to a word."""
    return _counts(texts).words


@dataclass(slots=True)
class _Counts:
    """Per block: how many characters of each class, words, and chars without spaces."""

    by_class: NDArray[np.float64]
    words: NDArray[np.float64]
    chars: NDArray[np.float64]
    capitalised: NDArray[np.float64]


def _counts(texts: Sequence[str]) -> _Counts:
    joined = "\n".join(texts) + "\n"
    classes = classify(joined)
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    by_class = np.empty((len(texts), len(CharClass)))
    for kind in CharClass:
        by_class[:, kind] = np.add.reduceat((classes == kind).astype(np.int32), starts)
    space = classes == CharClass.SPACE
    after_space = np.concatenate(([True], space[:-1]))
    capitalised = np.add.reduceat(((classes == CharClass.UPPER) & after_space).astype(np.int32), starts)
    spaceless = by_class[:, CharClass.SPACELESS]
    words = by_class[:, CharClass.SPACE] + spaceless / _SPACELESS_WORD
    chars = by_class.sum(axis=1) - by_class[:, CharClass.SPACE] + spaceless * _SPACELESS_WORD
    return _Counts(by_class, np.maximum(words, 1.0), np.maximum(chars, 1.0), capitalised.astype(float))


def text_features(blocks: Sequence[Block], context: Context) -> Features:
    """Return the features that text and HTML share, one row a block.

    `blocks` must not be empty. All values are finite and of the order of 1.
    """
    texts = [block.text for block in blocks]
    counts = _counts(texts)
    prose = prose_words(texts, counts.words)
    columns = [
        *_shape(counts),
        *_edges(texts),
        *_signs(texts),
        *_layout(blocks),
        *_position(len(blocks)),
        *_repetition(texts, context.pages_with),
        *_neighbourhood(prose, counts.words),
        *_cohesion(texts, prose, context),
    ]
    return np.clip(np.column_stack(columns), -_LIMIT, _LIMIT)


def prose_words(texts: Sequence[str], words: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the number of words of each text that reads like prose, 0 for the others."""
    ends = np.fromiter((ends_sentence(text) for text in texts), bool, len(texts))
    return np.where(ends & (words >= _PROSE_WORDS), words, 0.0)


def _shape(counts: _Counts) -> list[NDArray[np.float64]]:
    by_class, words, chars = counts.by_class, counts.words, counts.chars
    letters = by_class[:, [CharClass.LOWER, CharClass.UPPER, CharClass.CASELESS, CharClass.SPACELESS]].sum(axis=1)
    letters = np.maximum(letters, 1.0)
    cased = np.maximum(by_class[:, CharClass.LOWER] + by_class[:, CharClass.UPPER], 1.0)
    spaced_words = np.maximum(by_class[:, CharClass.SPACE], 1.0)
    return [
        np.log1p(words) / 2,
        np.log1p(chars) / 3,
        (words < 2).astype(float),  # noqa: PLR2004 a single word
        by_class[:, CharClass.UPPER] / cased,
        counts.capitalised / spaced_words,
        by_class[:, CharClass.DIGIT] / chars * 3,
        by_class[:, CharClass.COMMA] / words * 5,
        np.log1p(by_class[:, CharClass.TERMINAL]),
        by_class[:, CharClass.TERMINAL] / words * 8,
        np.minimum(by_class[:, CharClass.QUOTE], 4) / 2,
        (by_class[:, CharClass.PUNCTUATION] + by_class[:, CharClass.SYMBOL]) / chars * 5,
        np.minimum(chars / words, 15) / 5,
        by_class[:, CharClass.CASELESS] / letters,
        by_class[:, CharClass.SPACELESS] / letters,
        (letters < 2).astype(float),  # noqa: PLR2004 nothing to read
    ]


def _edges(texts: Sequence[str]) -> list[NDArray[np.float64]]:
    rows = []
    for text in texts:
        first, last = text[0], text[-1]
        rows.append((
            first.islower(), first.isupper(), first.isdigit(), first in "\"'«„“‘「『",  # noqa: RUF001
            not first.isalnum(), last in ":：", last in "….." and text.endswith(("…", "...")), last in ",;、،",
            last in "?？؟", ends_sentence(text),
        ))
    return list(np.array(rows, float).T)


def _signs(texts: Sequence[str]) -> list[NDArray[np.float64]]:
    rows = [
        (
            _TIME.search(text) is not None,
            _DATE.search(text) is not None,
            _ADDRESS.search(text) is not None,
            _FURNITURE_SIGN.search(text) is not None,
            text.isupper(),
        )
        for text in texts
    ]
    return list(np.array(rows, float).T)


def _layout(blocks: Sequence[Block]) -> list[NDArray[np.float64]]:
    depth = np.array([block.depth for block in blocks], float)
    long = np.array([len(block.text) for block in blocks], float)
    usual = depth[int(np.argmax(long))]
    gaps = np.minimum([block.gap for block in blocks], 6).astype(float)
    after = np.append(gaps[1:], 0.0)
    return [
        np.log1p([block.height for block in blocks]),
        gaps / 3,
        after / 3,
        (gaps == 0).astype(float),
        np.clip((depth - usual) / 8, -3, 3),
        (depth == usual).astype(float),
        np.array([block.item for block in blocks], float),
    ]


def _position(size: int) -> list[NDArray[np.float64]]:
    index = np.arange(size, dtype=float)
    return [
        index / max(1, size - 1),
        np.log1p(index) / 3,
        np.log1p(size - 1 - index) / 3,
        np.full(size, np.log1p(size) / 4),
    ]


def _repetition(texts: Sequence[str], pages_with: Mapping[str, int]) -> list[NDArray[np.float64]]:
    folded = [fold_line(text) for text in texts]
    total = Counter(folded)
    extended, cut = _prefixes(total)
    seen: Counter[str] = Counter()
    rows = []
    for line in folded:
        seen[line] += 1
        pages = min(pages_with.get(line, 0), _COUNT_CAP)
        copies = min(total[line], _COUNT_CAP)
        alike = (line in extended, line in cut, np.log1p(copies - 1), seen[line] > 1)
        rows.append((*alike, np.log1p(pages) / 2, pages >= 2))  # noqa: PLR2004 more than by chance
    return list(np.array(rows, float).T)


def _prefixes(lines: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the lines that begin with another line, and those that another line begins with.

    A headline stands on many pages with the site's name behind it, or cut.
    """
    extended, cut = set(), set()
    ordered = sorted(line for line in lines if len(line) >= _SHORTEST_PREFIX)
    for line, following in pairwise(ordered):
        if following.startswith(line):
            extended.add(following)
            cut.add(line)
    return extended, cut


def best_span(prose: NDArray[np.float64]) -> tuple[int, int]:
    """Return the half-open span of blocks with the greatest sum of prose, each other block costing.

    A block without prose costs as much as a short sentence holds: some subheadings and captions do not end
    the article, a menu does. (Maximum subarray, Kadane 1984.)
    """
    gains = np.where(prose > 0, np.minimum(prose, 80.0), -_PROSE_WORDS)
    totals = np.concatenate(([0.0], np.cumsum(gains)))
    lowest = np.minimum.accumulate(totals)
    end = int(np.argmax(totals - lowest))
    start = int(np.argmin(totals[: end + 1]))
    return start, end


def _neighbourhood(prose: NDArray[np.float64], words: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    size = len(prose)
    start, end = best_span(prose)
    index = np.arange(size, dtype=float)
    total = max(1.0, float(prose.sum()))
    before = np.concatenate(([0.0], np.cumsum(prose)[:-1]))
    columns = [
        ((index >= start) & (index < end)).astype(float),
        np.clip((index - start) / 10, -_FAR / 10, _FAR / 10),
        np.clip((end - 1 - index) / 10, -_FAR / 10, _FAR / 10),
        (index == start).astype(float),
        (index == end - 1).astype(float),
        before / total,
        (total - before - prose) / total,
        np.full(size, np.log1p(total) / 6),
        (prose > 0).astype(float),
        prose / max(1.0, float(prose.max())),
    ]
    for radius in _WINDOWS:
        columns += [np.log1p(_window_mean(prose, radius)) / 2, np.log1p(_window_mean(words, radius)) / 2]
    return columns


def _window_mean(values: NDArray[np.float64], radius: int) -> NDArray[np.float64]:
    """Mean over the `radius` neighbours on each side, the block itself left out."""
    size = len(values)
    sums = np.concatenate(([0.0], np.cumsum(values)))
    low = np.maximum(np.arange(size) - radius, 0)
    high = np.minimum(np.arange(size) + radius + 1, size)
    return (sums[high] - sums[low] - values) / np.maximum(high - low - 1, 1)


def content_words(text: str) -> set[str]:
    """Return the words of `text` that can be recognised elsewhere: 3 letters or more, or pairs of characters."""
    words = set(_WORD.findall(text.casefold()))
    for run in _SPACELESS_RUN.findall(text):
        words.update(run[i : i + 2] for i in range(len(run) - 1))
    return words


def _cohesion(texts: Sequence[str], prose: NDArray[np.float64], context: Context) -> list[NDArray[np.float64]]:
    """How far the words of each block stand in the rest of the article and in what the metadata says."""
    start, end = best_span(prose)
    sets = [content_words(text) for text in texts]
    inside: Counter[str] = Counter()
    for index in range(start, end):
        inside.update(sets[index])
    titles = [content_words(title) for title in context.titles]
    summary = content_words(context.summary)
    witness = _ngrams(context.witness)
    rows = []
    for index, words in enumerate(sets):
        own = 1 if start <= index < end else 0
        shared = sum(inside[word] > own for word in words) / max(1, len(words))
        named = max((_overlap(words, title) for title in titles), default=0.0)
        told = len(words & summary) / max(1, len(words)) if summary else 0.0
        seen = _share_seen(texts[index], witness)
        rows.append((shared, named, told, seen, bool(titles), bool(summary), bool(witness)))
    return list(np.array(rows, float).T)


def _overlap(words: set[str], others: set[str]) -> float:
    both = len(words & others)
    return both / max(1, len(words | others))


def _ngrams(text: str) -> set[str]:
    tokens = _tokens(text)
    return {" ".join(tokens[i : i + _WITNESS_WORDS]) for i in range(len(tokens) - _WITNESS_WORDS + 1)}


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(f"({_SPACELESS_RUN.pattern[:-4]})", r" \1 ", text.casefold()))


def _share_seen(text: str, witness: set[str]) -> float:
    if not witness:
        return 0.0
    tokens = _tokens(text)
    grams = [" ".join(tokens[i : i + _WITNESS_WORDS]) for i in range(len(tokens) - _WITNESS_WORDS + 1)]
    return sum(gram in witness for gram in grams) / len(grams) if grams else 0.0


# What class names and ids say of an element, as the web's developers write them. Names are English by custom
# on sites of every language.
HINTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "body": r"article-?_?(?:body|text|content)|entry-?_?content|post-?_?(?:body|content|text)|story-?_?(?:body|text|content)|body-?_?(?:text|copy)|articlebody|richtext|rich-text|paragraph",
        "article": r"article|story|post|entry|content|text|main",
        "lead": r"\blead|lede|standfirst|intro|excerpt|dek\b|subtitle|subhead|summary|abstract|chapo|sapo|teaser-text",
        "title": r"title|headline|heading",
        "menu": r"nav|menu|breadcrumb|header|topbar|toolbar|tabs?\b|dropdown|burger",
        "foot": r"foot|imprint|copyright|legal|bottom",
        "related": r"relat|recommend|more-|also|next|prev|teaser|card|tile|list-item|popular|trend|most-|latest|read-?more|linked|similar|outbrain|taboola|carousel|slider|swiper",
        "social": r"share|sharing|social|follow|facebook|twitter|whatsapp|like",
        "comment": r"comment|disqus|reply|discuss|forum|respond",
        "promo": r"promo|advert|\bads?\b|\bad-|-ad\b|sponsor|banner|newsletter|subscri|signup|sign-up|paywall|offer|donat|membership|premium|login|register|campaign|cta\b",
        "consent": r"cookie|consent|gdpr|privacy|modal|popup|overlay|dialog|alert|notice|disclaimer",
        "aside": r"aside|sidebar|side-|rail|widget|infobox|factbox|box\b|module|secondary|complementary",
        "byline": r"author|byline|writer|reporter|contributor|\bbio\b|profile|avatar",
        "date": r"date|time|publish|updated|timestamp",
        "caption": r"caption|credit|figure|image|photo|picture|media|gallery|video|player|copyright",
        "tag": r"\btags?\b|tag-|-tag\b|keyword|topic|categor|kicker|label|section-name|rubric|eyebrow|meta\b",
        "hidden": r"hidden|visually|sr-only|screen-reader|invisible|print-only|d-none|collapsed",
        "quote": r"quote|pullquote|blockquote",
        "live": r"live|ticker|timeline|update",
    }.items()
}
_TAGS = ("p", "div", "li", "td", "h1", "h2", "h3", "h4", "figcaption", "blockquote", "section", "span", "article", "pre")
_ANCESTORS = (
    "article main section aside nav footer header figure form table ul ol li blockquote a button details p".split()
)


def markup_features(blocks: Sequence[Block]) -> Features:
    """Return the features that only HTML gives, one row a block; `blocks` must all have `markup`."""
    markups = [block.markup for block in blocks]
    words = count_words([block.text for block in blocks])
    prose = prose_words([block.text for block in blocks], words)
    rows = []
    cache: dict[str, tuple[bool, ...]] = {}
    tags: dict[tuple[str, tuple[str, ...]], tuple[bool, ...]] = {}
    containers: Counter[int] = Counter()
    for markup, weight in zip(markups, prose, strict=True):
        assert markup is not None
        containers[markup.container] += int(weight)
    members = Counter(markup.container for markup in markups if markup is not None)
    total = max(1.0, float(prose.sum()))
    most = max(1, max(containers.values()))
    main = containers.most_common(1)[0][0]
    for markup in markups:
        assert markup is not None
        if markup.hints not in cache:
            cache[markup.hints] = tuple(pattern.search(markup.hints) is not None for pattern in HINTS.values())
        key = (markup.tag, markup.path)
        if key not in tags:
            path = set(markup.path)
            tags[key] = (*(markup.tag == tag for tag in _TAGS), *(tag in path for tag in _ANCESTORS))
        held = containers[markup.container]
        rows.append((
            *cache[markup.hints], *tags[key],
            markup.linked, markup.linked > 0.9,  # noqa: PLR2004 nothing but links
            held / total, held / most, markup.container == main,
            np.log1p(members[markup.container]) / 3,
        ))
    return np.array(rows, float)
