"""Outputs that are not finished: hidden files beside their targets, and what killed runs left of theirs."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # not a POSIX system: nobody can tell whether a draft is still written to
    fcntl = None  # type: ignore[assignment]

UNFINISHED: Final = ".tmp"
SEALED: Final = ".sealed"
"""A finished draft that a memory has on record, and that only this memory may remove."""

_BEGINNING: Final = ".newsclean-"
_GRACE: Final = 60.0
"""Seconds until a draft that nobody has a hand on counts as dead: its run may not have got to that yet."""


def name_draft(target: Path) -> Path:
    """Name a draft: in the folder of its target, as only there replacing is one step, and hidden."""
    return target.with_name(f"{_BEGINNING}{os.urandom(8).hex()}{UNFINISHED}")


@contextmanager
def holding(draft: Path) -> Iterator[bool]:
    """Say that a draft is in use, as long as the block or the process lasts; False if another says so."""
    if fcntl is None:
        yield False
        return
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        yield _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # in other hands, or a file system without locks, where none counts as dead
        return False
    return True


def remove_dead_drafts(folder: Path) -> None:
    """Remove what killed runs left unfinished in a folder. What can't be removed stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_BEGINNING) and entry.name.endswith(UNFINISHED):
                _remove_if_dead(Path(entry.path))


def _remove_if_dead(draft: Path) -> None:
    with suppress(OSError):
        if time.time() - draft.stat().st_mtime < _GRACE:
            return
        with holding(draft) as free:
            if free:
                shutil.rmtree(draft) if draft.is_dir() else draft.unlink()
