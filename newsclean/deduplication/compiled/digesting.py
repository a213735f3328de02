"""BLAKE2b (RFC 7693), compiled: `normalisation.digest` in machine code.

Python's own takes as long, but with every text it gives up its lock and has to ask for it again: threads that
sketch wait for each other longer than they work.
"""

from typing import Any, Final

import numpy as np

from newsclean.compiling.compiled.chunks import load
from newsclean.compiling.kernels import function
from newsclean.deduplication.normalisation import ID_BYTES

# Numbers of 64 bits in the state, and in a block of the message: the room that a digest takes.
STATE: Final = 8
BLOCK: Final = 16
_BYTES: Final = 8 * BLOCK

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
_ORDERS: Final = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    ],
    dtype=np.uint64,
)  # fmt: skip
_ROUNDS: Final = len(_ORDERS)
_ALL: Final = np.uint64((1 << 64) - 1)
_NONE: Final = np.uint64(0)


@function
def digest(data: Any, begin: Any, end: Any, state: Any, block: Any) -> None:
    """Hash some bytes: the first two numbers of `state` (`STATE`) are the digest, lowest byte first.

    `block` is room for `BLOCK` numbers.
    """
    for at in range(STATE):
        state[at] = _START[at]
    state[0] ^= _PARAMETERS
    place = begin
    while end - place > _BYTES:
        for at in range(BLOCK):
            block[at] = load(data, np.uint64(place + 8 * at))
        place += _BYTES
        _compress(state, block, np.uint64(place - begin), _NONE)
    # What is left is filled up with zeros.
    for at in range(BLOCK):
        block[at] = _NONE
    for at in range(end - place):
        block[at >> 3] |= np.uint64(data[place + at]) << np.uint64(8 * (at & 7))
    _compress(state, block, np.uint64(end - begin), _ALL)


@function
def _compress(state: Any, block: Any, count: Any, last: Any) -> None:
    """Take in a block. `count` is how many bytes are done with it, `last` has all bits set in the end."""
    a, b, c, d, e, f, g, h = (
        state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7],
    )  # fmt: skip
    i, j, k, l = _START[0], _START[1], _START[2], _START[3]  # noqa: E741  # as the others
    m, n, o, p = _START[4] ^ count, _START[5], _START[6] ^ last, _START[7]
    for turn in range(_ROUNDS):
        order = _ORDERS[turn]
        a, e, i, m = _mix(a, e, i, m, block[order[0]], block[order[1]])
        b, f, j, n = _mix(b, f, j, n, block[order[2]], block[order[3]])
        c, g, k, o = _mix(c, g, k, o, block[order[4]], block[order[5]])
        d, h, l, p = _mix(d, h, l, p, block[order[6]], block[order[7]])  # noqa: E741
        a, f, k, p = _mix(a, f, k, p, block[order[8]], block[order[9]])
        b, g, l, m = _mix(b, g, l, m, block[order[10]], block[order[11]])  # noqa: E741
        c, h, i, n = _mix(c, h, i, n, block[order[12]], block[order[13]])
        d, e, j, o = _mix(d, e, j, o, block[order[14]], block[order[15]])
    state[0] ^= a ^ i
    state[1] ^= b ^ j
    state[2] ^= c ^ k
    state[3] ^= d ^ l
    state[4] ^= e ^ m
    state[5] ^= f ^ n
    state[6] ^= g ^ o
    state[7] ^= h ^ p


@function
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


@function
def _turn(value: Any, bits: int) -> Any:
    """Turn a number to the right: compilers make one instruction of it."""
    return value >> np.uint64(bits) | value << np.uint64(64 - bits)
