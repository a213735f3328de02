"""Which texts of a run are copies of remembered ones."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import FOOTER_SHARED, OWN_OPENING, OWN_SHARED
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.excerpts import CONTAINED
from newsclean.deduplication.ragged import distinct, stand_in
from newsclean.deduplication.resemblance import LINKED, SAME_FIGURES
from newsclean.deduplication.shingles import PAIR, shingle_sequence
from newsclean.memory.articles import Articles, Remembered
from newsclean.memory.candidates import DIGEST, OPENING, TITLE, Candidates, Pairs
from newsclean.memory.imprinting import Imprinting
from newsclean.memory.imprints import Hashes, Imprints, Marks
from newsclean.memory.lots import Keys, Numbers
from newsclean.model import Match

CLOSE: Final = 0.8
"""A copy as close as this to another copy goes where that went, however far it is from the kept article."""

_FETCHED_AT_ONCE: Final = 1 << 16
"""Pairs whose remembered texts are fetched together: up to 40 MB."""

_ROUNDING: Final = 1e-9
"""By how much less than in a single comparison a share may come out where many are estimated together."""

Shares = npt.NDArray[np.float64]
Passing = Callable[[Numbers, Numbers, Shares], npt.NDArray[np.bool_]]
"""Tells of pairs whether they are worth a comparison, by the sizes of both sets and what these share."""


class Hit(NamedTuple):
    """A text's remembered original: the number of the kept article, how they agree, and the similarity."""

    number: int
    kind: Match
    similarity: float


class Probe:
    """A text of the run that is compared with remembered ones. What few comparisons need is made late."""

    def __init__(self, corpus: Corpus, text: int) -> None:
        self.shingles = corpus.sets[text]
        self.figures = corpus.figures[text]
        self._tokens = corpus.tokens[text]

    @cached_property
    def pairs(self) -> Hashes:
        """The set of its word pairs."""
        return distinct(shingle_sequence(self._tokens, PAIR))

    @cached_property
    def sequence(self) -> Hashes:
        """Its shingles in the order in which they stand."""
        return shingle_sequence(self._tokens)


class Recognition:
    """Compares the texts of a corpus with remembered ones."""

    def __init__(
        self, corpus: Corpus, digests: list[bytes], candidates: Candidates, articles: Articles,
        imprinting: Imprinting, threshold: float,
    ) -> None:  # fmt: skip
        self._corpus = corpus
        self._digests = digests
        self._candidates = candidates
        self._articles = articles
        self._imprinting = imprinting
        self._threshold = threshold

    @property
    def keys(self) -> Keys:
        """The keys of all texts, shape (kinds, texts)."""
        return self._candidates.keys

    def imprint(self, texts: Numbers) -> list[bytes]:
        """Return what is to be remembered of the parts of some texts."""
        return self._imprinting.imprint(self._corpus, texts)

    def find(self) -> dict[int, Hit]:
        """Return the originals of the texts that have one among what is remembered."""
        hits = self._find_exact()
        nearest = self._candidates.nearest(self._waiting(hits))
        for text, group in groupby(self._screen(nearest, self._may_be_near), itemgetter(0)):
            if hit := self._judge(Probe(self._corpus, text), [known for _, known in group]):
                hits[text] = hit
        for kind in (TITLE, OPENING):
            texts = self._waiting(hits)
            if kind == OPENING:
                texts = texts[self._corpus.cut[texts]]
            for text, known in self._screen(self._candidates.share(kind, texts), _may_be_excerpt):
                if text not in hits and (hit := self._judge_excerpt(text, known)):
                    hits[text] = hit
        return hits

    def follow(self, text: int, number: int) -> Hit | None:
        """Tell whether a text that resembles one with a remembered original goes with it."""
        return self._follow(Probe(self._corpus, text), number)

    def namesakes(self, texts: list[int], most: int) -> Iterator[tuple[int, Remembered]]:
        """Yield the kept remembered texts with the headline of one of `texts`, if not more than `most`."""
        found: defaultdict[int, list[Remembered]] = defaultdict(list)
        for text, known in self._match(self._candidates.share(TITLE, np.array(texts, np.int64))):
            if known.leader == known.number:
                found[text].append(known)
        for text, namesakes in found.items():
            if len(namesakes) <= most:
                yield from ((text, each) for each in namesakes)

    def holds(self, text: int, number: int) -> bool:
        """Tell whether a remembered text stands in this longer one."""
        known = self._articles.find(number)
        if known is None or not (marks := known.imprint.shingles).size:
            return False
        return marks.count_shared(self._corpus.sets[text]) >= CONTAINED * marks.size

    def _waiting(self, hits: Mapping[int, Hit]) -> Numbers:
        """Return the texts that have words, and no original yet."""
        waiting = self._corpus.sets.sizes > 0
        waiting[list(hits)] = False
        return np.flatnonzero(waiting)

    def _find_exact(self) -> dict[int, Hit]:
        hits: dict[int, Hit] = {}
        for text, known in self._match(self._candidates.share(DIGEST, np.arange(len(self._corpus)))):
            if known.id == self._digests[text]:
                hits.setdefault(text, Hit(known.leader, Match.EXACT, 1.0))
        return hits

    def _fetch(self, pairs: Pairs) -> Iterator[tuple[Numbers, Numbers, list[Remembered]]]:
        """Yield many pairs at a time whose remembered texts are still there: texts, places, and those."""
        for at in range(0, len(pairs[0]), _FETCHED_AT_ONCE):
            texts, numbers = (each[at : at + _FETCHED_AT_ONCE] for each in pairs)
            known = self._articles.find_all(distinct(numbers))
            held = np.array([each.number for each in known], np.int64)
            there = stand_in(numbers, held)
            yield texts[there], np.searchsorted(held, numbers[there]), known

    def _match(self, pairs: Pairs) -> Iterator[tuple[int, Remembered]]:
        """Yield each pair whose remembered text is still there."""
        for texts, places, known in self._fetch(pairs):
            yield from _pair_up(texts, places, known)

    def _screen(self, pairs: Pairs, passing: Passing) -> Iterator[tuple[int, Remembered]]:
        """Yield the pairs that are worth a comparison, as many of them at a time tell by their shingles."""
        sets = self._corpus.sets
        for texts, places, known in self._fetch(pairs):
            imprints = Imprints.read([each.marks for each in known])
            counts = self._imprinting.count(sets, texts, imprints, places)
            sizes = sets.sizes[texts]
            shared = imprints.estimate_shared(counts, sizes, places)
            left = passing(sizes, imprints.sizes[places], shared)
            yield from _pair_up(texts[left], places[left], known)

    def _may_be_near(self, sizes: Numbers, others: Numbers, shared: Shares) -> npt.NDArray[np.bool_]:
        similarities = shared / np.maximum(1, sizes + others - shared)
        passing: npt.NDArray[np.bool_] = similarities >= LINKED * self._threshold - _ROUNDING
        return passing

    def _judge(self, probe: Probe, others: list[Remembered]) -> Hit | None:
        """Return the oldest original of these, as `deduplication.resemblance` judges."""
        # In the order of the originals, so that the first that is one spares the other comparisons.
        for known in sorted(others, key=lambda known: known.leader):
            similarity = self._compare(probe, known)
            if not similarity:
                continue
            if known.leader == known.number or similarity >= CLOSE:
                return Hit(known.leader, Match.NEAR, similarity)
            if hit := self._follow(probe, known.leader):
                return hit
        return None

    def _follow(self, probe: Probe, number: int) -> Hit | None:
        known = self._articles.find(number)
        if known is None:
            return None
        share = known.imprint.shingles.similarity(probe.shingles)
        return Hit(number, Match.NEAR, share) if share >= LINKED * self._threshold else None

    def _compare(self, probe: Probe, known: Remembered) -> float:
        """Return the similarity of a copy, 0 of any other text."""
        imprint = known.imprint
        marks = imprint.shingles
        sizes = (len(probe.shingles), marks.size)
        least = LINKED * self._threshold
        if min(sizes) < least * max(sizes):
            return 0.0
        both = marks.count_shared(probe.shingles)
        similarity = both / max(1.0, sum(sizes) - both)
        if similarity < least:
            return 0.0
        if similarity < self._threshold:
            agreeing = imprint.figures.similarity(probe.figures)
            same = agreeing >= SAME_FIGURES or not (len(probe.figures) or imprint.figures.size)
            # Only here are the pairs of words worth their time.
            similarity = imprint.pairs.similarity(probe.pairs) if same else 0.0
        # The other's words are not at hand in their order; so much is sure that it has some of its own, too.
        own = min(sizes) - both >= OWN_OPENING
        return 0.0 if similarity < self._threshold or (own and _opens_apart(probe, marks)) else similarity

    def _judge_excerpt(self, text: int, known: Remembered) -> Hit | None:
        """Tell whether a text with the headline or the opening of a remembered one is an excerpt of it."""
        shingles, marks = self._corpus.sets[text], known.imprint.shingles
        if len(shingles) >= marks.size:
            return None
        share = marks.count_shared(shingles) / len(shingles)
        return Hit(known.leader, Match.EXCERPT, share) if share >= CONTAINED else None


def _may_be_excerpt(sizes: Numbers, others: Numbers, shared: Shares) -> npt.NDArray[np.bool_]:
    passing: npt.NDArray[np.bool_] = (sizes < others) & (shared >= CONTAINED * sizes - _ROUNDING)
    return passing


def _pair_up(
    texts: Numbers, places: Numbers, known: Sequence[Remembered]
) -> Iterator[tuple[int, Remembered]]:
    return zip(texts.tolist(), map(known.__getitem__, places.tolist()), strict=True)


def _opens_apart(probe: Probe, shingles: Marks) -> bool:
    """Tell whether the text opens on its own and then shares nearly all: `comparing.opening_apart`."""
    common = shingles.share(probe.sequence)
    own = int(np.argmax(np.cumsum(1 - 2 * common))) + 1
    return (
        OWN_OPENING <= own < len(common)
        and float(common[:own].mean()) <= OWN_SHARED
        and float(common[own:].mean()) >= FOOTER_SHARED
    )
