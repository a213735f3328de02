"""The features and the network: what must hold whatever the weights are."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.features import OPTIONAL_COLUMNS, Context, text_features
from newsclean.cleaning.labelling import EXACT, LABELS, forward, load_weights, page_features
from newsclean.cleaning.page import page_context, take_apart
from newsclean.model import Block, Document, Kind

from .pages import STORIES, html_page, text_page

BLOCKS = take_apart(text_page("en")).blocks
STORY = STORIES["en"]
SCORE = """
from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.labelling import Context, forward, load_weights, page_features
from newsclean.model import Block, Kind
blocks = Blocks.of(Block(f"Line {i} of a page, with a few words. " * (i % 7 + 1), i) for i in range(600))
scores = forward(page_features(blocks, Kind.TEXT, Context()), load_weights(Kind.TEXT))
print(scores.tobytes().hex())
"""
CONTEXTS = [
    Context(pages_with={"home": 5, "sport": 3}),
    Context(titles=(STORY[0],)),
    Context(summary=STORY[1]),
    Context(witness=" ".join(STORY[1:])),
]


PAGES = [text_page("en"), html_page("en"), text_page("hi"), html_page("zh")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.source)
def test_scores_are_whole_numbers(page: Document) -> None:
    taken = take_apart(page)
    features = page_features(taken.blocks, page.kind, page_context(taken.metadata))
    scores = forward(features, load_weights(page.kind))
    assert scores.shape == (len(taken.blocks), len(LABELS))
    assert np.array_equal(scores, np.rint(scores))
    assert np.abs(scores).max() < EXACT


@pytest.mark.parametrize("kind", Kind)
def test_no_sum_is_too_large_to_be_exact(kind: Kind) -> None:
    weights = load_weights(kind)
    assert weights.find_largest_sum() < EXACT
    page = PAGES[0] if kind is Kind.TEXT else PAGES[1]
    taken = take_apart(page)
    features = page_features(taken.blocks, kind, page_context(taken.metadata))
    assert np.abs(forward(features * 1e6, weights)).max() <= weights.find_largest_sum()


def test_the_order_of_sums_does_not_matter() -> None:
    weights = load_weights(Kind.TEXT)
    features = page_features(BLOCKS, Kind.TEXT, Context())
    order = np.random.default_rng(1).permutation(features.shape[1])
    shuffled = replace(
        weights, mean=weights.mean[order], scale=weights.scale[order], dense=weights.dense[order]
    )
    assert np.array_equal(forward(features, weights), forward(features[:, order], shuffled))
    units = np.random.default_rng(2).permutation(weights.output.shape[0])
    shuffled = replace(
        weights,
        dense=weights.dense[:, units],
        dense_bias=weights.dense_bias[units],
        convolutions=weights.convolutions[:, :, units][:, :, :, units],
        convolution_biases=np.ascontiguousarray(weights.convolution_biases[:, units]),
        output=weights.output[units],
    )
    assert np.array_equal(forward(features, weights), forward(features, shuffled))


def test_the_number_of_threads_does_not_matter() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", SCORE],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for threads in ("1", "2")
    }
    assert len(found) == 1


def test_far_blocks_do_not_change_a_score() -> None:
    features = page_features(Blocks.of([*BLOCKS] * 5), Kind.TEXT, Context())
    weights = load_weights(Kind.TEXT)
    other = features.copy()
    other[40:] = 0
    assert np.array_equal(forward(features, weights)[:25], forward(other, weights)[:25])


@pytest.mark.parametrize(("columns", "context"), list(zip(OPTIONAL_COLUMNS, CONTEXTS, strict=True)))
def test_each_part_of_the_context_has_its_columns(columns: tuple[int, ...], context: Context) -> None:
    without, given_context = text_features(BLOCKS, Context()), text_features(BLOCKS, context)
    changed = np.flatnonzero((without != given_context).any(axis=0))
    assert tuple(changed) == columns


BLOCK = st.builds(
    Block,
    text=st.text(min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "x"),
    line=st.integers(1, 9),
    height=st.integers(1, 9),
    gap=st.integers(0, 99),
    depth=st.integers(0, 999),
    item=st.booleans(),
)


@settings(max_examples=100)
@given(st.lists(BLOCK, min_size=1, max_size=12), st.text(max_size=30))
def test_features_are_finite(blocks: list[Block], text: str) -> None:
    features = text_features(Blocks.of(blocks), Context((text,), text, text, {text: 3}))
    assert features.shape == (len(blocks), text_features(BLOCKS, Context()).shape[1])
    assert np.isfinite(features).all()
    assert np.abs(features).max() <= 5
