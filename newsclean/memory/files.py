"""Files that earlier runs read: by their path, size and time of change."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class FileState(NamedTuple):
    """A file as a run found it."""

    path: str
    size: int
    mtime: int


def select_unseen(connection: sqlite3.Connection, names: Sequence[str]) -> tuple[list[bool], list[FileState]]:
    """Tell of each file whether it is new or has changed; return the state of those, too.

    What can't be looked at counts as new: reading it will tell why.
    """
    unseen, states = [], []
    for name in names:
        state = _look_at(name)
        row = (
            state
            and connection.execute(
                "SELECT size, mtime FROM files JOIN runs ON number = run AND done WHERE path = ?",
                (state.path,),
            ).fetchone()
        )
        new = state is None or row != (state.size, state.mtime)
        unseen.append(new)
        if new and state:
            states.append(state)
    return unseen, states


def record_files(connection: sqlite3.Connection, states: Iterable[FileState], run: int) -> None:
    """Note that a run read these files. Nothing is committed here."""
    connection.executemany(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", ((*state, run) for state in states)
    )


def _look_at(name: str) -> FileState | None:
    try:
        status = os.stat(name)  # noqa: PTH116  # a name may hold what Path would tidy away
    except (OSError, ValueError):
        return None
    path = os.fsencode(os.path.realpath(name)).decode("utf-8", "backslashreplace")
    return FileState(path, status.st_size, status.st_mtime_ns)
