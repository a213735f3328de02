"""What can be asked of a memory and done to it between runs."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from newsclean.memory.lots import Lots

_FACTS = """
    SELECT articles.number, coalesce(name, lower(hex(id))) AS id, source, url, title, site, published,
    kept_by, at AS seen FROM articles JOIN runs ON runs.number = run ORDER BY articles.number
"""


@dataclass(frozen=True, slots=True)
class Overview:
    """The size of a memory: `bytes` on disk, counts of what it holds, and when the first and last run was."""

    bytes: int
    runs: int
    articles: int
    kept: int
    sites: int
    lines: int
    files: int
    first: str | None
    last: str | None
    parameters: Mapping[str, str]


def describe(path: str, connection: sqlite3.Connection) -> Overview:
    """Count what a memory holds."""

    def ask(question: str) -> Any:
        return connection.execute(question).fetchone()[0]

    return Overview(
        Path(path).stat().st_size,
        ask("SELECT count(*) FROM runs"),
        ask("SELECT count(*) FROM articles"),
        ask("SELECT count(*) FROM articles WHERE kept_by IS NULL"),
        ask("SELECT count(*) FROM sites"),
        ask("SELECT count(*) FROM lines"),
        ask("SELECT count(*) FROM files"),
        ask("SELECT min(at) FROM runs"),
        ask("SELECT max(at) FROM runs"),
        dict(connection.execute("SELECT name, value FROM parameters").fetchall()),
    )


def prune(connection: sqlite3.Connection, age: timedelta) -> int:
    """Forget articles and files of runs longer ago than `age`; return how many articles.

    An article stays while a later one leads back to it.
    """
    before = (datetime.now(UTC) - age).isoformat(timespec="seconds")
    return _forget(
        connection,
        "run IN (SELECT number FROM runs WHERE at < ?)"
        " AND number NOT IN (SELECT kept_by FROM articles JOIN runs ON runs.number = run"
        " WHERE at >= ? AND kept_by IS NOT NULL)",
        (before, before),
        "run IN (SELECT number FROM runs WHERE at < ?)",
        (before,),
    )


def forget(connection: sqlite3.Connection, source: str) -> int:
    """Forget the articles that came from a source, and it as a seen file; return how many articles.

    A source is a file, a folder with all in it, or a container with all its members.
    """
    beginnings = tuple(f"{source.rstrip('/#')}{mark}" for mark in ("/", "#"))
    of_source = "({0} = ? OR substr({0}, 1, ?) = ? OR substr({0}, 1, ?) = ?)"
    values = (source, len(beginnings[0]), beginnings[0], len(beginnings[1]), beginnings[1])
    path = str(Path(source).resolve())
    paths = (path, len(path) + 1, f"{path}/", len(path) + 1, f"{path}#")
    return _forget(connection, of_source.format("source"), values, of_source.format("path"), paths)


def compact(connection: sqlite3.Connection) -> None:
    """Give the space of what was forgotten back to the disk."""
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def list_facts(connection: sqlite3.Connection) -> Iterator[bytes]:
    """Yield a line of JSON for each remembered article: all that is known of it but its keys and marks."""
    cursor = connection.execute(_FACTS)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        facts = dict(zip(names, row, strict=True))
        yield json.dumps(facts, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _forget(
    connection: sqlite3.Connection, articles: str, values: tuple[Any, ...], files: str, paths: tuple[Any, ...]
) -> int:
    connection.execute("BEGIN IMMEDIATE")
    count = connection.execute(f"DELETE FROM articles WHERE {articles}", values).rowcount  # noqa: S608  # our own
    connection.execute(f"DELETE FROM files WHERE {files}", paths)  # noqa: S608
    # What was a copy of something forgotten stands for itself now.
    connection.execute(
        "UPDATE articles SET kept_by = NULL WHERE kept_by NOT IN (SELECT number FROM articles)"
    )
    rows = connection.execute("SELECT number FROM articles ORDER BY number").fetchall()
    Lots(connection).keep_only(np.array([number for (number,) in rows], np.int64))
    connection.execute("COMMIT")
    return int(count)
