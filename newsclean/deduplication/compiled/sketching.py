"""Texts to sketches in one pass over their characters, a batch at a time, without the GIL."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.compiling.kernels import kernel
from newsclean.compiling.rooms import room
from newsclean.deduplication.bands import BANDS
from newsclean.deduplication.compiled.ascii import BLOCK
from newsclean.deduplication.compiled.characters import SLACK, WORD_BYTES
from newsclean.deduplication.compiled.digesting import LANES, ROOM, digest_texts
from newsclean.deduplication.compiled.encoding import TABLE, Encoded, encode, stabilise
from newsclean.deduplication.compiled.folding import CHUNKS, fold_text, hash_words
from newsclean.deduplication.compiled.signing import hash_bands, hash_runs, sign
from newsclean.deduplication.compiled.sorting import COUNTS, sort_distinct
from newsclean.deduplication.minhash import PERMUTATIONS, permutations
from newsclean.deduplication.ragged import Ragged, pack
from newsclean.deduplication.shingles import WIDTH
from newsclean.deduplication.sketches import DIGEST, Sketches

_PERMUTATIONS: Final = permutations()
_STEP: Final = 1 << 18


def sketch(texts: Sequence[str]) -> Sketches:
    """Sketch some texts; equal to `sketches.sketch`, number for number.

    Tokens, figures and shingles lie in arrays of this thread, which the next call fills anew.
    """
    return sketch_encoded(encode(texts))


def sketch_encoded(texts: Encoded) -> Sketches:
    """Sketch some texts that are encoded already, as `sketch` does."""
    encoded = stabilise(texts)
    # In steps, so that not every batch that is a little larger than those before takes new memory.
    count, size = len(encoded), -(-len(encoded.data) // _STEP) * _STEP
    words = room("words", WORD_BYTES * size + SLACK, np.uint8)
    tokens, figures, shingles = (room(name, size, np.uint32) for name in ("tokens", "figures", "shingles"))
    marks = np.zeros((count, 4), dtype=np.int64)
    keys = np.empty((count, BANDS), dtype=np.uint64)
    digests = np.empty((count, 2), dtype=np.uint64)
    sketch_texts(
        encoded.data,
        encoded.begins,
        TABLE.entries,
        TABLE.expansions,
        *_PERMUTATIONS,
        np.empty(PERMUTATIONS, dtype=np.uint32),
        np.empty(CHUNKS, dtype=np.uint64),
        np.zeros(ROOM, dtype=np.uint64),
        np.empty((2, LANES), dtype=np.int64),
        np.empty(COUNTS, dtype=np.int32),
        room("spare", encoded.longest, np.uint32),
        room("ends", encoded.longest, np.int64),
        room("folded", encoded.longest + BLOCK, np.uint8),
        words,
        tokens,
        figures,
        shingles,
        marks,
        digests,
        keys,
    )
    sizes = np.ascontiguousarray(np.diff(marks, axis=0, prepend=0).T)
    return Sketches(
        digests.view(DIGEST)[:, 0],
        pack(tokens[: marks[-1, 1]], sizes[1]),
        pack(figures[: marks[-1, 2]], sizes[2]),
        pack(shingles[: marks[-1, 3]], sizes[3]),
        keys,
    )


def hash_bands_of(sets: Ragged) -> npt.NDArray[np.uint64]:
    """Sign sets and hash the bands of each signature; equal to `sketches.hash_bands`."""
    keys = np.empty((len(sets), BANDS), dtype=np.uint64)
    spare = np.empty(int(sets.sizes.max(initial=0)), dtype=np.uint32)
    signature = np.empty(PERMUTATIONS, dtype=np.uint32)
    _sign_sets(sets.values, sets.starts, sets.sizes, *_PERMUTATIONS, spare, signature, keys)
    return keys


@kernel(
    (np.uint32, 1),
    (np.int64, 1),
    (np.int64, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint64, 2),
)
def _sign_sets(
    values: Any, starts: Any, sizes: Any,
    multipliers: Any, addends: Any, spare: Any, signature: Any, keys: Any,
) -> None:  # fmt: skip
    for row in range(len(starts)):
        sign(values[starts[row] : starts[row] + sizes[row]], multipliers, addends, spare, signature)
        hash_bands(signature, keys[row])


@kernel(
    (np.uint8, 1),
    (np.int64, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint64, 2),
    (np.uint64, 1),
    (np.int64, 2),
    (np.int32, 2),
    (np.uint32, 1),
    (np.int64, 1),
    (np.uint8, 1),
    (np.uint8, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.int64, 2),
    (np.uint64, 2),
    (np.uint64, 2),
)
def sketch_texts(
    data: Any, begins: Any, entries: Any, expansions: Any, multipliers: Any, addends: Any,
    signature: Any, chunks: Any, hashing: Any, lanes: Any, counts: Any, spare: Any, ends: Any, folded: Any,
    words: Any, tokens: Any, figures: Any, shingles: Any, marks: Any, digests: Any, keys: Any,
) -> None:  # fmt: skip
    """Sketch texts one behind the other; `marks` says up to where each fills words, tokens, figures, sets."""
    word, token, figure, shingle = 0, 0, 0, 0
    for text in range(len(begins) - 1):
        letters, count = fold_text(
            data[begins[text] : begins[text + 1]], entries, expansions, folded, words[word:], ends
        )
        count, numbers = hash_words(
            words[word:], ends, count, entries, tokens[token:], figures[figure:], chunks
        )
        runs = hash_runs(tokens[token : token + count], WIDTH, shingles[shingle:])
        distinct = sort_distinct(shingles[shingle:], runs, spare, counts)
        sign(shingles[shingle : shingle + distinct], multipliers, addends, spare, signature)
        hash_bands(signature, keys[text])
        word += letters
        token += count
        figure += sort_distinct(figures[figure:], numbers, spare, counts)
        shingle += distinct
        marks[text, 0], marks[text, 1], marks[text, 2], marks[text, 3] = word, token, figure, shingle
    digest_texts(words, marks[:, 0], hashing, lanes[0], lanes[1], digests)
