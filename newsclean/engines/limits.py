"""How long one page may take, so that none holds up the others."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

TIME_LIMIT = 60.0
"""Seconds of the processor's time, not the clock's: a page's fate must not hang on how busy the machine is.
News pages take 0.01 s; what reading lets pass takes some 20 s, unless it was built to do harm."""

KILL_LIMIT = TIME_LIMIT + 30
"""After so many seconds a worker process is ended from outside: it is in foreign code that doesn't listen."""

# Of the processor's timers, one counts the program's own time and one the system's, too.
_HAS_TIMERS = hasattr(signal, "setitimer")


class OvertimeError(BaseException):
    """The time is over. No Exception, lest what catches those goes on working.

    `seconds` is how long it was.
    """

    def __init__(self, seconds: float = TIME_LIMIT) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@contextmanager
def limit_time(seconds: float = TIME_LIMIT) -> Iterator[None]:
    """Raise OvertimeError in the block when it has computed for so long.

    Python code is stopped at once, foreign code (a parser) when it returns. Where signals can't be had, as in
    other threads than the main one, there is no limit.
    """
    if not (_HAS_TIMERS and threading.current_thread() is threading.main_thread()):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise OvertimeError


def wind_up(seconds: float = KILL_LIMIT) -> None:
    """Have the system end this process when it has computed for so long from now; 0: not any more."""
    if _HAS_TIMERS:
        signal.setitimer(signal.ITIMER_PROF, seconds)
