"""Words as numbers: what must be the same word, and what must not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.cleaning.prose import Characters
from newsclean.cleaning.words import Index, Words


def _read(*texts: str) -> Words:
    return Words.of(Characters.of(texts))


def _share(text: str, other: str) -> float:
    """Return the share of the words of `text` that stand in `other`."""
    index = Index.of(_read(text), _read(other), 1)
    return float(index.share(index.holders(1, 2) > 0)[0])


@pytest.mark.parametrize(
    ("text", "other", "share"),
    [
        ("The harbour master resigned", "the HARBOUR master resigned.", 1.0),
        ("harbour lights", "Harbour (lights)", 1.0),
        ("harbour barbour", "barbour", 0.5),
        ("harbour lights", "harbours light", 0.0),
        ("of it on 2024", "of it on 2024", 0.0),
        ("ПОРТ города", "порт", 0.5),
        ("बंदरगाह की नई दीवार", "नई दीवार बंदरगाह", 1.0),
        ("港湾局長", "港湾局長が", 1.0),
        ("港湾局長", "局長港湾", 2 / 3),
        ("港 湾", "港湾", 0.0),
    ],
)
def test_shared_words(text: str, other: str, share: float) -> None:
    assert _share(text, other) == pytest.approx(share)


WORDS = st.lists(st.text("abcdeéßł", min_size=3), min_size=1)


@given(WORDS)
def test_a_word_is_the_same_wherever_it_stands(words: list[str]) -> None:
    assert _share(" ".join(words), "; ".join(reversed(words))) == 1.0
    assert (
        _share(" ".join(words), " ".join(f"{word}a" for word in words if f"{word}a" not in words) or "-") == 0
    )


def test_a_word_counts_once_for_each_text() -> None:
    index = Index.of(_read("fog fog fog bell", "fog", "bell"), None, 3)
    assert index.counts.tolist() == [2, 1, 1]
    assert sorted(index.holders(0, 2).tolist()) == [1, 1, 2, 2]


def test_runs_of_words_do_not_cross_texts() -> None:
    grams, owners = _read("a b c d e", "f g h", "a b c d").ngrams
    assert owners.tolist() == [0, 0, 2]
    assert grams[0] == grams[2] != grams[1]


def test_a_long_page_has_the_same_words_as_a_short_one() -> None:
    long = _read("lantern " * 40_000)
    assert np.unique(long.hashes).tolist() == _read("lantern").hashes.tolist()
