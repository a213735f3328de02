"""Blocks to numbers: what tells an article from the furniture around it, in any language."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import CLASS_BITS, CharClass, Trait, have
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.prose import Characters, Flags, Numbers, best_span, measure
from newsclean.cleaning.words import relate
from newsclean.model import Block

Features = NDArray[np.float64]


class LineCounts(Protocol):
    """Tells on how many pages of a site a folded line stands; a dictionary does."""

    def __len__(self) -> int:
        """0 if nothing is known."""

    def get(self, line: str, default: int, /) -> int:
        """Return the number of pages, `default` for a line that isn't known."""


_DIGITS = re.compile(r"\d+")
_COUNT_CAP = 12  # beyond so many copies more say nothing
_SHORTEST_PREFIX = 12  # characters; shorter lines begin alike by chance
_FAR = 40.0  # blocks; a distance beyond it says only "far"
_WINDOWS = (2, 5, 12)
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
    pages_with: LineCounts = field(default_factory=dict[str, int])


def fold_line(text: str) -> str:
    """Return `text` as a template: case folded, each run of digits as one 0."""
    return _DIGITS.sub("0", text.casefold())


@lru_cache(maxsize=2)
def fold_lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return each text of a page as a template; every step that compares lines shares them."""
    lines = "\n".join(texts).casefold().split("\n")
    for index in np.flatnonzero(measure(texts).by_class[:, CharClass.DIGIT]):
        lines[index] = _DIGITS.sub("0", lines[index])
    return tuple(lines)


def text_features(blocks: Sequence[Block], context: Context) -> Features:
    """Return the features that text and HTML share, one row a block.

    `blocks` must not be empty. All values are finite and of the order of 1.
    """
    texts = tuple([block.text for block in blocks])
    characters = measure(texts)
    span = best_span(characters.prose)
    columns = [
        *_shape(characters),
        *_edges(characters),
        *_signs(characters),
        *_layout(blocks),
        *_position(len(blocks)),
        *_repetition(texts, context.pages_with),
        *_neighbourhood(characters.prose, characters.words, span),
        *_cohesion(characters, span, context),
    ]
    return np.clip(np.array(columns).T, -_LIMIT, _LIMIT)


def _shape(characters: Characters) -> list[Numbers]:
    by_class, words = characters.by_class, characters.words
    spaceless = by_class[:, CharClass.SPACELESS]
    chars = np.maximum(by_class.sum(axis=1) - by_class[:, CharClass.SPACE] + spaceless * 2, 1.0)
    cased = by_class[:, CharClass.LOWER] + by_class[:, CharClass.UPPER]
    letters = cased + by_class[:, CharClass.CASELESS] + spaceless
    capitals = np.flatnonzero(characters.classes == CharClass.UPPER)
    before = characters.classes[np.maximum(capitals - 1, 0)]
    initials = capitals[(before == CharClass.SPACE) | (capitals == 0)]
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


def _edges(characters: Characters) -> list[Numbers]:
    """Describe how each block begins and ends."""
    first = characters.classes[characters.starts]
    at_start, at_end = characters.traits[characters.starts], characters.traits[characters.ends - 1]
    columns: list[Flags] = [
        first == CharClass.LOWER,
        first == CharClass.UPPER,
        first == CharClass.DIGIT,
        first == CharClass.QUOTE,
        ~have(at_start, Trait.WORD) & (first != CharClass.SPACELESS),
        have(at_end, Trait.COLON),
        _are_cut(characters),
        have(at_end, Trait.PAUSE),
        have(characters.traits[characters.last], Trait.QUESTION),
        characters.end_sentence,
    ]
    return [column.astype(float) for column in columns]


def _are_cut(characters: Characters) -> Flags:
    """Tell which texts end with an ellipsis."""
    dots = [characters.codes[np.maximum(characters.ends - back, 0)] == ord(".") for back in (1, 2, 3)]
    three = dots[0] & dots[1] & dots[2]
    cut: Flags = three | (characters.codes[characters.ends - 1] == ord("…"))
    return cut


def _signs(characters: Characters) -> list[Numbers]:
    """Find the signs of metadata: times of day, dates, addresses, and marks that menus use."""
    traits = np.concatenate((characters.traits, np.zeros(4, np.uint16)))
    codes = np.concatenate((characters.codes, np.zeros(2, np.uint32)))
    digits = np.flatnonzero(characters.classes == CharClass.DIGIT)
    is_digit = [traits[digits + ahead] & CLASS_BITS == CharClass.DIGIT for ahead in range(5)]
    is_mark = [have(traits[digits + ahead], Trait.DATE_MARK) for ahead in (1, 3, 4)]
    following = traits[digits + 1]
    clock = have(following, Trait.COLON) & is_digit[2] | have(following, Trait.HOUR)
    date = is_mark[0] & is_digit[2] & (is_mark[1] & is_digit[4] | is_digit[3] & is_mark[2])
    here, ahead = codes[digits], codes[digits + 1]
    century = (here == ord("1")) & (ahead == ord("9")) | (here == ord("2")) & (ahead == ord("0"))
    inner = (traits[np.maximum(digits - 1, 0)] & CLASS_BITS == CharClass.DIGIT) & (digits > 0)
    date |= century & is_digit[2] & is_digit[3] & ~is_digit[4] & ~inner
    date |= have(following, Trait.YEAR)
    colons = characters.find(Trait.COLON)
    slashes = (codes[colons + 1] == ord("/")) & (codes[colons + 2] == ord("/"))
    by_class = characters.by_class
    capitals = (by_class[:, CharClass.UPPER] > 0) & (by_class[:, CharClass.LOWER] == 0)
    return [
        characters.hold(digits[clock]),
        characters.hold(digits[date]),
        characters.hold(np.concatenate((characters.find(Trait.ADDRESS), colons[slashes]))),
        characters.hold(characters.find(Trait.MENU_MARK)),
        capitals.astype(float),
    ]


def _layout(blocks: Sequence[Block]) -> list[Numbers]:
    texts, _, *columns, _ = zip(*blocks, strict=True)
    height, gap, depth, item = np.array(columns, float)
    usual = depth[int(np.argmax(list(map(len, texts))))]
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


def _repetition(texts: tuple[str, ...], pages_with: LineCounts) -> list[Numbers]:
    """Count how often each line stands on this page, and on how many others of its site."""
    folded = fold_lines(texts)
    size = len(folded)
    numbers: dict[str, int] = {}  # of the distinct lines, in the order in which they come
    lines = np.array([numbers.setdefault(line, len(numbers)) for line in folded])
    extended, cut, pages = np.zeros(size), np.zeros(size), np.zeros(size)
    for line, following in _prefixes(numbers):
        cut[lines == numbers[line]] = 1.0
        extended[lines == numbers[following]] = 1.0
    copies = np.bincount(lines)[lines]
    again = np.ones(size)
    again[np.unique(lines, return_index=True)[1]] = 0.0
    if len(pages_with):
        pages = np.minimum(np.array([pages_with.get(line, 0) for line in folded], float), _COUNT_CAP)
    return [
        extended,
        cut,
        np.log1p(np.minimum(copies, _COUNT_CAP) - 1.0),
        again,
        np.log1p(pages) / 2,
        (pages > 1).astype(float),
    ]


def _prefixes(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return the lines that another line begins with, and these.

    A headline stands on many pages with the site's name behind it, or cut.
    """
    ordered = sorted([line for line in lines if len(line) >= _SHORTEST_PREFIX])
    return [(line, following) for line, following in pairwise(ordered) if following.startswith(line)]


def _neighbourhood(prose: Numbers, words: Numbers, span: tuple[int, int]) -> list[Numbers]:
    size = len(prose)
    start, end = span
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


def _cohesion(characters: Characters, span: tuple[int, int], context: Context) -> list[Numbers]:
    """Measure how far the words of each block stand in the rest of the article and in the metadata."""
    compiled = find_compiled()
    measure_words = compiled.relate if compiled else relate
    related = measure_words(characters, span, (context.summary, context.witness, *context.titles))
    known = (context.titles, context.summary, context.witness)
    return [*related, *(np.full(len(characters.starts), float(bool(each))) for each in known)]
