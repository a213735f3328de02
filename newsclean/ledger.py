"""The accounts of a run: every input, every removed word, every second."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from newsclean.deduplication import Verdicts
from newsclean.model import Article, Match, Reason, Rejected
from newsclean.result import Cluster, Damaged, Result, SiteCount


class Ledger:
    """What has come to light so far."""

    def __init__(self) -> None:
        self.articles = 0
        self.rejected: list[Rejected] = []
        self.damaged: list[Damaged] = []
        self.seconds: dict[str, float] = {}
        self.words_removed: Counter[Reason] = Counter()
        self.sites: dict[str, SiteCount] = {}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Note how long a stage takes."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - start

    def add_words(self, article: Article, removed: Mapping[Reason, int]) -> None:
        """Note the words of a page that were kept, and those removed for each reason."""
        self.words_removed.update(removed)
        name = article.site or article.source.rpartition("/")[0] or "."
        known = self.sites.get(name, SiteCount())
        self.sites[name] = SiteCount(
            known.articles + 1, known.words + article.words, known.removed + sum(removed.values())
        )

    def add_damage(self, source: str, replacements: int) -> None:
        """Note the characters of a page that could not be decoded, if there are any."""
        if replacements:
            self.damaged.append(Damaged(source, replacements))

    def close(self, verdicts: Verdicts, largest: Cluster | None, *, drop_headlines: bool) -> Result:
        """Return the numbers of the run. Its articles are left to the caller."""
        kinds = {kind: verdicts.count_kind(kind) for kind in Match}
        removed = tuple(kind for kind in Match if kind is not Match.HEADLINE or drop_headlines)
        return Result(
            articles=(),
            rejected=tuple(self.rejected),
            damaged=tuple(self.damaged),
            inputs=self.articles + len(self.rejected),
            distinct=self.articles - sum(kinds[kind] for kind in removed),
            removed={kind: kinds[kind] for kind in removed},
            same_headline=0 if drop_headlines else kinds[Match.HEADLINE],
            seconds=self.seconds,
            words_removed={
                reason: self.words_removed[reason] for reason in Reason if self.words_removed[reason]
            },
            sites=dict(sorted(self.sites.items())),
            largest=largest,
        )
