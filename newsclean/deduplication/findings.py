"""What was found about texts, and the verdicts on articles that follow from it."""

from typing import Final

import numpy as np

from newsclean.deduplication.clusters import Memberships
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.excerpts import CONTAINED, Source
from newsclean.deduplication.texts import Flags
from newsclean.deduplication.verdicts import KEPT, KINDS, Verdicts
from newsclean.model import Match

_NO_MEMBERS: Final = Memberships(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))


class Findings:
    """For each text the one that is kept in its place, with kind and similarity; and shared headlines."""

    def __init__(self, texts: int) -> None:
        self._keeper = np.full(texts, KEPT, dtype=np.int64)
        self._kind = np.zeros(texts, dtype=np.int8)
        self._similarity = np.zeros(texts)
        self._namesakes = _NO_MEMBERS

    def kept(self) -> Flags:
        """Tell which texts are kept."""
        kept: Flags = self._keeper == KEPT
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
        source = np.full(len(self._keeper), KEPT, dtype=np.int64)
        source[parts] = [excerpts[part].text for part in parts.tolist()]
        copies = np.flatnonzero(~self.kept())
        copies = copies[source[self._keeper[copies]] != KEPT]
        parents = self._keeper[copies]
        shares = corpus.containments(copies, source[parents])
        fit = shares >= CONTAINED
        self.add_copies(Memberships(source[parents[fit]], copies[fit], shares[fit]), Match.EXCERPT)
        self._keeper[copies[~fit]] = KEPT
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
                freed = max(pair, key=lambda text: (self._keeper[text] != KEPT, preference[text]))
                self._keeper[freed] = KEPT

    def _find_keeper(self, text: int) -> int:
        keeper = int(self._keeper[text])
        return text if keeper == KEPT else keeper

    def add_namesakes(self, namesakes: Memberships) -> None:
        """Note kept texts that share a headline with a kept one."""
        self._namesakes = namesakes

    def drop_namesakes(self, namesakes: Memberships, corpus: Corpus) -> None:
        """Remove kept texts that share a headline with a kept one, and with them their copies."""
        self.add_copies(namesakes, Match.HEADLINE)
        copies = np.flatnonzero(~self.kept())
        copies = copies[self._keeper[self._keeper[copies]] != KEPT]
        leaders = self._keeper[self._keeper[copies]]
        self.add_copies(Memberships(leaders, copies, corpus.similarities(copies, leaders)), Match.HEADLINE)

    def verdicts(self, corpus: Corpus, order: Rows) -> Verdicts:
        """Say what follows for the articles; the first copy by `order` speaks for its text."""
        texts = np.repeat(np.arange(len(corpus)), np.diff(corpus.begins))
        best = np.argsort(order)[np.minimum.reduceat(order[corpus.copies], corpus.begins[:-1])]
        kept = self.kept()
        kind = np.where(kept, np.int8(KINDS.index(Match.EXACT)), self._kind)[texts]
        similarity = np.where(kept, 1.0, self._similarity)[texts]
        keeper = best[np.where(kept, np.arange(len(kept)), self._keeper)][texts]
        removed = corpus.copies != keeper
        kept_by = np.full(len(order), KEPT, dtype=np.int64)
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
