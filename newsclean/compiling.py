"""How functions are compiled, where the machine code is kept, and room for what they make."""

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

# Numbers in an array that is kept; what a batch with a text of many megabytes needs is given back.
_MOST: Final = 1 << 23

_KEPT: Final = threading.local()
_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile a function when it is first called, and keep the machine code on disk for other runs.

    Numba keeps it beside the source, else in the user's cache folder. Where neither can be written to (a
    cron job with a read-only home) it goes to a folder of this user's below the system's temporary one.
    """
    try:
        return _compile(function, cache=True)
    except RuntimeError:
        folder = find_private_folder()
        if folder is None:
            return _compile(function, cache=False)
    from numba.core import config  # noqa: PLC0415  # Numba's start is put off until there is work for it

    # Numba reads this setting when it is handed a function, and others' functions are not to land there.
    settings: Any = config
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
    try:
        return _compile(function, cache=True)
    finally:
        settings.CACHE_DIR = before


def _compile(function: _Function, *, cache: bool) -> _Function:
    import numba  # noqa: PLC0415  # likewise

    # Without the GIL, so that threads can share the work.
    wrapped: Any = numba.njit(nogil=True, cache=cache)(function)
    compiled_function: _Function = wrapped
    return compiled_function


def find_private_folder() -> Path | None:
    """Return a folder that nobody else can write to: what lies there is run. None if there can't be one."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir(), f"newsclean-cache-{user}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    private = status.st_uid == user and not status.st_mode & 0o077 if hasattr(os, "getuid") else True
    return folder if private and not folder.is_symlink() and os.access(folder, os.W_OK) else None


def room(purpose: str, size: int, kind: type[np.generic]) -> npt.NDArray[Any]:
    """Return an array of at least `size` numbers, holding anything: this thread's for this purpose.

    The system clears new memory before it hands it out, by two megabytes where arrays are large, which took
    a fifth of the time of sketching.
    """
    kept: npt.NDArray[Any] | None = getattr(_KEPT, purpose, None)
    if kept is None or len(kept) < size or kept.dtype != kind:
        kept = np.empty(size, dtype=kind)
        if size <= _MOST:
            setattr(_KEPT, purpose, kept)
    return kept
