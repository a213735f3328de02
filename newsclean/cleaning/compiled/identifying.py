"""The language of a line, by fastText's model: what its library does, in tables that fit into the cache.

The library makes a string of each run of characters, of which a line has hundreds.
"""

import math
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.compiled.lid import Lid, load_lid
from newsclean.cleaning.language import END, LABEL
from newsclean.compiling.kernels import function, kernel

_OFFSET, _PRIME = np.uint32(2166136261), np.uint32(16777619)  # of the hash (Fowler, Noll and Vo)
_SIGNED = np.uint32(0xFFFFFF00)  # what bytes beyond ASCII carry with them as signed numbers
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_BEGIN, _CLOSE = ord("<"), ord(">")
_SPACES: Final = tuple(b"\0\t\n\v\f\r ")
_TAIL, _TAIL_BITS = 0x80, 0xC0
_ROW_BITS: Final = 20
_ROWS: Final = (1 << _ROW_BITS) - 1
_TINY: Final = 1e-5  # keeps logarithms finite
_ONE = np.float32(1)


def identify(line: str) -> tuple[str, float] | None:
    """Return the likeliest language of a line, and how likely it is. Equal to `language.identify`.

    None where the model can't be read, or where the line holds what has a meaning to it.
    """
    model = load_lid()
    if model is None or END in line or LABEL in line:
        return None
    words, runs = _make_tables()
    text = np.frombuffer(f"{line}\n".encode(), np.uint8)
    found = np.zeros(2, np.float32)
    size, width = model.nodes.shape
    _identify(
        *(text, np.empty(len(text) + 2, np.uint8), model.words, model.bounds, words, runs),
        *(model.buckets, model.shortest, model.longest, model.codes, model.centroids, model.lengths),
        *(model.scales, model.nodes, model.children, np.zeros(width, np.float32)),
        *(np.empty(2 * size, np.int64), np.empty(2 * size, np.float32), found),
    )
    label, score = found.tolist()
    return model.labels[int(label)], score


def is_kept() -> bool:
    """Tell whether the machine code of these functions, which are the last that a page needs, is on disk."""
    return _identify.is_kept


@cache
def _make_tables() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return hash tables: of the numbers of words, and of buckets with their rows (`_ROW_BITS`)."""
    model = load_lid()
    assert isinstance(model, Lid)  # noqa: S101
    words = np.full(_find_size(len(model.bounds)), -1)
    runs = np.full(_find_size(len(model.runs)), -1)
    _fill(model.words, model.bounds, model.runs, words, runs)
    return words, runs


def _find_size(entries: int) -> int:
    """Return the size of a hash table: a power of two that leaves a third of it empty."""
    return 1 << (entries + entries // 2).bit_length()


@kernel((np.uint8, 1), (np.int64, 1), (np.int64, 2), (np.int64, 1), (np.int64, 1))
def _fill(letters: Any, bounds: Any, pairs: Any, words: Any, runs: Any) -> None:
    for word in range(len(bounds) - 1):
        slot = np.int64(_hash(letters, bounds[word], bounds[word + 1])) & (len(words) - 1)
        while words[slot] >= 0:
            slot = (slot + 1) & (len(words) - 1)
        words[slot] = word
    for pair in range(len(pairs)):
        runs[_find_run(pairs[pair, 0], runs)] = pairs[pair, 0] << _ROW_BITS | pairs[pair, 1]


@kernel(
    *((np.uint8, 1), (np.uint8, 1), (np.uint8, 1), (np.int64, 1), (np.int64, 1), (np.int64, 1)),
    *((np.int64, 0), (np.int64, 0), (np.int64, 0), (np.uint8, 2), (np.float32, 3), (np.uint8, 1)),
    *((np.float32, 1), (np.float32, 2), (np.int64, 2), (np.float32, 1)),
    *((np.int64, 1), (np.float32, 1), (np.float32, 1)),
)
def _identify(
    text: Any,
    word: Any,
    letters: Any,
    bounds: Any,
    words: Any,
    runs: Any,
    buckets: int,
    shortest: int,
    longest: int,
    codes: Any,
    centroids: Any,
    lengths: Any,
    scales: Any,
    nodes: Any,
    children: Any,
    hidden: Any,
    waiting: Any,
    scores: Any,
    found: Any,
) -> None:
    """Fill `found` with the number of the label and its score. `word`, `hidden` and the rest are room."""
    added = at = 0
    while at < len(text):
        size = 1
        while text[at] not in _SPACES:
            word[size] = text[at]
            size += 1
            at += 1
        at += 1
        if size > 1:
            known = _find_word(word, size, letters, bounds, words)
            if known >= 0:
                _add(known, codes, centroids, lengths, scales, hidden)
                added += 1
            word[0], word[size] = _BEGIN, _CLOSE
            limits = (buckets, shortest, longest)
            added += _add_runs(word, size + 1, runs, limits, codes, centroids, lengths, scales, hidden)
    # A line ends with a word of its own, the first of all.
    _add(0, codes, centroids, lengths, scales, hidden)
    share = np.float32(1.0 / (added + 1))
    for unit in range(len(hidden)):
        hidden[unit] *= share
    _search(nodes, children, hidden, waiting, scores, found)


@function
def _hash(letters: Any, start: int, end: int) -> Any:
    value = _OFFSET
    for at in range(start, end):
        value = _extend(value, letters[at])
    return value


@function
def _extend(value: Any, byte: Any) -> Any:
    """Return the hash of what one byte more follows."""
    return np.uint32((value ^ (np.uint32(byte) | (_SIGNED if byte >= _TAIL else np.uint32(0)))) * _PRIME)


@function
def _find_word(word: Any, size: int, letters: Any, bounds: Any, words: Any) -> Any:
    """Return the number of the word in `word[1:size]`, -1 if it is not in the dictionary."""
    slot = np.int64(_hash(word, 1, size)) & (len(words) - 1)
    while words[slot] >= 0:
        start, end = bounds[words[slot]], bounds[words[slot] + 1]
        if end - start == size - 1:
            at = start
            while at < end and letters[at] == word[at - start + 1]:
                at += 1
            if at == end:
                return words[slot]
        slot = (slot + 1) & (len(words) - 1)
    return -1


@function
def _add_runs(
    word: Any,
    size: int,
    runs: Any,
    limits: Any,
    codes: Any,
    centroids: Any,
    lengths: Any,
    scales: Any,
    hidden: Any,
) -> Any:
    """Add the rows of a word's runs of characters; return how many there are."""
    buckets, shortest, longest = limits
    count = 0
    for start in range(size):
        if word[start] & _TAIL_BITS == _TAIL:
            continue
        value = _OFFSET
        at = start
        length = 0
        while at < size and length < longest:
            value = _extend(value, word[at])
            at += 1
            while at < size and word[at] & _TAIL_BITS == _TAIL:
                value = _extend(value, word[at])
                at += 1
            length += 1
            if length >= shortest and not (length == 1 and (start == 0 or at == size)):
                run = runs[_find_run(np.int64(value) % buckets, runs)]
                if run >= 0:
                    _add(run & _ROWS, codes, centroids, lengths, scales, hidden)
                    count += 1
    return count


@function
def _find_run(bucket: int, runs: Any) -> Any:
    """Return the slot in which a bucket stands, or would."""
    slot = np.int64((np.uint64(bucket) * _MIXER) >> np.uint64(32)) & (len(runs) - 1)
    while runs[slot] >= 0 and runs[slot] >> _ROW_BITS != bucket:
        slot = (slot + 1) & (len(runs) - 1)
    return slot


@function
def _add(row: int, codes: Any, centroids: Any, lengths: Any, scales: Any, hidden: Any) -> None:
    """Add a row."""
    scale = scales[lengths[row]]
    width = centroids.shape[2]
    for part in range(centroids.shape[0]):
        code = codes[row, part]
        for unit in range(width):
            hidden[part * width + unit] += scale * centroids[part, code, unit]


@function
def _search(nodes: Any, children: Any, hidden: Any, waiting: Any, scores: Any, found: Any) -> None:
    """Search the tree from its root for the likeliest leaf; the likelihood falls on each way down."""
    leaves = len(nodes)
    least = best = np.float32(math.log(_TINY))
    waiting[0], scores[0] = leaves + len(children) - 1, np.float32(0)
    count = 1
    while count:
        count -= 1
        node, score = waiting[count], scores[count]
        if score < least or score < best:
            continue
        if node < leaves:
            best = score
            found[0] = node
            continue
        total = np.float32(0)
        for unit in range(len(hidden)):
            total += nodes[node - leaves, unit] * hidden[unit]
        right = np.float32(1.0 / np.float64(_ONE + np.exp(-total)))
        waiting[count], scores[count] = children[node - leaves, 1], score + _log(right)
        left = np.float32(1.0 - np.float64(right))
        waiting[count + 1], scores[count + 1] = children[node - leaves, 0], score + _log(left)
        count += 2
    found[1] = np.exp(best)


@function
def _log(share: Any) -> Any:
    return np.float32(math.log(np.float64(share) + _TINY))
