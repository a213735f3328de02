"""The command line: one file per command. They parse, call the library and print."""

import sys
from typing import Annotated

import typer

from newsclean import __version__
from newsclean.cli.clean import clean
from newsclean.cli.dedupe import dedupe
from newsclean.cli.explain import explain
from newsclean.cli.furniture import furniture
from newsclean.cli.report import report

app = typer.Typer(
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(clean)
app.command()(dedupe)
app.command()(explain)
app.command()(furniture)
app.command()(report)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # Typer hands an option's value over by position
    if wanted:
        sys.stdout.write(f"newsclean {__version__}\n")
        raise typer.Exit


@app.callback()
def newsclean(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Turn raw scraped news pages into clean, distinct articles, one JSON record a line.

    Data goes to standard output, words to standard error. Exit status: 0 done; 1 some inputs were rejected
    and the rest was written; 2 nothing was written (wrong usage, or no way to write); 130 interrupted.
    """
