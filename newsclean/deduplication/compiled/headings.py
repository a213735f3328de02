"""Headlines to sketches, as `headings` does, in one pass over their characters."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from newsclean.compiling.kernels import function, kernel
from newsclean.deduplication.compiled.ascii import BLOCK
from newsclean.deduplication.compiled.characters import SLACK, WORD_BYTES
from newsclean.deduplication.compiled.encoding import TABLE, encode, stabilise
from newsclean.deduplication.compiled.folding import CHUNKS, fold_text, hash_words
from newsclean.deduplication.compiled.signing import hash_runs, spread
from newsclean.deduplication.compiled.sorting import COUNTS, sort_distinct
from newsclean.deduplication.headings import RUN, Headings
from newsclean.deduplication.ragged import pack


def sketch_headings(titles: Sequence[str]) -> Headings:
    """Sketch some headlines; equal to `headings.sketch_headings`, number for number."""
    encoded = stabilise(encode(titles))
    longest = encoded.longest
    # A headline is compared by its tokens and by runs of bytes.
    features = np.empty((WORD_BYTES + 1) * len(encoded.data), dtype=np.uint32)
    facts = np.zeros((len(titles), 3), dtype=np.int64)
    keys = np.zeros((2, len(titles)), dtype=np.uint64)
    words = np.empty(WORD_BYTES * longest + SLACK, dtype=np.uint8)
    ends = np.empty(longest, dtype=np.int64)
    rooms = np.empty((3, (WORD_BYTES + 1) * longest), dtype=np.uint32)
    _sketch(
        encoded.data,
        encoded.begins,
        TABLE.entries,
        TABLE.expansions,
        words,
        ends,
        np.empty(longest + BLOCK, dtype=np.uint8),
        rooms,
        np.empty(CHUNKS, dtype=np.uint64),
        np.empty(COUNTS, dtype=np.int32),
        features,
        keys,
        facts,
    )
    filled = int(facts[:, 2].sum())
    return Headings(
        keys[0],
        keys[1],
        facts[:, 0].copy(),
        facts[:, 1].copy(),
        pack(features[:filled].copy(), facts[:, 2].copy()),
    )


@function
def _key(hashed: Any, count: int) -> Any:
    """Return a number for `count` tokens in whatever order; 0 for none."""
    key = np.uint64(0)
    for at in range(count):
        key += spread(hashed[at])
    return key | np.uint64(1) if count > 0 else key


@kernel(
    (np.uint8, 1),
    (np.int64, 1),
    (np.uint32, 1),
    (np.uint32, 1),
    (np.uint8, 1),
    (np.int64, 1),
    (np.uint8, 1),
    (np.uint32, 2),
    (np.uint64, 2),
    (np.int32, 2),
    (np.uint32, 1),
    (np.uint64, 2),
    (np.int64, 2),
)
def _sketch(
    data: Any, begins: Any, entries: Any, expansions: Any,
    words: Any, ends: Any, folded: Any, rooms: Any, chunks: Any, counts: Any,
    features: Any, keys: Any, facts: Any,
) -> None:  # fmt: skip
    tokens, figures, spare = rooms[0], rooms[1], rooms[2]
    at = 0
    for title in range(len(begins) - 1):
        letters, count = fold_text(
            data[begins[title] : begins[title + 1]], entries, expansions, folded, words, ends
        )
        letters = max(0, letters - 1)
        count, numbers = hash_words(words, ends, count, entries, tokens, figures, chunks)
        keys[0, title] = _key(tokens, count)
        keys[1, title] = _key(figures, numbers)
        for place in range(count):
            features[at + place] = tokens[place]
        # The bytes of the words take the place of tokens.
        for place in range(letters):
            figures[place] = words[place]
        runs = hash_runs(figures[:letters], RUN, features[at + count :])
        distinct = sort_distinct(features[at:], count + runs, spare, counts)
        facts[title, 0], facts[title, 1], facts[title, 2] = count, letters, distinct
        at += distinct
