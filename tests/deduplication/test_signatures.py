"""The numbers under it all: shingles, signatures, candidate pairs, containment."""

import numpy as np
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from newsclean.deduplication.bands import BANDS, REPRESENTATIVES, ROWS, candidate_pairs, pairs_in_runs
from newsclean.deduplication.containment import inclusions
from newsclean.deduplication.minhash import EMPTY, PERMUTATIONS, signatures
from newsclean.deduplication.shingles import BATCH, Shingles, shingle_sequence, shingle_sets
from newsclean.deduplication.verification import containment, jaccard, jaccard_to_many

from .stories import words

HASHES = st.lists(st.sets(st.integers(0, 2**32 - 1), max_size=40), min_size=1, max_size=12)


def as_shingles(sets: list[set[int]]) -> Shingles:
    values = np.array([value for one in sets for value in sorted(one)], dtype=np.uint32)
    return Shingles(values, np.cumsum([0, *map(len, sets)]))


@given(HASHES)
def test_signatures_are_datasketchs(sets: list[set[int]]) -> None:
    signed = signatures(as_shingles(sets))
    assert signed.shape == (len(sets), PERMUTATIONS)
    for signature, hashes in zip(signed, sets, strict=True):
        reference = MinHash(num_perm=PERMUTATIONS, hashfunc=int, scheme="affine32")
        reference.update_batch(sorted(hashes))
        np.testing.assert_array_equal(signature, reference.hashvalues)


def test_signatures_are_datasketchs_across_many_long_texts() -> None:
    sets = shingle_sets(words(seed, 700 + seed * 37 % 900) for seed in range(90))
    signed = signatures(sets)
    for text in range(0, 90, 11):
        reference = MinHash(num_perm=PERMUTATIONS, hashfunc=int, scheme="affine32")
        reference.update_batch(sets[text].tolist())
        np.testing.assert_array_equal(signed[text], reference.hashvalues)


def test_signatures_load_into_datasketchs_index() -> None:
    texts = [words(1, 200), [*words(1, 200), "more"], words(2, 200)]
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    loaded = [MinHash(hashvalues=one, scheme="affine32") for one in signatures(shingle_sets(texts))]
    index.insert("base", loaded[0])
    assert index.query(loaded[1]) == ["base"]
    assert index.query(loaded[2]) == []


def test_a_text_without_shingles_has_an_empty_signature() -> None:
    assert (signatures(shingle_sets([[]])) == EMPTY).all()
    assert len(signatures(shingle_sets([]))) == 0


@given(st.lists(st.lists(st.sampled_from(["a", "b", "ß", "水", "\ud800"]), max_size=12), max_size=8))
def test_sets_hold_what_the_sequences_hold(texts: list[list[str]]) -> None:
    sets = shingle_sets(texts)
    assert len(sets) == len(texts)
    for at, text in enumerate(texts):
        sequence = shingle_sequence(text)
        assert sets[at].tolist() == sorted(set(sequence.tolist()))
        assert len(sequence) == (max(1, len(text) - 4) if text else 0)


def test_batches_do_not_show() -> None:
    texts = [words(seed, seed % 9) for seed in range(BATCH + 3)]
    sets = shingle_sets(texts)
    assert [sets[at].tolist() for at in range(len(texts))] == [
        shingle_sets([one])[0].tolist() for one in texts
    ]


def test_shingles_tell_order_and_length() -> None:
    hashes = {int(shingle_sequence(text)[0]) for text in (["a"], ["a", "a"], ["a", "b"], ["b", "a"])}
    assert len(hashes) == 4


def test_shingles_never_change() -> None:
    assert shingle_sequence(["one", "two", "three", "four", "five", "six"]).tolist() == [
        2315929804,
        2276205019,
    ]


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_similarities_are_those_of_sets(one: set[int], other: set[int]) -> None:
    shingles = as_shingles([one, other])
    expected = len(one & other) / len(one | other) if one | other else 0.0
    assert jaccard(shingles[0], shingles[1]) == expected
    assert jaccard_to_many(shingles, 0, np.array([1]))[0] == expected
    assert containment(shingles[0], shingles[1]) == (len(one & other) / len(one) if one else 0.0)


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


def test_a_crowded_bucket_is_not_compared_all_with_all() -> None:
    crowd = 4 * REPRESENTATIVES
    signed = np.tile(signatures(shingle_sets([words(1, 50)])), (crowd, 1))
    pairs = candidate_pairs(signed, np.arange(crowd), 0.5)
    assert (
        len(pairs)
        == REPRESENTATIVES * (REPRESENTATIVES - 1) // 2 + (crowd - REPRESENTATIVES) * REPRESENTATIVES
    )
    assert (pairs[:, 0] < pairs[:, 1]).all()


def test_inclusions_are_found_between_texts_of_unlike_length() -> None:
    texts = [words(seed, 600) for seed in range(20)]
    texts += [texts[seed][100 : 130 + seed] for seed in range(20)]
    found = inclusions(shingle_sets(texts), np.arange(len(texts)), 0.8)
    assert {(one.part, one.whole) for one in found} == {(20 + seed, seed) for seed in range(20)}
    assert all(one.share == 1 for one in found)
