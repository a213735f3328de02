"""Stretches of ASCII, which most of most texts are, to words: many bytes at once."""

from typing import Any, Final

import numpy as np

from newsclean.compiling.compiled.chunks import EIGHT, NOT_ASCII, ONE, copy_eight, count_ones, load
from newsclean.compiling.kernels import function
from newsclean.deduplication.compiled.characters import WORD

# What a word is takes so many bits; the place of its end is kept above them.
STATE_BITS: Final = 4
# Bytes that are cut at once: as many as a number has bits.
BLOCK: Final = 64

# ASCII's letters differ in case by this bit only.
_CASE: Final = np.uint8(0x20)
_A: Final = np.uint8(ord("a"))
_LETTERS: Final = np.uint8(26)
_ZERO: Final = np.uint8(ord("0"))
_DIGITS: Final = np.uint8(10)
# What parts words, once folded: not of ASCII.
_APART: Final = np.uint8(0x80)
_GATHER: Final = np.uint64(0x0102040810204080)
_ALL: Final = np.uint64((1 << 64) - 1)
_GAP: Final = ord(" ")


@function
def fold_ascii(data: Any, folded: Any) -> None:
    """Fold each byte of a text for itself: letters to lower case, what parts words to `_APART`.

    Without tables and branches, so that the processor takes 32 bytes at once.
    """
    for place in range(len(data)):
        byte = data[place]
        lower = np.uint8(byte | _CASE)
        letter = np.uint8(lower - _A) < _LETTERS
        digit = np.uint8(byte - _ZERO) < _DIGITS
        folded[place] = lower if letter else (byte if digit else _APART)


@function
def find_end_of_ascii(data: Any, place: Any) -> Any:
    """Return the place of the next byte that is not of ASCII, or the end."""
    size = len(data)
    while place + 8 <= size and not load(data, np.uint64(place)) & NOT_ASCII:
        place += 8
    while place < size and data[place] < 0x80:
        place += 1
    return place


@function
def cut_block(
    folded: Any, begin: Any, end: Any, words: Any, at: Any, ends: Any, count: Any, state: Any
) -> tuple[Any, Any, Any]:
    """Cut up to `BLOCK` bytes of ASCII into words, from the first to the last bit of a map of them.

    From word to word and not from byte to byte, as no processor foresees where words end. The numbers are
    unsigned, which take no check for places counted from the end.
    """
    size = end - begin
    inside = _map_words(folded, np.uint64(begin)) & (_ALL >> np.uint64(BLOCK - size))
    if state and not inside & ONE:
        at, count = end_word(words, at, ends, count, state)
        state = 0
    while inside:
        first = count_ones(~inside & (inside - ONE))
        rest = inside & (inside + (inside & (~inside + ONE)))
        length = count_ones(inside ^ rest)
        inside = rest
        source, target = np.uint64(begin) + first, np.uint64(at)
        at += np.int64(length)
        # Nearly all words have up to sixteen letters: copying as many takes less than asking how many.
        copy_eight(folded, source, words, target)
        copy_eight(folded, source + EIGHT, words, target + EIGHT)
        for further in range(np.uint64(16), length, EIGHT):
            copy_eight(folded, source + further, words, target + further)
        state |= WORD
        if np.int64(first + length) < size:
            at, count = end_word(words, at, ends, count, state)
            state = 0
    return at, count, state


@function
def end_word(words: Any, at: Any, ends: Any, count: Any, state: Any) -> tuple[Any, Any]:
    """Note where a word ends and what it is, and put a space behind it."""
    ends[np.uint64(count)] = at << STATE_BITS | state
    words[np.uint64(at)] = _GAP
    return at + 1, count + 1


@function
def _map_words(folded: Any, place: Any) -> Any:
    """Return a bit for each of the next `BLOCK` bytes, the lowest for the first: set inside of words."""
    apart = np.uint64(0)
    for part in range(0, BLOCK, 8):
        marks = (load(folded, place + np.uint64(part)) & NOT_ASCII) >> np.uint64(7)
        # The product has the lowest bits of all bytes side by side in its uppermost byte.
        apart |= (marks * _GATHER >> np.uint64(56)) << np.uint64(part)
    return ~apart
