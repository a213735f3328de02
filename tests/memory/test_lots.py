import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.memory import lots as module
from newsclean.memory import open_database
from newsclean.memory.database import MIGRATIONS
from newsclean.memory.lots import MOST, Lots


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with open_database(str(tmp_path / "m.db"), create=True) as connection:
        yield connection


def _add(lots: Lots, run: int, numbers: range, keys: list[list[int]]) -> None:
    lots.add(run, np.array(numbers), np.array(keys, np.uint32))


def _find(lots: Lots, kind: int, keys: list[int]) -> list[tuple[int, int]]:
    places, numbers = lots.find(kind, np.array(keys, np.uint32))
    return sorted(zip(places.tolist(), numbers.tolist(), strict=True))


def test_articles_are_found_by_any_of_their_keys(connection: sqlite3.Connection) -> None:
    lots = Lots(connection)
    _add(lots, 1, range(1, 4), [[7, 9, 7], [5, 5, 6]])
    _add(lots, 2, range(4, 5), [[9], [8]])
    assert _find(lots, 0, [9, 7, 1]) == [(0, 2), (0, 4), (1, 1), (1, 3)]
    assert _find(lots, 1, [6]) == [(0, 3)]


def test_a_template_finds_no_more_than_so_many(connection: sqlite3.Connection) -> None:
    lots = Lots(connection)
    _add(lots, 1, range(1, 201), [[3] * 200])
    assert _find(lots, 0, [3]) == [(0, number) for number in range(1, MOST + 1)]


def test_merging_changes_nothing_but_the_number_of_lots(connection: sqlite3.Connection) -> None:
    lots = Lots(connection)
    for run in range(20):
        _add(lots, run, range(run * 3 + 1, run * 3 + 4), [[run % 4, run, 90]])
        lots.merge()
    assert connection.execute("SELECT count(*) FROM lots").fetchone()[0] < 5
    assert _find(lots, 0, [17]) == [(0, 17 * 3 + 2)]
    assert _find(lots, 0, [90]) == [(0, run * 3 + 3) for run in range(20)]


def test_what_is_forgotten_is_not_found(connection: sqlite3.Connection) -> None:
    lots = Lots(connection)
    _add(lots, 1, range(1, 4), [[7, 9, 7]])
    _add(lots, 2, range(4, 6), [[7, 7]])
    lots.keep_only(np.array([3, 5]))
    assert _find(lots, 0, [7, 9]) == [(0, 3), (0, 5)]
    _add(lots, 3, range(6, 7), [[7]])
    lots.drop(3)
    assert _find(lots, 0, [7]) == [(0, 3), (0, 5)]


def test_a_lot_of_which_all_is_forgotten_finds_nothing(connection: sqlite3.Connection) -> None:
    lots = Lots(connection)
    _add(lots, 1, range(1, 4), [[7, 9, 7]])
    lots.keep_only(np.array([], np.int64))
    assert _find(lots, 0, [7]) == []


KEYS = st.lists(st.integers(0, 12) | st.integers((1 << 32) - 3, (1 << 32) - 1), min_size=1, max_size=40)


@given(KEYS, KEYS, st.sampled_from([4, 8, 12, 1 << 18]))
def test_arrays_are_searched_piece_by_piece(held: list[int], wanted: list[int], piece: int) -> None:
    expected = [
        (place, number)
        for place, key in enumerate(wanted)
        for number, other in enumerate(held, 1)
        if key == other
    ]
    with closing(sqlite3.connect(":memory:")) as connection, patch.object(module, "_PIECE", piece):
        connection.executescript("".join(MIGRATIONS))
        lots = Lots(connection)
        _add(lots, 1, range(1, len(held) + 1), [held])
        assert _find(lots, 0, wanted) == expected
