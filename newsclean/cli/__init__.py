"""The command line: one file per command. They parse, call the library and print."""

import sys
from typing import Annotated

import typer

from newsclean import __version__
from newsclean.cli.commands import Program
from newsclean.cli.running import MODE, NOTHING_WRITTEN

FIRST_STEPS = """\
newsclean turns raw scraped news pages into clean, distinct articles, one JSON record a line.

  newsclean clean pages/ -o clean.jsonl        clean a folder of .txt and .html pages
  newsclean clean page.html                    clean one page, to standard output
  newsclean explain page.html                  see why each of its lines was kept or removed
  newsclean dedupe clean.jsonl -o new.jsonl    only remove duplicates
  newsclean report clean.jsonl -o report.html  look through what was done, in a browser
  newsclean --help                             all commands; newsclean clean --help: all options
"""

app = typer.Typer(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # Typer hands an option's value over by position
    if wanted:
        sys.stdout.write(f"newsclean {__version__}\n")
        raise typer.Exit


@app.callback()
def newsclean(
    context: typer.Context,
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit."),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Before a command: show where a fault of its own comes from."),
    ] = False,
) -> None:
    """Turn raw scraped news pages into clean, distinct articles, one JSON record a line.

    Data goes to standard output, words to standard error. Exit status: 0 done; 1 some inputs were rejected
    and the rest was written; 2 nothing was written (wrong usage, or no way to write); 130 interrupted.
    """
    MODE.debug = debug
    if context.invoked_subcommand is None:
        sys.stderr.write(FIRST_STEPS)
        raise typer.Exit(NOTHING_WRITTEN)
