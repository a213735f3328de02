"""Exact comparison of shingle sets, where signatures only estimate."""

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.shingles import Shingles


def shared(one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> int:
    """Count the values that stand in both of two ascending arrays of distinct values."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0
    return int(np.count_nonzero(_present(one, other)))


def jaccard(one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> float:
    """Return intersection over union of two sets (ascending, distinct); 0 if both are empty."""
    both = shared(one, other)
    union = len(one) + len(other) - both
    return both / union if union else 0.0


def containment(part: npt.NDArray[np.uint32], whole: npt.NDArray[np.uint32]) -> float:
    """Return the share of `part` that stands in `whole` (Broder 1997); 0 if `part` is empty."""
    return shared(part, whole) / len(part) if len(part) else 0.0


def jaccard_to_many(shingles: Shingles, one: int, others: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Compare one text with others: the Jaccard similarity to each."""
    sizes = shingles.sizes[others]
    both = np.zeros(len(others))
    whole = shingles[one]
    filled = np.flatnonzero(sizes)
    if len(filled) and len(whole):
        values = np.concatenate([shingles[other] for other in others[filled]])
        begins = np.cumsum(sizes[filled]) - sizes[filled]
        both[filled] = np.add.reduceat(_present(values, whole), begins, dtype=np.int64)
    return both / np.maximum(1, sizes + len(whole) - both)


def _present(values: npt.NDArray[np.uint32], whole: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    places = np.searchsorted(whole, values)
    places[places == len(whole)] = 0
    return np.equal(whole[places], values)
