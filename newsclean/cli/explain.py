"""`newsclean explain`: one page, and why each line was kept or removed; or two, and how alike they are."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsclean.cli import options
from newsclean.cli.running import REJECTED, list_inputs, running
from newsclean.errors import UsageError
from newsclean.loading import loading
from newsclean.model import Cleaned, Rejected
from newsclean.reading import STDIN, name_source, parse_columns
from newsclean.settings import THRESHOLD, DeduplicationSettings, Settings
from newsclean.writing import STDOUT, open_output, say, wants_colour

if TYPE_CHECKING:
    from rich.text import Text

_PAIR = 2
_NARROWEST = 40


def explain(  # noqa: PLR0913  # a command has as many parameters as options
    pages: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|-]...", help="The page; FILE#N one of several; - stdin. --pair: two."),
    ] = None,
    *,
    pair: options.Pair = False,
    causes: options.Causes = False,
    as_json: options.AsJson = False,
    kind: options.Format = None,
    column: options.Columns = None,
    split: options.Separator = None,
    threshold: options.Threshold = THRESHOLD,
    _config: options.Config = None,
) -> None:
    """Show every block of a page: kept as headline (#) or body (+), or removed (-) and why."""
    with running():
        # Imported here, as they need NumPy and more, which `--help` does without.
        with loading():
            from newsclean import review  # noqa: PLC0415

        names = list_inputs(pages or ())
        if len(names) != (_PAIR if pair else 1) or names == [STDIN, STDIN]:
            message = f"explain takes {'two different pages with --pair' if pair else 'one page'}"
            raise UsageError(message)
        settings = Settings(kind=kind, columns=parse_columns(column or []), separator=split)
        cleaned = [_clean(name, settings) for name in names]
        if pair:
            from newsclean.deduplication.pairs import compare_pair  # noqa: PLC0415

            left, right = (each.article for each in cleaned)
            comparison = compare_pair(left, right, DeduplicationSettings(threshold=threshold))
            built, shown = (
                review.build_pair(left, right, comparison),
                review.render_pair(left, right, comparison, _find_width(review.PAIR_WIDTH)),
            )
        else:
            built, shown = review.build_explanation(cleaned[0]), review.render(cleaned[0], causes=causes)
        if as_json:
            _dump(built)
        else:
            _show(shown)


def _clean(name: str, settings: Settings) -> Cleaned:
    with loading():
        from newsclean import pipeline  # noqa: PLC0415

    outcome = pipeline.explain(name_source(name), settings)
    if isinstance(outcome, Rejected):
        say(sys.stderr, f"{outcome.source}: {outcome.reason}")
        raise typer.Exit(REJECTED)
    return outcome


def _find_width(usual: int) -> int:
    """Return the width of the terminal, or what COLUMNS says; without either, what is good to read."""
    return max(_NARROWEST, shutil.get_terminal_size((usual, 0)).columns)


def _dump(record: Mapping[str, Any]) -> None:
    line = json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace")
    with open_output(STDOUT) as write:
        write([line + b"\n"])


def _show(lines: "Iterable[Text]") -> None:
    if wants_colour(sys.stdout):
        from rich.console import Console  # noqa: PLC0415

        console = Console(highlight=False, force_terminal=True)
        for line in lines:
            console.print(line, soft_wrap=True)
    else:
        # Bytes, as the text is UTF-8 whatever the locale, and a closed pipe is to be noticed as elsewhere.
        with open_output(STDOUT) as write:
            write(f"{line.plain}{os.linesep}".encode() for line in lines)
