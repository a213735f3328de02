"""The options that commands share. newsclean.toml and the environment name them as they are named here."""

from typing import Annotated, Any

import typer

from newsclean.cli.configuration import FILE, configure
from newsclean.model import Kind
from newsclean.settings import Engine, Keep


def _flag(name: str, explanation: str, *short: str) -> Any:
    """Describe a flag that can be turned off again, as a settings file may have turned it on."""
    return typer.Option(f"--{name}/--no-{name}", *short, help=explanation, show_default=False)


Pages = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE|FOLDER|-]...", help="Pages (.txt .html), archives, WARC, tables, folders; - for stdin."
    ),
]
NamesFrom = Annotated[
    str | None,
    typer.Option("--files0-from", metavar="FILE", help="Read NUL-separated names from FILE; - is stdin."),
]
Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where to write: JSON lines; .gz .zst .parquet .csv by name; FOLDER/ of texts; - is stdout.",
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
Depfile = Annotated[
    str | None,
    typer.Option("--depfile", metavar="FILE", help="Write for make which files the output was made from."),
]
Strict = Annotated[bool, _flag("strict", "Write nothing, and exit with 2, if any input is rejected.")]
DryRun = Annotated[bool, _flag("dry-run", "Do the work and say what came of it, but write nothing.", "-n")]
Format = Annotated[
    Kind | None,
    typer.Option("--format", help="Take every page for this, whatever its name or content says."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="In tables: which column holds html, text, url, title, date or id; default: by its name.",
    ),
]
Separator = Annotated[
    str | None,
    typer.Option(
        "--split",
        metavar="REGEX",
        help="What parts the articles in a text file, such as '^-{5,}$'; default: a form feed.",
    ),
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
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory", metavar="FILE", help="Remember what earlier runs wrote, and don't write it again."
    ),
]
Update = Annotated[
    bool, _flag("update", "With --memory: write a longer copy of a remembered article; it supersedes that.")
]
SkipSeenFiles = Annotated[
    bool, _flag("skip-seen-files", "With --memory: pass over files that an earlier run read as they are.")
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
Pair = Annotated[bool, _flag("pair", "Compare two pages: how alike they are, and where.")]
Causes = Annotated[bool, _flag("causes", "Show below each line what decided.")]
AsJson = Annotated[bool, _flag("json", "Write all of it as JSON.")]
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
