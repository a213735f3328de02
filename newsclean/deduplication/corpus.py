"""The distinct texts of a corpus: exact copies share one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.banded import BandedKeys
from newsclean.deduplication.budget import mapped_size
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.comparing import Comparing, Rows
from newsclean.deduplication.postings import PostingLists
from newsclean.deduplication.ragged import Ragged
from newsclean.deduplication.storage import Spool, release
from newsclean.deduplication.texts import Flags, Texts
from newsclean.deduplication.titles import resolve_titles


@dataclass(frozen=True, slots=True)
class Corpus(Texts):
    """The texts of a corpus, exact copies put together.

    Texts are numbered in the order of their words' hash, which the order of the input has no part in; each
    article without words is a text of its own, behind all others. `representative[t]` is the article that
    text `t` was sketched from, `text_of` the way back (-1 for further copies). The articles with text `t` are
    `copies[begins[t]:begins[t + 1]]`, in input order.
    """

    representative: Rows
    text_of: Rows
    copies: Rows
    begins: Rows
    bands: BandedKeys
    postings: PostingLists

    def text_of_articles(self) -> Rows:
        """Return the text of each article, further copies included."""
        texts = np.empty(len(self.copies), dtype=np.int64)
        texts[self.copies] = np.repeat(np.arange(len(self)), np.diff(self.begins))
        return texts

    def band(self, band: int) -> npt.NDArray[np.uint64]:
        """Return each text's key in one band."""
        keys: npt.NDArray[np.uint64] = self.bands.band(band)[self.representative]
        return keys


def gather(collection: Collection, comparing: Comparing) -> Corpus:
    """Put the exact copies of a collection together. The collection must be finished."""
    facts = collection.facts.map()
    order, firsts = _group(facts)
    begins = np.append(np.flatnonzero(firsts), len(order))
    representative = order[begins[:-1]]
    text_of = np.full(len(order), -1, dtype=np.int64)
    text_of[representative] = np.arange(len(representative))
    titles = resolve_titles(facts)
    shared, many = _titles_of_texts(titles[order], firsts, begins)
    memory = mapped_size(collection.settings.max_memory)
    sets = lay_out(collection.shingles, facts["shingles"], memory).take(representative)
    tokens = lay_out(collection.tokens, facts["tokens"], memory).take(representative)
    figures = lay_out(collection.figures, facts["figures"], memory).take(representative)
    corpus = Corpus(
        sets=sets,
        tokens=tokens,
        figures=figures,
        titles=shared,
        many_titles=many,
        cut=np.logical_and.reduceat(facts["cut"][order], begins[:-1]),
        comparing=comparing,
        representative=representative,
        text_of=text_of,
        copies=order,
        begins=begins,
        bands=collection.bands,
        postings=collection.postings,
    )
    release(facts)
    return corpus


def _group(facts: npt.NDArray[np.void]) -> tuple[Rows, Flags]:
    """Order the articles by their words' hash, then by place; tell which are the first of their text."""
    wordless = facts["tokens"] == 0
    order = np.lexsort((facts["low"], facts["high"], wordless))
    high, low = facts["high"][order], facts["low"][order]
    firsts = np.ones(len(order), dtype=np.bool_)
    firsts[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1]) | wordless[order][1:]
    return order, firsts


def _titles_of_texts(
    titles: npt.NDArray[np.uint64], firsts: Flags, begins: Rows
) -> tuple[npt.NDArray[np.uint64], dict[int, frozenset[int]]]:
    """Return each text's headline (0 if it has none or several), and the headlines of those with several."""
    greatest = np.maximum.reduceat(titles, begins[:-1])
    owners = np.cumsum(firsts) - 1
    several = np.zeros(len(greatest), dtype=np.bool_)
    several[owners[(titles != 0) & (titles != greatest[owners])]] = True
    many = {
        text: frozenset(_filled(titles[begins[text] : begins[text + 1]].tolist()))
        for text in np.flatnonzero(several).tolist()
    }
    return np.where(several, np.uint64(0), greatest), many


def _filled(titles: Iterable[int]) -> Iterable[int]:
    return (title for title in titles if title)


def lay_out(values: Spool[np.uint32], sizes: npt.NDArray[Any], memory: int) -> Ragged:
    """Return the rows, of these sizes, that lie one behind the other.

    Up to `memory` bytes of them come into memory as they are looked at, and stay there. More are read when
    they are needed: Linux maps 64 KB wherever one byte is looked at, and takes as long to unmap them as to
    read a hundred rows.
    """
    wide = sizes.astype(np.int64)
    mapped = values.map()
    return Ragged(mapped, np.cumsum(wide) - wide, wide, None if mapped.nbytes <= memory else values.fetch)
