"""The compiled path gives the numbers of the reference path, and both the same duplicates."""

import unicodedata
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsclean.compiling.kernels import kernel
from newsclean.deduplication import collection, search
from newsclean.deduplication.batches import Tools, compiled_tools, reference_tools
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.comparing import FULL, UNBOUNDED, Comparing, ReferenceComparing
from newsclean.deduplication.compiled.sorting import COUNTS, sort_distinct
from newsclean.deduplication.meetings import FIRST
from newsclean.deduplication.ragged import Ragged, join
from newsclean.model import Article
from newsclean.settings import DeduplicationSettings, Keep

from .test_properties import corpus
from .test_scripts import TEXTS

FOOTER = "abcdefghijklmnopqrstuvwxyz" * 3
REFERENCE = reference_tools()
# Letters that fold in odd ways, scripts without spaces, digits, marks, signs, half a surrogate pair.
LETTERS = (
    "aB1٣ßŉﬁİıÉe\u0301\u0323\u200b\u00ad\u0640אָ水の天カー龍ก็ສက\u1100\u1161가가’—½⁷\ud800\U0001f600"
    "\U00020000 \n"
)
# Lengths of words around those that are copied, or cut, at once.
EDGES = (7, 8, 9, 15, 16, 17, 63, 64, 65, 200)


@pytest.fixture(scope="module")
def compiled() -> Tools:
    tools = compiled_tools()
    assert tools, "the tests need Numba, which the dev extra brings"
    return tools


def same(one: Ragged, other: Ragged) -> None:
    assert one.sizes.tolist() == other.sizes.tolist()
    for row in range(len(one)):
        np.testing.assert_array_equal(one[row], other[row])


@settings(max_examples=300, deadline=None)
@given(
    texts=st.lists(
        st.text()
        | st.text(alphabet=LETTERS, max_size=60)
        | st.text(alphabet="aBz019 .,’é", min_size=60, max_size=300),
        min_size=1,
        max_size=5,
    )
)
@example(texts=[unicodedata.normalize("NFD", text) for text in TEXTS.values()])
@example(texts=[text.upper() for text in TEXTS.values()])
@example(texts=[chr(point) for point in range(0x20, 0x3100)])
@example(
    texts=["a" * size + " " * gap + "b" for size in (7, 8, 9, 16, 17, 63, 64, 65, 200) for gap in (1, 70)]
)
@example(texts=[" ".join(map(str, range(20_000)))])
@example(texts=["a" * size for size in (0, 1, 127, 128, 129, 255, 256, 257)])  # blocks of a digest have 128
@example(texts=["ab " * size for size in range(0, 400, 13)])  # more texts than are digested at once
@example(texts=["word " * 70 + "水の天" + " 9x" * 70 + " ٣ " + "longer-than-most " * 70 + "a" * 30 + "1"])
def test_sketches_are_the_same(compiled: Tools, texts: list[str]) -> None:
    expected, found = REFERENCE.sketch(texts), compiled.sketch(texts)
    np.testing.assert_array_equal(expected.digests, found.digests)
    same(expected.tokens, found.tokens)
    same(expected.figures, found.figures)
    same(expected.shingles, found.shingles)
    np.testing.assert_array_equal(expected.keys, found.keys)


@settings(max_examples=100, deadline=None)
@given(titles=st.lists(st.text(max_size=40) | st.text(alphabet=LETTERS, max_size=40), min_size=1, max_size=5))
def test_headings_are_the_same(compiled: Tools, titles: list[str]) -> None:
    expected, found = REFERENCE.sketch_headings(titles), compiled.sketch_headings(titles)
    np.testing.assert_array_equal(expected.keys, found.keys)
    np.testing.assert_array_equal(expected.figures, found.figures)
    np.testing.assert_array_equal(expected.counts, found.counts)
    np.testing.assert_array_equal(expected.lengths, found.lengths)
    same(expected.features, found.features)
    np.testing.assert_array_equal(
        REFERENCE.hash_bands(expected.features), compiled.hash_bands(found.features)
    )


def compare(comparing: Comparing, tokens: Ragged, sets: Ragged, count: int) -> list[list[float]]:
    left, right = (places.ravel() for places in np.indices((count, count)))
    return [
        comparing.shared_counts(sets, left, right).tolist(),
        comparing.pair_similarities(tokens, left, right).tolist(),
        comparing.opening_apart(tokens, sets, left, right).tolist(),
        comparing.first_shared(tokens, sets, left, right).tolist(),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=60), min_size=1, max_size=5))
@example([["x"], [], list(FOOTER), list("0123456789öäü" + FOOTER)])
def test_comparisons_are_the_same(texts: list[list[str]]) -> None:
    tools = compiled_tools()
    assert tools
    sketches = REFERENCE.sketch([" ".join(text) for text in texts])
    expected = compare(REFERENCE.comparing, sketches.tokens, sketches.shingles, len(texts))
    assert compare(tools.comparing, sketches.tokens, sketches.shingles, len(texts)) == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sets(st.integers(0, 2**32 - 1) | st.integers(0, 40), max_size=60), min_size=1, max_size=4))
@example([set(range(FULL - 1)), set(range(FULL)), set(range(FULL + 1)), set(range(3 * FULL))])
def test_profiles_are_the_same_and_bound_what_is_shared(sets: list[set[int]]) -> None:
    tools = compiled_tools()
    assert tools
    rows = join(sorted(values) for values in sets)
    left, right = (side.ravel() for side in np.indices((len(sets), len(sets))))
    shared = REFERENCE.comparing.shared_counts(rows, left, right)
    expected = REFERENCE.comparing.profiles(rows)
    np.testing.assert_array_equal(tools.comparing.profiles(rows), expected)
    for comparing in (REFERENCE.comparing, tools.comparing):
        most = comparing.most_shared(expected, left, right)
        assert (most >= shared).all()
        same = (left == right) & (most < UNBOUNDED)
        assert most[same].tolist() == shared[same].tolist()
    assert most.tolist() == REFERENCE.comparing.most_shared(expected, left, right).tolist()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=200),
    st.permutations(range(41)),
    st.sets(st.integers(0, 40)),
    st.sampled_from([0.1, 0.45, 1.0]),
)
@example([(1, text) for text in range(17)] + [(2, text) for text in range(16)], list(range(41)), set(), 0.5)
def test_meetings_are_the_same(
    entries: list[tuple[int, int]], ranks: list[int], left_out: set[int], share: float
) -> None:
    tools = compiled_tools()
    assert tools
    samples = np.array([value << 32 | text for value, text in dict.fromkeys(entries)], dtype=np.uint64)
    rank_of = np.array([-1 if at in left_out else rank for at, rank in enumerate(ranks)], dtype=np.int32)
    found = []
    for comparing in (REFERENCE.comparing, tools.comparing):
        dealt, ends = comparing.deal(samples, 32)
        telling = np.zeros(41, dtype=np.int32)
        postings = comparing.post(dealt.copy(), telling)
        firsts = np.flatnonzero(postings >= FIRST)
        lists = [sorted(part.tolist()) for part in np.split(postings & np.uint32(FIRST - 1), firsts)]
        met = np.sort(comparing.pair_up(postings, rank_of, telling))
        frequent = comparing.select_frequent(met.copy(), telling, share)
        found.append(
            [dealt.tolist(), ends.tolist(), lists, met.tolist(), telling.tolist(), frequent.tolist()]
        )
    assert found[0] == found[1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 6) | st.integers(0, 2**64 - 1), max_size=80))
def test_buckets_are_the_same(keys: list[int]) -> None:
    tools = compiled_tools()
    assert tools
    found = []
    for comparing in (REFERENCE.comparing, tools.comparing):
        places, sizes = comparing.group(np.array(keys, dtype=np.uint64))
        found.append(sorted(part.tolist() for part in np.split(places, np.cumsum(sizes))))
    assert found[0] == found[1]


def judge(articles: list[Article], keep: Keep, jobs: int) -> list[list[float]]:
    with closing(Collection(DeduplicationSettings(keep=keep), jobs)) as taken:
        for article in articles:
            taken.add(article)
        verdicts = search(taken)
    return [
        verdicts.kept_by.tolist(),
        verdicts.others.tolist(),
        verdicts.kinds.tolist(),
        verdicts.similarities.tolist(),
    ]


@pytest.mark.parametrize("keep", list(Keep))
def test_the_path_and_the_number_of_threads_change_nothing(
    keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [article for seed in range(60) for article in corpus(seed)]
    monkeypatch.setattr(collection, "FEW", len(articles))
    expected = judge(articles, keep, jobs=1)
    assert max(expected[0]) >= 0
    monkeypatch.setattr(collection, "FEW", 0)
    monkeypatch.setattr(collection, "FEW_TO_COMPILE", 0)
    for jobs in (1, 3):
        assert judge(articles, keep, jobs) == expected


def test_where_compiling_or_loading_pays_the_compiled_path_is_taken(
    worth_compiling: tuple[int, bool],
) -> None:
    count, compiled = worth_compiling
    with closing(Collection(DeduplicationSettings())) as articles:
        for article in corpus(1)[:1] * count:
            articles.add(article)
        assert isinstance(articles.finish().comparing, ReferenceComparing) is not compiled


@kernel((np.uint32, 1), (np.uint32, 1), (np.int32, 2), (np.int64, 1))
def sort_in_kernel(values: Any, spare: Any, counts: Any, left: Any) -> None:
    left[0] = sort_distinct(values, len(values), spare, counts)


@pytest.mark.parametrize("upper", [0, 0x12340000])
def test_values_that_were_made_to_share_their_upper_half_are_sorted_as_quickly(upper: int) -> None:
    values = np.tile(np.arange(1 << 16, dtype=np.uint32)[::-1] | np.uint32(upper), 16)
    expected, left = np.unique(values), np.zeros(1, dtype=np.int64)
    sort_in_kernel(values, np.empty_like(values), np.empty(COUNTS, dtype=np.int32), left)
    np.testing.assert_array_equal(values[: left[0]], expected)
