"""What is counted in texts, in one pass over their characters."""

from typing import Any

import numpy as np

from newsclean.cleaning.characters import CLASS_BITS, CharClass, Trait
from newsclean.cleaning.prose import (
    CLASSES,
    MOST_CLOSERS,
    PROSE_WORDS,
    SPACELESS_WORD,
    SPAN_CAP,
    Characters,
    Measures,
    Numbers,
)
from newsclean.compiling.kernels import kernel

# Numba takes these for constants, and knows nothing of enumerations' operators.
_CLASS, _CLOSER = np.uint16(CLASS_BITS), np.uint16(Trait.CLOSER)
_SPACE, _SPACELESS, _TERMINAL = int(CharClass.SPACE), int(CharClass.SPACELESS), int(CharClass.TERMINAL)


def take_measures(characters: Characters) -> Measures:
    """Count what there is to count. Equal to `prose.take_measures`."""
    size = len(characters.starts)
    by_class, words, prose = np.zeros((size, CLASSES)), np.zeros(size), np.zeros(size)
    last = np.zeros(size, np.int64)
    halves = np.empty((2, CLASSES), np.int64)
    _measure(characters.traits, characters.starts, characters.ends, halves, by_class, words, last, prose)
    return Measures(by_class, words, last, prose)


@kernel(
    *((np.uint16, 1), (np.int64, 1), (np.int64, 1), (np.int64, 2)),
    *((np.float64, 2), (np.float64, 1), (np.int64, 1), (np.float64, 1)),
)
def _measure(
    traits: Any, starts: Any, ends: Any, halves: Any, by_class: Any, words: Any, last: Any, prose: Any
) -> None:
    """Fill all that follows on `halves`, which is room to count in."""
    for text in range(len(starts)):
        start, size = starts[text], ends[text] + 1 - starts[text]
        # Most characters are of the class of the one before, and to count both in one place takes waiting.
        halves[:] = 0
        middle = start + size // 2
        for ahead in range(size // 2):
            halves[0, traits[start + ahead] & _CLASS] += 1
            halves[1, traits[middle + ahead] & _CLASS] += 1
        if size % 2:
            halves[0, traits[ends[text]] & _CLASS] += 1
        counts = by_class[text]
        for kind in range(CLASSES):
            counts[kind] = halves[0, kind] + halves[1, kind]
        words[text] = max(counts[_SPACE] + counts[_SPACELESS] / SPACELESS_WORD, 1.0)
        at = ends[text] - 1
        lowest = max(starts[text], at - MOST_CLOSERS)
        while at > lowest and traits[at] & _CLOSER:
            at -= 1
        last[text] = at
        if traits[at] & _CLASS == _TERMINAL and words[text] >= PROSE_WORDS:
            prose[text] = words[text]


def best_span(prose: Numbers) -> tuple[int, int]:
    """Return the span of blocks with the greatest sum of prose. Equal to `prose.best_span`."""
    span = np.zeros(2, np.int64)
    _find_span(prose, span)
    start, end = span.tolist()
    return start, end


@kernel((np.float64, 1), (np.int64, 1))
def _find_span(prose: Any, span: Any) -> None:
    total = lowest = most = 0.0
    start = 0
    for text in range(len(prose)):
        total += min(prose[text], SPAN_CAP) if prose[text] > 0 else -PROSE_WORDS
        if total < lowest:
            lowest = total
            start = text + 1
        elif total - lowest > most:
            most = total - lowest
            span[0] = start
            span[1] = text + 1
