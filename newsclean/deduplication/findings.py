"""What was found about texts, and the verdicts on articles that follow from it."""

from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.clusters import Memberships
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.excerpts import CONTAINED, Source, share_in
from newsclean.deduplication.preferred import find_preferred
from newsclean.deduplication.ragged import distinct
from newsclean.deduplication.resemblance import Resemblance, Similarities
from newsclean.deduplication.texts import Flags, Texts
from newsclean.deduplication.verdicts import KEPT, KINDS, Verdicts
from newsclean.model import Match

_NEAR: Final = KINDS.index(Match.NEAR)
_EXCERPT: Final = KINDS.index(Match.EXCERPT)
_NO_MEMBERS: Final = Memberships(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))


class Findings:
    """For each text the one that is kept in its place, with kind and similarity; and shared headlines.

    A kept text has the kind that it would be put to another one with.
    """

    def __init__(self, texts: int) -> None:
        self._keeper = np.full(texts, KEPT, dtype=np.int64)
        self._kind = np.full(texts, _NEAR, dtype=np.int8)
        self._similarity = np.zeros(texts)
        self._namesakes = _NO_MEMBERS

    def kept(self) -> Flags:
        """Tell which texts are kept."""
        kept: Flags = self._keeper == KEPT
        return kept

    def keepers(self) -> Rows:
        """Return the text that is kept in each one's place, which may be itself."""
        return np.where(self.kept(), np.arange(len(self._keeper)), self._keeper)

    def removed(self) -> tuple[Memberships, npt.NDArray[np.int8]]:
        """Return the texts that are not kept, and the number of the kind of each."""
        texts = np.flatnonzero(~self.kept())
        return Memberships(self._keeper[texts], texts, self._similarity[texts]), self._kind[texts]

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
        copies = np.flatnonzero(~self.kept() & (source == KEPT))
        copies = copies[source[self._keeper[copies]] != KEPT]
        parents = self._keeper[copies]
        shares = corpus.containments(copies, source[parents])
        fit = shares >= CONTAINED
        self.add_copies(Memberships(source[parents[fit]], copies[fit], shares[fit]), Match.EXCERPT)
        self._keeper[copies[~fit]] = KEPT
        shared = np.array([excerpts[part].share for part in parts.tolist()])
        self.add_copies(Memberships(source[parts], parts, shared), Match.EXCERPT)
        return copies[~fit], parents[~fit]

    def merge(self, left: Rows, right: Rows, texts: Texts, preference: Rows) -> None:
        """Put the texts of each pair, with all their copies, to the more preferred of their kept texts."""
        for pair in zip(left.tolist(), right.tolist(), strict=True):
            kept, other = sorted(map(self._find_keeper, pair), key=preference.__getitem__)
            if kept != other:
                members = np.append(np.flatnonzero(self._keeper == other), other)
                self._keeper[members] = kept
                self._similarity[members] = self._measure(texts, self._keeper[members], members)

    def part(self, left: Rows, right: Rows, preference: Rows) -> None:
        """Free the less preferred text of each pair that is put to one kept text."""
        for pair in zip(left.tolist(), right.tolist(), strict=True):
            if self._find_keeper(pair[0]) == self._find_keeper(pair[1]):
                freed = max(pair, key=lambda text: (self._keeper[text] != KEPT, preference[text]))
                self._keeper[freed], self._kind[freed] = KEPT, _NEAR

    def _measure(self, texts: Texts, kept: Rows, others: Rows) -> Similarities:
        """Return how alike texts are to kept ones, as their kind is measured, whether it is enough or not."""
        parts = self._kind[others] == _EXCERPT
        found = np.empty(len(others))
        found[parts] = texts.containments(others[parts], kept[parts])
        found[~parts] = texts.similarities(others[~parts], kept[~parts])
        return found

    def _find_keeper(self, text: int) -> int:
        keeper = int(self._keeper[text])
        return text if keeper == KEPT else keeper

    def keep_preferred(self, resemblance: Resemblance, centres: Rows, preference: Rows) -> None:
        """Keep, in the place of centres, the more preferred of their copies that all others can be put to.

        Those in the cluster of another centre, by `centres`, were put to this one by a person: they fit all.
        """
        copies, keepers = np.flatnonzero(~self.kept()), self.keepers()
        texts = np.concatenate((copies, distinct(keepers[copies])))
        excerpts = self._kind == _EXCERPT

        def fit(kept: Rows, others: Rows) -> tuple[Flags, Similarities]:
            decided, parts = centres[kept] != centres[others], excerpts[others]
            similarities = np.empty(len(kept))
            similarities[decided] = self._measure(resemblance.corpus, kept[decided], others[decided])
            some = ~decided & parts
            similarities[some] = share_in(resemblance, kept[some], others[some])
            some = ~decided & ~parts
            similarities[some] = resemblance.to_linked(kept[some], others[some])
            return decided | (similarities > 0), similarities

        found = find_preferred(texts, keepers[texts], ~excerpts[texts], preference, fit)
        self._keeper[found.leaders] = KEPT
        self._keeper[found.members] = found.leaders
        self._similarity[found.members] = found.similarities

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
        keeper = best[self.keepers()][texts]
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
