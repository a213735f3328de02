"""The model that tells languages, read from fastText's file into tables for kernels.

The file holds, in this order: settings, the dictionary, which runs of characters have rows, the rows as codes
of a product quantizer (Jégou et al., 2011), and vectors of the inner nodes of a Huffman tree of languages.
"""

import re
import struct
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.language import LABEL, find_model
from newsclean.patterns import late

_HEAD: Final = struct.Struct("<14id")
_MAGIC, _VERSION = 793712314, 12
_SUPERVISED, _HIERARCHICAL = 3, 1
_COUNTS: Final = struct.Struct("<iiiqq")
_ENTRY: Final = late(rb"([^\0]*)\0(.{8})(.)", re.DOTALL)
_QUANTIZED: Final = struct.Struct("<??qqi")
_QUANTIZER: Final = struct.Struct("<4i")
_CENTROIDS: Final = 256
_MATRIX: Final = struct.Struct("<?qq")


class Lid(NamedTuple):
    """What the model holds.

    `words` are the bytes of the words one after the other; word `at` begins at `bounds[at]`. `runs` are pairs
    of a bucket and the row of the runs of characters in it, `shortest` to `longest` of them. A row stands for
    a word, or a bucket: for each part of a vector, `codes` name one of the `centroids`, and `lengths` one of
    the `scales` of all. Of the tree, the first nodes are leaves, one for each of `labels`; the others have
    vectors in `nodes` (one more than there are) and two `children` each; the last is the root.
    """

    words: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    runs: NDArray[np.int64]
    codes: NDArray[np.uint8]
    centroids: NDArray[np.float32]
    lengths: NDArray[np.uint8]
    scales: NDArray[np.float32]
    nodes: NDArray[np.float32]
    children: NDArray[np.int64]
    labels: tuple[str, ...]
    buckets: int
    shortest: int
    longest: int


@cache
def load_lid() -> Lid | None:
    """Return the model; None if its file is of another kind than is read here."""
    data = Path(find_model()).read_bytes()
    magic, version, width, _, _, _, _, *settings, _, _ = _HEAD.unpack_from(data)
    ngrams, loss, model, buckets, shortest, longest = settings
    if (magic, version, ngrams, loss, model) != (_MAGIC, _VERSION, 1, _HIERARCHICAL, _SUPERVISED):
        return None
    size, words, labels, _, pruned = _COUNTS.unpack_from(data, _HEAD.size)
    entries = list(islice(_ENTRY.finditer(data, _HEAD.size + _COUNTS.size), size))
    names = [match[1] for match in entries]
    counts = [int.from_bytes(match[2], "little") for match in entries[words:]]
    place = entries[-1].end()
    runs = np.frombuffer(data, "<i4", 2 * max(0, pruned), place).reshape(-1, 2)
    place += 4 * runs.size
    quantized, scaled, rows, _, coded = _QUANTIZED.unpack_from(data, place)
    if pruned <= 0 or not quantized or not scaled:
        return None
    place += _QUANTIZED.size
    codes = np.frombuffer(data, np.uint8, coded, place).reshape(rows, -1)
    centroids, place = _read_quantizer(data, place + coded)
    lengths = np.frombuffer(data, np.uint8, rows, place)
    scales, place = _read_quantizer(data, place + rows)
    if _MATRIX.unpack_from(data, place) != (False, labels, width):
        return None
    return Lid(
        words=np.frombuffer(b"".join(names[:words]), np.uint8),
        bounds=np.cumsum([0, *map(len, names[:words])]),
        runs=np.add(runs, (0, words), dtype=np.int64),
        codes=codes,
        centroids=centroids,
        lengths=lengths,
        scales=scales.ravel(),
        nodes=np.frombuffer(data, "<f4", labels * width, place + _MATRIX.size).reshape(labels, width),
        children=np.array(_grow_tree(counts), np.int64),
        labels=tuple(name.decode().removeprefix(LABEL) for name in names[words:]),
        buckets=buckets,
        shortest=shortest,
        longest=longest,
    )


def _read_quantizer(data: bytes, place: int) -> tuple[NDArray[np.float32], int]:
    """Return the centroids, shape (parts, `_CENTROIDS`, numbers of a part), and where they end."""
    width, parts, _, _ = _QUANTIZER.unpack_from(data, place)
    place += _QUANTIZER.size
    centroids = np.frombuffer(data, "<f4", width * _CENTROIDS, place)
    return centroids.reshape(parts, _CENTROIDS, -1), place + centroids.nbytes


def _grow_tree(counts: list[int]) -> list[tuple[int, int]]:
    """Return the two children of each inner node of the Huffman tree; `counts`, of the leaves, fall."""
    weights: list[float] = [*counts]
    children = []
    leaf, inner = len(counts) - 1, len(counts)
    for node in range(len(counts), 2 * len(counts) - 1):
        pair = []
        for _ in range(2):
            if leaf >= 0 and (inner >= node or weights[leaf] < weights[inner]):
                pair.append(leaf)
                leaf -= 1
            else:
                pair.append(inner)
                inner += 1
        weights.append(weights[pair[0]] + weights[pair[1]])
        children.append((pair[0], pair[1]))
    return children
