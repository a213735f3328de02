from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.memory.imprints import Imprint, Traces

Hashes = npt.NDArray[np.uint32]


def _hashes(seed: int, count: int) -> Hashes:
    return np.unique(np.random.default_rng(seed).integers(0, 1 << 32, count, np.uint32))


def _traces(shingles: Hashes) -> Traces:
    return Traces(shingles, shingles[::2], shingles[:5])


@pytest.mark.parametrize("shared", [0.0, 0.35, 0.65, 0.9, 1.0])
def test_the_similarity_is_about_right(shared: float) -> None:
    common, mine, theirs = _hashes(1, 400), _hashes(2, 400), _hashes(3, 400)
    count = round(400 * 2 * shared / (1 + shared))
    one = np.unique(np.concatenate((common[:count], mine[: 400 - count])))
    other = np.unique(np.concatenate((common[:count], theirs[: 400 - count])))
    marks = Imprint(_traces(one).imprint()).shingles
    assert marks.similarity(other) == pytest.approx(shared, abs=0.07)  # three standard deviations


@given(st.sets(st.integers(0, (1 << 32) - 1), max_size=300))
def test_a_text_resembles_itself(numbers: set[int]) -> None:
    traces = _traces(np.array(sorted(numbers), np.uint32))
    imprint = Imprint(traces.imprint())
    for marks, hashes in ((imprint.shingles, traces.shingles), (imprint.figures, traces.figures)):
        assert marks.size == len(hashes)
        assert marks.similarity(hashes) == (1.0 if len(hashes) else 0.0)


def test_marks_take_two_bits_a_shingle_and_have_a_limit() -> None:
    nothing: Any = np.empty(0, np.uint32)
    assert len(Traces(_hashes(1, 400), nothing, nothing).imprint()) == 100 + 12
    assert len(Traces(_hashes(1, 100_000), nothing, nothing).imprint()) == 1024 + 12
