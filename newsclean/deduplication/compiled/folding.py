"""Characters to words, and words to tokens: `normalisation.fold` and `tokens`, compiled."""

# What is here is compiled by Numba: loops over numbers, and few functions, as arrays are all they can hand
# on.

from typing import Any, Final

import numpy as np

from newsclean.compiling.compiled.chunks import EIGHT, NOT_ASCII, ONE, TWO, load
from newsclean.compiling.compiled.utf8 import decode, encode
from newsclean.compiling.kernels import function, kernel
from newsclean.deduplication.compiled.ascii import (
    BLOCK,
    STATE_BITS,
    cut_block,
    end_word,
    find_end_of_ascii,
    fold_ascii,
)
from newsclean.deduplication.compiled.characters import (
    DENSE,
    DIGIT,
    DROPPED,
    EXPANSION,
    KIND,
    KINDS,
    POINT,
    SPACE,
    UNSTABLE,
    WORD,
)
from newsclean.deduplication.compiled.signing import mix
from newsclean.deduplication.normalisation import DENSE_SPAN, LOOSE_SPAN

# What a word under way is: its kind, 0 outside of words, and whether there is a digit in it that is not of
# ASCII. The end of a word is kept with it: its place above these `STATE_BITS`.
_FIGURE: Final = 8
_STATE: Final = (1 << STATE_BITS) - 1

# Words are hashed so many at once; of each, so many bytes: two chunks of eight.
_AT_ONCE: Final = 64
_TWO_CHUNKS: Final = 16
CHUNKS: Final = (3, _AT_ONCE)
# What of the first and the second chunk belongs to a word of so many bytes, or more.
_FIRSTS: Final = np.array([(1 << 8 * min(size, 8)) - 1 for size in range(_TWO_CHUNKS + 1)], dtype=np.uint64)
_SECONDS: Final = np.array(
    [(1 << 8 * max(0, size - 8)) - 1 for size in range(_TWO_CHUNKS + 1)], dtype=np.uint64
)

# Of bytes in words, only ASCII's digits have this one of their upper three bits alone.
_DIGIT_BITS: Final = np.uint64(0x2020202020202020)


@kernel((np.uint8, 1), (np.int64, 1), (np.uint32, 1), (np.bool_, 1), (np.uint32, 1), (np.int64, 1))
def survey(data: Any, begins: Any, entries: Any, unstable: Any, news: Any, counts: Any) -> None:
    """Mark the texts that may not be in NFKC; list characters not in the table, `counts[0]` of them."""
    found = 0
    for text in range(len(begins) - 1):
        marks = np.uint32(0)
        place, end = begins[text], begins[text + 1]
        while place < end:
            while place + 8 <= end and not load(data, np.uint64(place)) & NOT_ASCII:
                place += 8
            if place == end:
                break
            if data[place] < 0x80:
                place += 1
                continue
            point, place = decode(data, place)
            entry = entries[point]
            marks |= entry
            if entry == 0:
                news[found] = point
                found += 1
                if found == len(news):
                    counts[0] = found
                    return
        unstable[text] = marks & np.uint32(UNSTABLE) != 0
    counts[0] = found


@function
def fold_text(
    data: Any, entries: Any, expansions: Any, folded: Any, words: Any, ends: Any
) -> tuple[Any, Any]:
    """Cut a text (in UTF-8, with a zero byte at its end) into words.

    They go to `words` in UTF-8, a space behind each, and where they end, with what they are, to `ends`.
    `folded` is room for the text and `BLOCK` bytes more. Returned is how far `words` and `ends` are filled.
    """
    fold_ascii(data, folded)
    place, at, count, state, size = 0, 0, 0, 0, len(data)
    while place < size:
        if data[place] < 0x80 and state & KINDS <= WORD:
            stop = find_end_of_ascii(data, place)
            while place < stop:
                last = min(stop, place + BLOCK)
                at, count, state = cut_block(folded, place, last, words, at, ends, count, state)
                place = last
            continue
        point, place = decode(data, place)
        entry = entries[point]
        if np.int64(entry >> np.uint32(KIND)) & KINDS == EXPANSION:
            first = np.int64(entry & np.uint32(POINT))
            for part in range(first + 1, first + 1 + np.int64(expansions[first])):
                at, count, state = _add(expansions[part], words, at, ends, count, state)
        else:
            at, count, state = _add(entry, words, at, ends, count, state)
    if state:
        at, count = end_word(words, at, ends, count, state)
    return at, count


@function
def _add(entry: Any, words: Any, at: Any, ends: Any, count: Any, state: Any) -> tuple[Any, Any, Any]:
    kind = np.int64(entry >> np.uint32(KIND)) & KINDS
    if kind == DROPPED:
        return at, count, state
    under_way = state & KINDS
    if kind == SPACE:
        # Inside a run of a script without spaces, spaces tell nothing.
        if under_way == WORD:
            at, count = end_word(words, at, ends, count, state)
            state = 0
        return at, count, state
    if state and under_way != kind:
        at, count = end_word(words, at, ends, count, state)
        state = 0
    digit = _FIGURE if entry & np.uint32(DIGIT) else 0
    return encode(np.int64(entry & np.uint32(POINT)), words, at), count, state | kind | digit


@function
def hash_words(
    words: Any, ends: Any, count: Any, entries: Any, tokens: Any, figures: Any, chunks: Any
) -> tuple[Any, Any]:
    """Hash the tokens of `count` words to `tokens`, those with digits to `figures`; return how many.

    `chunks` is room, of the shape `CHUNKS`.
    """
    token, figure, begin = 0, 0, 0
    for first in range(0, count, _AT_ONCE):
        some = ends[first : min(count, first + _AT_ONCE)]
        kinds = 0
        for end in some:
            kinds |= end & KINDS
        # The kinds have no bits in common with each other that would make this one.
        if kinds == WORD:
            figure = _hash_spaced(words, begin, some, tokens[token:], figures, figure, chunks)
            token += len(some)
            begin = (some[-1] >> STATE_BITS) + 1
            continue
        for end in some:
            state, stop = end & _STATE, end >> STATE_BITS
            token, figure = _hash_word(words, begin, stop, state, entries, tokens, token, figures, figure)
            begin = stop + 1
    return token, figure


@function
def _hash_spaced(
    words: Any, begin: Any, ends: Any, tokens: Any, figures: Any, figure: Any, chunks: Any
) -> Any:  # fmt: skip
    """Hash words of scripts with spaces: first cut off what is looked at of each, then hash all at once.

    Nearly all have up to two chunks. Return how many with digits there are.
    """
    place = begin
    for at in range(len(ends)):
        size = (ends[at] >> STATE_BITS) - place
        chunks[0, at] = load(words, np.uint64(place)) & _FIRSTS[min(size, _TWO_CHUNKS)]
        chunks[1, at] = load(words, np.uint64(place + 8)) & _SECONDS[min(size, _TWO_CHUNKS)]
        chunks[2, at] = np.uint64(size)
        place += size + 1
    for at in range(len(ends)):
        first, second, size = chunks[0, at], chunks[1, at], chunks[2, at]
        value = mix(size ^ first)
        value = mix(value ^ second) if size > EIGHT else value
        tokens[at] = np.uint32(value >> np.uint64(32))
        chunks[0, at] = _find_digits(first) | _find_digits(second)
    place = begin
    for at in range(len(ends)):
        end, digit = ends[at] >> STATE_BITS, chunks[0, at] > 0
        if end - place > _TWO_CHUNKS:
            tokens[at], digit = _hash(words, place, end)
        figures[figure] = tokens[at]
        figure += digit or ends[at] & _STATE > WORD
        place = end + 1
    return figure


@function
def _hash_word(
    words: Any, begin: Any, end: Any, state: Any, entries: Any,
    tokens: Any, token: Any, figures: Any, figure: Any,
) -> Any:  # fmt: skip
    if state & KINDS != WORD:
        return _hash_run(words, begin, end, state, entries, tokens, token, figures, figure)
    value, digit = _hash(words, begin, end)
    tokens[token] = value
    figures[figure] = value
    return token + 1, figure + (digit or state > WORD)


@function
def _hash_run(
    words: Any, begin: Any, end: Any, state: Any, entries: Any,
    tokens: Any, token: Any, figures: Any, figure: Any,
) -> tuple[Any, Any]:  # fmt: skip
    """Hash the overlapping tokens of a run of a script without spaces."""
    stop = begin
    for _ in range(DENSE_SPAN if state & KINDS == DENSE else LOOSE_SPAN):
        stop = min(end, _next(words, stop))
    while True:
        value, _ = _hash(words, begin, stop)
        tokens[token] = value
        token += 1
        if state & _FIGURE:
            place, digits = begin, np.uint32(0)
            while place < stop:
                point, place = decode(words, place)
                digits |= entries[point] & np.uint32(DIGIT)
            figures[figure] = value
            figure += digits > 0
        if stop == end:
            return token, figure
        begin, stop = _next(words, begin), _next(words, stop)


@function
def _next(words: Any, place: Any) -> Any:
    """Return the place of the next character."""
    place += 1
    while words[place] & 0xC0 == 0x80:
        place += 1
    return place


@function
def _hash(words: Any, begin: Any, end: Any) -> tuple[Any, Any]:
    """Hash some bytes as `shingles.hash_token` does; tell whether one is a digit of ASCII."""
    place, left = np.uint64(begin), end - begin
    value, digits = np.uint64(left), np.uint64(0)
    while left > 0:
        chunk = load(words, place)
        if left < 8:
            chunk &= (ONE << np.uint64(8 * left)) - ONE
        digits |= _find_digits(chunk)
        value = mix(value ^ chunk)
        place += EIGHT
        left -= 8
    return np.uint32(value >> np.uint64(32)), digits > 0


@function
def _find_digits(chunk: Any) -> Any:
    """Set a bit in each byte that is a digit of ASCII."""
    return chunk & ~(chunk >> ONE) & ~(chunk >> TWO) & _DIGIT_BITS
