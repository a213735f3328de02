"""How a command runs, whatever it does: inputs, outputs, errors and exit statuses."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from newsclean.errors import NewscleanError, UsageError
from newsclean.model import Article, Rejected, Row
from newsclean.reading import STDIN, Source, read_decisions, read_names
from newsclean.result import Result
from newsclean.settings import Decisions, DeduplicationSettings, Keep, Settings, parse_size
from newsclean.writing import (
    STDOUT,
    Seal,
    Write,
    dump_articles,
    dump_dependencies,
    dump_rejected,
    dump_summary,
    find_warnings,
    names_folder,
    open_folder,
    open_output,
    print_problems,
    print_summary,
    print_warnings,
    read_shares,
    say,
)

if TYPE_CHECKING:
    from newsclean.memory import Memory

REJECTED = 1
"""Some inputs were rejected, the rest is written."""

NOTHING_WRITTEN = 2
"""The call was wrong, or the output could not be written."""


class Mode:
    """How the program was called: with `debug`, a fault of its own shows where it came from."""

    def __init__(self) -> None:
        self.debug = False


MODE = Mode()


@contextmanager
def running() -> Iterator[None]:
    """Run a command's work in this: what ends it early becomes a sentence and an exit status."""
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
    except SystemExit:
        # A signal came.
        _discard_stdout()
        raise
    except typer.Exit:
        raise
    except Exception as error:
        if MODE.debug:
            raise
        _discard_stdout()
        # Imported here, as it is hardly ever needed.
        import traceback  # noqa: PLC0415

        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        fault = f"{type(error).__name__}: {error}, at {where}"
        say(sys.stderr, f"a fault of its own ({fault}); please report it, with what newsclean --debug shows")
        raise typer.Exit(NOTHING_WRITTEN) from None


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
    threshold: float,
    keep: Keep,
    max_memory: str | None,
    decisions: str | None,
    *,
    drop_headlines: bool,
) -> DeduplicationSettings:
    """Return the settings that these options ask for. Raises UsageError for values that make no sense."""
    return DeduplicationSettings(
        threshold=threshold,
        keep=keep,
        drop_headlines=drop_headlines,
        max_memory=None if max_memory is None else parse_size(max_memory),
        decisions=Decisions() if decisions is None else read_decisions(decisions),
    )


@contextmanager
def remembering(path: str | None, *, dry_run: bool) -> Iterator["Memory | None"]:
    """Open the memory in a file, if one is named, for the time of a run. Raises as open_memory does.

    A dry run leaves it as it was.
    """
    if path is None:
        yield None
        return
    from newsclean.memory import open_memory  # noqa: PLC0415  # needs NumPy, which `--help` does without

    with ExitStack() as stack:
        if dry_run and not Path(path).exists():
            from tempfile import TemporaryDirectory  # noqa: PLC0415  # start-up time

            path = str(Path(stack.enter_context(TemporaryDirectory()), "memory"))
        memory = stack.enter_context(open_memory(path, lambda words: say(sys.stderr, words)))
        yield memory
        if dry_run:
            memory.abandon()


def select_unseen(pages: Sequence[Source | Rejected], memory: "Memory | None") -> list[Source | Rejected]:
    """Return the pages without the files that an earlier run read. Raises UsageError without a memory."""
    if memory is None:
        message = "--skip-seen-files needs --memory, which knows the files that were seen"
        raise UsageError(message)
    names = [page.name for page in pages if isinstance(page, Source)]
    seen = {name for name, new in zip(names, memory.select_unseen(names), strict=True) if not new}
    return [page for page in pages if not (isinstance(page, Source) and page.name in seen)]


@dataclass(eq=False, repr=False)
class Outputs:
    """What a run is to write, and when not to: `strict` if an input is rejected, `dry_run` never."""

    articles: str
    rejects: str | None = None
    summary: str | None = None
    depfile: str | None = None
    strict: bool = False
    dry_run: bool = False

    def __post_init__(self) -> None:
        targets = [name for name in (self.articles, self.rejects, self.summary, self.depfile) if name]
        for at, name in enumerate(targets):
            if os.path.realpath(name) in map(os.path.realpath, targets[:at]):
                message = f"{name}: can't be two outputs at once; name another file for one of them"
                raise UsageError(message)
        if self.depfile and self.articles == STDOUT:
            message = "--depfile tells make what a file was made from: name the file with -o"
            raise UsageError(message)


@contextmanager
def open_outputs(
    outputs: Outputs, inputs: list[str], memory: "Memory | None"
) -> Iterator[Callable[[Iterable[Article | Row], Result, Settings], list[str]]]:
    """Open what a run writes, and yield what writes a result there and returns what looks wrong with it.

    A `memory` records the run right before the output takes its place. Raises as open_output does; the
    yielded function raises UsageError when `strict` forbids to write.
    """
    before = read_shares(outputs.summary) if outputs.summary else {}
    with ExitStack() as stack:

        def enter(target: str | None, seal: Seal | None = None) -> Write:
            if target is None or outputs.dry_run:
                return _write_nothing
            if not names_folder(target):
                return stack.enter_context(open_output(target, inputs, seal))
            if memory:
                message = f"{target}: with --memory, name a file to write to, not a folder"
                raise UsageError(message)
            return stack.enter_context(open_folder(target))

        write_articles = enter(outputs.articles, memory.seal if memory else None)
        write_rejected, write_summary = enter(outputs.rejects), enter(outputs.summary)
        write_depfile = enter(outputs.depfile)

        def write(articles: Iterable[Article | Row], result: Result, settings: Settings) -> list[str]:
            if outputs.strict and result.rejected:
                print_problems(result, sys.stderr)
                message = "nothing was written, as --strict allows no rejected input"
                raise UsageError(message)
            warnings = list(find_warnings(result, before))
            write_articles(dump_articles(articles, settings))
            write_rejected(dump_rejected(result.rejected))
            write_summary([dump_summary(result, warnings, before)])
            write_depfile([dump_dependencies(outputs.articles, inputs)])
            return warnings

        yield write


def _write_nothing(_lines: Iterable[bytes]) -> None:
    """Stand in for an output that is not wanted."""


def report(result: Result, warnings: Iterable[str], *, quiet: bool) -> None:
    """Say on standard error how a run went, and exit with the status for it."""
    print_problems(result, sys.stderr)
    if not quiet:
        print_summary(result, sys.stderr)
    print_warnings(warnings, sys.stderr)
    if result.rejected:
        raise typer.Exit(REJECTED)
