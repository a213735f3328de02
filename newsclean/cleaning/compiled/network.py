"""The labeller's network: NumPy multiplies the matrices, and what stands between is done in one pass each."""

from typing import Any

import numpy as np

from newsclean.cleaning.description import Features
from newsclean.cleaning.labelling import (
    ACTIVATION_LIMIT,
    ACTIVATION_SCALE,
    DILATIONS,
    INPUT_LIMIT,
    WEIGHT_SCALE,
    Scores,
    Weights,
)
from newsclean.compiling.kernels import kernel

_SCALE, _LIMIT = np.float32(ACTIVATION_SCALE), np.float64(INPUT_LIMIT)
_HIGHEST, _SHRINK, _NOTHING = map(np.float32, (ACTIVATION_LIMIT * ACTIVATION_SCALE, 1 / WEIGHT_SCALE, 0))


def forward(features: Features, weights: Weights) -> Scores:
    """Run the network on one page's features, shape (blocks, F). Equal to `labelling.forward`."""
    whole = np.empty(features.shape, np.float32)
    _standardise(np.ascontiguousarray(features), weights.mean, weights.scale, whole)
    hidden = whole @ weights.dense
    _activate(hidden, weights.dense_bias)
    sums = np.empty(hidden.shape[1], np.float32)
    layers = zip(DILATIONS, weights.convolutions, weights.convolution_biases, strict=True)
    for dilation, matrices, bias in layers:
        # At 170 blocks, the median of plain/, three products take a quarter less time than a wide one.
        _convolve(hidden @ matrices, bias, dilation, sums, hidden)
    return (hidden @ weights.output + weights.output_bias).astype(np.float64)


@kernel((np.float64, 2), (np.float32, 1), (np.float32, 1), (np.float32, 2))
def _standardise(features: Any, mean: Any, scale: Any, whole: Any) -> None:
    """Fill `whole` with the features in standard deviations, as whole numbers."""
    for block in range(len(features)):
        for column in range(len(mean)):
            standard = (features[block, column] - mean[column]) / scale[column]
            whole[block, column] = np.rint(min(max(standard, -_LIMIT), _LIMIT) * _SCALE)


@kernel((np.float32, 2), (np.float32, 1))
def _activate(sums: Any, bias: Any) -> None:
    """Rectify, and return to the scale of activations, in place."""
    for block in range(len(sums)):
        for unit in range(len(bias)):
            value = np.floor(max(sums[block, unit] + bias[unit], _NOTHING) * _SHRINK)
            sums[block, unit] = min(value, _HIGHEST)


@kernel((np.float32, 3), (np.float32, 1), (np.int64, 0), (np.float32, 1), (np.float32, 2))
def _convolve(told: Any, bias: Any, dilation: int, sums: Any, hidden: Any) -> None:
    """Add to `hidden` what each block tells of itself and of its neighbours.

    `told` holds three matrices with a row for each block: its share in the sums of the block after it, in its
    own, and in those of the block before it. `sums` is room for one block's.
    """
    size, units = hidden.shape
    for block in range(size):
        for unit in range(units):
            sums[unit] = told[1, block, unit] + bias[unit]
        if block >= dilation:
            for unit in range(units):
                sums[unit] += told[0, block - dilation, unit]
        if block + dilation < size:
            for unit in range(units):
                sums[unit] += told[2, block + dilation, unit]
        for unit in range(units):
            value = min(np.floor(max(sums[unit], _NOTHING) * _SHRINK), _HIGHEST)
            hidden[block, unit] = min(hidden[block, unit] + value, _HIGHEST)
