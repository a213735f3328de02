"""What only HTML tells of a block, in one pass over the blocks."""

from typing import Any

import numpy as np

from newsclean.cleaning.blocks import Markups
from newsclean.cleaning.compiled.sums import add_up, find_most
from newsclean.cleaning.description import Features
from newsclean.cleaning.hints import SIGNS
from newsclean.cleaning.markup import ALL_LINKS, COLUMNS
from newsclean.cleaning.prose import Numbers
from newsclean.compiling.kernels import kernel


def describe_markup(markups: Markups, prose: Numbers) -> Features:
    """Return the features, shape (blocks, `COLUMNS`). Equal to `markup.describe_markup`."""
    features = np.zeros((len(markups), COLUMNS))
    containers = np.array(markups.containers, np.int64)
    _describe(
        *(markups.sign_bits, np.array(markups.linked, float), containers, prose),
        *(np.zeros((2, int(containers.max()) + 1)), features),
    )
    features[:, -1] = np.log1p(features[:, -1]) / 3
    return features


@kernel((np.int64, 1), (np.float64, 1), (np.int64, 1), (np.float64, 1), (np.float64, 2), (np.float64, 2))
def _describe(signs: Any, linked: Any, containers: Any, prose: Any, totals: Any, features: Any) -> None:
    """Fill `features`, the last column with what the logarithm is taken of.

    `totals` is room for what each container holds.
    """
    held, blocks = totals[0], totals[1]
    for block in range(len(containers)):
        held[containers[block]] += prose[block]
        blocks[containers[block]] += 1
    main = containers[0]
    for block in range(len(containers)):
        if held[containers[block]] > held[main]:
            main = containers[block]
    total, most = max(1.0, add_up(prose)), find_most(held)
    for block in range(len(containers)):
        here = held[containers[block]]
        row = features[block]
        for place in range(SIGNS):
            row[place] = signs[block] >> place & 1
        row[SIGNS] = linked[block]
        row[SIGNS + 1] = linked[block] > ALL_LINKS
        row[SIGNS + 2] = here / total
        row[SIGNS + 3] = here / most
        row[SIGNS + 4] = containers[block] == main
        row[SIGNS + 5] = blocks[containers[block]]
