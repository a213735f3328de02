"""The progress bar, which shows only where somebody watches."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REFRESH_SECONDS = 0.1
"""More often is not seen."""


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Callable[[str, int, int | None], None] | None]:
    """Yield what is to be told the stage, how much is done, and of how much; None where nothing is shown."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
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
    # Without a thread that refreshes: worker processes are forked meanwhile, which threads make unsafe.
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, auto_refresh=False) as bar:
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
