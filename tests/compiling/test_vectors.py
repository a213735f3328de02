"""Rows are summed in vectors as a product of matrices is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclean.cleaning.compiled.network import _multiply_active
from newsclean.compiling.vectors import COLUMNS


@settings(deadline=None)  # the first call compiles
@given(st.integers(1, 40), st.sampled_from((0.0, 0.1, 0.5, 1.0)), st.integers(0, 2**32 - 1))
def test_a_product_with_what_is_active_is_the_product(size: int, share: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    hidden = (random.integers(1, 1024, (size, 64)) * (random.random((size, 64)) < share)).astype(np.float32)
    matrix = random.integers(-200, 200, (64, 3 * COLUMNS)).astype(np.float32)
    assert np.array_equal(_multiply_active(hidden, matrix), hidden @ matrix)


@pytest.mark.parametrize("columns", [1, COLUMNS - 1, COLUMNS, COLUMNS + 16])
def test_matrices_of_any_width_are_taken(columns: int) -> None:
    hidden, matrix = np.eye(3, 48, dtype=np.float32), np.ones((48, columns), np.float32)
    assert np.array_equal(_multiply_active(hidden, matrix), np.ones((3, columns)))
