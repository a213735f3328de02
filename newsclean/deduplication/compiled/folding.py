"""Characters to words and tokens in one pass: `normalisation.fold` and `tokens`, compiled."""

# What is here is compiled by Numba: loops over numbers, and few functions, as arrays are all they can hand
# on.

from typing import Any, Final

import numpy as np

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
from newsclean.deduplication.compiled.compiling import compiled
from newsclean.deduplication.normalisation import DENSE_SPAN, LOOSE_SPAN


def _crc_table() -> Any:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, table >> np.uint32(1) ^ np.uint32(0xEDB88320), table >> np.uint32(1))
    return table


# CRC-32 as in zlib (IEEE 802.3), one byte at a time.
_CRC: Final = _crc_table()
_FULL: Final = np.uint32(0xFFFFFFFF)
_BYTE: Final = np.uint32(0xFF)
_EIGHT: Final = np.uint32(8)


@compiled
def survey(points: Any, begins: Any, ends: Any, entries: Any, unstable: Any) -> bool:
    """Mark the texts that may not be in NFKC; tell whether all characters are in the table."""
    complete = True
    for text in range(len(begins)):
        marks = np.uint32(0)
        for at in range(begins[text], ends[text]):
            entry = entries[points[at]]
            marks |= entry
            complete &= entry != 0
        unstable[text] = marks & np.uint32(UNSTABLE) != 0
    return complete


@compiled
def encode(point: Any, out: Any, at: int) -> int:
    """Write a character in UTF-8; return the place behind it."""
    if point < 0x80:
        out[at] = point
        return at + 1
    if point < 0x800:
        out[at] = 0xC0 | point >> 6
        out[at + 1] = 0x80 | point & 0x3F
        return at + 2
    if point < 0x10000:
        out[at] = 0xE0 | point >> 12
        out[at + 1] = 0x80 | point >> 6 & 0x3F
        out[at + 2] = 0x80 | point & 0x3F
        return at + 3
    out[at] = 0xF0 | point >> 18
    out[at + 1] = 0x80 | point >> 12 & 0x3F
    out[at + 2] = 0x80 | point >> 6 & 0x3F
    out[at + 3] = 0x80 | point & 0x3F
    return at + 4


@compiled
def add_character(point: Any, crc: Any, out: Any, at: int) -> tuple[Any, int]:
    """Write a character in UTF-8 and go on with a CRC-32 over its bytes; return that and the place behind."""
    if point < 0x80:
        out[at] = point
        return _CRC[(crc ^ np.uint32(point)) & _BYTE] ^ (crc >> _EIGHT), at + 1
    end = encode(point, out, at)
    for place in range(at, end):
        crc = _CRC[(crc ^ np.uint32(out[place])) & _BYTE] ^ (crc >> _EIGHT)
    return crc, end


@compiled
def end_run(run: Any, length: int, kind: int, words: Any, tokens: Any, figures: Any, ends: Any) -> None:
    """Add a run of a script without spaces: its bytes to `words`, its tokens to `tokens` and `figures`.

    `ends` says how far these three are filled, and is moved on.
    """
    span = min(DENSE_SPAN if kind == DENSE else LOOSE_SPAN, length)
    begin = ends[0]
    if begin > 0:
        words[begin] = 0x20
        begin += 1
    for first in range(length - span + 1):
        crc, digit = _FULL, np.uint32(0)
        # Each token is written where the run stands at last, so that the last one leaves it whole.
        at = begin
        for character in range(first, first + span):
            crc, at = add_character(np.int64(run[character] & np.uint32(POINT)), crc, words, at)
            digit |= run[character] & np.uint32(DIGIT)
        tokens[ends[1]] = crc ^ _FULL
        ends[1] += 1
        if digit:
            figures[ends[2]] = crc ^ _FULL
            ends[2] += 1
        if first < length - span:
            begin = encode(np.int64(run[first] & np.uint32(POINT)), words, begin)
    ends[0] = at


@compiled
def fold_text(
    points: Any, entries: Any, expansions: Any, run: Any, words: Any, tokens: Any, figures: Any, ends: Any
) -> None:
    """Cut a text (code points, in NFKC) into words and tokens.

    Its words go to `words` in UTF-8, a space between them, its hashed tokens to `tokens`, those with digits
    to `figures`; `ends` (zeros at first) says how far these three are filled. `run` is room for characters.
    """
    kind: Any = SPACE
    length = 0
    crc, digit, at = _FULL, np.uint32(0), 0
    for place in range(len(points) + 1):
        # A last space ends the last word.
        entry = entries[points[place]] if place < len(points) else np.uint32(SPACE << KIND)
        becomes: Any = np.int64(entry >> np.uint32(KIND)) & KINDS
        first: Any = 0
        count: Any = 1
        if becomes == DROPPED:
            continue
        if becomes == EXPANSION:
            first = np.int64(entry & np.uint32(POINT))
            count = np.int64(expansions[first])
        for part in range(count):
            if count > 1:
                entry = expansions[first + 1 + part]
                becomes = np.int64(entry >> np.uint32(KIND)) & KINDS
            if kind == WORD and becomes != WORD:
                tokens[ends[1]] = crc ^ _FULL
                ends[1] += 1
                if digit:
                    figures[ends[2]] = crc ^ _FULL
                    ends[2] += 1
                ends[0] = at
                kind = SPACE
            if becomes == SPACE:
                # Inside a run of a script without spaces, spaces tell nothing.
                continue
            if length > 0 and becomes != kind:
                end_run(run, length, kind, words, tokens, figures, ends)
                length, kind = 0, SPACE
            if becomes == WORD:
                if kind != WORD:
                    at = ends[0]
                    if at > 0:
                        words[at] = 0x20
                        at += 1
                    crc, digit = _FULL, np.uint32(0)
                crc, at = add_character(np.int64(entry & np.uint32(POINT)), crc, words, at)
                digit |= entry & np.uint32(DIGIT)
            else:
                run[length] = entry
                length += 1
            kind = becomes
    if length > 0:
        end_run(run, length, kind, words, tokens, figures, ends)
