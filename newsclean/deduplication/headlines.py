"""Articles with one headline and different texts: worth a look, and on request a removal."""

from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.banded import BandedKeys
from newsclean.deduplication.batches import Tools
from newsclean.deduplication.budget import mapped_size, room_in_memory
from newsclean.deduplication.clusters import Memberships, around_leaders
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.comparing import BINS, Comparing, Profiles, Rows
from newsclean.deduplication.components import Components
from newsclean.deduplication.corpus import Corpus, lay_out
from newsclean.deduplication.ragged import Ragged, begin_runs
from newsclean.deduplication.storage import release
from newsclean.deduplication.texts import PAIRS, Flags
from newsclean.deduplication.titles import NO_DAY, named_site

# A headline that more articles share is a rubric ("The weather this weekend") and says nothing about them.
MOST_SHARING: Final = 8
# So does a short one: rubrics ("Home", "News in brief") have two or three words. In letters (of which Chinese
# and its like take three bytes each), as a language may write three words as one.
LEAST_TOKENS: Final = 4
LEAST_BYTES: Final = 20
# Jaccard of words and runs of five letters. One letter changed among fifty leaves .8, one short word more .9;
# a headline of eight words with another verb has .6.
NEAR_HEADLINE: Final = 0.75
# P(candidate | J) = 1 - (1 - J ** 3) ** 14 = 0.9996 at J = 0.75.
HEADLINE_BANDS: Final = 14
# Days between two articles with one headline, where both dates are known. A story comes back within the week;
# what comes back after that is a column.
WINDOW: Final = 7

# Headlines signed at once: enough to pay for the calls.
_SIGNED: Final = 1 << 14
# Their band keys have this part of the room that those of texts had, which is taken while most else is there.
_ROOM: Final = 4


@dataclass(frozen=True, slots=True)
class Heads:
    """The headlines of kept texts, one for each text and wording, as `around_leaders` compares them.

    Where many pairs are compared, `profiles` of the features spare most of them a look at those.
    """

    texts: Rows
    keys: npt.NDArray[np.uint64]
    figures: npt.NDArray[np.uint64]
    days: Rows
    features: Ragged
    comparing: Comparing
    profiles: Profiles | None = None

    def take(self, chosen: Rows | Flags) -> "Heads":
        """Return some of them."""
        places = np.arange(len(self.texts))[chosen]
        return Heads(
            self.texts[places],
            self.keys[places],
            self.figures[places],
            self.days[places],
            self.features.take(places),
            self.comparing,
        )

    def near(self, left: Rows, right: Rows) -> Flags:
        """Tell of each pair whether the wording is nearly the same, with the same figures."""
        sizes = self.features.sizes
        one, other = sizes[left], sizes[right]
        found: Flags = self.figures[left] == self.figures[right]
        # What differs much in length can't be alike, and needs no look at the sets.
        found &= np.minimum(one, other) >= NEAR_HEADLINE * np.maximum(one, other)
        likely = np.flatnonzero(found)
        if self.profiles is not None:
            most = self.comparing.most_shared(self.profiles, left[likely], right[likely])
            found[likely] = most >= NEAR_HEADLINE * (one[likely] + other[likely] - most)
            likely = np.flatnonzero(found)
        for at in range(0, len(likely), PAIRS):
            pairs = likely[at : at + PAIRS]
            both = self.comparing.shared_counts(self.features, left[pairs], right[pairs])
            found[pairs] = both >= NEAR_HEADLINE * (one[pairs] + other[pairs] - both)
        return found

    def to_linked(self, left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        """Return 1 for each pair of headlines that are one, of texts not too many days apart; else 0."""
        days, others = self.days[left], self.days[right]
        soon = (days == NO_DAY) | (others == NO_DAY) | (np.abs(days - others) <= WINDOW)
        same = (self.keys[left] == self.keys[right]) | self.near(left, right)
        found: Flags = soon & same & (self.texts[left] != self.texts[right])
        return found.astype(np.float64)


def find_namesakes(
    collection: Collection, corpus: Corpus, kept: Flags, preference: Rows, tools: Tools
) -> Memberships:
    """Find the kept texts with the headline of another kept one, nearly the same wording included.

    Each goes to the most preferred text with its headline, with the Jaccard similarity of the two texts.
    """
    heads = _heads(collection, corpus, kept, tools.comparing)
    first = begin_runs(heads.keys)
    wordings = heads.take(first)
    room = room_in_memory(collection.settings.max_memory) // _ROOM
    groups = _join_near(wordings, tools, room).roots()[np.cumsum(first) - 1]
    shared = np.bincount(groups, minlength=1)[groups]
    some = np.flatnonzero((shared > 1) & (shared <= MOST_SHARING))
    found = around_leaders(some, groups[some], heads, preference[heads.texts])
    leaders, members = settle(heads.texts[found.leaders], heads.texts[found.members], preference)
    return Memberships(leaders, members, corpus.similarities(leaders, members))


def _ignore(_done: int, _of: int) -> None:
    """Headlines are compared so quickly that nobody need be told."""


def _heads(collection: Collection, corpus: Corpus, kept: Flags, comparing: Comparing) -> Heads:
    """Collect the headlines worth comparing: equal wordings together, the lowest text first."""
    facts = collection.facts.map()
    texts, cored = corpus.text_of_articles(), named_site(facts)

    def choose(what: str, articles: Rows | slice = slice(None)) -> npt.NDArray[Any]:
        return np.where(cored[articles], facts[f"core{what}"][articles], facts[f"title{what}"][articles])

    telling = (choose("_tokens") >= LEAST_TOKENS) & (choose("_bytes") >= LEAST_BYTES)
    chosen = np.flatnonzero(kept[texts] & telling)
    # The features of what may be the headline without its site stand before those of the whole.
    sizes = facts["core_features"] + facts["title_features"]
    both = lay_out(collection.features, sizes, mapped_size(collection.settings.max_memory)).take(chosen)
    before = np.where(cored[chosen], 0, facts["core_features"][chosen])
    sizes = choose("_features", chosen).astype(np.int64)
    heads = Heads(
        texts[chosen],
        choose("", chosen),
        choose("_figures", chosen),
        facts["day"][chosen].astype(np.int64),
        Ragged(both.values, both.starts + before, sizes, both.fetch),
        comparing,
    )
    release(facts)
    order = np.lexsort((heads.texts, heads.keys))
    return heads.take(order[begin_runs(heads.texts[order], heads.keys[order])])


def _join_near(wordings: Heads, tools: Tools, room: int) -> Components:
    """Join wordings that share a band's key and are alike."""
    features = wordings.features
    profiles = np.empty((len(features), BINS), dtype=np.uint8)
    # In the order in which they lie on disk.
    order = np.argsort(features.starts)
    with closing(BandedKeys(room)) as banded:
        for at in range(0, len(order), _SIGNED):
            lot = order[at : at + _SIGNED]
            signed = features.take(lot)
            banded.append([tools.hash_bands(signed)[:, :HEADLINE_BANDS]])
            profiles[lot] = tools.comparing.profiles(signed)
            release(features.values)

        def find_keys(band: int) -> npt.NDArray[np.uint64]:
            keys = np.empty(len(order), dtype=np.uint64)
            keys[order] = banded.band(band)
            return keys

        near = replace(wordings, profiles=profiles).near
        components = Components(len(order), near, tools.comparing.group)
        components.join_buckets(np.arange(len(order)), find_keys, _ignore, HEADLINE_BANDS)
    return components


def settle(leaders: Rows, members: Rows, preference: Rows) -> tuple[Rows, Rows]:
    """Put each text under one leader that is under none: a text can have several headlines."""
    above: dict[int, int] = {}
    tops: set[int] = set()
    order = np.lexsort((preference[members], preference[leaders]))
    for leader, member in zip(leaders[order].tolist(), members[order].tolist(), strict=True):
        top = above.get(leader, leader)
        if member not in above and member not in tops and member != top:
            above[member] = top
            tops.add(top)
    return np.array(list(above.values()), dtype=np.int64), np.array(list(above), dtype=np.int64)
