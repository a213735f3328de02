"""The labeller: small convolutional networks over the blocks of a page, in exact integer arithmetic.

Each block's features pass one dense layer; residual convolutions with growing dilation (van den Oord et al.,
2016) then let every block see its neighbours up to 15 blocks away. The recipe in training/ makes the weights.

All numbers are integers held in float64, where sums and products below 2**53 are exact whatever order the
processor takes them in: a page gets the same labels on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.features import Context, Features, text_features
from newsclean.cleaning.markup import markup_features
from newsclean.model import Block, Kind, Label

Array = NDArray[np.float64]
Scores = NDArray[np.float64]

ACTIVATION_SCALE = 64  # an activation of 1.0 is stored as 64
WEIGHT_SCALE = 256  # a weight of 1.0 is stored as 256
INPUT_LIMIT = 4.0  # standard deviations; features are clipped there
UNIT = ACTIVATION_SCALE * WEIGHT_SCALE  # a score of one unit of log odds
LABELS = (Label.FURNITURE, Label.BODY, Label.HEADLINE)
FURNITURE, BODY, HEADLINE = range(len(LABELS))  # columns of the scores
DILATIONS = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Weights:
    """Trained networks for F features, each with H hidden units, that vote.

    `mean` and `scale` (F) standardise the features. All else has an axis for the networks first: `dense` is
    (networks, F, H); `convolutions` (networks, layers, 3H, H) act on the block before, the block itself and
    the block after at the layer's dilation; `output` is (networks, H, labels). Biases stand at the scale of
    the sums that they are added to.
    """

    mean: Array
    scale: Array
    dense: Array
    dense_bias: Array
    convolutions: Array
    convolution_biases: Array
    output: Array
    output_bias: Array


@cache
def load_weights(kind: Kind) -> Weights:
    """Return the shipped weights for pages of `kind`."""
    with resources.files("newsclean.cleaning").joinpath(f"data/{kind}.npz").open("rb") as file:
        arrays = np.load(file)
        return Weights(**{name: arrays[name].astype(np.float64) for name in arrays.files})


def page_features(blocks: Sequence[Block], kind: Kind, context: Context) -> Features:
    """Return the features of a page's blocks, one row a block, clipped to what the network was made for."""
    features = text_features(blocks, context)
    if kind is Kind.HTML:
        features = np.hstack([features, markup_features(blocks)])
    return features


def score_blocks(blocks: Sequence[Block], kind: Kind, context: Context) -> Scores:
    """Return the score of each label for each block, shape (blocks, `LABELS`); the highest is the likeliest.

    A difference of `UNIT` is one unit of log odds.
    """
    return forward(page_features(blocks, kind, context), load_weights(kind))


def forward(features: Features, weights: Weights) -> Scores:
    """Run the networks on one page's features, shape (blocks, F), and return their mean scores."""
    standard = np.clip((features - weights.mean) / weights.scale, -INPUT_LIMIT, INPUT_LIMIT)
    whole = np.rint(standard * ACTIVATION_SCALE)
    total = np.zeros((len(features), len(LABELS)))
    for network in range(len(weights.dense)):
        total += _vote(whole, weights, network)
    return np.floor(total / len(weights.dense))


def _vote(features: Array, weights: Weights, network: int) -> Array:
    hidden = _activate(features @ weights.dense[network] + weights.dense_bias[network])
    layers = zip(DILATIONS, weights.convolutions[network], weights.convolution_biases[network], strict=True)
    for dilation, matrix, bias in layers:
        around = np.hstack([_shift(hidden, dilation), hidden, _shift(hidden, -dilation)])
        hidden = hidden + _activate(around @ matrix + bias)
    votes: Array = hidden @ weights.output[network] + weights.output_bias[network]
    return votes


def _activate(sums: Array) -> Array:
    """Rectify, and return to the scale of activations."""
    return np.floor(np.maximum(sums, 0.0) / WEIGHT_SCALE)


def _shift(rows: Array, by: int) -> Array:
    shifted = np.zeros_like(rows)
    if by > 0:
        shifted[by:] = rows[:-by]
    else:
        shifted[:by] = rows[-by:]
    return shifted
