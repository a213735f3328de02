"""How a command runs, whatever it does: signals, errors and exit statuses."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn

import typer

from newsclean.errors import NewscleanError, UsageError
from newsclean.model import Article, Result
from newsclean.reading import STDIN, read_names
from newsclean.settings import DeduplicationSettings, Keep, Settings, parse_size
from newsclean.writing import (
    STDOUT,
    dump_articles,
    dump_rejected,
    dump_summary,
    find_warnings,
    open_output,
    print_problems,
    print_summary,
    print_warnings,
    read_shares,
    say,
)

REJECTED = 1
"""Some inputs were rejected, the rest is written."""

NOTHING_WRITTEN = 2
"""The call was wrong, or the output could not be written."""

INTERRUPTED = 128 + signal.SIGINT


@contextmanager
def running() -> Iterator[None]:
    """Run a command's work in this: what ends it early becomes a sentence and an exit status."""
    # Ended by these, Python would neither remove the half file nor stop the workers.
    for ending in (signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ())):
        if signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, _exit_by_signal)
    try:
        yield
    except NewscleanError as error:
        _discard_stdout()
        say(sys.stderr, str(error))
        raise typer.Exit(NOTHING_WRITTEN) from None
    except BrokenPipeError:
        # `| head` has read enough; there is nobody to tell and nothing wrong.
        _discard_stdout()
        raise typer.Exit from None
    except KeyboardInterrupt:
        _discard_stdout()
        raise typer.Exit(INTERRUPTED) from None


def _exit_by_signal(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _discard_stdout() -> None:
    # Python writes out what is left in the buffer when it ends, and would complain that it can't.
    with suppress(OSError):  # a stand-in for standard output has no descriptor
        if sys.stdout is not None:
            descriptor = sys.stdout.fileno()
            with Path(os.devnull).open("wb") as empty:
                os.dup2(empty.fileno(), descriptor)


def list_inputs(inputs: Iterable[str], names_from: str | None = None) -> list[str]:
    """Return the names that a command is to read, standard input when none is given and it is not a terminal.

    Raises UsageError when there is nothing to read.
    """
    names = list(inputs)
    if names_from is not None:
        names += read_names(names_from)
        if names_from == STDIN and STDIN in names:
            message = "standard input can't be a list of names and an input at once"
            raise UsageError(message)
    elif not names:
        if sys.stdin is None or sys.stdin.isatty():
            message = "nothing to read; name files, or pipe something in (newsclean --help says more)"
            raise UsageError(message)
        names = [STDIN]
    return names


def read_deduplication(
    threshold: float, keep: Keep, max_memory: str | None, *, drop_headlines: bool
) -> DeduplicationSettings:
    """Return the settings that these options ask for. Raises UsageError for values that make no sense."""
    return DeduplicationSettings(
        threshold=threshold,
        keep=keep,
        drop_headlines=drop_headlines,
        max_memory=None if max_memory is None else parse_size(max_memory),
    )


@contextmanager
def open_outputs(
    output: str, rejects: str | None, summary: str | None, inputs: list[str]
) -> Iterator[Callable[[Iterable[Article], Result, Settings], list[str]]]:
    """Open what a run writes, and yield what writes a result there and returns what looks wrong with it.

    Raises as open_output does.
    """
    targets = [name for name in (output, rejects, summary) if name is not None]
    for at, name in enumerate(targets):
        if os.path.realpath(name) in map(os.path.realpath, targets[:at]):
            message = f"{name}: can't be two outputs at once; name another file for one of them"
            raise UsageError(message)
    before = read_shares(summary) if summary is not None else {}
    with ExitStack() as stack:
        write_articles = stack.enter_context(open_output(output, inputs))
        write_rejected = stack.enter_context(open_output(rejects, inputs)) if rejects is not None else None
        write_summary = stack.enter_context(open_output(summary, inputs)) if summary is not None else None

        def write(articles: Iterable[Article], result: Result, settings: Settings) -> list[str]:
            warnings = list(find_warnings(result, before))
            write_articles(dump_articles(articles, settings))
            if write_rejected:
                write_rejected(dump_rejected(result.rejected))
            if write_summary:
                write_summary([dump_summary(result, warnings)])
            return warnings

        yield write


def load_spark(output: str, unknown: Mapping[str, str | None]) -> ModuleType:
    """Return the jobs that run on Spark. Raises UsageError without pyspark, and for what they don't offer."""
    if output == STDOUT:
        message = "with --engine spark, name a folder that is not there yet: -o FOLDER"
        raise UsageError(message)
    for option, value in unknown.items():
        if value is not None:
            message = f"{option} is not to be had with --engine spark"
            raise UsageError(message)
    try:
        # Imported here, as nobody else needs it.
        from newsclean.engines.spark import jobs  # noqa: PLC0415
    except ImportError as error:
        message = f"--engine spark needs pip install 'newsclean[spark]' ({error})"
        raise UsageError(message) from None
    return jobs


def report(result: Result, warnings: Iterable[str], *, quiet: bool) -> None:
    """Say on standard error how a run went, and exit with the status for it."""
    print_problems(result, sys.stderr)
    if not quiet:
        print_summary(result, sys.stderr)
    print_warnings(warnings, sys.stderr)
    if result.rejected:
        raise typer.Exit(REJECTED)
