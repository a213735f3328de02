"""Texts to sketches in one pass over their characters, a batch at a time, without the GIL."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import BANDS
from newsclean.deduplication.compiled.compiling import compiled
from newsclean.deduplication.compiled.encoding import PARTS, TABLE, encode_stable
from newsclean.deduplication.compiled.folding import fold_text
from newsclean.deduplication.compiled.signing import hash_bands, hash_runs, sign, sort_distinct
from newsclean.deduplication.minhash import PERMUTATIONS, permutations
from newsclean.deduplication.normalisation import ID_BYTES
from newsclean.deduplication.ragged import Ragged, pack
from newsclean.deduplication.shingles import WIDTH
from newsclean.deduplication.sketches import DIGEST, Sketches

# A character can casefold to three, of three bytes each (or stay one, of four); a space follows.
_BYTES: Final = 10
_PERMUTATIONS: Final = permutations()


def sketch(texts: Sequence[str]) -> Sketches:
    """Sketch some texts; equal to `sketches.sketch`, number for number."""
    points, begins, ends = encode_stable(texts)
    count, longest = len(begins), int((ends - begins).max(initial=0))
    words = np.empty(_BYTES * len(points) + count, dtype=np.uint8)
    # A character makes at most one token, and `PARTS` where it casefolds to several.
    tokens, figures, shingles = (np.empty(PARTS * len(points) + count, dtype=np.uint32) for _ in range(3))
    marks = np.zeros((count, 4), dtype=np.int64)
    keys = np.empty((count, BANDS), dtype=np.uint64)
    spare = np.empty(PARTS * longest + 2, dtype=np.uint32)
    sketch_texts(
        points,
        begins,
        ends,
        TABLE.entries,
        TABLE.expansions,
        *_PERMUTATIONS,
        spare,
        words,
        tokens,
        figures,
        shingles,
        marks,
        keys,
    )
    sizes = np.diff(marks, axis=0, prepend=0)
    limits = marks[:, 0].tolist()
    view = memoryview(words.data)
    digests = b"".join(
        blake2b(view[start:end], digest_size=ID_BYTES).digest()
        for start, end in zip([0, *limits[:-1]], limits, strict=True)
    )
    return Sketches(
        np.frombuffer(digests, dtype=DIGEST),
        pack(tokens[: marks[-1, 1]].copy(), sizes[:, 1]),
        pack(figures[: marks[-1, 2]].copy(), sizes[:, 2]),
        pack(shingles[: marks[-1, 3]].copy(), sizes[:, 3]),
        keys,
    )


def hash_bands_of(sets: Ragged) -> npt.NDArray[np.uint64]:
    """Sign sets and hash the bands of each signature; equal to `sketches.hash_bands`."""
    keys = np.empty((len(sets), BANDS), dtype=np.uint64)
    spare = np.empty(int(sets.sizes.max(initial=0)), dtype=np.uint32)
    _sign_sets(sets.values, sets.starts, sets.sizes, *_PERMUTATIONS, spare, keys)
    return keys


@compiled
def _sign_sets(
    values: Any, starts: Any, sizes: Any, multipliers: Any, addends: Any, spare: Any, keys: Any
) -> None:
    signature = np.empty(PERMUTATIONS, dtype=np.uint32)
    for row in range(len(starts)):
        sign(values[starts[row] : starts[row] + sizes[row]], multipliers, addends, spare, signature)
        hash_bands(signature, keys[row])


@compiled
def sketch_texts(
    points: Any,
    begins: Any,
    ends: Any,
    entries: Any,
    expansions: Any,
    multipliers: Any,
    addends: Any,
    spare: Any,
    words: Any,
    tokens: Any,
    figures: Any,
    shingles: Any,
    marks: Any,
    keys: Any,
) -> None:
    """Sketch texts one behind the other; `marks` says up to where each fills words, tokens, figures, sets."""
    signature = np.empty(PERMUTATIONS, dtype=np.uint32)
    filled = np.zeros(3, dtype=np.int64)
    word, token, figure, shingle = 0, 0, 0, 0
    for text in range(len(begins)):
        filled[:] = 0
        fold_text(
            points[begins[text] : ends[text]],
            entries,
            expansions,
            spare,
            words[word:],
            tokens[token:],
            figures[figure:],
            filled,
        )
        count = hash_runs(tokens[token : token + filled[1]], WIDTH, shingles[shingle:])
        count = sort_distinct(shingles[shingle:], count, spare)
        sign(shingles[shingle : shingle + count], multipliers, addends, spare, signature)
        hash_bands(signature, keys[text])
        figures_left = sort_distinct(figures[figure:], filled[2], spare)
        word, token, figure, shingle = (
            word + filled[0],
            token + filled[1],
            figure + figures_left,
            shingle + count,
        )
        marks[text, 0], marks[text, 1], marks[text, 2], marks[text, 3] = word, token, figure, shingle
