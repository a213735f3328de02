"""Signatures: a short vector per text whose agreement estimates the Jaccard similarity of the sets.

Broder, "On the resemblance and containment of documents" (1997). The numbers are datasketch 2's, scheme
`affine32`, seed 1, bit for bit: `MinHash(hashvalues=signature, scheme="affine32")` takes one as it is.
"""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.ragged import Ragged

# The standard deviation of the estimate is sqrt(J (1 - J) / 128): 0.04 at J = 0.7.
PERMUTATIONS: Final = 128
EMPTY: Final = np.uint32(0xFFFFFFFF)

_DRAWN: Final = Path(__file__).parent / "data" / "permutations.npy"
# Shingles permuted at once: the three arrays of a step (4 bytes each) stay in the second-level cache.
_BLOCK: Final = 1 << 15


def permutations() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return the odd multipliers and the addends of the permutations h -> a h + b modulo 2^32.

    They lie in a file, as datasketch draws them (seed 1): to load NumPy's generators takes as long as two
    hundred articles.
    """
    multipliers, addends = np.load(_DRAWN)
    return multipliers, addends


def signatures(shingles: Ragged) -> npt.NDArray[np.uint32]:
    """Sign every text: an array of (texts, `PERMUTATIONS`). A text without shingles gets all `EMPTY`.

    The sets stand without gaps, as `shingle_sets` gives them.
    """
    multipliers, addends = permutations()
    signed = np.full((len(shingles), PERMUTATIONS), EMPTY, dtype=np.uint32)
    full = np.flatnonzero(shingles.sizes)
    for texts in _blocks(full, shingles.starts):
        first = shingles.starts[texts[0]]
        hashes = _mix(shingles.values[first : shingles.starts[texts[-1]] + shingles.sizes[texts[-1]]])
        begins = shingles.starts[texts] - first
        least = np.empty((PERMUTATIONS, len(texts)), dtype=np.uint32)
        permuted = np.empty_like(hashes)
        for which in range(PERMUTATIONS):
            np.multiply(hashes, multipliers[which], out=permuted)
            np.add(permuted, addends[which], out=permuted)
            np.minimum.reduceat(permuted, begins, out=least[which])
        signed[texts] = least.T
    return signed


def _blocks(texts: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    """Part the texts, in order, into lots of about `_BLOCK` shingles."""
    if not len(texts):
        return []
    lots = starts[texts] // _BLOCK
    return np.split(texts, np.flatnonzero(np.diff(lots)) + 1)


def _mix(hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Apply the 32-bit finalizer of MurmurHash3, datasketch's step before the permutations."""
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes *= np.uint32(0x85EBCA6B)
    hashes ^= hashes >> np.uint32(13)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    return hashes
