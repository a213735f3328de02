"""`newsclean dedupe`: rows in, distinct rows out."""

from typing import Annotated

import typer

from newsclean.cli import options
from newsclean.cli.progress import show_progress
from newsclean.cli.running import list_inputs, load_spark, open_outputs, read_deduplication, report, running
from newsclean.reading import list_files
from newsclean.settings import THRESHOLD, Engine, Keep, Settings
from newsclean.writing import STDOUT


def dedupe(  # noqa: PLR0913  # a command has as many parameters as options
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE|-", help="JSONL (or .jsonl.gz), each row with a text; - for stdin."),
    ] = None,
    *,
    output: options.Output = STDOUT,
    keep: options.KeepPolicy = Keep.FIRST,
    threshold: options.Threshold = THRESHOLD,
    keep_duplicates: options.KeepDuplicates = False,
    rejects: options.Rejects = None,
    summary: options.Summary = None,
    drop_headlines: options.DropHeadlines = False,
    max_memory: options.MaxMemory = None,
    jobs: options.Jobs = 0,
    engine: options.EngineName = Engine.LOCAL,
    master: options.Master = None,
    quiet: options.Quiet = False,
    _config: options.Config = None,
) -> None:
    """Write the distinct rows of JSONL files, in their order and with all their fields."""
    with running():
        settings = Settings(
            deduplication=read_deduplication(threshold, keep, max_memory, drop_headlines=drop_headlines),
            jobs=jobs,
            keep_duplicates=keep_duplicates,
        )
        files = list_files(list_inputs(inputs or ()))
        if engine is Engine.SPARK:
            jobs_on_spark = load_spark(output, {"--summary": summary})
            report(jobs_on_spark.dedupe(files, settings, output, rejects, master), (), quiet=quiet)
            return
        with open_outputs(output, rejects, summary, files) as write:
            # Imported here, as it needs NumPy and more, which `--help` does without.
            from newsclean import pipeline  # noqa: PLC0415

            with (
                show_progress(quiet=quiet) as listener,
                pipeline.deduping(files, settings, listener) as run,
            ):
                warnings = write(run.articles, run.result, settings)
        report(run.result, warnings, quiet=quiet)
