"""A process of its own for one call, so that what it does to itself it does to nobody else."""

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TypeVar

from newsclean.engines.limits import OvertimeError, wind_up

APART_LIMIT = 10.0
"""Seconds of the processor's time. The largest pages that reading lets pass take 6 s, unless they were built
to do harm: the rules for broken markup can make a parser take hours, and all memory, over half a megabyte."""

APART_BYTES = 4 << 30
"""The memory that the call may take, where that can be limited: the largest pages take 2 GB."""

_Done = TypeVar("_Done")


class DeathError(Exception):
    """The process of a call died: memory ran out, or foreign code crashed."""


def run_apart(function: Callable[[], _Done], seconds: float = APART_LIMIT) -> _Done:
    """Call a function in a copy of this process, and return what it returns, which must be picklable.

    Raises what the function raises, OvertimeError when it computes for too long, and DeathError when the
    process dies. Where processes can't be copied (Windows), the function is called here.
    """
    if not hasattr(os, "fork"):
        return function()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(function, writing, seconds)
    os.close(writing)
    status = 0
    try:
        with open(reading, "rb") as stream:  # noqa: PTH123  # a descriptor
            answer = stream.read()
    finally:
        # It has answered, or this process is interrupted.
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    if not answer:
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
            raise OvertimeError(seconds)
        raise DeathError
    worked, found = pickle.loads(answer)  # noqa: S301  # our own
    if worked:
        done: _Done = found
        return done
    raise found


def _answer(function: Callable[[], object], writing: int, seconds: float) -> NoReturn:
    """Call the function, write the answer, and end without any of what a process does when it ends."""
    try:
        wind_up(seconds)
        _limit_memory()
        try:
            answer = pickle.dumps((True, function()))
        except Exception as error:  # noqa: BLE001  # raised by who asked
            answer = pickle.dumps((False, error))
        with open(writing, "wb") as stream:  # a descriptor
            stream.write(answer)
    finally:
        os._exit(0)


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  # not on Windows

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + APART_BYTES
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft == resource.RLIM_INFINITY or soft > most:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
