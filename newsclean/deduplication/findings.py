"""What was found about texts, and how it reads on articles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.excerpts import CONTAINED, Source
from newsclean.deduplication.shingles import Shingles
from newsclean.deduplication.verification import containment
from newsclean.model import Article, Duplicate, Match

_KINDS: Final = tuple(Match)


@dataclass(slots=True)
class Findings:
    """For each kept text its removed ones, each with kind and similarity, and those with its headline."""

    removed: dict[int, dict[int, tuple[Match, float]]] = field(default_factory=dict)
    namesakes: dict[int, list[tuple[int, float]]] = field(default_factory=dict)

    def kept(self, texts: int) -> list[int]:
        """Return which of so many texts are not removed."""
        removed = {text for members in self.removed.values() for text in members}
        return [text for text in range(texts) if text not in removed]

    def add_copies(self, kept: int, members: Iterable[tuple[int, float]]) -> None:
        """Put copies, each with its similarity, to the kept text."""
        self.removed[kept] = {text: (Match.NEAR, similarity) for text, similarity in members}

    def add_excerpt(self, part: int, source: Source, shingles: Shingles) -> list[int]:
        """Put an excerpt to the kept text that it is taken from, and with it those of its copies that fit.

        Returns its other copies, which are free again.
        """
        target = self.removed.setdefault(source.text, {})
        target[part] = Match.EXCERPT, source.share
        loose = []
        for copy in self.removed.pop(part, {}):
            share = containment(shingles[copy], shingles[source.text])
            if share >= CONTAINED:
                target[copy] = Match.EXCERPT, share
            else:
                loose.append(copy)
        return loose


def report(corpus: Corpus, findings: Findings, order: Sequence[int]) -> tuple[Article, ...]:
    """Write the findings on the articles, in input order; the first copy by `order` speaks for its text."""
    best = [min(copies, key=order.__getitem__) for copies in corpus.copies]
    matches: list[_Found] = []
    for text in findings.kept(len(corpus)):
        matches.extend(
            _Found(best[text], at, Match.EXACT, 1.0) for at in corpus.copies[text] if at != best[text]
        )
    for kept, members in findings.removed.items():
        for text, (kind, similarity) in members.items():
            matches.extend(_Found(best[kept], at, kind, similarity) for at in corpus.copies[text])
    for kept, others in findings.namesakes.items():
        matches.extend(
            _Found(best[kept], best[text], Match.HEADLINE, similarity) for text, similarity in others
        )
    return _written(corpus.articles, matches)


class _Found(NamedTuple):
    """The article at place `other` resembles the kept one at place `kept`."""

    kept: int
    other: int
    kind: Match
    similarity: float


def _written(articles: Sequence[Article], matches: Iterable[_Found]) -> tuple[Article, ...]:
    listed: defaultdict[int, list[_Found]] = defaultdict(list)
    kept_id: dict[int, str] = {}
    for found in matches:
        listed[found.kept].append(found)
        if found.kind is not Match.HEADLINE:
            kept_id[found.other] = articles[found.kept].id
    return tuple(
        replace(
            article,
            duplicates=tuple(
                _duplicate(articles[found.other], found)
                for found in sorted(listed[at], key=_likeness(articles))
            ),
            duplicate_of=kept_id.get(at),
        )
        for at, article in enumerate(articles)
    )


def _likeness(articles: Sequence[Article]) -> Callable[[_Found], tuple[int, float, str, str, int]]:
    """Sort by kind, then the most similar first, then by what doesn't depend on the order of the input."""

    def key(found: _Found) -> tuple[int, float, str, str, int]:
        other = articles[found.other]
        return _KINDS.index(found.kind), -found.similarity, other.source, other.id, found.other

    return key


def _duplicate(article: Article, found: _Found) -> Duplicate:
    return Duplicate(article.source, article.id, article.url, article.title, found.kind, found.similarity)
