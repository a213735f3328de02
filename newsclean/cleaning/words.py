"""The words of texts as numbers, so that whole pages are compared at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import CharClass, Trait, have, lower
from newsclean.cleaning.prose import Characters, Numbers

Hashes = NDArray[np.uint64]
Indexes = NDArray[np.int64]

RELATIONS = 4  # of a text to others
NGRAM = 4  # words that two texts share in a row: no chance
CONTENT_LETTERS = 3  # shorter words stand in every text
BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64
MIXER = np.uint64(0xD6E8FEB86659FD93)  # carries a difference in the first letter to the upper bits
OWNER_BITS = np.uint64(20)  # of a key; reading passes no page of so many blocks
_FEWEST_POWERS, _CACHED_POWERS = 1 << 13, 1 << 17  # characters; pages are hardly ever longer


@dataclass(eq=False, repr=False)
class Words:
    """The words of several texts, without regard to case, in scripts without spaces the single characters.

    `hashes` holds a number for each word and `owners` the index of its text; `content` tells which words can
    be recognised elsewhere: words of three letters or more, not numbers; `joined` tells which single
    characters stand right before another one.
    """

    hashes: Hashes
    owners: Indexes
    content: NDArray[np.bool_]
    joined: NDArray[np.bool_]

    @classmethod
    def of(cls, characters: Characters) -> "Words":
        """Return the words of the texts, by a rolling hash (Karp and Rabin, 1987)."""
        spaceless = characters.classes == CharClass.SPACELESS
        inside = np.zeros(len(characters.codes) + 2, np.int8)
        inside[1:-1] = have(characters.traits, Trait.WORD)
        edges = np.diff(inside)
        starts = np.flatnonzero((edges[:-1] == 1) | spaceless)
        ends = np.flatnonzero((edges[1:] == -1) | spaceless) + 1
        powers, inverses = _find_powers(len(characters.codes))
        sums = np.zeros(len(characters.codes) + 1, np.uint64)
        np.cumsum(lower(characters.codes) * powers[: len(characters.codes)], out=sums[1:])
        hashes = (sums[ends] - sums[starts]) * inverses[starts] * MIXER
        single = spaceless[starts]
        letters = characters.classes[starts] != CharClass.DIGIT
        return cls(
            hashes,
            characters.owners[starts],
            letters & (ends - starts >= CONTENT_LETTERS),
            single & np.roll(single, -1) & (np.roll(starts, -1) == ends),
        )

    @cached_property
    def keys(self) -> Hashes:
        """Content words, and pairs of characters in scripts without spaces, each once for each text.

        A key holds the hash in its upper bits and the index of the text below; keys are sorted.
        """
        first = np.flatnonzero(self.joined)
        pairs = self.hashes[first] * BASE + self.hashes[first + 1]
        hashes = np.concatenate((self.hashes[self.content], pairs))
        owners = np.concatenate((self.owners[self.content], self.owners[first]))
        keys = np.sort(hashes >> OWNER_BITS << OWNER_BITS | owners.astype(np.uint64))
        once: Hashes = keys[np.diff(keys, prepend=~keys[:1]) != 0]
        return once

    @cached_property
    def ngrams(self) -> tuple[Hashes, Indexes]:
        """The hash of each run of `NGRAM` words of one text, and the index of the text."""
        size = max(0, len(self.hashes) - NGRAM + 1)
        grams = np.zeros(size, np.uint64)
        for place in range(NGRAM):
            grams = grams * BASE + self.hashes[place : place + size]
        whole = self.owners[:size] == self.owners[len(self.owners) - size :]
        return grams[whole], self.owners[:size][whole]


@cache
def _find_cached_powers(size: int) -> tuple[Hashes, Hashes]:
    return _make_powers(size)


def _find_powers(size: int) -> tuple[Hashes, Hashes]:
    """Return at least so many powers. All that any page may need take longer than a page does."""
    if size > _CACHED_POWERS:
        return _make_powers(size)
    return _find_cached_powers(max(_FEWEST_POWERS, 1 << (size - 1).bit_length()))


def _make_powers(size: int) -> tuple[Hashes, Hashes]:
    """Return the powers of `BASE` modulo 2**64 from the 0th on, and their inverses."""
    inverse = np.uint64(pow(int(BASE), -1, 1 << 64))
    powers, inverses = (np.full(size, base, np.uint64) for base in (BASE, inverse))
    powers[:1] = inverses[:1] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


@dataclass(eq=False, repr=False)
class Index:
    """Which texts hold which content words, of a page and of a few others that it is compared with.

    `groups` numbers the words and `owners` the texts, one entry for each word of a text; the page has `size`
    texts, the others follow.
    """

    groups: Indexes
    owners: Indexes
    size: int

    @classmethod
    def of(cls, page: Words, others: Words | None, size: int) -> "Index":
        """Index the words of a page's `size` texts, and of the others."""
        keys = page.keys
        if others is not None:
            keys = np.sort(np.concatenate((keys, others.keys + np.uint64(size))))
        hashes = keys >> OWNER_BITS
        groups = np.cumsum(np.diff(hashes, prepend=hashes[:1]) != 0)
        return cls(groups, (keys & ((np.uint64(1) << OWNER_BITS) - np.uint64(1))).astype(np.int64), size)

    @cached_property
    def counts(self) -> Numbers:
        """The number of words of each text of the page."""
        return self.count(np.ones(len(self.owners), bool))

    def count(self, marked: NDArray[np.bool_]) -> Numbers:
        """Return the number of marked entries of each text of the page."""
        return np.bincount(self.owners[marked], minlength=self.size)[: self.size].astype(np.float64)

    def share(self, marked: NDArray[np.bool_]) -> Numbers:
        """Return the share of marked entries of each text of the page."""
        return self.count(marked) / np.maximum(self.counts, 1.0)

    def holders(self, start: int, end: int) -> Indexes:
        """Return for each entry how many of the texts from `start` up to `end` hold its word."""
        among = (self.owners >= start) & (self.owners < end)
        held = np.bincount(self.groups[among], minlength=int(self.groups[-1]) + 1 if len(self.groups) else 0)
        return held[self.groups]


def relate(characters: Characters, span: tuple[int, int], others: Sequence[str]) -> Numbers:
    """Compare the words of a page's texts with those of a span of them, and with others.

    `others` are a summary, a witness, and titles, which may be empty. Returns `RELATIONS` rows of shares from
    0 to 1, one for each text: of its words those that other texts of the span hold; how like it the title is
    that is most so (Jaccard); of its words those in the summary; of its runs of words those in the witness.
    The reference path, with `compiled.relating.relate` as its fast twin.
    """
    size = len(characters.starts)
    words = Words.of(characters)
    known = Words.of(Characters.of([text or " " for text in others])) if any(others) else None
    index = Index.of(words, known, size)
    start, end = span
    inside = (index.owners >= start) & (index.owners < end)
    shared = index.share(index.holders(start, end) > inside)
    told = named = seen = np.zeros(size)
    if known is not None:
        told = index.share(index.holders(size, size + 1) > 0)
        for owner in range(size + 2, size + len(others)):
            named = np.maximum(named, _overlap(index, owner))
        seen = _share_seen(words, known, size)
    return np.array((shared, named, told, seen))


def _overlap(index: Index, owner: int) -> Numbers:
    """Return the Jaccard similarity of each text of the page and another one."""
    both = index.count(index.holders(owner, owner + 1) > 0)
    total = np.count_nonzero(index.owners == owner)
    return both / np.maximum(index.counts + total - both, 1.0)


def _share_seen(words: Words, others: Words, size: int) -> Numbers:
    """Return the share of each text's runs of words that stand in the witness, the second of the others."""
    grams, owners = words.ngrams
    theirs, whose = others.ngrams
    found = np.isin(grams, theirs[whose == 1])
    return np.bincount(owners[found], minlength=size) / np.maximum(np.bincount(owners, minlength=size), 1.0)
