"""What blocks may miss, for where they stand beside the body, in one pass over them."""

from typing import Any

import numpy as np

from newsclean.cleaning.body import ADJACENT_BONUS, INSIDE_BONUS, INSIDE_REACH, SUBHEADING_WORDS, Bonuses
from newsclean.cleaning.prose import Characters, Flags
from newsclean.compiling.kernels import function, kernel
from newsclean.compiling.rooms import room


def find_bonuses(characters: Characters, sure: Flags, silent: Flags) -> Bonuses:
    """Return what each block may miss. Equal to `body.find_bonuses`."""
    size = len(sure)
    bonuses = np.zeros(size)
    between = np.zeros(size, np.bool_)
    order = room("silent blocks", size, np.int64)
    _find(sure, silent, characters.words, characters.prose, order, bonuses, between)
    return Bonuses(bonuses, between)


def is_kept() -> bool:
    """Tell whether the machine code of these functions, which are the last that a page needs, is on disk."""
    return _find.is_kept


@kernel(
    *((np.bool_, 1), (np.bool_, 1), (np.float64, 1), (np.float64, 1)),
    *((np.int64, 1), (np.float64, 1), (np.bool_, 1)),
)
def _find(sure: Any, silent: Any, words: Any, prose: Any, order: Any, bonuses: Any, between: Any) -> None:
    """Fill `bonuses` and `between`. `order` is room for the places of the silent blocks."""
    count = 0
    for block in range(len(silent)):
        if silent[block]:
            order[count] = block
            count += 1
    for place in range(count):
        block = order[place]
        above = place > 0 and sure[order[place - 1]]
        below = place + 1 < count and sure[order[place + 1]]
        if prose[block] > 0 and (above or below):
            bonuses[block] = ADJACENT_BONUS
        first, last = max(place - INSIDE_REACH, 0), min(place + INSIDE_REACH, count - 1)
        if _holds(sure, order, first, place) and _holds(sure, order, place + 1, last + 1):
            bonuses[block] = INSIDE_BONUS
        if above and below and words[block] <= SUBHEADING_WORDS:
            between[block] = prose[order[place - 1]] > 0 and prose[order[place + 1]] > 0


@function
def _holds(sure: Any, order: Any, start: int, end: int) -> Any:
    """Tell whether one of the blocks in some places is sure."""
    place = start
    while place < end and not sure[order[place]]:
        place += 1
    return place < end
