"""The file: its schema, the parameters it was made with, and who may write to it."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from newsclean.deduplication.bands import BANDS, ROWS
from newsclean.deduplication.shingles import WIDTH
from newsclean.errors import UsageError, WriteError
from newsclean.settings import DeduplicationSettings

# Says that a file is ours ("ncln"), so that no other program's database is written to.
OURS: Final = 0x6E636C6E
_WAIT: Final = 1.0
"""Seconds of waiting for another run before that is said."""
_FOR_EVER: Final = -1.0

_TRIES: Final = 1000
"""How often a run tries to have a new file for itself; others look at it for milliseconds."""
_PAUSE: Final = 0.01
"""Seconds between the tries."""
_PAGE: Final = 1 << 13
"""Bytes; an article takes about 350, so that on smaller pages more of them stays empty."""

# One step for each version of the schema; a file of an older version takes the steps that it lacks.
MIGRATIONS: Final = (
    """
    CREATE TABLE parameters (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE runs (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, draft TEXT, target TEXT, inode INTEGER,
        done INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY, run INTEGER NOT NULL, id BLOB NOT NULL, name TEXT, source TEXT NOT NULL,
        url TEXT, title TEXT, site TEXT, published TEXT, kept_by INTEGER, tokens INTEGER NOT NULL,
        imprint BLOB NOT NULL
    );
    CREATE TABLE lots (number INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER, size INTEGER NOT NULL);
    CREATE TABLE keys (
        lot INTEGER NOT NULL, kind INTEGER NOT NULL, hashes BLOB NOT NULL, articles BLOB NOT NULL,
        PRIMARY KEY (lot, kind)
    );
    CREATE TABLE sites (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, pages INTEGER NOT NULL);
    CREATE TABLE lines (
        site INTEGER NOT NULL, line INTEGER NOT NULL, pages INTEGER NOT NULL, PRIMARY KEY (site, line)
    ) WITHOUT ROWID;
    CREATE TABLE files (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, run INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
    # What runs that are not finished will add and change.
    """
    CREATE TABLE sightings (
        run INTEGER NOT NULL, site TEXT NOT NULL, pages INTEGER NOT NULL, lines BLOB NOT NULL,
        counts BLOB NOT NULL
    );
    CREATE TABLE superseded (run INTEGER NOT NULL, old INTEGER NOT NULL, new INTEGER NOT NULL);
    """,
    # What leads back to an article that is superseded is found without a look at all others.
    """
    CREATE INDEX followers ON articles (kept_by) WHERE kept_by IS NOT NULL;
    """,
)


@contextmanager
def open_database(path: str, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a memory file, brought to this version's schema. Commits are the caller's.

    Raises UsageError when it is none, or there is none and `create` is not set, and WriteError when the
    system refuses to write.
    """
    if not create and not Path(path).exists():
        message = f"{path}: there is no such memory; a run with --memory makes one"
        raise UsageError(message)
    with failing(path):
        connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        try:
            _prepare(path, connection)
            yield connection
        finally:
            connection.close()


@contextmanager
def failing(path: str, consequence: str = "nothing was recorded") -> Iterator[None]:
    """Say in a sentence what SQLite reports of a memory file, and what comes of it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        message = f"{path}: {error}; {consequence}. Is there room, and may its folder be written to?"
        raise WriteError(message) from None
    except sqlite3.DatabaseError as error:
        message = f"{path}: {error}; name a file that newsclean made, or a new one"
        raise UsageError(message) from None


@contextmanager
def locked(path: str, told: Callable[[str], None]) -> Iterator[None]:
    """Be the only run that decides and records; `told` is told when that takes waiting.

    The lock lies beside the file and falls with its process, however that ends.
    """
    with locking(path) as alone:
        if alone:
            yield
            return
    told(f"{path}: waiting for another run that uses it")
    with locking(path, _FOR_EVER):
        yield


@contextmanager
def locking(path: str, wait: float = _WAIT) -> Iterator[bool]:
    """Try for `wait` seconds to be the only run that decides and records; tell whether that is so."""
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        yield False
        return
    except OSError as error:
        message = f"{path}.lock: {error.strerror or error}; its folder must be writable"
        raise WriteError(message) from None
    try:
        yield True
    finally:
        lock.release()


def check_parameters(path: str, connection: sqlite3.Connection, settings: DeduplicationSettings) -> None:
    """Note with what parameters articles are remembered; raise UsageError where the file has others."""
    wanted = describe_parameters(settings)
    known: dict[str, str] = dict(connection.execute("SELECT name, value FROM parameters").fetchall())
    if not known:
        connection.executemany("INSERT OR IGNORE INTO parameters VALUES (?, ?)", wanted.items())
        return
    other = [
        f"{name} {known.get(name)}, not {value}" for name, value in wanted.items() if known.get(name) != value
    ]
    if other:
        message = f"{path}: was made with {', '.join(other)}; use the same, or another file"
        raise UsageError(message)


def describe_parameters(settings: DeduplicationSettings) -> Mapping[str, str]:
    """Return what must be the same in all runs that share a memory."""
    return {
        "threshold": f"{settings.threshold:g}",
        "words to a shingle": str(WIDTH),
        "bands": f"{BANDS} of {ROWS}",
    }


def _prepare(path: str, connection: sqlite3.Connection) -> None:
    if _read_version(path, connection) < len(MIGRATIONS):
        _migrate(connection)
    connection.execute("PRAGMA synchronous = FULL")


def _read_version(path: str, connection: sqlite3.Connection) -> int:
    """Return which version a memory file is of, 0 for a new one. Raises UsageError for any other file."""
    # In one transaction, as another run may be making the file.
    connection.execute("BEGIN")
    pragmas = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    ours, version, tables = (connection.execute(pragma).fetchone()[0] for pragma in pragmas)
    connection.execute("COMMIT")
    if (ours or version or tables) and ours != OURS:
        message = f"{path}: is not a newsclean memory; name another file"
        raise UsageError(message)
    if version > len(MIGRATIONS):
        message = f"{path}: was written by a newer newsclean; update this one"
        raise UsageError(message)
    return int(version)


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {_PAGE}")
    _log_ahead(connection)
    connection.execute("BEGIN IMMEDIATE")
    # Again, as another run may have been quicker.
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for step in MIGRATIONS[version:]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {OURS}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have changes written to a log of their own first, so that others can read meanwhile."""
    for left in range(_TRIES, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # For this, SQLite doesn't wait until other runs have had their look at the file.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            time.sleep(_PAUSE)
        else:
            return
