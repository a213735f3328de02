"""Functions that Numba compiles, and keeps in a cache of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

from newsclean.compiling.folders import find_private_folder

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
