"""BLAKE2b (RFC 7693), compiled: `normalisation.digest` in machine code, of several texts at once.

Each text has a lane, and the processor takes a step in all lanes at once: a fourth of the time that Python's
own takes. That one also gives up Python's lock with every text and has to ask for it again, so that threads
that sketch wait for each other longer than they work.
"""

from typing import Any, Final

import numpy as np

from newsclean.compiling.compiled.chunks import EIGHT, ONE, load
from newsclean.compiling.kernels import function, inlined
from newsclean.deduplication.normalisation import ID_BYTES

# As many as the widest registers hold numbers of 64 bits. A text that is done gives its lane to the next one.
LANES: Final = 8
_BLOCK: Final = 16  # numbers of a message that are taken in at once
_BYTES: Final = 8 * _BLOCK
# Rows of the room that digests take, which have a number for each lane: a block of the message, the state,
# how many bytes are done with the block, and a number with all bits set if it is the last. They lie in one
# array: of several, the compiler would have to reckon that they overlap.
_STATE, _COUNT, _LAST, _ROWS = _BLOCK, _BLOCK + 8, _BLOCK + 9, _BLOCK + 10
ROOM: Final = _ROWS * LANES

# The first 64 bits of the fractional parts of the square roots of the first eight primes.
_START: Final = np.array(
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ],
    dtype=np.uint64,
)  # fmt: skip
# No key, one leaf, and a digest of so many bytes.
_PARAMETERS: Final = np.uint64(0x01010000 | ID_BYTES)
# In which order the rounds take the numbers of a block; the last two begin anew.
_ORDERS: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
    (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
    (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
    (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
    (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
)
_ALL: Final = np.uint64((1 << 64) - 1)
_NONE: Final = np.uint64(0)


@function
def digest_texts(words: Any, ends: Any, room: Any, texts: Any, places: Any, digests: Any) -> None:
    """Hash the words of texts: the two numbers in the text's row of `digests`, lowest byte first.

    The words of a text lie in front of its place in `ends`, with a space behind each that is not hashed
    behind the last. `room` has `ROOM` numbers; `texts` and `places` have `LANES`: which text has a lane, and
    where the rest of its words begins.
    """
    given, left = LANES, len(ends)
    for lane in range(LANES):
        _begin(lane, lane, ends, room, texts, places)
    while left:
        for lane in range(LANES):
            if texts[lane] < len(ends):
                _fill(lane, words, ends, room, texts, places)
        _compress(room)
        for lane in range(LANES):
            text = texts[lane]
            if text < len(ends) and room[_LAST * LANES + lane]:
                for at in range(digests.shape[1]):
                    digests[text, at] = room[(_STATE + at) * LANES + lane]
                _begin(lane, given, ends, room, texts, places)
                given += 1
                left -= 1


@function
def _begin(lane: int, text: int, ends: Any, room: Any, texts: Any, places: Any) -> None:
    """Give a lane to a text. Behind the last text, the lane is idle."""
    texts[lane] = text
    places[lane] = ends[text - 1] if 0 < text <= len(ends) else 0
    for at in range(len(_START)):
        room[(_STATE + at) * LANES + lane] = _START[at]
    room[_STATE * LANES + lane] ^= _PARAMETERS


@function
def _fill(lane: int, words: Any, ends: Any, room: Any, texts: Any, places: Any) -> None:
    """Take the next block of a lane's text, filled up with zeros where the text ends."""
    text, place = texts[lane], places[lane]
    begin = ends[text - 1] if text else 0
    end = max(begin, ends[text] - 1)
    left = end - place
    for at in range(_BLOCK):
        chunk = load(words, np.uint64(place + 8 * at)) if left > 8 * at else _NONE
        if 8 * at < left < 8 * at + 8:
            chunk &= (ONE << (EIGHT * np.uint64(left & 7))) - ONE
        room[at * LANES + lane] = chunk
    places[lane] = min(place + _BYTES, end)
    room[_COUNT * LANES + lane] = np.uint64(places[lane] - begin)
    room[_LAST * LANES + lane] = _ALL if left <= _BYTES else _NONE


@function
def _compress(room: Any) -> None:
    """Take in a block in each lane.

    Without a loop over the rounds, which the compiler would not unroll: that all that a lane needs lies at
    places known to it is what lets it take all lanes at once.
    """
    for lane in range(np.uint64(LANES)):
        numbers = _start(room, lane)
        numbers = _round(room, lane, numbers, _ORDERS[0])
        numbers = _round(room, lane, numbers, _ORDERS[1])
        numbers = _round(room, lane, numbers, _ORDERS[2])
        numbers = _round(room, lane, numbers, _ORDERS[3])
        numbers = _round(room, lane, numbers, _ORDERS[4])
        numbers = _round(room, lane, numbers, _ORDERS[5])
        numbers = _round(room, lane, numbers, _ORDERS[6])
        numbers = _round(room, lane, numbers, _ORDERS[7])
        numbers = _round(room, lane, numbers, _ORDERS[8])
        numbers = _round(room, lane, numbers, _ORDERS[9])
        numbers = _round(room, lane, numbers, _ORDERS[0])
        numbers = _round(room, lane, numbers, _ORDERS[1])
        a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p = numbers  # noqa: E741  # as the others
        room[_at(_STATE, lane)] ^= a ^ i
        room[_at(_STATE + 1, lane)] ^= b ^ j
        room[_at(_STATE + 2, lane)] ^= c ^ k
        room[_at(_STATE + 3, lane)] ^= d ^ l
        room[_at(_STATE + 4, lane)] ^= e ^ m
        room[_at(_STATE + 5, lane)] ^= f ^ n
        room[_at(_STATE + 6, lane)] ^= g ^ o
        room[_at(_STATE + 7, lane)] ^= h ^ p


@inlined
def _at(row: int, lane: Any) -> Any:
    return np.uint64(row * LANES) + lane


@inlined
def _start(room: Any, lane: Any) -> tuple[Any, ...]:
    return (
        room[_at(_STATE, lane)], room[_at(_STATE + 1, lane)], room[_at(_STATE + 2, lane)],
        room[_at(_STATE + 3, lane)], room[_at(_STATE + 4, lane)], room[_at(_STATE + 5, lane)],
        room[_at(_STATE + 6, lane)], room[_at(_STATE + 7, lane)],
        _START[0], _START[1], _START[2], _START[3],
        _START[4] ^ room[_at(_COUNT, lane)], _START[5], _START[6] ^ room[_at(_LAST, lane)], _START[7],
    )  # fmt: skip


@inlined
def _round(room: Any, lane: Any, numbers: Any, order: Any) -> tuple[Any, ...]:
    a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p = numbers  # noqa: E741  # as the others
    a, e, i, m = _mix(a, e, i, m, room[_at(order[0], lane)], room[_at(order[1], lane)])
    b, f, j, n = _mix(b, f, j, n, room[_at(order[2], lane)], room[_at(order[3], lane)])
    c, g, k, o = _mix(c, g, k, o, room[_at(order[4], lane)], room[_at(order[5], lane)])
    d, h, l, p = _mix(d, h, l, p, room[_at(order[6], lane)], room[_at(order[7], lane)])  # noqa: E741
    a, f, k, p = _mix(a, f, k, p, room[_at(order[8], lane)], room[_at(order[9], lane)])
    b, g, l, m = _mix(b, g, l, m, room[_at(order[10], lane)], room[_at(order[11], lane)])  # noqa: E741
    c, h, i, n = _mix(c, h, i, n, room[_at(order[12], lane)], room[_at(order[13], lane)])
    d, e, j, o = _mix(d, e, j, o, room[_at(order[14], lane)], room[_at(order[15], lane)])
    return a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p


@inlined
def _mix(a: Any, b: Any, c: Any, d: Any, one: Any, other: Any) -> tuple[Any, Any, Any, Any]:
    a = a + b + one
    d = _turn(d ^ a, 32)
    c += d
    b = _turn(b ^ c, 24)
    a = a + b + other
    d = _turn(d ^ a, 16)
    c += d
    b = _turn(b ^ c, 63)
    return a, b, c, d


@inlined
def _turn(value: Any, bits: int) -> Any:
    """Turn a number to the right: compilers make one instruction of it."""
    return value >> np.uint64(bits) | value << np.uint64(64 - bits)
