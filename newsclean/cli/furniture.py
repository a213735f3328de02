"""`newsclean furniture`: what is learned of each site from the pages themselves."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from newsclean.cli import options
from newsclean.cli.running import list_inputs, running
from newsclean.loading import loading
from newsclean.reading import list_sources
from newsclean.settings import Settings
from newsclean.writing import STDOUT, open_output, say

if TYPE_CHECKING:
    from newsclean.cleaning import Furniture


def furniture(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|FOLDER|-]...", help="Pages of one or more sites, as for clean."),
    ] = None,
    *,
    kind: options.Format = None,
    jobs: options.Jobs = 0,
    _config: options.Config = None,
) -> None:
    """Show the lines that stand on several pages of a site, and on how many.

    Sites are named by the host of their pages' address, else by the folder. Lines are shown as they are
    compared: in small letters, each number as 0. Pages with the same article count once.
    """
    with running():
        # Imported here, as it needs NumPy and more, which `--help` does without.
        with loading():
            from newsclean import pipeline  # noqa: PLC0415

        pages = list_sources(list_inputs(inputs or ()))
        learned = pipeline.learn(pages, Settings(kind=kind, jobs=jobs))
        with open_output(STDOUT) as write:
            write(f"{line}{os.linesep}".encode() for line in _render(learned))
        if not learned:
            say(sys.stderr, "no furniture learned: that takes three pages of a site, with different articles")


def _render(learned: "Furniture") -> Iterator[str]:
    for site, known in learned.items():
        yield f"{site}: {len(known.lines)} lines from {known.pages} pages"
        yield from (f"{pages:>6}  {line}" for line, pages in known.lines.items())
