"""What becomes of each article."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from newsclean.model import Article, Duplicate, Match, Original

KINDS: Final = tuple(Match)
KEPT: Final = -1

_Rows = npt.NDArray[np.int64]


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


class Verdicts(NamedTuple):
    """What becomes of each article.

    `kept_by[a]` is the article that is kept in the place of article `a`, -1 if it is kept itself. The article
    `others[i]` is a duplicate of `leaders[i]` (ascending) of a kind and a similarity.

    What earlier runs saw is told by the places of articles: `originals` has the article of an earlier run
    that was kept in the place of one of this run, `namesakes` those that share its headline only, and
    `supersedes` the ids of those that it takes the place of.
    """

    kept_by: _Rows
    leaders: _Rows
    others: _Rows
    kinds: npt.NDArray[np.int8]
    similarities: npt.NDArray[np.float64]
    originals: Mapping[int, Original] = {}
    namesakes: Mapping[int, tuple[Duplicate, ...]] = {}
    supersedes: Mapping[int, tuple[str, ...]] = {}

    def remember(
        self,
        originals: Mapping[int, Original],
        namesakes: Mapping[int, tuple[Duplicate, ...]],
        supersedes: Mapping[int, tuple[str, ...]],
    ) -> "Verdicts":
        """Return the verdicts with what earlier runs saw."""
        return self._replace(originals=originals, namesakes=namesakes, supersedes=supersedes)

    def count_kind(self, match: Match) -> int:
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
        return bool(self.kept_by[place] == KEPT) and place not in self.originals

    def list_unremarkable(self) -> bytes:
        """Return for each article 1 if it is kept and nothing else was found about it, else 0."""
        plain = self.kept_by == KEPT
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
            duplicate_of=None if keeper == KEPT else card(keeper).id,
            supersedes=self.supersedes.get(place, ()),
        )

    def inscribe(self, article: Article, place: int, card: Callable[[int], Card]) -> Article:
        """Return an article with what was found about it; `place` is its number."""
        return article._replace(**self.find(place, card)._asdict())

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
