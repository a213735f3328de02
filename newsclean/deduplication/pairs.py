"""Two texts compared in full, to show why they count as copies or not."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from newsclean.deduplication.bands import BANDS
from newsclean.deduplication.comparing import count_shared
from newsclean.deduplication.minhash import PERMUTATIONS, signatures
from newsclean.deduplication.normalisation import fold, tokens
from newsclean.deduplication.ragged import join
from newsclean.deduplication.search import find_duplicates
from newsclean.deduplication.shingles import PAIR, WIDTH, shingle_sequence
from newsclean.deduplication.sketches import sketch
from newsclean.model import Article, Duplicate
from newsclean.settings import DeduplicationSettings


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of both texts as it is spelt in each; empty where one has nothing in its place.

    `shared` tells that both agree in it, but for case, punctuation and the like.
    """

    left: str
    right: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two texts are.

    `jaccard` is that of the sets of word 5-grams, `pairs` that of the word pairs, `estimate` what the MinHash
    signatures tell of the first; `left_in_right` and `right_in_left` are shares of the one text's 5-grams
    that stand in the other. `bands` are the numbers of those in which the signatures meet, of `all_bands`.
    `found` is what a run with both makes of them, None if they are no duplicates. `passages` go through both
    texts in order.
    """

    jaccard: float
    pairs: float
    left_in_right: float
    right_in_left: float
    estimate: float
    bands: tuple[int, ...]
    all_bands: int
    shingles: tuple[int, int]
    found: Duplicate | None
    passages: tuple[Passage, ...]


def compare_pair(left: Article, right: Article, settings: DeduplicationSettings) -> Comparison:
    """Compare the texts of two articles."""
    sketches = sketch([left.text, right.text])
    one, other = sketches.shingles[0], sketches.shingles[1]
    both = count_shared(one, other)
    signed = signatures(join((one, other)))
    pair_sets = [np.unique(shingle_sequence(sketches.tokens[at], PAIR)) for at in (0, 1)]
    same_pairs = count_shared(*pair_sets)
    # Names of their own, as both may be one file.
    judged = find_duplicates([left._replace(id="0"), right._replace(id="1")], settings)
    found = (
        each._replace(id=(left, right)[int(each.id)].id) for article in judged for each in article.duplicates
    )
    return Comparison(
        jaccard=_divide(both, len(one) + len(other) - both),
        pairs=_divide(same_pairs, len(pair_sets[0]) + len(pair_sets[1]) - same_pairs),
        left_in_right=_divide(both, len(one)),
        right_in_left=_divide(both, len(other)),
        estimate=int((signed[0] == signed[1]).sum()) / PERMUTATIONS,
        bands=tuple(np.flatnonzero(sketches.keys[0] == sketches.keys[1]).tolist()),
        all_bands=BANDS,
        shingles=(len(one), len(other)),
        found=next(found, None),
        passages=_align(left.text, right.text),
    )


def _divide(part: int, whole: int) -> float:
    return part / max(1, whole)


def _align(left: str, right: str) -> tuple[Passage, ...]:
    """Part both texts into what they share, in runs as long as a shingle, and what they don't."""
    one, other = _cut(left), _cut(right)
    passages, at = [], (0, 0)
    matcher = SequenceMatcher(None, [word for word, _ in one], [word for word, _ in other], autojunk=False)
    for run in matcher.get_matching_blocks():
        if run.size >= WIDTH or run.size == 0:
            end = (run.a + run.size, run.b + run.size)
            own = _join(left, one, at[0], run.a), _join(right, other, at[1], run.b)
            both = _join(left, one, run.a, end[0]), _join(right, other, run.b, end[1])
            passages += [Passage(*own, shared=False), Passage(*both, shared=True)]
            at = end
    return tuple(passage for passage in passages if passage.left or passage.right)


def _cut(text: str) -> list[tuple[str, int]]:
    """Cut a text into words, or characters where it has no spaces: as they are compared, and their places."""
    pieces = []
    for match in re.finditer(r"\S+", text):
        word = match[0]
        whole = fold(word)
        if "".join(tokens(whole)) == "".join(whole):
            pieces.append(("".join(whole), match.start()))
        else:
            pieces += [("".join(fold(character)), match.start() + at) for at, character in enumerate(word)]
    return [piece for piece in pieces if piece[0]]


def _join(text: str, pieces: list[tuple[str, int]], start: int, end: int) -> str:
    """Return the part of a text from one piece up to another, as it stands there."""
    if start == end:
        return ""
    return text[pieces[start][1] if start else 0 : pieces[end][1] if end < len(pieces) else None].strip()
