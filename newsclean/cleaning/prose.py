"""Running text: how many words a block holds, whether it reads like prose, and where most of that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import CLASS_BITS, CharClass, Trait, encode, have, read_traits
from newsclean.cleaning.paths import find_compiled

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

SPACELESS_WORD = 2.0  # characters to a word in scripts without spaces, as far as length goes
PROSE_WORDS = 8  # a block of so many words that ends like a sentence is prose
SPAN_CAP = 80.0  # words; one long block (a consent text) must not outweigh an article of short ones
MOST_CLOSERS = 8  # quotes, brackets and spaces behind a sentence end: more are no sentence's
CLASSES = int(CLASS_BITS) + 1


class Measures(NamedTuple):
    """What is counted in texts, an entry for each.

    `by_class` is the number of characters of each class, shape (texts, classes), where the line end counts as
    a space; `words` the number of words, at least 1; `last` the position of the last character that is no
    closing quote or bracket; `prose` the number of words of a text that reads like prose, 0 for the others.
    """

    by_class: Numbers
    words: Numbers
    last: Places
    prose: Numbers


@dataclass(eq=False, repr=False)
class Characters:
    """The characters of several texts in one row, so that all texts are measured at once.

    `codes` holds the code point and `traits` the `CharClass` and `Trait` bits of each character, with a line
    end behind each text; a text reaches from `starts` up to `ends`.
    """

    codes: NDArray[np.uint32]
    traits: NDArray[np.uint16]
    starts: Places
    ends: Places

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Characters":
        """Return the characters of `texts`, of which there must be at least one, none empty."""
        codes = encode("\n".join(texts) + "\n")
        lengths = np.array(list(map(len, texts)), np.int64)
        ends = np.cumsum(lengths + 1) - 1
        return cls(codes, read_traits(codes), ends - lengths, ends)

    @cached_property
    def measures(self) -> Measures:
        """What is counted in the texts."""
        compiled = find_compiled()
        return (compiled.take_measures if compiled else take_measures)(self)

    @property
    def by_class(self) -> Numbers:
        """See `Measures`."""
        return self.measures.by_class

    @property
    def words(self) -> Numbers:
        """See `Measures`."""
        return self.measures.words

    @property
    def prose(self) -> Numbers:
        """See `Measures`."""
        return self.measures.prose

    @cached_property
    def classes(self) -> NDArray[np.uint16]:
        """The `CharClass` of each character."""
        return self.traits & CLASS_BITS

    @cached_property
    def owners(self) -> Places:
        """For each character the index of its text."""
        return np.repeat(np.arange(len(self.starts)), self.ends - self.starts + 1)

    def find(self, trait: Trait) -> Places:
        """Return the positions of the characters that have the trait."""
        return np.flatnonzero(have(self.traits, trait))

    def hold(self, places: Places) -> Numbers:
        """Return for each text 1 if one of the `places` lies in it, else 0."""
        found = np.zeros(len(self.starts))
        found[self.owners[places]] = 1.0
        return found


def take_measures(characters: Characters) -> Measures:
    """Count what there is to count: the reference path, with `compiled.measuring` as its fast twin."""
    size = len(characters.starts)
    counts = np.bincount(characters.owners * CLASSES + characters.classes, minlength=size * CLASSES)
    by_class = counts.reshape(size, CLASSES).astype(np.float64)
    words = np.maximum(by_class[:, CharClass.SPACE] + by_class[:, CharClass.SPACELESS] / SPACELESS_WORD, 1.0)
    last = _find_last(characters)
    prose = (characters.classes[last] == CharClass.TERMINAL) & (words >= PROSE_WORDS)
    return Measures(by_class, words, last, np.where(prose, words, 0.0))


def _find_last(characters: Characters) -> Places:
    places = characters.ends - 1
    for _ in range(MOST_CLOSERS):
        closing = have(characters.traits[places], Trait.CLOSER) & (places > characters.starts)
        if not closing.any():
            break
        places = places - closing
    return places


def count_words(texts: Sequence[str]) -> Numbers:
    """Return the number of words of each text; scripts without spaces count two characters to a word."""
    return Characters.of(texts).words if texts else np.zeros(0)


def best_span(prose: Numbers) -> tuple[int, int]:
    """Return the half-open span of blocks with the greatest sum of prose, each other block costing.

    A block without prose costs as much as a short sentence holds: some subheadings and captions do not end
    the article, a menu does. (Maximum subarray, Kadane 1984.) The reference path, with a fast twin in
    `compiled.measuring`.
    """
    gains = np.where(prose > 0, np.minimum(prose, SPAN_CAP), -PROSE_WORDS)
    totals = np.concatenate(([0.0], np.cumsum(gains)))
    lowest = np.minimum.accumulate(totals)
    end = int(np.argmax(totals - lowest))
    start = int(np.argmin(totals[: end + 1]))
    return start, end
