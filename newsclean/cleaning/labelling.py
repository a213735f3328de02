"""The labeller: a small convolutional network over the blocks of a page, in exact integer arithmetic.

Each block's features pass one dense layer; residual convolutions with growing dilation (van den Oord et al.,
2016) then let every block see its neighbours up to 15 blocks away. The recipe in training/ makes the weights.

All numbers are integers held in float32, where sums and products below 2**24 are exact whatever order the
processor takes them in: a page gets the same labels on every machine.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.description import Features
from newsclean.cleaning.features import Context, text_features
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.prose import Numbers
from newsclean.cleaning.tables import load_tables
from newsclean.model import Kind, Label

Array = NDArray[np.float32]
Scores = NDArray[np.float64]

ACTIVATION_SCALE = 64  # an activation of 1.0 is stored as 64
WEIGHT_SCALE = 256  # a weight of 1.0 is stored as 256
INPUT_LIMIT = 4.0  # standard deviations; features are clipped there
ACTIVATION_LIMIT = 16.0  # activations are clipped there: it bounds the sums
EXACT = 2**24  # float32 holds every integer below it
UNIT = ACTIVATION_SCALE * WEIGHT_SCALE  # a score of one unit of log odds
LABELS = (Label.FURNITURE, Label.BODY, Label.HEADLINE)
FURNITURE, BODY, HEADLINE = range(len(LABELS))  # columns of the scores
DILATIONS = (1, 2, 4, 8)
_HIGHEST = np.float32(ACTIVATION_LIMIT * ACTIVATION_SCALE)
_SHRINK = np.float32(1 / WEIGHT_SCALE)  # a power of two: exact


@dataclass(eq=False, repr=False)
class Weights:
    """A trained network for F features with H hidden units.

    `mean` and `scale` (F) standardise the features. `dense` is (F, H); `convolutions` (layers, 3, H, H) act
    on the block before, the block itself and the block after at the layer's dilation; `output` is (H,
    labels). Biases stand at the scale of the sums that they are added to.
    """

    mean: Array
    scale: Array
    dense: Array
    dense_bias: Array
    convolutions: Array
    convolution_biases: Array
    output: Array
    output_bias: Array

    def find_largest_sum(self) -> int:
        """Return what no sum exceeds, whatever the page: below `EXACT` the labels are exact."""
        entered, hidden = INPUT_LIMIT * ACTIVATION_SCALE, ACTIVATION_LIMIT * ACTIVATION_SCALE
        layers = (
            entered * np.abs(self.dense).sum(axis=0) + np.abs(self.dense_bias),
            hidden * np.abs(self.convolutions).sum(axis=(1, 2)) + np.abs(self.convolution_biases),
            hidden * np.abs(self.output).sum(axis=0) + np.abs(self.output_bias),
        )
        return int(max(layer.max() for layer in layers))


class Odds(NamedTuple):
    """The log odds of each block being body, and headline, rather than the likelier of the other two."""

    body: Numbers
    headline: Numbers


@cache
def load_weights(kind: Kind) -> Weights:
    """Return the shipped weights for pages of `kind`."""
    return Weights(**{name: table.astype(np.float32) for name, table in load_tables(kind).items()})


def page_features(blocks: Blocks, kind: Kind, context: Context) -> Features:
    """Return the features of a page's blocks, one row a block, clipped to what the network was made for."""
    features = text_features(blocks, context)
    if kind is Kind.HTML:
        from newsclean.cleaning.markup import markup_features  # noqa: PLC0415  # start-up time

        features = np.hstack([features, markup_features(blocks)])
    return features


def weigh(scores: Scores) -> Odds:
    """Return the log odds of blocks with these scores."""
    furniture, body, headline = scores.T
    return Odds(
        (body - np.maximum(furniture, headline)) / UNIT, (headline - np.maximum(furniture, body)) / UNIT
    )


def forward(features: Features, weights: Weights) -> Scores:
    """Run the network on one page's features, shape (blocks, F).

    Returns the score of each label for each block, shape (blocks, `LABELS`); the highest is the likeliest. A
    difference of `UNIT` is one unit of log odds.
    """
    compiled = find_compiled()
    return (compiled.forward if compiled else forward_slowly)(features, weights)


def forward_slowly(features: Features, weights: Weights) -> Scores:
    """Run the network: the reference path, with `compiled.network.forward` as its fast twin."""
    standard = np.clip((features - weights.mean) / weights.scale, -INPUT_LIMIT, INPUT_LIMIT)
    whole = np.rint(standard * ACTIVATION_SCALE).astype(np.float32)
    hidden = _activate(whole @ weights.dense + weights.dense_bias)
    layers = zip(DILATIONS, weights.convolutions, weights.convolution_biases, strict=True)
    for dilation, matrices, bias in layers:
        to_after, here, to_before = hidden @ matrices
        sums = here + bias
        sums[dilation:] += to_after[:-dilation]
        sums[:-dilation] += to_before[dilation:]
        hidden = np.minimum(hidden + _activate(sums), _HIGHEST)
    return (hidden @ weights.output + weights.output_bias).astype(np.float64)


def _activate(sums: Array) -> Array:
    """Rectify, and return to the scale of activations, in place."""
    np.maximum(sums, 0, out=sums)
    np.multiply(sums, _SHRINK, out=sums)
    np.floor(sums, out=sums)
    return np.minimum(sums, _HIGHEST, out=sums)
