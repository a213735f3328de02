"""Articles with one headline and different texts: worth a look, not a removal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.normalisation import tokens
from newsclean.deduplication.verification import jaccard

# A headline that more articles share is a rubric ("Weather", "News in brief") and says nothing about them.
MOST_SHARING: Final = 8
# So does one of fewer tokens.
LEAST_TOKENS: Final = 3


def same_headlines(
    corpus: Corpus, kept: Iterable[int], preference: Sequence[int]
) -> dict[int, list[tuple[int, float]]]:
    """Group the kept texts that share a headline.

    Returns for the most preferred text of each group the others, with their Jaccard similarity to it.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for text in sorted(kept, key=preference.__getitem__):
        for title in corpus.titles[text]:
            groups[title].append(text)
    shingles = corpus.shingles
    found: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for title, (first, *others) in groups.items():
        if 0 < len(others) < MOST_SHARING and len(tokens(title.split())) >= LEAST_TOKENS:
            found[first].update((other, jaccard(shingles[first], shingles[other])) for other in others)
    return {first: sorted(others.items()) for first, others in found.items()}
