"""The options that commands share. newsclean.toml and the environment name them as they are named here."""

from typing import Annotated, Any

import typer

from newsclean.cli.configuration import FILE, configure
from newsclean.model import Kind
from newsclean.settings import Engine, Keep


def _flag(name: str, explanation: str, *short: str) -> Any:
    """Describe a flag that can be turned off again, as a settings file may have turned it on."""
    return typer.Option(f"--{name}/--no-{name}", *short, help=explanation, show_default=False)


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
DecisionsFile = Annotated[
    str | None,
    typer.Option("--decisions", metavar="FILE", help="Obey what a reviewer decided and saved in the report."),
]
Summary = Annotated[
    str | None,
    typer.Option("--summary", metavar="FILE", help="Write the numbers of the run as JSON, for monitoring."),
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
    bool, _flag("keep-duplicates", "Write the duplicates, too, with the id of the kept one: duplicate_of.")
]
DropHeadlines = Annotated[
    bool,
    _flag("drop-headlines", "Remove articles with the headline of a kept one, whatever their text, too."),
]
MaxMemory = Annotated[
    str | None,
    typer.Option(
        "--max-memory",
        metavar="SIZE",
        help="What finding duplicates may take, such as 2G; default: as it comes.",
    ),
]
EngineName = Annotated[
    Engine,
    typer.Option("--engine", help="Where to work: on this machine, or on Spark, to a folder of parts."),
]
Master = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="URL",
        help="The Spark cluster's address; default: spark-submit's, or this machine.",
    ),
]
Trace = Annotated[bool, _flag("trace", "Add what was removed from each page, and why: removed.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", help="Number of processes; 0: one per core.")]
Quiet = Annotated[bool, _flag("quiet", "No progress, no summary; only what went wrong.", "-q")]
Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        envvar="NEWSCLEAN_CONFIG",
        show_envvar=False,
        is_eager=True,
        callback=configure,
        help=f"Take settings from FILE; default: {FILE} in this folder or the nearest above.",
    ),
]
"""Every command has it: what it reads sets the command's other options."""
