"""Room for what is made: arrays that a thread keeps from one call to the next."""

import threading
from typing import Any, Final

import numpy as np
import numpy.typing as npt

# Numbers in an array that is kept; what a batch with a text of many megabytes needs is given back.
_MOST: Final = 1 << 23

_KEPT: Final = threading.local()


def room(purpose: str, size: int, kind: type[np.generic]) -> npt.NDArray[Any]:
    """Return an array of at least `size` numbers, holding anything: this thread's for this purpose.

    The system clears new memory before it hands it out, by two megabytes where arrays are large, which took
    a fifth of the time of sketching.
    """
    kept: npt.NDArray[Any] | None = getattr(_KEPT, purpose, None)
    if kept is None or len(kept) < size or kept.dtype != kind:
        kept = np.empty(size, dtype=kind)
        if size <= _MOST:
            setattr(_KEPT, purpose, kept)
    return kept
