"""The progress bar, which shows only where somebody watches."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REFRESH_SECONDS = 0.1
"""More often is not seen."""


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what is to be told how many pages are done, and of how many; None where nothing is shown."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    # Imported here, as it shows on terminals only.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("cleaning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Without a thread that refreshes: worker processes are forked meanwhile, which threads make unsafe.
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("")
        shown = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal shown
            now = time.monotonic()
            if done == total or now - shown >= REFRESH_SECONDS:
                bar.update(task, completed=done, total=total, refresh=True)
                shown = now

        yield tell
