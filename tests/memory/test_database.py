import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from newsclean.errors import UsageError
from newsclean.memory import open_database
from newsclean.memory.database import MIGRATIONS, OURS
from newsclean.memory.journal import SUPERSEDE


def _make(path: Path, version: int) -> None:
    """Make a file as an earlier version did, with an article in it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for step in MIGRATIONS[:version]:
            connection.executescript(step)
        connection.execute(f"PRAGMA application_id = {OURS}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("INSERT INTO runs (at, done) VALUES ('2026-03-04', 1)")
        connection.execute(
            "INSERT INTO articles VALUES (1, 1, x'00', NULL, 'a', '', '', '', '', NULL, 9, x'')"
        )


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_files_of_earlier_versions_are_brought_up(tmp_path: Path, version: int) -> None:
    _make(tmp_path / "m.db", version)
    for path in (tmp_path / "m.db", tmp_path / "new.db"):
        with open_database(str(path), create=True) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    schemas = []
    for name in ("m.db", "new.db"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            schemas.append(connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall())
    assert schemas[0] == schemas[1]
    with open_database(str(tmp_path / "m.db")) as connection:
        assert connection.execute("SELECT source FROM articles").fetchall() == [("a",)]


def _open_at(start: float, path: str) -> int:
    while time.monotonic() < start:
        pass
    with open_database(path, create=True) as connection:
        return int(connection.execute("PRAGMA page_size").fetchone()[0])


def test_runs_at_once_make_one_file(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        for name in map(str, range(20)):
            start = time.monotonic() + 0.02
            made = [pool.submit(_open_at, start, str(tmp_path / name)) for _ in range(4)]
            assert {each.result() for each in made} == {8192}


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    _make(tmp_path / "m.db", len(MIGRATIONS))
    with closing(sqlite3.connect(tmp_path / "m.db")) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(UsageError, match="newer newsclean"), open_database(str(tmp_path / "m.db")):
        pass


def test_what_leads_back_to_a_superseded_article_is_found_without_a_look_at_all(tmp_path: Path) -> None:
    with open_database(str(tmp_path / "m.db"), create=True) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {SUPERSEDE}", (2, 1, 1)).fetchall()
    assert not [step for *_, step in plan if step.startswith("SCAN")]
