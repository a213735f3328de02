"""Progress: a bar where somebody watches, a line a minute in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from newsclean.writing import say

REFRESH_SECONDS = 0.1
"""More often is not seen."""

LOG_SECONDS = 60.0
"""A log is read afterwards: short runs need no line, and an hour's run no more than 60."""

Listener = Callable[[str, int, int | None], None]


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Listener | None]:
    """Yield what is to be told the stage, how much is done, and of how much; None where nothing is shown."""
    if quiet or sys.stderr is None:
        yield None
        return
    if not sys.stderr.isatty():
        yield _log_progress()
        return
    # Imported here, as it shows on terminals only.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    console = Console(file=sys.stderr)
    # Without a thread that refreshes: worker processes are forked meanwhile, which threads make unsafe.
    with (
        Progress(*columns, console=console, transient=True, auto_refresh=False) as bar,
        _passing_on(lambda text: console.print(f"newsclean: {text}", style="dim", highlight=False)),
    ):
        task = bar.add_task("", rate=0.0)
        stage, start, shown = "", 0.0, 0.0

        def tell(name: str, done: int, total: int | None) -> None:
            nonlocal stage, start, shown
            now = time.monotonic()
            if name != stage:
                stage, start = name, now
                bar.reset(task, description=name, total=total, rate=0.0)
            if done == total or now - shown >= REFRESH_SECONDS:
                rate = done / max(now - start, REFRESH_SECONDS)
                bar.update(task, completed=done, total=total, rate=rate, refresh=True)
                shown = now

        yield tell


@contextmanager
def _passing_on(show: Callable[[str], object]) -> Iterator[None]:
    """Show what is said of a wait that is no progress."""
    import logging  # noqa: PLC0415  # start-up time

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            show(record.getMessage())

    logger, handler = logging.getLogger("newsclean.compiling"), Handler()
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _log_progress() -> Listener:
    stage, start = "", 0.0
    said = time.monotonic()

    def tell(name: str, done: int, total: int | None) -> None:
        nonlocal stage, start, said
        now = time.monotonic()
        if name != stage:
            stage, start = name, now
        if now - said >= LOG_SECONDS:
            rate = done / max(now - start, REFRESH_SECONDS)
            of, left = "", ""
            if total and rate:
                of, left = f" of {total:,}", f", {(total - done) / rate / 60:.0f} min left"
            say(sys.stderr, f"{name}: {done:,}{of}, {rate:,.0f} a second{left}")
            said = now

    return tell
