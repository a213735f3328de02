"""Candidate pairs: texts whose signatures agree in a whole band.

Indyk & Motwani, "Approximate nearest neighbors" (1998); banding after Leskovec, Rajaraman & Ullman, "Mining
of Massive Datasets" (2014), section 3.4.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.ragged import begin_runs

# P(candidate | J) = 1 - (1 - J ** ROWS) ** BANDS: 1 - 2e-8 at J = 0.7, 0.996 at 0.5, 0.94 at 0.4 (copies with
# one word in ten changed), 0.04 at 0.1, 4e-5 at 0.01. 42 x 3 = 126 of the 128 numbers are used.
BANDS: Final = 42
ROWS: Final = 3

# Members of a bucket that all its other members are compared with: a star around one alone loses those that
# resemble another member, all pairs are quadratic.
REPRESENTATIVES: Final = 64

MULTIPLIERS: Final = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)
_HIGH: Final = np.uint64(32)
# Two places in one number.
_WIDTH: Final = np.int64(32)
_PLACE: Final = np.int64(0xFFFFFFFF)


def band_keys(signatures: npt.NDArray[np.uint32], band: int) -> npt.NDArray[np.uint64]:
    """Hash the rows of one band (0 to `BANDS` - 1) to one 64-bit key per signature."""
    keys = np.zeros(len(signatures), dtype=np.uint64)
    for row in range(ROWS):
        keys ^= signatures[:, band * ROWS + row].astype(np.uint64)
        keys *= MULTIPLIERS[row]
        keys ^= keys >> _HIGH
    return keys


def group(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of the keys that occur more than once, and the sizes of their buckets.

    The places of a bucket stand behind each other, in ascending order. `compiled.buckets` does the same, with
    the buckets in another order.
    """
    order = np.argsort(keys)  # an eighth of the time of a stable one
    begins = np.flatnonzero(begin_runs(keys[order]))
    sizes = np.diff(begins, append=len(keys))
    shared = np.repeat(sizes > 1, sizes)
    places = np.sort(np.repeat(begins, sizes)[shared] << _WIDTH | order[shared]) & _PLACE
    return places, sizes[sizes > 1]


def pairs_in_runs(
    keys: npt.NDArray[np.uint64] | npt.NDArray[np.uint32], most: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pair the places of equal keys (sorted), each with at most the first `most` of its run."""
    places = np.arange(len(keys))
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    begins = np.maximum.accumulate(np.where(first, places, 0))
    counts = np.minimum(places - begins, most)
    right = np.repeat(places, counts)
    offsets = np.arange(len(right)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(begins, counts) + offsets, right
