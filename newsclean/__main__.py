"""Where the program starts: with signals, before anything is imported that takes time."""

import gc
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

_ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


_LAST_WORDS = frozenset(("multiprocessing.util", "concurrent.futures.thread", "pyspark"))
"""Modules that have something to do when the program ends."""


def run() -> None:
    """Run the command line as a program of its own, which ends at once.

    To clear away every object takes Python a tenth of the time for one page, and the system takes the memory
    back in any case. Where there is something else to do at the end, or standard error can't be written, the
    program ends as others do.
    """
    try:
        try:
            main()
        finally:
            if sys.stdout and not sys.stdout.closed:
                sys.stdout.flush()
    except OSError as error:
        if error.filename is not None:
            raise  # not of the streams
        _end_unread(error)
    except SystemExit as end:
        if isinstance(end.code, int) and not _LAST_WORDS & sys.modules.keys():
            with suppress(OSError, ValueError):
                if sys.stderr:
                    sys.stderr.flush()
                os._exit(end.code)
        raise


def _end_unread(error: OSError) -> NoReturn:
    """End where help or version can't be written; commands tell of their output themselves."""
    if isinstance(error, BrokenPipeError):
        os._exit(0)
    if sys.stderr:
        with suppress(OSError):
            sys.stderr.write(f"newsclean: standard output: can't be written: {error.strerror}\n")
            sys.stderr.flush()
    os._exit(2)


def main() -> None:
    """Run the command line. Ended by a signal, it leaves no half file and no workers, and says nothing."""
    for number in _ENDINGS:
        # What the caller has ignored (nohup, a job in the background) stays so.
        if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:
            signal.signal(number, _exit)
    if sys.argv[1:] == ["--version"]:
        # Asked by scripts, again and again; the commands need not be loaded for it.
        from newsclean import __version__  # noqa: PLC0415

        print(f"newsclean {__version__}")  # noqa: T201  # says nothing where standard output is closed
        return
    # NumPy's matrix library starts threads when it is loaded, which takes an eighth of that, and nobody uses
    # them (engines/threads.py).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from newsclean.loading import loading  # noqa: PLC0415

    with loading():
        from newsclean.cli import app  # noqa: PLC0415
    try:
        app(prog_name="newsclean")
    finally:
        # The memory goes back to the system as it is. Python would look through all of it for garbage first,
        # which takes a sixth of the time for one page.
        gc.freeze()


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    """End with the status that shells give it. A second signal must not disturb the clearing up.

    No KeyboardInterrupt for Ctrl-C: where one passes through `exec`, as dataclasses use, CPython ends the
    process by the signal in the end, though it was caught.
    """
    for other in _ENDINGS:
        signal.signal(other, signal.SIG_IGN)
    raise SystemExit(128 + number)


if __name__ == "__main__":
    run()
