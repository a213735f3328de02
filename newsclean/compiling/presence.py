"""Whether there is machine code, or can be: asked before anything is loaded that it takes."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec


@cache
def is_installed() -> bool:
    """Tell whether Numba is there."""
    return find_spec("numba") is not None


def is_kept(module: str) -> bool:
    """Tell whether an earlier run has compiled what a module has, which has an `is_kept` of its own for that.

    It is named, as it is imported only where Numba is installed: that takes LLVM's start.
    """
    return is_installed() and bool(import_module(module).is_kept())


def announce_compiling(module: str) -> None:
    """Tell who listens (the log of this module) that there will be a wait, unless what is needed is kept."""
    if is_installed() and not is_kept(module):
        import logging  # noqa: PLC0415  # start-up time

        logging.getLogger(__name__).info("compiling for this machine, which takes some 20 seconds, once")
