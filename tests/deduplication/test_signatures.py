"""The numbers under it all: shingles, signatures, buckets, containment."""

from contextlib import closing

import numpy as np
import numpy.typing as npt
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from newsclean.deduplication.bands import BANDS, REPRESENTATIVES, ROWS, pairs_in_runs
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.comparing import ReferenceComparing, Rows
from newsclean.deduplication.components import Components
from newsclean.deduplication.containment import inclusions
from newsclean.deduplication.corpus import gather
from newsclean.deduplication.minhash import EMPTY, PERMUTATIONS, permutations, signatures
from newsclean.deduplication.ragged import Ragged, join
from newsclean.deduplication.shingles import hash_tokens, shingle_sequence, shingle_sets
from newsclean.settings import DeduplicationSettings

from .stories import article, words

HASHES = st.lists(st.sets(st.integers(0, 2**32 - 1), max_size=40), min_size=1, max_size=12)


def as_sets(sets: list[set[int]]) -> Ragged:
    return join(sorted(one) for one in sets)


def hashed(text: list[str]) -> npt.NDArray[np.uint32]:
    return hash_tokens([text])[0]


def test_permutations_are_datasketchs() -> None:
    theirs = MinHash(num_perm=PERMUTATIONS, scheme="affine32").permutations
    np.testing.assert_array_equal(np.stack(permutations()), theirs)


@given(HASHES)
def test_signatures_are_datasketchs(sets: list[set[int]]) -> None:
    signed = signatures(as_sets(sets))
    assert signed.shape == (len(sets), PERMUTATIONS)
    for signature, hashes in zip(signed, sets, strict=True):
        reference = MinHash(num_perm=PERMUTATIONS, hashfunc=int, scheme="affine32")
        reference.update_batch(sorted(hashes))
        np.testing.assert_array_equal(signature, reference.hashvalues)


def test_signatures_are_datasketchs_across_many_long_texts() -> None:
    sets = shingle_sets(hash_tokens(words(seed, 700 + seed * 37 % 900) for seed in range(90)))
    signed = signatures(sets)
    for text in range(0, 90, 11):
        reference = MinHash(num_perm=PERMUTATIONS, hashfunc=int, scheme="affine32")
        reference.update_batch(sets[text].tolist())
        np.testing.assert_array_equal(signed[text], reference.hashvalues)


def test_signatures_load_into_datasketchs_index() -> None:
    texts = [words(1, 200), [*words(1, 200), "more"], words(2, 200)]
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    signed = signatures(shingle_sets(hash_tokens(texts)))
    loaded = [MinHash(hashvalues=one, scheme="affine32") for one in signed]
    index.insert("base", loaded[0])
    assert index.query(loaded[1]) == ["base"]
    assert index.query(loaded[2]) == []


def test_a_text_without_shingles_has_an_empty_signature() -> None:
    assert (signatures(shingle_sets(hash_tokens([[]]))) == EMPTY).all()
    assert len(signatures(shingle_sets(hash_tokens([])))) == 0


@given(st.lists(st.lists(st.sampled_from(["a", "b", "ß", "水", "\ud800"]), max_size=12), max_size=8))
def test_sets_hold_what_the_sequences_hold(texts: list[list[str]]) -> None:
    sets = shingle_sets(hash_tokens(texts))
    assert len(sets) == len(texts)
    for at, text in enumerate(texts):
        sequence = shingle_sequence(hashed(text))
        assert sets[at].tolist() == sorted(set(sequence.tolist()))
        assert len(sequence) == (max(1, len(text) - 4) if text else 0)


def test_shingles_tell_order_and_length() -> None:
    texts = (["a"], ["a", "a"], ["a", "b"], ["b", "a"])
    assert len({int(shingle_sequence(hashed(text))[0]) for text in texts}) == 4


def test_shingles_never_change() -> None:
    assert shingle_sequence(hashed(["one", "two", "three", "four", "five", "six"])).tolist() == [
        2783090896,
        3252055743,
    ]


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_what_is_shared_is_the_intersection(one: set[int], other: set[int]) -> None:
    rows = as_sets([one, other])
    counts = ReferenceComparing().shared_counts(rows, np.array([0, 1, 0]), np.array([1, 0, 0]))
    assert counts.tolist() == [len(one & other), len(one & other), len(one)]


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 4))
def test_each_place_meets_the_first_of_its_run(keys: list[int], most: int) -> None:
    keys.sort()
    left, right = pairs_in_runs(np.array(keys, dtype=np.uint32), most)
    expected = {
        (one, other)
        for other, key in enumerate(keys)
        for one in range(keys.index(key), min(other, keys.index(key) + most))
    }
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == expected
    assert len(left) == len(expected)


def compared_in_crowd(count: int, *, alike: bool) -> int:
    """Count the comparisons in one bucket of so many texts that all bands repeat."""
    asked = 0

    def compare(left: Rows, _right: Rows) -> npt.NDArray[np.bool_]:
        nonlocal asked
        asked += len(left)
        return np.full(len(left), alike)

    components = Components(count, compare)
    crowd = np.zeros(count, dtype=np.uint64)
    components.join_buckets(np.arange(count), lambda _band: crowd, lambda _done, _of: None)
    assert len(np.unique(components.roots())) == (1 if alike else count)
    return asked


def test_a_crowd_of_copies_is_compared_with_one() -> None:
    assert compared_in_crowd(1000, alike=True) == 999


def test_a_crowd_of_strangers_is_not_compared_all_with_all() -> None:
    few, many = (compared_in_crowd(count, alike=False) for count in (1000, 10_000))
    assert few < 1000 * (REPRESENTATIVES + 2 * BANDS)
    assert many < 11 * few


@given(st.lists(st.lists(st.integers(0, 3), min_size=12, max_size=12), min_size=3, max_size=3))
def test_components_are_those_of_the_graph(keys: list[list[int]]) -> None:
    bands = np.array(keys, dtype=np.uint64)

    def compare(left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        return np.asarray((left + right) % 3 > 0)

    components = Components(12, compare)
    components.join_buckets(np.arange(12), lambda band: bands[band % 3], lambda _done, _of: None)
    expected = list(range(12))
    edges = [
        (one, other)
        for band in keys
        for one in range(12)
        for other in range(one + 1, 12)
        if band[one] == band[other] and (one + other) % 3
    ]
    for _ in range(12):
        for one, other in edges:
            expected[one] = expected[other] = min(expected[one], expected[other])
    assert components.roots().tolist() == expected


def test_inclusions_are_found_between_texts_of_unlike_length() -> None:
    texts = [words(seed, 600) for seed in range(20)]
    texts += [texts[seed][100 : 130 + seed] for seed in range(20)]
    for room in (1 << 20, 512):
        with closing(Collection(DeduplicationSettings())) as collection:
            for at, text in enumerate(texts):
                collection.add(article(str(at), " ".join(text)))
            corpus = gather(collection, collection.finish().comparing)
            found = inclusions(corpus, np.ones(len(corpus), dtype=np.bool_), 0.8, room)
            parts, wholes = corpus.representative[found.parts], corpus.representative[found.wholes]
        assert set(zip(parts.tolist(), wholes.tolist(), strict=True)) == {
            (20 + seed, seed) for seed in range(20)
        }
        assert (found.shares == 1).all()


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=12), max_size=4), st.integers(1, 5))
def test_a_set_has_what_stands_in_the_sequence(texts: list[list[str]], width: int) -> None:
    tokens = hash_tokens(texts)
    sets = shingle_sets(tokens, width)
    for text in range(len(texts)):
        np.testing.assert_array_equal(sets[text], np.unique(shingle_sequence(tokens[text], width)))
