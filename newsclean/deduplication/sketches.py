"""What is kept of a text to compare it with others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import BANDS, band_keys
from newsclean.deduplication.minhash import signatures
from newsclean.deduplication.normalisation import digest, fold, has_digit, tokens
from newsclean.deduplication.ragged import Ragged, join
from newsclean.deduplication.shingles import hash_tokens, shingle_sets

# Two numbers, most significant byte first, so that they sort as the bytes do.
DIGEST: Final = np.dtype([("high", ">u8"), ("low", ">u8")])


@dataclass(frozen=True, slots=True)
class Sketches:
    """Sketches of some texts.

    `digests` hold the hash of each text's words, `tokens` its hashed tokens in order, `figures` the set of
    those with digits, `shingles` the set of its hashed word 5-grams, and `keys` (texts, `BANDS`) what the
    bands of its signature hash to.
    """

    digests: npt.NDArray[np.void]
    tokens: Ragged
    figures: Ragged
    shingles: Ragged
    keys: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.digests)


def sketch(texts: Sequence[str]) -> Sketches:
    """Sketch some texts: the reference path, with `compiled.sketching.sketch` as its fast twin."""
    words = [fold(text) for text in texts]
    cut = [tokens(one) for one in words]
    hashed = hash_tokens(cut)
    shingles = shingle_sets(hashed)
    return Sketches(
        np.frombuffer(b"".join(map(digest, words)), dtype=DIGEST),
        hashed,
        join(_figures(one, hashed[at]) for at, one in enumerate(cut)),
        shingles,
        hash_bands(shingles),
    )


def sign(text: str) -> npt.NDArray[np.uint32]:
    """Sign one text: `PERMUTATIONS` numbers."""
    signature: npt.NDArray[np.uint32] = signatures(shingle_sets(hash_tokens([tokens(fold(text))])))[0]
    return signature


def hash_bands(sets: Ragged) -> npt.NDArray[np.uint64]:
    """Sign sets and hash the bands of each signature: (sets, `BANDS`)."""
    signed = signatures(join(sets[row] for row in range(len(sets))))
    return np.stack([band_keys(signed, band) for band in range(BANDS)], axis=1)


def _figures(tokens: Sequence[str], hashed: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the set of the tokens with digits, hashed."""
    return np.unique(hashed[[has_digit(token) for token in tokens]])
