"""The distinct texts of a corpus: exact copies share one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newsclean.deduplication.normalisation import digest, fold, tokens
from newsclean.deduplication.shingles import Shingles, shingle_sets
from newsclean.model import Article


@dataclass(frozen=True, slots=True)
class Corpus:
    """The texts of a corpus, exact copies put together.

    Text `t` is that of the articles at the places `copies[t]`, in input order; `digests[t]` is the hash of
    its words, `titles[t]` its headlines, normalised, `lengths[t]` its number of tokens. Each article without
    words is a text of its own, without shingles.
    """

    articles: Sequence[Article]
    copies: Sequence[Sequence[int]]
    digests: Sequence[bytes]
    titles: Sequence[frozenset[str]]
    lengths: Sequence[int]
    shingles: Shingles

    def __len__(self) -> int:
        return len(self.copies)

    def tokens(self, text: int) -> list[str]:
        """Cut a text into tokens anew: kept, they would take ten times the room of its hashes."""
        return tokens(fold(self.articles[self.copies[text][0]].text))

    def same_headline(self, one: int, other: int) -> bool:
        """Tell whether a headline of the one text is a headline of the other."""
        return not self.titles[one].isdisjoint(self.titles[other])


def gather(articles: Sequence[Article]) -> Corpus:
    """Read the articles once: put exact copies together and shingle each distinct text."""
    census = _Census()
    shingles = shingle_sets(census.distinct(articles))
    titles = [
        frozenset(title for place in places if (title := " ".join(fold(articles[place].title or ""))))
        for places in census.copies
    ]
    return Corpus(articles, census.copies, census.digests, titles, census.lengths, shingles)


@dataclass(slots=True)
class _Census:
    """What is written down of each text while the texts go by."""

    copies: list[list[int]] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def distinct(self, articles: Sequence[Article]) -> Iterator[list[str]]:
        """Yield the tokens of each text that was not there before, in input order."""
        known: dict[bytes, int] = {}
        for place, article in enumerate(articles):
            words = fold(article.text)
            key = digest(words)
            if words and key in known:
                self.copies[known[key]].append(place)
                continue
            known[key] = len(self.copies)
            cut = tokens(words)
            self.copies.append([place])
            self.digests.append(key)
            self.lengths.append(len(cut))
            yield cut
