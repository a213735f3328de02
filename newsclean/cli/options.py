"""The options that commands share."""

from typing import Annotated

import typer

from newsclean.model import Kind
from newsclean.settings import Keep

Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where to write; replaced at once, on success only. - is stdout.",
    ),
]
Rejects = Annotated[
    str | None,
    typer.Option("--rejects", metavar="FILE", help="Write rejected inputs as JSONL: source, stage, reason."),
]
Format = Annotated[
    Kind | None,
    typer.Option("--format", help="Take every page for this, whatever its name or content says."),
]
Threshold = Annotated[
    float,
    typer.Option(
        "--threshold", metavar="0..1", help="From which similarity two articles are near duplicates."
    ),
]
KeepPolicy = Annotated[Keep, typer.Option("--keep", help="Which copy of a duplicated article to keep.")]
KeepDuplicates = Annotated[
    bool,
    typer.Option(
        "--keep-duplicates", help="Write the duplicates, too, with the id of the kept one: duplicate_of."
    ),
]
DropHeadlines = Annotated[
    bool,
    typer.Option(
        "--drop-headlines", help="Remove articles with the headline of a kept one, whatever their text, too."
    ),
]
MaxMemory = Annotated[
    str | None,
    typer.Option(
        "--max-memory",
        metavar="SIZE",
        help="What finding duplicates may take, such as 2G; default: as it comes.",
    ),
]
Trace = Annotated[
    bool, typer.Option("--trace", help="Add what was removed from each page, and why: removed.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", help="Number of processes; 0: one per core.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary; only what went wrong.")]
