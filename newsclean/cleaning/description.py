"""The features that text and HTML share, from what is known of each block to numbers of the order of 1."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import CLASS_BITS, CharClass, Trait, have
from newsclean.cleaning.prose import Characters, Flags, Numbers

Features = NDArray[np.float64]

COLUMNS: Final = 70
"""Features that text and HTML share."""

LIMIT: Final = 5.0
"""Features are of the order of 1; one page of pure commas must not shout the others down."""

MOST_COPIES: Final = 12
"""Copies of a line, on the page and on others; beyond so many, more say nothing."""

FAR: Final = 40.0
"""Blocks; a distance beyond it says only "far"."""

WIDEST_GAP: Final = 6.0
"""Blank lines; more part no more."""

WINDOWS: Final = (2, 5, 12)
"""Blocks on each side whose mean length tells what stands around a block."""


class Known(NamedTuple):
    """What the features are made from beside the characters: a row of numbers for each, one a block.

    `layout` has height, gap, depth and whether it is an item of a list; `repetition` whether another line
    begins with this one, or this one with another, the number of copies, whether one stands above, and the
    number of other pages; `relations` what `words.relate` returns. `given` tells whether the page names
    titles, summary and witness; the article may stand from block `start` up to `end`.
    """

    layout: Numbers
    repetition: Numbers
    relations: Numbers
    given: tuple[bool, bool, bool]
    start: int
    end: int


def describe(characters: Characters, known: Known) -> Features:
    """Return the features, shape (blocks, `COLUMNS`).

    The reference path, with `compiled.describing.describe` as its fast twin.
    """
    size = len(characters.starts)
    columns = [
        *_shape(characters),
        *_edges(characters),
        *_signs(characters),
        *_layout(characters.ends - characters.starts, known.layout),
        *_position(size),
        *_repetition(known.repetition),
        *_neighbourhood(characters.prose, characters.words, (known.start, known.end)),
        *known.relations,
        *(np.full(size, float(given)) for given in known.given),
    ]
    features: Features = np.array(columns).T
    return np.clip(features, -LIMIT, LIMIT)


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
    at_last = characters.traits[characters.measures.last]
    columns: list[Flags] = [
        first == CharClass.LOWER,
        first == CharClass.UPPER,
        first == CharClass.DIGIT,
        first == CharClass.QUOTE,
        ~have(at_start, Trait.WORD) & (first != CharClass.SPACELESS),
        have(at_end, Trait.COLON),
        _are_cut(characters),
        have(at_end, Trait.PAUSE),
        have(at_last, Trait.QUESTION),
        at_last & CLASS_BITS == CharClass.TERMINAL,
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


def _layout(lengths: NDArray[np.int64], layout: Numbers) -> list[Numbers]:
    height, gap, depth, item = layout
    usual = depth[int(np.argmax(lengths))]
    gap = np.minimum(gap, WIDEST_GAP)
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


def _repetition(repetition: Numbers) -> list[Numbers]:
    extended, cut, copies, again, pages = repetition
    pages = np.minimum(pages, MOST_COPIES)
    return [
        extended,
        cut,
        np.log1p(np.minimum(copies, MOST_COPIES) - 1.0),
        again,
        np.log1p(pages) / 2,
        (pages > 1).astype(float),
    ]


def _neighbourhood(prose: Numbers, words: Numbers, span: tuple[int, int]) -> list[Numbers]:
    size = len(prose)
    start, end = span
    index = np.arange(size, dtype=float)
    total = max(1.0, float(prose.sum()))
    before = np.concatenate(([0.0], np.cumsum(prose)[:-1]))
    columns = [
        ((index >= start) & (index < end)).astype(float),
        np.clip(index - start, -FAR, FAR) / 10,
        np.clip(end - 1 - index, -FAR, FAR) / 10,
        (index == start).astype(float),
        (index == end - 1).astype(float),
        before / total,
        (total - before - prose) / total,
        np.full(size, np.log1p(total) / 6),
        (prose > 0).astype(float),
        prose / max(1.0, float(prose.max())),
    ]
    for radius in WINDOWS:
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
