"""What is in memory at once, whatever there is on disk."""

from contextlib import closing
from typing import Any

import numpy as np
import pytest

from newsclean.deduplication.banded import BandedKeys
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.comparing import ReferenceComparing, Rows
from newsclean.deduplication.meetings import deal
from newsclean.deduplication.ragged import Ragged, join
from newsclean.deduplication.sections import Sections
from newsclean.deduplication.texts import PAIRS, Texts
from newsclean.model import Article
from newsclean.settings import DeduplicationSettings

ON_DISK = 0
LOTS = [np.arange(7, dtype=np.uint64) << np.uint64(61), np.arange(5, dtype=np.uint64) << np.uint64(60)]


class Counting(ReferenceComparing):
    """Notes how many pairs are compared at once."""

    def __init__(self) -> None:
        self.most = 0

    def shared_counts(self, rows: Ragged, left: Rows, right: Rows) -> Rows:
        self.most = max(self.most, len(left))
        return super().shared_counts(rows, left, right)


@pytest.fixture
def unmapped(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        pytest.fail("a file was mapped")

    monkeypatch.setattr("mmap.mmap", refuse)


@pytest.mark.usefixtures("unmapped")
def test_keys_of_a_section_are_read_where_they_lie() -> None:
    with closing(Sections(ON_DISK, 64)) as sections:
        for lot in LOTS:
            sections.append(lot, deal)
        found = np.concatenate([*sections.gather()])
    assert sorted(found.tolist()) == sorted(np.concatenate(LOTS).tolist())


@pytest.mark.usefixtures("unmapped")
def test_keys_of_a_band_are_read_where_they_lie() -> None:
    with closing(BandedKeys(ON_DISK)) as banded:
        for lot in LOTS:
            banded.append([np.stack((lot, lot + np.uint64(1)), axis=1)])
        assert banded.band(1).tolist() == (np.concatenate(LOTS) + np.uint64(1)).tolist()


def test_what_lies_on_disk_is_laid_down_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsclean.deduplication.collection.room_in_memory", lambda _most: ON_DISK)
    with closing(Collection(DeduplicationSettings())) as collection:
        for place in ("Skarne", "Tolleren", "Brandle"):
            words = " ".join(f"{place}{at} and then" for at in range(40))
            collection.add(Article("", place, f"{words} the ferry of the old harbour sails again"))
        collection.finish()
        before = np.concatenate([*collection.postings.parts()]).tolist()
        # A memory asks for it again.
        collection.finish()
        assert np.concatenate([*collection.postings.parts()]).tolist() == before


def test_however_many_pairs_are_asked_for_few_are_read_at_once() -> None:
    comparing = Counting()
    sets = join([[1, 2, 3], [2, 3, 4]])
    nothing = np.zeros(2, dtype=np.uint64)
    texts = Texts(sets, sets, sets, nothing, {}, nothing.astype(np.bool_), comparing)
    left = np.zeros(3 * PAIRS + 1, dtype=np.int64)
    assert texts.similarities(left, left + 1).tolist() == [0.5] * len(left)
    assert texts.containments(left, left + 1).tolist() == [2 / 3] * len(left)
    assert comparing.most == PAIRS
