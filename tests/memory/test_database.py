import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsclean.errors import UsageError
from newsclean.memory import open_database
from newsclean.memory.database import MIGRATIONS, OURS


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


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    _make(tmp_path / "m.db", len(MIGRATIONS))
    with closing(sqlite3.connect(tmp_path / "m.db")) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(UsageError, match="newer newsclean"), open_database(str(tmp_path / "m.db")):
        pass
