"""What holds for every corpus."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from newsclean.deduplication import find_duplicates
from newsclean.deduplication.normalisation import fold, tokens
from newsclean.deduplication.resemblance import LINKED
from newsclean.deduplication.shingles import hash_tokens, shingle_sequence
from newsclean.model import Article, Match
from newsclean.settings import Decisions, DeduplicationSettings, Keep

from .stories import article, find, kept, words

THRESHOLD = 0.7


def corpus(seed: int) -> list[Article]:
    """Invent a few stories, each with copies edited at random; no two copies have the same length."""
    random = Random(seed)  # noqa: S311 - not a secret
    articles: list[Article] = []
    for story in range(5):
        base = words(seed * 100 + story, 60 + story * 60)
        for _ in range(random.randrange(1, 5)):
            text = list(base)
            for _ in range(random.randrange(4)):
                at = random.randrange(len(text) + 1)  # all of it may be gone
                width = random.choice([0, 1, 10, 40])
                text[at : at + width] = words(random.randrange(1000), random.choice([0, 1, 10]))
            text = text[: random.choice([30, len(text), len(text), len(text)])]
            text += ["fin"] * (len(articles) + 40 * (len(text) // 40 + 1) - len(text) % 40)
            articles.append(article(str(len(articles)), " ".join(text), f"Headline of story {story}"))
    return articles


def clusters(found: tuple[Article, ...]) -> set[tuple[str, frozenset[tuple[str, Match, float]]]]:
    """Describe the result without its order."""
    return {
        (one.source, frozenset((other.source, other.kind, other.similarity) for other in one.duplicates))
        for one in found
        if one.duplicate_of is None
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_count(seed: int, random: Random) -> None:
    articles = corpus(seed)
    lengths = [len(one.text.split()) for one in articles]
    assert len(set(lengths)) == len(lengths)
    shuffled = random.sample(articles, len(articles))
    assert clusters(find(*shuffled, keep=Keep.LONGEST)) == clusters(find(*articles, keep=Keep.LONGEST))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(Keep), st.integers(0, 3), st.randoms(use_true_random=False))
def test_neither_order_nor_policy_decides_what_is_a_copy_of_what(
    seed: int, keep: Keep, decided: int, random: Random
) -> None:
    articles = corpus(seed)
    pairs = [sorted(one.id for one in random.sample(articles, 2)) for _ in range(2 * decided)]
    decisions = Decisions(
        never_merge=tuple((one, other) for one, other in pairs[:decided]),
        always_merge=tuple((one, other) for one, other in pairs[decided:]),
    )

    def parted(articles: list[Article], keep: Keep) -> set[frozenset[str]]:
        found = find_duplicates(articles, DeduplicationSettings(keep=keep, decisions=decisions))
        return {
            frozenset(
                (one.source, *(copy.source for copy in one.duplicates if copy.kind is not Match.HEADLINE))
            )
            for one in found
            if one.duplicate_of is None
        }

    assert parted(random.sample(articles, len(articles)), keep) == parted(articles, Keep.FIRST)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(Keep))
def test_every_removal_is_listed_once_and_justified(seed: int, keep: Keep) -> None:
    articles = corpus(seed)
    found = find(*articles, keep=keep)
    assert [one.source for one in found] == [one.source for one in articles]
    sets = [set(shingle_sequence(hash_tokens([tokens(fold(one.text))])[0]).tolist()) for one in articles]
    removed = []
    for one in found:
        assert one.duplicate_of is None or not one.duplicates
        for other in one.duplicates:
            kept_set, other_set = sets[int(one.source)], sets[int(other.source)]
            both = len(kept_set & other_set)
            jaccard = both / len(kept_set | other_set)
            assert (found[int(other.source)].duplicate_of == one.id) == (other.kind is not Match.HEADLINE)
            if other.kind is Match.EXCERPT:
                assert other.similarity == both / len(other_set) >= 0.8
            elif other.kind is Match.NEAR:
                assert jaccard >= LINKED * THRESHOLD
                assert other.similarity >= jaccard
            removed += [other.source] if other.kind is not Match.HEADLINE else []
    assert sorted(removed + kept(found)) == sorted(one.source for one in articles)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from(Keep))
def test_exact_copies_are_always_found(texts: list[str], keep: Keep) -> None:
    articles = [article(f"{copy}{at}", text) for copy in "ab" for at, text in enumerate(texts)]
    found = find(*articles, keep=keep)
    ids = [one.id for one in found if one.duplicate_of is None and fold(one.text)]
    assert len(ids) == len(set(ids))
    for one in found:
        if not fold(one.text):
            assert one.duplicate_of is None
            assert one.duplicates == ()


def test_runs_are_alike_whatever_the_hash_seed() -> None:
    script = (
        "from tests.deduplication.test_properties import corpus, find\n"
        "print(hash('x'), [(a.source, a.duplicate_of, a.duplicates) for a in find(*corpus(1), *corpus(2))])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split(" ", 1)
        for seed in ("1", "2")
    ]
    assert runs[0][0] != runs[1][0]
    assert runs[0][1] == runs[1][1]
