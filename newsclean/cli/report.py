"""`newsclean report`: what a run did, as one HTML file to look through."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from newsclean.cli import options
from newsclean.cli.running import REJECTED, list_inputs, running
from newsclean.errors import UsageError
from newsclean.model import Article, Rejected
from newsclean.reading import list_files
from newsclean.reading.jsonl import read_rows
from newsclean.reading.spool import keep_stdin
from newsclean.writing import STDOUT, open_output, say


def report(  # a command has as many parameters as options
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|-]...", help="What clean or dedupe wrote; - for stdin."),
    ] = None,
    *,
    output: options.Output = STDOUT,
    summary: Annotated[
        str | None, typer.Option("--summary", metavar="FILE", help="What the run wrote with --summary.")
    ] = None,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="FILE", help="What the run wrote with --rejects.")
    ] = None,
    _config: options.Config = None,
) -> None:
    """Write a report on cleaned articles: one HTML file that works without network.

    It shows what came from where, the duplicates side by side, and what a reviewer should look at. Records
    written with --trace and --keep-duplicates show more; the report says what it lacks.
    """
    with running(), ExitStack() as stack:
        # Imported here, as it needs NumPy and more, which `--help` does without.
        from newsclean.review import build_report  # noqa: PLC0415

        files = list_files(list_inputs(inputs or ()))
        open_standard_input = stack.enter_context(keep_stdin(files))
        rejected: dict[str, Rejected] = {}

        def read() -> Iterator[Article]:
            for row in read_rows(files, lambda _text: "", open_standard_input):
                if isinstance(row, Rejected):
                    rejected[row.source] = row
                else:
                    yield row

        others = [name for name in (summary, rejects) if name is not None]
        numbers = _read_object(summary) if summary is not None else None
        rejections = [*_read_lines(rejects)] if rejects is not None else None
        with open_output(output, [*files, *others]) as write:
            write(build_report(read, numbers, rejections))
        for row in rejected.values():
            say(sys.stderr, f"{row.source}: {row.reason}")
    if rejected:
        raise typer.Exit(REJECTED)


def _read_object(name: str) -> dict[str, Any]:
    lines = list(_read_lines(name))
    if len(lines) != 1 or "duplicates" not in lines[0]:
        message = f"{name}: is not what --summary writes"
        raise UsageError(message)
    return lines[0]


def _read_lines(name: str) -> Iterator[dict[str, Any]]:
    try:
        with open(name, encoding="utf-8") as stream:  # noqa: PTH123  # the name as the user wrote it
            for line in stream:
                if isinstance(row := json.loads(line), dict):
                    yield row
    except (OSError, ValueError) as error:
        message = f"{name}: can't be read: {getattr(error, 'strerror', None) or error}"
        raise UsageError(message) from None
