"""`newsclean clean`: pages in, distinct articles out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
from newsclean.model import Rejected
from newsclean.reading import Source, list_sources, parse_columns
from newsclean.result import Result
from newsclean.settings import THRESHOLD, Keep, Settings
from newsclean.writing import STDOUT

if TYPE_CHECKING:
    from newsclean.memory import Memory


def clean(  # noqa: PLR0913  # a command has as many parameters as options
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
        with remembering(memory, dry_run=dry_run) as remembered:
            result, warnings = _clean(
                pages, settings, outputs, remembered, skip_seen_files=skip_seen_files, quiet=quiet
            )
        report(result, warnings, quiet=quiet)


def _clean(  # what the options came to
    pages: Sequence[Source | Rejected],
    settings: Settings,
    outputs: Outputs,
    memory: "Memory | None",
    *,
    skip_seen_files: bool,
    quiet: bool,
) -> tuple[Result, list[str]]:
    """Clean and write; return what came of it, and what looks wrong."""
    paths = [page.name for page in pages if isinstance(page, Source)]
    with open_outputs(outputs, paths, memory) as write:
        if skip_seen_files:
            pages = select_unseen(pages, memory)
        # Imported here, as it needs NumPy and more, which `--help` does without.
        from newsclean import pipeline  # noqa: PLC0415

        with (
            show_progress(quiet=quiet) as listener,
            pipeline.cleaning(pages, settings, listener, memory) as run,
        ):
            return run.result, write(run.articles, run.result, settings)
