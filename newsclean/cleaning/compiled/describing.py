"""The features that text and HTML share, in one pass over the characters and one over the blocks."""

from typing import Any

import numpy as np

from newsclean.cleaning.characters import CLASS_BITS, CharClass, Trait
from newsclean.cleaning.compiled.sums import add_up, find_most
from newsclean.cleaning.description import (
    COLUMNS,
    FAR,
    LIMIT,
    MOST_COPIES,
    WIDEST_GAP,
    WINDOWS,
    Features,
    Known,
)
from newsclean.cleaning.prose import Characters
from newsclean.compiling.kernels import function, kernel

# Numba takes these for constants, and knows nothing of enumerations' operators.
_CLASS = np.uint16(CLASS_BITS)
_SPACE, _LOWER, _UPPER = int(CharClass.SPACE), int(CharClass.LOWER), int(CharClass.UPPER)
_CASELESS, _SPACELESS, _DIGIT = int(CharClass.CASELESS), int(CharClass.SPACELESS), int(CharClass.DIGIT)
_TERMINAL, _COMMA, _QUOTE = int(CharClass.TERMINAL), int(CharClass.COMMA), int(CharClass.QUOTE)
_PUNCTUATION, _SYMBOL = int(CharClass.PUNCTUATION), int(CharClass.SYMBOL)
_WORD, _COLON, _HOUR = int(Trait.WORD), int(Trait.COLON), int(Trait.HOUR)
_DATE_MARK, _YEAR, _ADDRESS = int(Trait.DATE_MARK), int(Trait.YEAR), int(Trait.ADDRESS)
_MENU_MARK, _PAUSE, _QUESTION = int(Trait.MENU_MARK), int(Trait.PAUSE), int(Trait.QUESTION)
_RARE = _ADDRESS | _COLON | _MENU_MARK
_DOT, _ELLIPSIS, _SLASH = ord("."), ord("…"), ord("/")
_ZERO, _ONE, _TWO, _NINE = ord("0"), ord("1"), ord("2"), ord("9")

# The columns with logarithms, and what these are divided by. NumPy takes them for both paths: its
# logarithms differ from the C library's in the last digit on some processors.
_LOGS = np.array((0, 1, 7, 30, 38, 39, 40, 43, 45, 54, 57, 58, 59, 60, 61, 62))
_DIVISORS = np.array((2, 3, 1, 1, 3, 3, 4, 1, 2, 6, 2, 2, 2, 2, 2, 2), float)
# Where each group of columns begins.
_SHAPE, _EDGES, _SIGNS, _LAYOUT, _POSITION, _REPETITION, _NEIGHBOURHOOD, _COHESION = (
    0,
    15,
    25,
    30,
    37,
    41,
    47,
    63,
)


def describe(characters: Characters, known: Known) -> Features:
    """Return the features, shape (blocks, `COLUMNS`). Equal to `description.describe`."""
    features = np.zeros((len(characters.starts), COLUMNS))
    _describe(
        *(characters.codes, characters.traits, characters.starts, characters.ends, *characters.measures),
        *(known.layout, known.repetition, known.relations, np.array(known.given, float)),
        *(known.start, known.end),
        features,
    )
    logs = np.log1p(features.take(_LOGS, axis=1))
    _complete(logs, _LOGS, _DIVISORS, features)
    return features


@kernel(
    *((np.uint32, 1), (np.uint16, 1), (np.int64, 1), (np.int64, 1)),
    *((np.float64, 2), (np.float64, 1), (np.int64, 1), (np.float64, 1)),
    *((np.float64, 2), (np.float64, 2), (np.float64, 2), (np.float64, 1)),
    *((np.int64, 0), (np.int64, 0), (np.float64, 2)),
)
def _describe(
    codes: Any,
    traits: Any,
    starts: Any,
    ends: Any,
    by_class: Any,
    words: Any,
    last: Any,
    prose: Any,
    layout: Any,
    repetition: Any,
    relations: Any,
    given: Any,
    first: Any,
    behind: Any,
    features: Any,
) -> None:
    """Fill `features`, with what logarithms are taken of in their place."""
    for text in range(len(starts)):
        row = features[text]
        start, end = starts[text], ends[text]
        capitalised = _read_signs(codes, traits, start, end, row)
        _shape(by_class[text], words[text], capitalised, row)
        _edges(codes, traits, start, end, last[text], row)
        row[_REPETITION] = repetition[0, text]
        row[_REPETITION + 1] = repetition[1, text]
        row[_REPETITION + 2] = min(repetition[2, text], MOST_COPIES) - 1.0
        row[_REPETITION + 3] = repetition[3, text]
        pages = min(repetition[4, text], MOST_COPIES)
        row[_REPETITION + 4] = pages
        row[_REPETITION + 5] = pages > 1
        for column in range(len(relations)):
            row[_COHESION + column] = relations[column, text]
        for column in range(len(given)):
            row[_COHESION + len(relations) + column] = given[column]
    _layout(starts, ends, layout, features)
    _place(prose, first, behind, features)
    for at in range(len(WINDOWS)):
        _window(prose, WINDOWS[at], features[:, _NEIGHBOURHOOD + 10 + 2 * at])
        _window(words, WINDOWS[at], features[:, _NEIGHBOURHOOD + 11 + 2 * at])


@kernel((np.float64, 2), (np.int64, 1), (np.float64, 1), (np.float64, 2))
def _complete(logs: Any, columns: Any, divisors: Any, features: Any) -> None:
    """Put the logarithms into their columns, and clip all."""
    for text in range(len(features)):
        row = features[text]
        for at in range(len(columns)):
            row[columns[at]] = logs[text, at] / divisors[at]
        for column in range(len(row)):
            row[column] = min(max(row[column], -LIMIT), LIMIT)


@function
def _shape(counts: Any, words: Any, capitalised: int, row: Any) -> None:
    spaceless = counts[_SPACELESS]
    chars = max(add_up(counts) - counts[_SPACE] + spaceless * 2, 1.0)
    cased = counts[_LOWER] + counts[_UPPER]
    letters = cased + counts[_CASELESS] + spaceless
    row[0] = words
    row[1] = chars
    row[2] = words < 2
    row[3] = counts[_UPPER] / max(cased, 1.0)
    row[4] = capitalised / counts[_SPACE]
    row[5] = counts[_DIGIT] / chars * 3
    row[6] = counts[_COMMA] / words * 5
    row[7] = counts[_TERMINAL]
    row[8] = counts[_TERMINAL] / words * 8
    row[9] = min(counts[_QUOTE], 4) / 2
    row[10] = (counts[_PUNCTUATION] + counts[_SYMBOL]) / chars * 5
    row[11] = min(chars / words, 15) / 5
    row[12] = counts[_CASELESS] / max(letters, 1.0)
    row[13] = spaceless / max(letters, 1.0)
    row[14] = letters < 2
    row[_SIGNS + 4] = counts[_UPPER] > 0 and counts[_LOWER] == 0


@function
def _edges(codes: Any, traits: Any, start: int, end: int, last: int, row: Any) -> None:
    first = traits[start] & _CLASS
    row[_EDGES] = first == _LOWER
    row[_EDGES + 1] = first == _UPPER
    row[_EDGES + 2] = first == _DIGIT
    row[_EDGES + 3] = first == _QUOTE
    row[_EDGES + 4] = not traits[start] & _WORD and first != _SPACELESS
    row[_EDGES + 5] = traits[end - 1] & _COLON != 0
    three = codes[end - 1] == _DOT and codes[max(end - 2, 0)] == _DOT and codes[max(end - 3, 0)] == _DOT
    row[_EDGES + 6] = three or codes[end - 1] == _ELLIPSIS
    row[_EDGES + 7] = traits[end - 1] & _PAUSE != 0
    row[_EDGES + 8] = traits[last] & _QUESTION != 0
    row[_EDGES + 9] = traits[last] & _CLASS == _TERMINAL


@function
def _read_signs(codes: Any, traits: Any, start: int, end: int, row: Any) -> int:
    """Find the signs of metadata in a text; return how many words begin with a capital.

    What is looked at ahead stands in the text: none of it is the line end behind it.
    """
    capitalised = 0
    before = _SPACE
    for at in range(start, end):
        trait = traits[at]
        kind = trait & _CLASS
        if kind == _UPPER:
            capitalised += before == _SPACE
        elif kind == _DIGIT:
            following = traits[at + 1]
            if following & _HOUR or (following & _COLON and traits[at + 2] & _CLASS == _DIGIT):
                row[_SIGNS] = 1.0
            if _is_date(codes, traits, at, before):
                row[_SIGNS + 1] = 1.0
        if trait & _RARE:
            if trait & _ADDRESS or (trait & _COLON and codes[at + 1] == _SLASH and codes[at + 2] == _SLASH):
                row[_SIGNS + 2] = 1.0
            if trait & _MENU_MARK:
                row[_SIGNS + 3] = 1.0
        before = kind
    return capitalised


@function
def _is_date(codes: Any, traits: Any, at: int, before: int) -> bool:
    """Tell whether a date's day or year stands at a digit: "2.1", "24-1", "1987", "7年"."""
    following = traits[at + 1]
    if following & _YEAR:
        return True
    if following & _DATE_MARK and traits[at + 2] & _CLASS == _DIGIT:
        marked = traits[at + 3] & _DATE_MARK and traits[at + 4] & _CLASS == _DIGIT
        if marked or (traits[at + 3] & _CLASS == _DIGIT and traits[at + 4] & _DATE_MARK):
            return True
    here, ahead = codes[at], codes[at + 1]
    if not ((here == _ONE and ahead == _NINE) or (here == _TWO and ahead == _ZERO)) or before == _DIGIT:
        return False
    inside = traits[at + 2] & _CLASS == _DIGIT and traits[at + 3] & _CLASS == _DIGIT
    return bool(inside and traits[at + 4] & _CLASS != _DIGIT)


@function
def _layout(starts: Any, ends: Any, layout: Any, features: Any) -> None:
    """Fill the columns of layout and of position."""
    size = len(starts)
    longest = 0
    for text in range(1, size):
        if ends[text] - starts[text] > ends[longest] - starts[longest]:
            longest = text
    usual = layout[2, longest]
    for text in range(size):
        row = features[text]
        gap = min(layout[1, text], WIDEST_GAP)
        row[_LAYOUT] = layout[0, text]
        row[_LAYOUT + 1] = gap / 3
        row[_LAYOUT + 2] = min(layout[1, text + 1], WIDEST_GAP) / 3 if text + 1 < size else 0.0
        row[_LAYOUT + 3] = gap == 0
        row[_LAYOUT + 4] = min(max((layout[2, text] - usual) / 8, -3.0), 3.0)
        row[_LAYOUT + 5] = layout[2, text] == usual
        row[_LAYOUT + 6] = layout[3, text]
        row[_POSITION] = text / max(1, size - 1)
        row[_POSITION + 1] = text
        row[_POSITION + 2] = size - 1 - text
        row[_POSITION + 3] = size


@function
def _place(prose: Any, first: int, behind: int, features: Any) -> None:
    """Fill the columns of where a block stands beside the span of prose, and of how much prose is where."""
    size = len(prose)
    total = max(1.0, add_up(prose))
    most = find_most(prose)
    before = 0.0
    for text in range(size):
        row = features[text, _NEIGHBOURHOOD:]
        row[0] = first <= text < behind
        row[1] = min(max(text - first, -FAR), FAR) / 10
        row[2] = min(max(behind - 1 - text, -FAR), FAR) / 10
        row[3] = text == first
        row[4] = text == behind - 1
        row[5] = before / total
        row[6] = (total - before - prose[text]) / total
        row[7] = total
        row[8] = prose[text] > 0
        row[9] = prose[text] / most
        before += prose[text]


@function
def _window(values: Any, radius: int, column: Any) -> None:
    """Fill a column with the mean over the `radius` neighbours on each side, the block itself left out."""
    size = len(values)
    total = 0.0
    for text in range(min(radius, size)):
        total += values[text]
    for text in range(size):
        if text + radius < size:
            total += values[text + radius]
        if text - radius > 0:
            total -= values[text - radius - 1]
        others = min(text + radius, size - 1) - max(text - radius, 0)
        column[text] = (total - values[text]) / max(others, 1)
