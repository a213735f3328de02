"""`newsclean clean`: pages in, distinct articles out."""

from collections.abc import Sequence

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
    select_unseen,
)
from newsclean.cli.spark import goes_to_spark, load_jobs
from newsclean.loading import loading
from newsclean.model import Rejected
from newsclean.reading import Source, list_sources, parse_columns
from newsclean.settings import THRESHOLD, Engine, Keep, Settings
from newsclean.writing import STDOUT


def clean(  # noqa: PLR0913  # a command has as many parameters as options
    context: typer.Context,
    inputs: options.Pages = None,
    *,
    files0_from: options.NamesFrom = None,
    output: options.Output = STDOUT,
    kind: options.Format = None,
    column: options.Columns = None,
    split: options.Separator = None,
    keep: options.KeepPolicy = Keep.FIRST,
    threshold: options.Threshold = THRESHOLD,
    keep_duplicates: options.KeepDuplicates = False,
    drop_headlines: options.DropHeadlines = False,
    max_memory: options.MaxMemory = None,
    memory: options.Memory = None,
    update: options.Update = False,
    skip_seen_files: options.SkipSeenFiles = False,
    trace: options.Trace = False,
    rejects: options.Rejects = None,
    summary: options.Summary = None,
    depfile: options.Depfile = None,
    strict: options.Strict = False,
    dry_run: options.DryRun = False,
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
            deduplication=read_deduplication(
                threshold, keep, max_memory, decisions, drop_headlines=drop_headlines
            ),
            kind=kind,
            jobs=jobs,
            keep_duplicates=keep_duplicates,
            trace=trace,
            update=update,
            columns=parse_columns(column or []),
            separator=split,
        )
        pages = list_sources(list_inputs(inputs or (), files0_from))
        outputs = Outputs(output, rejects, summary, depfile, strict, dry_run)
        if goes_to_spark(engine, context.params):
            report(load_jobs().clean(pages, settings, output, rejects, master), (), quiet=quiet)
        else:
            _clean(pages, settings, outputs, memory, skip_seen_files=skip_seen_files, quiet=quiet)


def _clean(  # what the options came to
    pages: Sequence[Source | Rejected],
    settings: Settings,
    outputs: Outputs,
    memory: str | None,
    *,
    skip_seen_files: bool,
    quiet: bool,
) -> None:
    """Clean, write and report on this machine."""
    paths = [page.name for page in pages if isinstance(page, Source)]
    with (
        remembering(memory, dry_run=outputs.dry_run) as remembered,
        open_outputs(outputs, paths, remembered) as write,
    ):
        if skip_seen_files:
            pages = select_unseen(pages, remembered)
        # Imported here, as it needs NumPy and more, which `--help` does without.
        with loading():
            from newsclean import pipeline  # noqa: PLC0415

        with (
            show_progress(quiet=quiet) as listener,
            pipeline.cleaning(pages, settings, listener, remembered) as run,
        ):
            warnings = write(run.articles, run.result, settings)
    report(run.result, warnings, quiet=quiet)
