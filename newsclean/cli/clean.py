"""`newsclean clean`: pages in, distinct articles out."""

from dataclasses import replace
from typing import Annotated

import typer

from newsclean.cli import options
from newsclean.cli.progress import show_progress
from newsclean.cli.running import list_inputs, load_spark, open_outputs, read_deduplication, report, running
from newsclean.reading import Source, list_sources, read_decisions
from newsclean.settings import THRESHOLD, Decisions, Engine, Keep, Settings
from newsclean.writing import STDOUT


def clean(  # noqa: PLR0913  # a command has as many parameters as options
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE|FOLDER|-", help="Pages (.txt .html .htm, .gz), folders, - for stdin."),
    ] = None,
    *,
    files0_from: Annotated[
        str | None,
        typer.Option("--files0-from", metavar="FILE", help="Read NUL-separated names from FILE; - is stdin."),
    ] = None,
    output: options.Output = STDOUT,
    kind: options.Format = None,
    keep: options.KeepPolicy = Keep.FIRST,
    threshold: options.Threshold = THRESHOLD,
    keep_duplicates: options.KeepDuplicates = False,
    drop_headlines: options.DropHeadlines = False,
    max_memory: options.MaxMemory = None,
    trace: options.Trace = False,
    rejects: options.Rejects = None,
    summary: options.Summary = None,
    decisions: options.DecisionsFile = None,
    jobs: options.Jobs = 0,
    engine: options.EngineName = Engine.LOCAL,
    master: options.Master = None,
    quiet: options.Quiet = False,
    _config: options.Config = None,
) -> None:
    """Clean pages and write one record for each distinct article."""
    with running():
        settings = Settings(
            deduplication=replace(
                read_deduplication(threshold, keep, max_memory, drop_headlines=drop_headlines),
                decisions=Decisions() if decisions is None else read_decisions(decisions),
            ),
            kind=kind,
            jobs=jobs,
            keep_duplicates=keep_duplicates,
            trace=trace,
        )
        pages = list_sources(list_inputs(inputs or (), files0_from))
        if engine is Engine.SPARK:
            jobs_on_spark = load_spark(output, {"--summary": summary, "--decisions": decisions})
            report(jobs_on_spark.clean(pages, settings, output, rejects, master), (), quiet=quiet)
            return
        paths = [page.name for page in pages if isinstance(page, Source)]
        with open_outputs(output, rejects, summary, paths) as write:
            # Imported here, as it needs NumPy and more, which `--help` does without.
            from newsclean import pipeline  # noqa: PLC0415

            with (
                show_progress(quiet=quiet) as listener,
                pipeline.cleaning(pages, settings, listener) as run,
            ):
                warnings = write(run.articles, run.result, settings)
        report(run.result, warnings, quiet=quiet)
