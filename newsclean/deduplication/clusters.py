"""Clusters of copies: each around one kept text that all its members resemble."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.resemblance import Resemblance

# Kept texts taken from one connected component. Each is compared with all that is left of it, so this bounds
# the work in a runaway component (pages of one template); what is left after it stays, each for itself.
MOST_KEPT: Final = 256

_logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The kept text and its copies, each with its similarity to the kept one (threshold to 1)."""

    kept: int
    members: tuple[tuple[int, float], ...]


def find_clusters(
    candidates: npt.NDArray[np.int64], resemblance: Resemblance, preference: Sequence[int]
) -> list[Cluster]:
    """Put copies together around kept texts.

    `candidates` is (pairs, 2). `preference` gives each text's place in the order in which texts would be
    kept. In each connected component of copies the most preferred text is kept and takes all that resemble
    it; of those left, the most preferred is kept next (leader clustering, Hartigan 1975). So nobody is in a
    cluster for resembling a neighbour only. Texts without copies don't appear.
    """
    clusters: list[Cluster] = []
    for component in _components(candidates, resemblance):
        clusters.extend(around_leaders(component, resemblance, preference))
    return clusters


def _components(candidates: npt.NDArray[np.int64], resemblance: Resemblance) -> Iterable[list[int]]:
    """Join the texts of verified pairs (union-find); pairs already joined need no comparison."""
    parent: dict[int, int] = {}

    def root(text: int) -> int:
        while (above := parent.setdefault(text, text)) != text:
            parent[text] = parent[above]
            text = above
        return text

    for one, other in candidates.tolist():
        left, right = root(one), root(other)
        if left != right and resemblance.alike(one, other):
            parent[max(left, right)] = min(left, right)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for text in sorted(parent):
        members[root(text)].append(text)
    return (texts for texts in members.values() if len(texts) > 1)


def around_leaders(
    texts: Iterable[int], resemblance: Resemblance, preference: Sequence[int]
) -> Iterator[Cluster]:
    """Part texts into clusters, each around the most preferred text left; the lone ones don't appear."""
    left = sorted(texts, key=preference.__getitem__)
    for _ in range(MOST_KEPT):
        if len(left) <= 1:
            return
        leader, *rest = left
        similarities = resemblance.to_linked(leader, np.array(rest))
        members = tuple((text, value) for text, value in zip(rest, similarities, strict=True) if value)
        taken = {text for text, _ in members}
        left = [text for text in rest if text not in taken]
        if members:
            yield Cluster(leader, members)
    if len(left) > 1:
        _logger.warning("%d texts that resemble each other in a chain only are all kept", len(left))
