"""The runs: each is on record before its output takes its place, and is finished once that is sure.

What a run changes of what earlier ones recorded is kept aside until then, so that it can be undone, or
finished by the next one. Every function here is called by who holds the lock; only `recover` commits.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from newsclean.memory.files import FileState, record_files
from newsclean.memory.furniture import Trace, add_furniture, stage_furniture
from newsclean.memory.lots import Lots

# Of an old article and of all that lead back to it.
SUPERSEDE: Final = "UPDATE articles SET kept_by = ? WHERE number = ? OR kept_by = ?"

_STAGED: Final = ("sightings", "superseded")


def begin(connection: sqlite3.Connection) -> int:
    """Put a run on record; return its number."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return connection.execute("INSERT INTO runs (at) VALUES (?)", (now,)).lastrowid or 0


def stage(
    connection: sqlite3.Connection,
    run: int,
    files: Iterable[FileState],
    traces: Iterable[Trace],
    superseded: Mapping[int, int],
) -> None:
    """Record what a run read and saw, and which new article supersedes which old one, by their numbers.

    None of it counts before the run is finished.
    """
    record_files(connection, files, run)
    stage_furniture(connection, traces, run)
    connection.executemany(
        "INSERT INTO superseded VALUES (?, ?, ?)", ((run, old, new) for old, new in superseded.items())
    )


def name_output(connection: sqlite3.Connection, run: int, draft: Path, target: Path, inode: int) -> None:
    """Record where the output of a run stands, and where it is about to stand."""
    connection.execute(
        "UPDATE runs SET draft = ?, target = ?, inode = ? WHERE number = ?",
        (os.fsencode(draft), os.fsencode(target), inode, run),
    )


def finish(connection: sqlite3.Connection, run: int) -> None:
    """Make count what a run staged: its output is in its place."""
    connection.execute("UPDATE runs SET done = 1 WHERE number = ?", (run,))
    pairs = connection.execute("SELECT new, old FROM superseded WHERE run = ? ORDER BY old", (run,))
    connection.executemany(SUPERSEDE, [(new, old, old) for new, old in pairs])
    add_furniture(connection, run)
    _clear(connection, run)
    Lots(connection).merge()


def undo(connection: sqlite3.Connection, run: int) -> None:
    """Forget a run that is not finished."""
    Lots(connection).drop(run)
    connection.execute("DELETE FROM articles WHERE run = ?", (run,))
    connection.execute("DELETE FROM files WHERE run = ?", (run,))
    connection.execute("DELETE FROM runs WHERE number = ?", (run,))
    _clear(connection, run)


def is_settled(connection: sqlite3.Connection) -> bool:
    """Tell whether all runs on record are finished."""
    return connection.execute("SELECT 1 FROM runs WHERE NOT done").fetchone() is None


def recover(connection: sqlite3.Connection) -> None:
    """Settle what runs that were killed left.

    A run has a draft on record from before its output took its place. Where the draft is still there, the
    output is not: the run never was. Where it is gone, it has become the output.
    """
    for run, *names, inode in connection.execute(
        "SELECT number, draft, target, inode FROM runs WHERE NOT done"
    ).fetchall():
        draft, target = (Path(os.fsdecode(name or b"")) for name in names)
        connection.execute("BEGIN IMMEDIATE")
        if names[0] and draft.exists() and not is_in_place(target, inode):
            undo(connection, run)
            connection.execute("COMMIT")
            draft.unlink(missing_ok=True)
            continue
        finish(connection, run)
        connection.execute("COMMIT")


def is_in_place(target: Path, inode: int) -> bool:
    """Tell whether an output stands where it was to stand."""
    try:
        return target.stat().st_ino == inode
    except OSError:
        return False


def _clear(connection: sqlite3.Connection, run: int) -> None:
    for table in _STAGED:
        connection.execute(f"DELETE FROM {table} WHERE run = ?", (run,))  # noqa: S608  # our own names
