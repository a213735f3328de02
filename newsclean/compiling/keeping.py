"""Machine code on disk, for one version of the source, of Numba and of the processor."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from newsclean.compiling.loading import describe_processor
from newsclean.hashing import blake2b

_COMPILING: Final = Path(__file__).parent
_CHECK_BYTES: Final = 16


class Origin(NamedTuple):
    """What machine code is made of: a function, in a file, and all that stands in some packages' folders."""

    name: str
    source: Path
    packages: frozenset[Path]


def find(origin: Origin) -> bytes | None:
    """Return the machine code that is kept; None if there is none, or it was damaged."""
    for folder in _find_folders(origin.source, make=False):
        with suppress(OSError):
            data = _locate(folder, origin).read_bytes()
            if data[:_CHECK_BYTES] == _check(code := data[_CHECK_BYTES:]):
                return code
    return None


def keep(origin: Origin, code: bytes) -> Path | None:
    """Keep machine code where that can be done, and return the file; else it is compiled again next time."""
    for folder in _find_folders(origin.source, make=True):
        draft = folder / f".{os.urandom(8).hex()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(_check(code) + code)
            draft.replace(kept := _locate(folder, origin))
        except OSError:
            with suppress(OSError):
                draft.unlink()
        else:
            _remove_former(kept)
            return kept
    return None


def _remove_former(kept: Path) -> None:
    """Remove what the same user made of a former source; another process may be doing so, too."""
    for path in kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*.o"):
        if path != kept:
            with suppress(OSError):
                path.unlink()


def _locate(folder: Path, origin: Origin) -> Path:
    return folder / f"{origin.name}-{_fingerprint(origin.packages)}.o"


def _check(code: bytes) -> bytes:
    return blake2b(code, digest_size=_CHECK_BYTES).digest()


def _tell(*facts: object) -> str:
    return _check(repr(facts).encode()).hex()


@cache
def _fingerprint(packages: frozenset[Path]) -> str:
    """Return who can use machine code, as several may keep it in one folder, and what it is made of."""
    sources = [path for folder in sorted({*packages, _COMPILING}) for path in sorted(folder.rglob("*.py"))]
    # Asking for Numba's version would load modules for 30 ms, and Numba itself for ten times as long.
    numba = find_spec("numba")
    place = Path(numba.origin if numba and numba.origin else "")
    states = [path.stat() for path in (*sources, place)]
    # The size of an object is where NumPy's part of an array begins.
    user = _tell(describe_processor(), object.__basicsize__, place)
    # Whole seconds, as Python has it for its own: layers of containers and archives keep no more.
    return f"{user}-{_tell([(int(state.st_mtime), state.st_size) for state in states])}"


def _find_folders(source: Path, *, make: bool) -> Iterator[Path]:
    """Yield where code may lie: beside the source, in the user's cache, in a private temporary folder."""
    yield source.parent / "__pycache__"
    with suppress(RuntimeError):  # nobody's home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "newsclean")
    if folder := _find_private_folder(make=make):
        yield folder


def _find_private_folder(*, make: bool) -> Path | None:
    """Return a folder that nobody else can write to: what lies there is run. None if there can't be one."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir(), f"newsclean-cache-{user}")
    try:
        if make:
            folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    private = status.st_uid == user and not status.st_mode & 0o077 if hasattr(os, "getuid") else True
    return folder if private and not folder.is_symlink() and os.access(folder, os.W_OK) else None
