"""`newsclean explain`: one page, and why each of its lines was kept or removed."""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from newsclean.cli import options
from newsclean.cli.running import REJECTED, list_inputs, running
from newsclean.model import Rejected
from newsclean.reading import name_source
from newsclean.settings import Settings
from newsclean.writing import STDOUT, open_output, say

if TYPE_CHECKING:
    from rich.text import Text


def explain(
    page: Annotated[str | None, typer.Argument(metavar="FILE|-", help="The page; - for stdin.")] = None,
    *,
    kind: options.Format = None,
    _config: options.Config = None,
) -> None:
    """Show every block of a page: kept as headline (#) or body (+), or removed (-) and why."""
    with running():
        # Imported here, as they need NumPy and more, which `--help` does without.
        from newsclean import pipeline  # noqa: PLC0415
        from newsclean.review import render  # noqa: PLC0415

        (name,) = list_inputs([page] if page else ())
        outcome = pipeline.explain(name_source(name), Settings(kind=kind))
        if isinstance(outcome, Rejected):
            say(sys.stderr, f"{outcome.source}: {outcome.reason}")
            raise typer.Exit(REJECTED)
        _show(render(outcome))


def _show(lines: "Iterable[Text]") -> None:
    if sys.stdout is not None and sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415

        console = Console(highlight=False)
        for line in lines:
            console.print(line, soft_wrap=True)
    else:
        # Bytes, as the text is UTF-8 whatever the locale, and a closed pipe is to be noticed as elsewhere.
        with open_output(STDOUT) as write:
            write(f"{line.plain}{os.linesep}".encode() for line in lines)
