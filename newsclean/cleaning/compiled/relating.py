"""Which texts share words with the article and with the metadata, in one pass over their characters each."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from newsclean.cleaning.characters import CLASS_BITS, CharClass, Trait, small_letters
from newsclean.cleaning.prose import Characters, Numbers
from newsclean.cleaning.words import BASE, CONTENT_LETTERS, MIXER, NGRAM, OWNER_BITS, RELATIONS
from newsclean.cleaning.words import relate as relate_slowly
from newsclean.compiling.kernels import function, kernel
from newsclean.compiling.rooms import room

_WORD, _CLASS = np.uint16(Trait.WORD), np.uint16(CLASS_BITS)
_SPACELESS, _DIGIT = int(CharClass.SPACELESS), int(CharClass.DIGIT)
_ONE = np.uint64(1)
# What a word tells: nothing, something wherever it stands, or something together with the one behind it.
_COMMON, _CONTENT, _JOINED = range(3)
# Of a word in the table: its key, how many texts of the span hold it, in which text it was met last, and in
# which others it stands: a bit for each.
_ROW = 4
_KEY, _HELD, _MET, _ELSEWHERE = range(_ROW)
_MOST_OTHERS = 60  # bits
_SUMMARY, _WITNESS, _TITLES = range(3)  # the order of the others


def relate(characters: Characters, span: tuple[int, int], others: Sequence[str]) -> Numbers:
    """Compare the words of a page's texts with those of a span of them, and with others.

    Equal to `words.relate`.
    """
    if len(others) > _MOST_OTHERS:
        return relate_slowly(characters, span, others)
    bounds = np.zeros(len(others) + len(characters.starts) + 1, np.int64)  # of the words of each text
    read = [(characters, bounds[len(others) :])]
    if any(others):
        read.insert(0, (Characters.of([text or " " for text in others]), bounds[: len(others) + 1]))
    size = sum(len(each.codes) for each, _ in read)
    words = room("words of a page", size, np.uint64)
    kinds = room("kinds of a page's words", size, np.int8)
    for each, places in read:
        _read_all(
            *(each.codes, each.traits, each.starts, each.ends, small_letters()),
            *(bool(others[_WITNESS]), words, kinds, places),
        )
    found = np.zeros((RELATIONS, len(characters.starts)))
    rows, slots = _find_size(bounds[-1]), _find_size(bounds[_WITNESS + 1] - bounds[_WITNESS])
    _relate(
        *(words, kinds, bounds, *span, room("rows of a page's words", size, np.int32)),
        room("table of words", rows * _ROW, np.int64)[: rows * _ROW].reshape(-1, _ROW),
        room("table of runs of words", slots, np.uint64)[:slots],
        *(np.zeros(len(others), np.int64), np.zeros(len(others), np.int64)),
        found,
    )
    return found


def _find_size(entries: int) -> int:
    """Return the size of a hash table: a power of two that leaves half of it empty."""
    return max(16, 1 << int(2 * entries - 1).bit_length())


@kernel(
    *((np.uint64, 1), (np.int8, 1), (np.int64, 1), (np.int64, 0), (np.int64, 0), (np.int32, 1)),
    *((np.int64, 2), (np.uint64, 1), (np.int64, 1), (np.int64, 1), (np.float64, 2)),
)
def _relate(
    words: Any,
    kinds: Any,
    bounds: Any,
    first: int,
    last: int,
    rows: Any,
    table: Any,
    grams: Any,
    totals: Any,
    both: Any,
    found: Any,
) -> None:
    """Fill `found`, the four relations of each text.

    The words of the others come first. `rows`, `table`, `grams`, `totals` and `both` are room.
    """
    size = len(totals)
    table[:] = 0
    grams[:] = 0
    for at in range(bounds[-1]):
        rows[at] = _find_row(words, kinds, at, table)
    for text in range(size):
        if text == _WITNESS:
            _note_grams(words, bounds[text], bounds[text + 1], grams)
        else:
            for word in rows[bounds[text] : bounds[text + 1]]:
                if word >= 0 and not table[word, _ELSEWHERE] >> text & 1:
                    table[word, _ELSEWHERE] |= 1 << text
                    totals[text] += 1
    for text in range(size + first, size + last):
        for word in rows[bounds[text] : bounds[text + 1]]:
            if word >= 0 and table[word, _MET] != text:
                table[word, _MET] = text
                table[word, _HELD] += 1
    noted = bounds[_WITNESS + 1] - bounds[_WITNESS] >= NGRAM
    for text in range(found.shape[1]):
        begin, end = bounds[size + text], bounds[size + text + 1]
        inside = 1 if first <= text < last else 0
        _relate_text(rows[begin:end], -text - 1, inside, table, totals, both, found[:, text])
        if noted:
            found[3, text] = _find_share(words, begin, end, grams)


@function
def _relate_text(rows: Any, mark: int, inside: int, table: Any, totals: Any, both: Any, found: Any) -> None:
    """Fill the relations of one text but the last; `mark` is another one for each."""
    count = shared = told = 0
    both[:] = 0
    for word in rows:
        if word >= 0 and table[word, _MET] != mark:
            table[word, _MET] = mark
            count += 1
            shared += table[word, _HELD] > inside
            elsewhere = table[word, _ELSEWHERE]
            told += elsewhere & 1
            if elsewhere > 1:
                for title in range(_TITLES, len(both)):
                    both[title] += elsewhere >> title & 1
    found[0] = shared / max(count, 1)
    for title in range(_TITLES, len(both)):
        found[1] = max(found[1], both[title] / max(count + totals[title] - both[title], 1))
    found[2] = told / max(count, 1)


@function
def _find_share(words: Any, begin: int, end: int, grams: Any) -> float:
    """Return the share of a text's runs of words that were noted."""
    runs = max(0, end - begin - NGRAM + 1)
    seen = 0
    for at in range(begin, begin + runs):
        gram = _join(words, at)
        seen += grams[_find_slot(grams, gram)] == gram and gram != 0
    return seen / max(runs, 1)


@kernel(
    *((np.uint32, 1), (np.uint16, 1), (np.int64, 1), (np.int64, 1)),
    *((np.uint32, 1), (np.int64, 0), (np.uint64, 1), (np.int8, 1), (np.int64, 1)),
)
def _read_all(
    codes: Any,
    traits: Any,
    starts: Any,
    ends: Any,
    small: Any,
    whole: int,
    words: Any,
    kinds: Any,
    bounds: Any,
) -> None:
    """Read the words of all texts, and fill all `bounds` but the first.

    Words that tell nothing are read only if runs of words are to be compared: a `whole` that is not 0.
    """
    for text in range(len(starts)):
        bounds[text + 1] = _read_words(
            codes, traits, starts[text], ends[text], small, whole, words, kinds, bounds[text]
        )


@function
def _read_words(
    codes: Any, traits: Any, at: int, end: int, small: Any, whole: int, words: Any, kinds: Any, filled: int
) -> int:
    """Add the hashes of a text's words and what they tell; return how many there are then."""
    while at < end:
        if traits[at] & _CLASS == _SPACELESS:
            words[filled] = np.uint64(_lower(codes[at], small)) * MIXER
            joined = at + 1 < end and traits[at + 1] & _CLASS == _SPACELESS
            kinds[filled] = _JOINED if joined else _COMMON
            filled += 1
            at += 1
        elif traits[at] & _WORD:
            start = at
            total = np.uint64(0)
            power = _ONE
            while at < end and traits[at] & _WORD:
                total += np.uint64(_lower(codes[at], small)) * power
                power *= BASE
                at += 1
            words[filled] = total * MIXER
            tells = at - start >= CONTENT_LETTERS and traits[start] & _CLASS != _DIGIT
            kinds[filled] = _CONTENT if tells else _COMMON
            filled += 1 if tells or whole else 0
        else:
            at += 1
    return filled


@function
def _lower(code: int, small: Any) -> int:
    return small[code] if code < len(small) else code


@function
def _find_row(words: Any, kinds: Any, at: int, table: Any) -> Any:
    """Return the row of the content word that begins at a place, made if there was none; -1 if none does."""
    if kinds[at] == _COMMON:
        return -1
    word = words[at] if kinds[at] == _CONTENT else words[at] * BASE + words[at + 1]
    key = np.int64(word >> OWNER_BITS) + 1
    row = key & (len(table) - 1)
    while table[row, _KEY] != 0 and table[row, _KEY] != key:
        row = (row + 1) & (len(table) - 1)
    table[row, _KEY] = key
    return row


@function
def _note_grams(words: Any, begin: int, end: int, grams: Any) -> None:
    for at in range(begin, end - NGRAM + 1):
        gram = _join(words, at)
        grams[_find_slot(grams, gram)] = gram


@function
def _join(words: Any, at: int) -> Any:
    """Return the hash of a run of words."""
    gram = np.uint64(0)
    for place in range(at, at + NGRAM):
        gram = gram * BASE + words[place]
    return gram


@function
def _find_slot(grams: Any, gram: Any) -> Any:
    """Return the slot in which a run of words stands, or would."""
    slot = np.int64(gram & np.uint64(len(grams) - 1))
    while grams[slot] != 0 and grams[slot] != gram:
        slot = (slot + 1) & (len(grams) - 1)
    return slot
