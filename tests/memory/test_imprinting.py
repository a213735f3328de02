"""Both paths of imprinting are the same, and many texts at a time what one is alone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsclean.deduplication.batches import reference_tools
from newsclean.deduplication.texts import Texts
from newsclean.memory.imprinting import Imprinting, ReferenceImprinting, choose_imprinting
from newsclean.memory.imprints import Imprint, Imprints, Traces

TOOLS = reference_tools()
REFERENCE = ReferenceImprinting()
# More shingles than a row of marks grows with, and more than the head of an imprint tells.
LONG, LONGEST = (" ".join(map(str, range(count))) for count in (4_200, 66_000))


@pytest.fixture(scope="module")
def compiled() -> Imprinting:
    return choose_imprinting(1 << 20)


def _sketch(texts: list[str]) -> Texts:
    sketches = TOOLS.sketch(texts)
    nothing: Any = np.zeros(len(texts), np.uint64)
    return Texts(
        sketches.shingles, sketches.tokens, sketches.figures, nothing, {}, nothing > 0, TOOLS.comparing
    )


TEXTS = st.lists(
    st.lists(st.sampled_from([*"abcdefgh", "1", "2.5", "1999"]), max_size=60).map(" ".join), max_size=5
)


@settings(max_examples=100, deadline=None)
@given(texts=TEXTS, order=st.randoms(use_true_random=False))
@example(texts=["", "one", LONG, LONGEST, "a b c d e f"], order=None)
def test_both_paths_are_the_same(compiled: Imprinting, texts: list[str], order: Any) -> None:
    assert not isinstance(compiled, ReferenceImprinting), "the tests need Numba, which the dev extra brings"
    corpus = _sketch(texts)
    rows = np.arange(len(texts))
    if order:
        order.shuffle(rows)
    imprints = REFERENCE.imprint(corpus, rows)
    assert compiled.imprint(corpus, rows) == imprints
    left, right = (places.ravel() for places in np.indices((len(texts), len(texts))))
    read = Imprints.read(imprints)
    np.testing.assert_array_equal(
        compiled.count(corpus.sets, left, read, right), REFERENCE.count(corpus.sets, left, read, right)
    )


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example(["", "one", LONG, LONGEST])
def test_what_many_share_is_estimated_as_what_two_share(texts: list[str]) -> None:
    corpus = _sketch(texts)
    left, right = (places.ravel() for places in np.indices((len(texts), len(texts))))
    imprints = REFERENCE.imprint(corpus, np.arange(len(texts)))
    read = Imprints.read(imprints)
    counts = REFERENCE.count(corpus.sets, left, read, right)
    alone = [
        Imprint(imprints[other]).shingles.count_shared(corpus.sets[one])
        for one, other in zip(left.tolist(), right.tolist(), strict=True)
    ]
    estimated = read.estimate_shared(counts, corpus.sets.sizes[left], right)
    np.testing.assert_allclose(estimated, alone, rtol=0, atol=1e-9)


def test_an_imprint_is_that_of_the_parts() -> None:
    corpus = _sketch(["of these 12 words some stand twice: of these 12"])
    traces = Traces.of(corpus.tokens[0], corpus.sets[0], corpus.figures[0])
    assert REFERENCE.imprint(corpus, np.arange(1)) == [traces.imprint()]


def test_where_compiling_or_loading_pays_the_compiled_path_is_taken(
    worth_compiling: tuple[int, bool],
) -> None:
    count, compiled = worth_compiling
    assert isinstance(choose_imprinting(count), ReferenceImprinting) is not compiled
