"""Sums and maxima in plain loops: NumPy's methods are compiled to calls of Numba's library."""

from typing import Any

from newsclean.compiling.kernels import function


@function
def add_up(values: Any) -> float:
    """Return the sum of some numbers."""
    total = 0.0
    for value in values:
        total += value
    return total


@function
def find_most(values: Any) -> float:
    """Return the largest of some numbers, 1 at least."""
    most = 1.0
    for value in values:
        most = max(most, value)
    return most
