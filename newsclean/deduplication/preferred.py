"""Which text of a cluster is kept: the most preferred that all others can be put to."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.clusters import Memberships, join_memberships
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.ragged import begin_runs
from newsclean.deduplication.texts import Flags

# Texts of a cluster that are tried, each compared with all others, before its centre is kept. Of 5,000
# clusters in 100,000 generated articles, 71 needed more than one, and 1 more than three.
MOST_TRIED: Final = 8

Fit = Callable[[Rows, Rows], tuple[Flags, npt.NDArray[np.float64]]]
"""Tells of each text to be kept and another one whether this can be put to that, and how alike they are."""


def find_preferred(texts: Rows, centres: Rows, eligible: Flags, preference: Rows, fit: Fit) -> Memberships:
    """Choose the texts that are kept in the place of their clusters' centres.

    Args:
        texts: all texts of some clusters, the centres among them.
        centres: the centre of each one's cluster.
        eligible: whether each may be kept; a centre may.
        preference: each text's place, by its number, in the order in which texts would be kept.
        fit: compares a text with the others of its cluster.

    Returns:
        All other texts of the clusters of which another text than the centre is to be kept.

    """
    order = np.lexsort((preference[texts], ~eligible, centres))
    texts, centres = texts[order], centres[order]
    found = [Memberships(texts[:0], texts[:0], np.empty(0))]
    for turn in range(MOST_TRIED):
        begins = np.flatnonzero(begin_runs(centres))
        sizes = np.diff(begins, append=len(texts))
        tried = np.repeat(texts[begins + turn], sizes)
        # Whose turn it is may be the centre, which all resemble.
        left = tried != centres
        texts, centres, tried = texts[left], centres[left], tried[left]
        if not len(texts):
            break
        others = texts != tried
        fits, similarities = np.ones(len(texts), dtype=np.bool_), np.zeros(len(texts))
        fits[others], similarities[others] = fit(tried[others], texts[others])
        first = begin_runs(centres)
        suits = np.logical_and.reduceat(fits, np.flatnonzero(first))[np.cumsum(first) - 1]
        chosen = suits & others
        found.append(Memberships(tried[chosen], texts[chosen], similarities[chosen]))
        texts, centres = texts[~suits], centres[~suits]
    return join_memberships(found)
