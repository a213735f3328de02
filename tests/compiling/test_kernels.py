"""Kernels take the arrays that they are made for, and no others."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from newsclean.cleaning.compiled.lines import _count_ends
from newsclean.cleaning.marks import mark_characters
from newsclean.compiling.assembling import assemble
from newsclean.compiling.kernels import Function

CODES = np.frombuffer("One\nTwo\nThree".encode("utf-32-le"), np.uint32)


def count(codes: Any, size: Any) -> None:
    _count_ends(codes, mark_characters(), size)


@pytest.mark.parametrize(
    ("codes", "size"),
    [
        (CODES.astype(np.int32), np.zeros(2, np.int64)),
        (CODES.reshape(1, -1), np.zeros(2, np.int64)),
        (CODES[::2], np.zeros(2, np.int64)),
        (CODES, np.zeros(2)),
        (CODES.tolist(), np.zeros(2, np.int64)),
        (CODES, 7),
        (CODES, None),
    ],
)
def test_what_is_not_as_declared_is_refused(codes: Any, size: Any) -> None:
    with pytest.raises(TypeError, match="_count_ends: not a contiguous array"):
        count(codes, size)


def test_an_argument_that_lacks_is_missed() -> None:
    with pytest.raises(TypeError):
        _count_ends(CODES, mark_characters())


def test_memory_maps_and_equal_dtypes_are_taken(tmp_path: Path) -> None:
    CODES.tofile(tmp_path / "codes")
    other = np.dtype(np.int64, copy=True)
    assert other is not np.dtype(np.int64)
    size = np.zeros(2, other)
    count(np.memmap(tmp_path / "codes", np.uint32), size)
    assert size.tolist() == [2, 0]


def test_arrays_without_entries_are_taken() -> None:
    size = np.zeros(2, np.int64)
    count(CODES[:0], size)
    assert size.tolist() == [0, 0]


def makes_an_array(values: Any) -> None:
    values[0] = np.zeros(int(values[1])).sum()


def raises(values: Any) -> None:
    if values[0] > 1:
        raise ValueError


@pytest.mark.parametrize(
    ("python", "why"),
    [(makes_an_array, "without Numba's"), (raises, "may raise")],
)
def test_what_needs_numba_to_run_is_no_kernel(python: Any, why: str) -> None:
    with pytest.raises(RuntimeError, match=f"test.{python.__name__} .*{why}"):
        assemble(f"test.{python.__name__}", Function(python).dispatcher, [(np.float64, 1)])
