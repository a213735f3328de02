"""`newsclean dedupe`: rows in, distinct rows out."""

from typing import Annotated

import typer

from newsclean.cli import options
from newsclean.cli.progress import show_progress
from newsclean.cli.running import (
    Outputs,
    list_inputs,
    open_outputs,
    read_deduplication,
    remembering,
    report,
    running,
)
from newsclean.cli.spark import goes_to_spark, load_jobs
from newsclean.loading import loading
from newsclean.reading import list_files
from newsclean.settings import THRESHOLD, Engine, Keep, Settings
from newsclean.writing import STDOUT


def dedupe(  # noqa: PLR0913  # a command has as many parameters as options
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|-]...", help="JSONL (or .jsonl.gz), each row with a text; - is stdin."),
    ] = None,
    *,
    output: options.Output = STDOUT,
    keep: options.KeepPolicy = Keep.FIRST,
    threshold: options.Threshold = THRESHOLD,
    keep_duplicates: options.KeepDuplicates = False,
    rejects: options.Rejects = None,
    summary: options.Summary = None,
    depfile: options.Depfile = None,
    strict: options.Strict = False,
    dry_run: options.DryRun = False,
    drop_headlines: options.DropHeadlines = False,
    decisions: options.DecisionsFile = None,
    max_memory: options.MaxMemory = None,
    memory: options.Memory = None,
    update: options.Update = False,
    jobs: options.Jobs = 0,
    engine: options.EngineName = Engine.LOCAL,
    master: options.Master = None,
    quiet: options.Quiet = False,
    _config: options.Config = None,
) -> None:
    """Write the distinct rows of JSONL files, in their order and with all their fields."""
    with running():
        settings = Settings(
            deduplication=read_deduplication(
                threshold, keep, max_memory, decisions, drop_headlines=drop_headlines
            ),
            jobs=jobs,
            keep_duplicates=keep_duplicates,
            update=update,
        )
        files = list_files(list_inputs(inputs or ()))
        outputs = Outputs(output, rejects, summary, depfile, strict, dry_run)
        if goes_to_spark(engine, context.params):
            report(load_jobs().dedupe(files, settings, output, rejects, master), (), quiet=quiet)
        else:
            _dedupe(files, settings, outputs, memory, quiet=quiet)


def _dedupe(
    files: list[str], settings: Settings, outputs: Outputs, memory: str | None, *, quiet: bool
) -> None:
    """Find duplicates, write and report on this machine."""
    with (
        remembering(memory, dry_run=outputs.dry_run) as remembered,
        open_outputs(outputs, files, remembered) as write,
    ):
        # Imported here, as it needs NumPy and more, which `--help` does without.
        with loading():
            from newsclean import runs  # noqa: PLC0415

        with (
            show_progress(quiet=quiet) as listener,
            runs.deduping(files, settings, listener, remembered) as run,
        ):
            warnings = write(run.articles, run.result, settings)
    report(run.result, warnings, quiet=quiet)
