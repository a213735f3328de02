"""Blocks to numbers: what tells an article from the furniture around it, in any language."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import CharClass
from newsclean.cleaning.prose import Characters, Flags, Numbers, best_span, measure
from newsclean.model import Block

Features = NDArray[np.float64]

_WORD = re.compile(r"[^\W\d_]{3,}")
_SPACELESS_RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\uffee]{2,}"
)
_DIGITS = re.compile(r"\d+")
_WITNESS_WORDS = 4  # n-gram that a witness text must share with a block
_COUNT_CAP = 12  # beyond so many copies more say nothing
_SHORTEST_PREFIX = 12  # characters; shorter lines begin alike by chance
_FAR = 40.0  # blocks; a distance beyond it says only "far"
_WINDOWS = (2, 5, 12)
_LOOKUP_SIZE = 0x10000  # code points; no mark that is looked for lies beyond
_LIMIT = 5.0  # features are of the order of 1; one page of pure commas must not shout the others down

# Columns of `text_features` that a page may lack: training hides them at random, one group at a time.
# Lines known from other pages; titles; a summary; a witness.
OPTIONAL_COLUMNS: tuple[tuple[int, ...], ...] = ((45, 46), (64, 67), (65, 68), (66, 69))


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
    return _DIGITS.sub("0", text.casefold())


def text_features(blocks: Sequence[Block], context: Context) -> Features:
    """Return the features that text and HTML share, one row a block.

    `blocks` must not be empty. All values are finite and of the order of 1.
    """
    texts = [block.text for block in blocks]
    characters = measure(tuple(texts))
    columns = [
        *_shape(characters),
        *_edges(characters, texts),
        *_signs(characters),
        *_layout(blocks),
        *_position(len(blocks)),
        *_repetition(texts, context.pages_with),
        *_neighbourhood(characters.prose, characters.words),
        *_cohesion(texts, characters.prose, context),
    ]
    return np.clip(np.column_stack(columns), -_LIMIT, _LIMIT)


def _shape(characters: Characters) -> list[Numbers]:
    by_class, words = characters.by_class, characters.words
    spaceless = by_class[:, CharClass.SPACELESS]
    chars = np.maximum(by_class.sum(axis=1) - by_class[:, CharClass.SPACE] + spaceless * 2, 1.0)
    cased = by_class[:, CharClass.LOWER] + by_class[:, CharClass.UPPER]
    letters = cased + by_class[:, CharClass.CASELESS] + spaceless
    spaces = characters.classes == CharClass.SPACE
    after_space = np.concatenate(([True], spaces[:-1]))
    initials = np.flatnonzero((characters.classes == CharClass.UPPER) & after_space)
    capitalised = np.bincount(characters.owners[initials], minlength=len(words))
    return [
        np.log1p(words) / 2,
        np.log1p(chars) / 3,
        (words < 2).astype(float),  # noqa: PLR2004 a single word
        by_class[:, CharClass.UPPER] / np.maximum(cased, 1.0),
        capitalised / by_class[:, CharClass.SPACE],
        by_class[:, CharClass.DIGIT] / chars * 3,
        by_class[:, CharClass.COMMA] / words * 5,
        np.log1p(by_class[:, CharClass.TERMINAL]),
        by_class[:, CharClass.TERMINAL] / words * 8,
        np.minimum(by_class[:, CharClass.QUOTE], 4) / 2,
        (by_class[:, CharClass.PUNCTUATION] + by_class[:, CharClass.SYMBOL]) / chars * 5,
        np.minimum(chars / words, 15) / 5,
        by_class[:, CharClass.CASELESS] / np.maximum(letters, 1.0),
        spaceless / np.maximum(letters, 1.0),
        (letters < 2).astype(float),  # noqa: PLR2004 nothing to read
    ]


def _edges(characters: Characters, texts: Sequence[str]) -> list[Numbers]:
    """Describe how each block begins and ends."""
    first = characters.classes[characters.starts]
    final = characters.codes[characters.ends - 1]
    word = (CharClass.LOWER, CharClass.UPPER, CharClass.CASELESS, CharClass.SPACELESS, CharClass.DIGIT)
    columns: list[Flags] = [
        first == CharClass.LOWER,
        first == CharClass.UPPER,
        first == CharClass.DIGIT,
        first == CharClass.QUOTE,
        ~np.isin(first, word),
        _is_one_of(final, ":："),
        np.fromiter((text.endswith(("…", "...")) for text in texts), bool, len(texts)),
        _is_one_of(final, ",;、،"),
        _is_one_of(characters.codes[characters.last], "?？؟"),
        characters.end_sentence,
    ]
    return [column.astype(float) for column in columns]


def _is_one_of(codes: NDArray[np.uint32], characters: str) -> Flags:
    found: Flags = _lookup(characters)[np.minimum(codes, _LOOKUP_SIZE - 1)]
    return found


@cache
def _lookup(characters: str) -> Flags:
    """Return a table that says of each code point whether it is one of `characters`."""
    table = np.zeros(_LOOKUP_SIZE, bool)
    table[[ord(character) for character in characters]] = True
    return table


def _signs(characters: Characters) -> list[Numbers]:
    """Find the signs of metadata: times of day, dates, addresses, and marks that menus use."""
    codes = np.concatenate((characters.codes, np.zeros(5, np.uint32)))
    digit = np.concatenate((characters.classes == CharClass.DIGIT, np.zeros(5, bool)))
    size = len(characters.codes)

    def at(flags: Flags, offset: int) -> Flags:
        return np.roll(flags, -offset)[:size]

    colon = codes == ord(":")
    clock = at(digit, 0) & (at(colon, 1) & at(digit, 2) | at(_is_one_of(codes, "h時시"), 1))
    mark = _is_one_of(codes, "./-")
    number = at(digit, 0) & at(mark, 1) & at(digit, 2)
    date = number & (at(mark, 3) & at(digit, 4) | at(digit, 3) & at(mark, 4))
    century = (codes == ord("1")) & (np.roll(codes, -1) == ord("9"))
    century |= (codes == ord("2")) & (np.roll(codes, -1) == ord("0"))
    year = at(century, 0) & at(digit, 2) & at(digit, 3) & ~at(digit, 4) & ~at(digit, -1)
    date |= year | at(digit, 0) & at(_is_one_of(codes, "年년"), 1)
    slashes = at(colon, 0) & at(codes == ord("/"), 1) & at(codes == ord("/"), 2)
    address = slashes | _is_one_of(characters.codes, "@#")
    by_class = characters.by_class
    capitals = (by_class[:, CharClass.UPPER] > 0) & (by_class[:, CharClass.LOWER] == 0)
    return [
        characters.where(clock),
        characters.where(date),
        characters.where(address),
        characters.where(_is_one_of(characters.codes, "|©®→›»«‹▶►▼▲✕×☰")),
        capitals.astype(float),
    ]


def _layout(blocks: Sequence[Block]) -> list[Numbers]:
    rows = np.array(
        [(len(block.text), block.height, block.gap, block.depth, block.item) for block in blocks], float
    )
    length, height, gap, depth, item = rows.T
    usual = depth[int(np.argmax(length))]
    gap = np.minimum(gap, 6)
    return [
        np.log1p(height),
        gap / 3,
        np.append(gap[1:], 0.0) / 3,
        (gap == 0).astype(float),
        np.clip((depth - usual) / 8, -3, 3),
        (depth == usual).astype(float),
        item,
    ]


def _position(size: int) -> list[Numbers]:
    index = np.arange(size, dtype=float)
    return [
        index / max(1, size - 1),
        np.log1p(index) / 3,
        np.log1p(size - 1 - index) / 3,
        np.full(size, np.log1p(size) / 4),
    ]


def _repetition(texts: Sequence[str], pages_with: Mapping[str, int]) -> list[Numbers]:
    """Count how often each line stands on this page, and on how many others of its site."""
    folded = [fold_line(text) for text in texts]
    total = Counter(folded)
    extended, cut = _prefixes(total)
    seen: set[str] = set()
    rows = []
    for line in folded:
        copies = min(total[line], _COUNT_CAP) - 1
        pages = min(pages_with.get(line, 0), _COUNT_CAP)
        rows.append((line in extended, line in cut, copies, line in seen, pages))
        seen.add(line)
    long, short, copies_of, again, pages_of = np.array(rows, float).T
    return [long, short, np.log1p(copies_of), again, np.log1p(pages_of) / 2, (pages_of > 1).astype(float)]


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


def _neighbourhood(prose: Numbers, words: Numbers) -> list[Numbers]:
    size = len(prose)
    start, end = best_span(prose)
    index = np.arange(size, dtype=float)
    total = max(1.0, float(prose.sum()))
    before = np.concatenate(([0.0], np.cumsum(prose)[:-1]))
    columns = [
        ((index >= start) & (index < end)).astype(float),
        np.clip(index - start, -_FAR, _FAR) / 10,
        np.clip(end - 1 - index, -_FAR, _FAR) / 10,
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


def _window_mean(values: Numbers, radius: int) -> Numbers:
    """Return the mean over the `radius` neighbours on each side, the block itself left out."""
    size = len(values)
    sums = np.concatenate(([0.0], np.cumsum(values)))
    low = np.maximum(np.arange(size) - radius, 0)
    high = np.minimum(np.arange(size) + radius + 1, size)
    mean: Numbers = (sums[high] - sums[low] - values) / np.maximum(high - low - 1, 1)
    return mean


def content_words(text: str) -> set[str]:
    """Return the words of `text` that can be recognised elsewhere: 3 letters or more, or character pairs."""
    words = set(_WORD.findall(text.casefold()))
    if not text.isascii():
        for run in _SPACELESS_RUN.findall(text):
            words.update(run[i : i + 2] for i in range(len(run) - 1))
    return words


def _cohesion(texts: Sequence[str], prose: Numbers, context: Context) -> list[Numbers]:
    """Measure how far the words of each block stand in the rest of the article and in the metadata."""
    start, end = best_span(prose)
    sets = [content_words(text) for text in texts]
    inside: Counter[str] = Counter()
    for words in sets[start:end]:
        inside.update(words)
    repeated = {word for word, count in inside.items() if count > 1}
    titles = [content_words(title) for title in context.titles]
    summary = content_words(context.summary)
    witness = _ngrams(context.witness)
    rows = []
    for index, words in enumerate(sets):
        others = repeated if start <= index < end else inside.keys()
        size = max(1, len(words))
        shared = len(words & others) / size
        named = max((_overlap(words, title) for title in titles), default=0.0)
        told = len(words & summary) / size if summary else 0.0
        seen = _share_seen(texts[index], witness) if witness else 0.0
        rows.append((shared, named, told, seen))
    known = [np.full(len(texts), float(flag)) for flag in (bool(titles), bool(summary), bool(witness))]
    return [*np.array(rows, float).T, *known]


def _overlap(words: set[str], others: set[str]) -> float:
    both = len(words & others)
    return both / max(1, len(words) + len(others) - both)


def _tokens(text: str) -> list[str]:
    """Split into words, and scripts without spaces into characters."""
    spaced = _SPACELESS_RUN.sub(lambda run: f" {' '.join(run.group())} ", text.casefold())
    return re.findall(r"\w+", spaced)


def _ngrams(text: str) -> set[tuple[str, ...]]:
    tokens = _tokens(text)
    return set(zip(*(tokens[i:] for i in range(_WITNESS_WORDS)), strict=False))


def _share_seen(text: str, witness: set[tuple[str, ...]]) -> float:
    grams = _ngrams(text)
    return len(grams & witness) / len(grams) if grams else 0.0
