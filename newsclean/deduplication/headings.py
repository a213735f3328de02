"""What is kept of a headline to compare it with others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.normalisation import fold, has_digit, tokens
from newsclean.deduplication.ragged import Ragged, join
from newsclean.deduplication.shingles import hash_tokens, shingle_sequence, spread

# A headline is compared by its words and by runs of so many bytes of it: words alone would make a new
# headline of every typo and inflection.
RUN: Final = 5


@dataclass(frozen=True, slots=True)
class Headings:
    """Sketches of some headlines.

    `keys` are equal where the words are, in whatever order, and `figures` where those with digits are; 0
    where there are none. `counts` are the numbers of tokens, `lengths` those of bytes, `features` the sets of
    hashed words and runs of characters.
    """

    keys: npt.NDArray[np.uint64]
    figures: npt.NDArray[np.uint64]
    counts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]
    features: Ragged


def sketch_headings(titles: Sequence[str]) -> Headings:
    """Sketch some headlines: the reference path, with `compiled.headings` as its fast twin."""
    words = [fold(title) for title in titles]
    cut = [tokens(each) for each in words]
    hashed = hash_tokens(cut)
    figures = hash_tokens(filter(has_digit, each) for each in cut)
    spelt = [" ".join(each).encode("utf-8", "surrogatepass") for each in words]
    return Headings(
        np.array([_key(hashed[at]) for at in range(len(titles))], dtype=np.uint64),
        np.array([_key(figures[at]) for at in range(len(titles))], dtype=np.uint64),
        hashed.sizes,
        np.array([len(each) for each in spelt], dtype=np.int64),
        join(np.union1d(hashed[at], _runs(each)) for at, each in enumerate(spelt)),
    )


def _key(hashed: npt.NDArray[np.uint32]) -> np.uint64:
    return np.sum(spread(hashed), dtype=np.uint64) | np.uint64(1) if len(hashed) else np.uint64(0)


def _runs(spelt: bytes) -> npt.NDArray[np.uint32]:
    return shingle_sequence(np.frombuffer(spelt, dtype=np.uint8).astype(np.uint32), RUN)
