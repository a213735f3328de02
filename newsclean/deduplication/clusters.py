"""Clusters of texts: each around one that all its members resemble."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import Rows

# Clusters made of one connected component. Each leader is compared with all that is left of it: this bounds
# the work in a runaway component (pages of one template); what is left after it stays, each for itself.
MOST_LEADERS: Final = 256

_logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Memberships:
    """Of each cluster all but its leader: `members[i]` resembles `leaders[i]` by `similarities[i]`."""

    leaders: Rows
    members: Rows
    similarities: npt.NDArray[np.float64]


def join_memberships(found: Sequence[Memberships]) -> Memberships:
    """Put several together."""
    return Memberships(
        np.concatenate([each.leaders for each in found]),
        np.concatenate([each.members for each in found]),
        np.concatenate([each.similarities for each in found]),
    )


class Likeness(Protocol):
    """Tells how much texts resemble each other."""

    def to_linked(self, left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        """Return the similarity of each pair, 0 where it is not enough."""


def around_leaders(texts: Rows, groups: Rows, resemblance: Likeness, preference: Rows) -> Memberships:
    """Part each group of texts into clusters around some of them.

    `groups[i]` is the group of `texts[i]`; `preference` gives each text's place in the order in which texts
    are made leaders. In each group the most preferred text takes all that resemble it; of those left, the
    most preferred is the next leader (leader clustering, Hartigan 1975). So nobody is in a cluster for
    resembling a neighbour only. Texts without copies don't appear. All groups are gone through at once, a
    leader of each at a time.
    """
    order = np.lexsort((preference[texts], groups))
    texts, groups = texts[order], groups[order]
    found = [Memberships(texts[:0], texts[:0], np.empty(0))]
    for _ in range(MOST_LEADERS):
        first = np.ones(len(groups), dtype=np.bool_)
        first[1:] = groups[1:] != groups[:-1]
        begins = np.flatnonzero(first)
        leaders = np.repeat(texts[begins], np.diff(begins, append=len(texts)))
        leaders, texts, groups = leaders[~first], texts[~first], groups[~first]
        if not len(texts):
            break
        similarities = resemblance.to_linked(leaders, texts)
        taken = similarities > 0
        found.append(Memberships(leaders[taken], texts[taken], similarities[taken]))
        texts, groups = texts[~taken], groups[~taken]
    for count in np.unique_counts(groups).counts.tolist():
        if count > 1:
            _logger.warning("%d texts that resemble each other in a chain only are all kept", count)
    return join_memberships(found)
