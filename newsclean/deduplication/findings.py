"""What was found about texts, and what follows for articles."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.clusters import Memberships
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.excerpts import CONTAINED, Source
from newsclean.deduplication.texts import Flags
from newsclean.model import Article, Duplicate, Match, Original

KINDS: Final = tuple(Match)
_KEPT: Final = -1
_NO_MEMBERS: Final = Memberships(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))


class Card(Protocol):
    """What is told of a duplicate; an Article has it all."""

    @property
    def source(self) -> str:
        """Where it came from."""

    @property
    def id(self) -> str:
        """The name of its text."""

    @property
    def url(self) -> str | None:
        """Its address."""

    @property
    def title(self) -> str | None:
        """Its headline."""


class Found(NamedTuple):
    """What was found about an article; the fields are those of an Article."""

    duplicates: tuple[Duplicate, ...] = ()
    duplicate_of: str | None = None
    original: Original | None = None
    supersedes: tuple[str, ...] = ()


class Findings:
    """For each text the one that is kept in its place, with kind and similarity; and shared headlines."""

    def __init__(self, texts: int) -> None:
        self._keeper = np.full(texts, _KEPT, dtype=np.int64)
        self._kind = np.zeros(texts, dtype=np.int8)
        self._similarity = np.zeros(texts)
        self._namesakes = _NO_MEMBERS

    def kept(self) -> Flags:
        """Tell which texts are kept."""
        kept: Flags = self._keeper == _KEPT
        return kept

    def add_copies(self, copies: Memberships, kind: Match = Match.NEAR) -> None:
        """Put copies to their kept texts."""
        self._keeper[copies.members] = copies.leaders
        self._kind[copies.members] = KINDS.index(kind)
        self._similarity[copies.members] = copies.similarities

    def add_excerpts(self, excerpts: dict[int, Source], corpus: Corpus) -> tuple[Rows, Rows]:
        """Put excerpts to the kept texts that they are taken from, with those of their copies that fit.

        Returns their other copies, which are free again, and the excerpt that each of them went with.
        """
        parts = np.array(list(excerpts), dtype=np.int64)
        source = np.full(len(self._keeper), _KEPT, dtype=np.int64)
        source[parts] = [excerpts[part].text for part in parts.tolist()]
        copies = np.flatnonzero(~self.kept())
        copies = copies[source[self._keeper[copies]] != _KEPT]
        parents = self._keeper[copies]
        shares = corpus.containments(copies, source[parents])
        fit = shares >= CONTAINED
        self.add_copies(Memberships(source[parents[fit]], copies[fit], shares[fit]), Match.EXCERPT)
        self._keeper[copies[~fit]] = _KEPT
        shared = np.array([excerpts[part].share for part in parts.tolist()])
        self.add_copies(Memberships(source[parts], parts, shared), Match.EXCERPT)
        return copies[~fit], parents[~fit]

    def merge(self, left: Rows, right: Rows, corpus: Corpus, preference: Rows) -> None:
        """Put the texts of each pair, with all their copies, to the more preferred of their kept texts."""
        for pair in zip(left.tolist(), right.tolist(), strict=True):
            kept, other = sorted(map(self._find_keeper, pair), key=preference.__getitem__)
            if kept != other:
                members = np.append(np.flatnonzero(self._keeper == other), other)
                leaders = np.full_like(members, kept)
                self.add_copies(Memberships(leaders, members, corpus.similarities(leaders, members)))

    def part(self, left: Rows, right: Rows, preference: Rows) -> None:
        """Free the less preferred text of each pair that is put to one kept text."""
        for pair in zip(left.tolist(), right.tolist(), strict=True):
            if self._find_keeper(pair[0]) == self._find_keeper(pair[1]):
                freed = max(pair, key=lambda text: (self._keeper[text] != _KEPT, preference[text]))
                self._keeper[freed] = _KEPT

    def _find_keeper(self, text: int) -> int:
        keeper = int(self._keeper[text])
        return text if keeper == _KEPT else keeper

    def add_namesakes(self, namesakes: Memberships) -> None:
        """Note kept texts that share a headline with a kept one."""
        self._namesakes = namesakes

    def drop_namesakes(self, namesakes: Memberships, corpus: Corpus) -> None:
        """Remove kept texts that share a headline with a kept one, and with them their copies."""
        self.add_copies(namesakes, Match.HEADLINE)
        copies = np.flatnonzero(~self.kept())
        copies = copies[self._keeper[self._keeper[copies]] != _KEPT]
        leaders = self._keeper[self._keeper[copies]]
        self.add_copies(Memberships(leaders, copies, corpus.similarities(copies, leaders)), Match.HEADLINE)

    def verdicts(self, corpus: Corpus, order: Rows) -> "Verdicts":
        """Say what follows for the articles; the first copy by `order` speaks for its text."""
        texts = np.repeat(np.arange(len(corpus)), np.diff(corpus.begins))
        best = np.argsort(order)[np.minimum.reduceat(order[corpus.copies], corpus.begins[:-1])]
        kept = self.kept()
        kind = np.where(kept, np.int8(KINDS.index(Match.EXACT)), self._kind)[texts]
        similarity = np.where(kept, 1.0, self._similarity)[texts]
        keeper = best[np.where(kept, np.arange(len(kept)), self._keeper)][texts]
        removed = corpus.copies != keeper
        kept_by = np.full(len(order), _KEPT, dtype=np.int64)
        kept_by[corpus.copies[removed]] = keeper[removed]
        shared = self._namesakes
        headline = np.full(len(shared.leaders), KINDS.index(Match.HEADLINE), dtype=np.int8)
        leaders = np.concatenate((keeper[removed], best[shared.leaders]))
        by_leader = np.argsort(leaders, kind="stable")
        return Verdicts(
            kept_by,
            leaders[by_leader],
            np.concatenate((corpus.copies[removed], best[shared.members]))[by_leader],
            np.concatenate((kind[removed], headline))[by_leader],
            np.concatenate((similarity[removed], shared.similarities))[by_leader],
        )


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What becomes of each article.

    `kept_by[a]` is the article that is kept in the place of article `a`, -1 if it is kept itself. The article
    `others[i]` is a duplicate of `leaders[i]` (ascending) of a kind and a similarity.

    What earlier runs saw is told by the places of articles: `originals` has the article of an earlier run
    that was kept in the place of one of this run, `namesakes` those that share its headline only, and
    `supersedes` the ids of those that it takes the place of.
    """

    kept_by: Rows
    leaders: Rows
    others: Rows
    kinds: npt.NDArray[np.int8]
    similarities: npt.NDArray[np.float64]
    originals: Mapping[int, Original] = field(default_factory=dict)
    namesakes: Mapping[int, tuple[Duplicate, ...]] = field(default_factory=dict)
    supersedes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def remember(
        self,
        originals: Mapping[int, Original],
        namesakes: Mapping[int, tuple[Duplicate, ...]],
        supersedes: Mapping[int, tuple[str, ...]],
    ) -> "Verdicts":
        """Return the verdicts with what earlier runs saw."""
        return replace(self, originals=originals, namesakes=namesakes, supersedes=supersedes)

    def count(self, match: Match) -> int:
        """Count the duplicates of a kind."""
        earlier = sum(original.kind is match for original in self.originals.values())
        namesakes = len(self.namesakes) if match is Match.HEADLINE else 0
        return int(np.count_nonzero(self.kinds == KINDS.index(match))) + earlier + namesakes

    def find_largest(self, *, headlines: bool) -> tuple[int, int] | None:
        """Return the article with the most duplicates (the first of several), and how many; None without any.

        `headlines` tells whether those that share no more than a headline count.
        """
        counted = headlines | (self.kinds != KINDS.index(Match.HEADLINE))
        leaders, counts = np.unique_counts(self.leaders[counted])
        if not len(leaders):
            return None
        most = int(np.argmax(counts))
        return int(leaders[most]), int(counts[most])

    def is_kept(self, place: int) -> bool:
        """Tell whether an article is kept."""
        return bool(self.kept_by[place] == _KEPT) and place not in self.originals

    def list_unremarkable(self) -> bytes:
        """Return for each article 1 if it is kept and nothing else was found about it, else 0."""
        plain = self.kept_by == _KEPT
        plain[self.leaders] = False
        plain[[*self.originals, *self.namesakes, *self.supersedes]] = False
        return bytes(plain.tobytes())

    def find(self, place: int, card: Callable[[int], Card]) -> Found:
        """Return what was found about an article; `card` tells of others by their numbers."""
        if original := self.originals.get(place):
            return Found(duplicate_of=original.id, original=original)
        keeper = int(self.kept_by[place])
        return Found(
            duplicates=self._duplicates(place, card) + self.namesakes.get(place, ()),
            duplicate_of=None if keeper == _KEPT else card(keeper).id,
            supersedes=self.supersedes.get(place, ()),
        )

    def inscribe(self, article: Article, place: int, card: Callable[[int], Card]) -> Article:
        """Return an article with what was found about it; `place` is its number."""
        return replace(article, **self.find(place, card)._asdict())

    def _duplicates(self, place: int, card: Callable[[int], Card]) -> tuple[Duplicate, ...]:
        """List the duplicates of an article: by kind, the most similar first."""
        start, end = np.searchsorted(self.leaders, (place, place + 1)).tolist()
        found = (column[start:end].tolist() for column in (self.kinds, self.similarities, self.others))
        return list_duplicates((*each, card(each[-1])) for each in zip(*found, strict=True))


def list_duplicates(found: Iterable[tuple[int, float, Any, Card]]) -> tuple[Duplicate, ...]:
    """List duplicates of an article, given as kind, similarity, place and card: by kind, most similar first.

    Ties go by what doesn't depend on the order of the input, as long as there is such.
    """
    ordered = sorted(found, key=lambda each: (each[0], -each[1], each[3].source, each[3].id, each[2]))
    return tuple(
        Duplicate(card.source, card.id, card.url, card.title, KINDS[kind], similarity)
        for kind, similarity, _, card in ordered
    )


def find_none(count: int) -> Verdicts:
    """Return what becomes of articles of which none is a duplicate."""
    nothing = np.empty(0, dtype=np.int64)
    return Verdicts(np.full(count, -1), nothing, nothing, np.empty(0, dtype=np.int8), np.empty(0))
