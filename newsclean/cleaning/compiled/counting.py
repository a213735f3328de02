"""How many characters of each class texts have."""

from typing import Any

import numpy as np

from newsclean.cleaning.characters import CLASS_BITS
from newsclean.cleaning.prose import CLASSES, Characters, Numbers
from newsclean.compiling import compiled

_CLASS = np.uint16(CLASS_BITS)


def count_classes(characters: Characters) -> Numbers:
    """Return the counts, shape (texts, classes). Equal to `prose.count_classes`."""
    counts = np.zeros((len(characters.starts), CLASSES))
    _count(characters.traits, characters.starts, characters.ends, counts)
    return counts


@compiled
def _count(traits: Any, starts: Any, ends: Any, counts: Any) -> None:
    for text in range(len(starts)):
        for at in range(starts[text], ends[text] + 1):
            counts[text, traits[at] & _CLASS] += 1
