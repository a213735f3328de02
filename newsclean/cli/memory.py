"""`newsclean memory`: what is remembered, and how to forget it."""

import pickle
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from newsclean.cli import options
from newsclean.cli.running import running
from newsclean.errors import UsageError
from newsclean.writing import STDOUT, open_output, say

if TYPE_CHECKING:
    from sqlite3 import Connection

_AGE = re.compile(r"(\d+)\s*([hdw])")
_INDEX = ".pickle"
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

memory = typer.Typer(
    name="memory",
    no_args_is_help=True,
    help="See and tidy what --memory remembers.",
    rich_markup_mode=None,
    add_completion=False,
)

File = Annotated[str, typer.Argument(metavar="MEMORY", help="The file that was given as --memory.")]


@contextmanager
def _open(path: str, *, alone: bool = True) -> "Iterator[Connection]":
    """Open a memory, with no run under way unless it is only looked at."""
    from newsclean.memory import locked, open_database, recover  # noqa: PLC0415  # needs NumPy, which `--help` does without

    with running(), open_database(path) as connection:
        if not alone:
            yield connection
            return
        with locked(path, lambda words: say(sys.stderr, words)):
            recover(connection)
            yield connection


@memory.command()
def info(path: File, *, _config: options.Config = None) -> None:
    """Show how much is remembered, and with what parameters."""
    with _open(path, alone=False) as connection:
        from newsclean.memory import upkeep  # noqa: PLC0415

        found = upkeep.describe(path, connection)
        facts = {
            "size": f"{found.bytes / (1 << 20):,.1f} MB",
            "runs": f"{found.runs:,}" + (f", {found.first} to {found.last}" if found.runs else ""),
            "articles": f"{found.articles:,} with different words, {found.kept:,} of them kept",
            "furniture": f"{found.lines:,} lines of {found.sites:,} sites",
            "files": f"{found.files:,}",
            **found.parameters,
        }
        width = max(map(len, facts))
        sys.stdout.writelines(f"{name:{width}}  {value}\n" for name, value in facts.items())


@memory.command()
def prune(
    path: File,
    *,
    older_than: Annotated[
        str, typer.Option("--older-than", metavar="AGE", help="Such as 90d; units: h, d, w.")
    ],
    _config: options.Config = None,
) -> None:
    """Forget the articles and files of runs that are long ago."""
    with _open(path) as connection:
        from newsclean.memory import upkeep  # noqa: PLC0415

        count = upkeep.prune(connection, parse_age(older_than))
        say(sys.stderr, f"{path}: {_count(count)} forgotten; compact gives the space back")


@memory.command()
def forget(
    path: File,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file or folder, as it was named then.")],
    *,
    _config: options.Config = None,
) -> None:
    """Forget the articles of a source, so that it can be read again."""
    with _open(path) as connection:
        from newsclean.memory import upkeep  # noqa: PLC0415

        say(sys.stderr, f"{path}: {_count(upkeep.forget(connection, source))} forgotten")


@memory.command()
def compact(path: File, *, _config: options.Config = None) -> None:
    """Give the space of what was forgotten back to the disk."""
    with _open(path) as connection:
        from newsclean.memory import upkeep  # noqa: PLC0415

        upkeep.compact(connection)


@memory.command()
def export(path: File, *, output: options.Output = STDOUT, _config: options.Config = None) -> None:
    """Write what is known of each remembered article, a line of JSON each.

    The output's name tells the form: .jsonl, .parquet and others hold the facts, .pickle a MinHashLSH.
    """
    with _open(path, alone=False) as connection, open_output(output, [path]) as write:
        if output.lower().endswith(_INDEX):
            from newsclean.memory.index import build_index  # noqa: PLC0415

            write([pickle.dumps(build_index(connection), pickle.HIGHEST_PROTOCOL)])
            return
        from newsclean.memory import upkeep  # noqa: PLC0415

        write(upkeep.list_facts(connection))


def _count(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles:,} articles"


def parse_age(text: str) -> timedelta:
    """Read a span of time: a number with h, d or w behind it."""
    match = _AGE.fullmatch(text.strip().lower())
    if not match:
        message = f"an age is a number of hours, days or weeks, such as 12h, 90d or 6w, not {text}"
        raise UsageError(message)
    return int(match[1]) * _UNITS[match[2]]
