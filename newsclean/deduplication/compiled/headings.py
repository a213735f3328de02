"""Headlines to sketches, as `headings` does, in one pass over their characters."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from newsclean.deduplication.compiled.compiling import compiled
from newsclean.deduplication.compiled.encoding import PARTS, TABLE, encode_stable
from newsclean.deduplication.compiled.folding import fold_text
from newsclean.deduplication.compiled.signing import hash_runs, sort_distinct, spread
from newsclean.deduplication.headings import RUN, Headings
from newsclean.deduplication.ragged import pack

# A character makes at most so many bytes, a space among them.
_BYTES: Final = 10


def sketch_headings(titles: Sequence[str]) -> Headings:
    """Sketch some headlines; equal to `headings.sketch_headings`, number for number."""
    points, begins, ends = encode_stable(titles)
    longest = int((ends - begins).max(initial=0))
    features = np.empty((_BYTES + PARTS) * len(points) + len(titles), dtype=np.uint32)
    facts = np.zeros((len(titles), 3), dtype=np.int64)
    keys = np.zeros((2, len(titles)), dtype=np.uint64)
    words = np.empty(_BYTES * longest + 1, dtype=np.uint8)
    rooms = np.empty((3, (_BYTES + PARTS) * longest + 1), dtype=np.uint32)
    _sketch(points, begins, ends, TABLE.entries, TABLE.expansions, words, rooms, features, keys, facts)
    filled = int(facts[:, 2].sum())
    return Headings(
        keys[0],
        keys[1],
        facts[:, 0].copy(),
        facts[:, 1].copy(),
        pack(features[:filled].copy(), facts[:, 2].copy()),
    )


@compiled
def _key(hashed: Any, count: int) -> Any:
    """Return a number for `count` tokens in whatever order; 0 for none."""
    key = np.uint64(0)
    for at in range(count):
        key += spread(hashed[at])
    return key | np.uint64(1) if count > 0 else key


@compiled
def _sketch(
    points: Any, begins: Any, ends: Any, entries: Any, expansions: Any,
    words: Any, rooms: Any, features: Any, keys: Any, facts: Any,
) -> None:  # fmt: skip
    tokens, figures, spare = rooms[0], rooms[1], rooms[2]
    filled = np.zeros(3, dtype=np.int64)
    at = 0
    for title in range(len(begins)):
        filled[:] = 0
        fold_text(
            points[begins[title] : ends[title]], entries, expansions, spare, words, tokens, figures, filled
        )
        keys[0, title] = _key(tokens, filled[1])
        keys[1, title] = _key(figures, filled[2])
        features[at : at + filled[1]] = tokens[: filled[1]]
        # The bytes of the words take the place of tokens.
        for place in range(filled[0]):
            figures[place] = words[place]
        runs = hash_runs(figures[: filled[0]], RUN, features[at + filled[1] :])
        count = sort_distinct(features[at:], filled[1] + runs, spare)
        facts[title, 0], facts[title, 1], facts[title, 2] = filled[1], filled[0], count
        at += count
