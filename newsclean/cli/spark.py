"""Runs that go to Spark: what they offer, and what they don't."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final

from newsclean.errors import UsageError
from newsclean.settings import Engine
from newsclean.writing import STDOUT

_ALONE: Final = "leave it out, or run with --engine local"
_INSTEAD: Final[Mapping[str, str]] = {
    "memory": "find the duplicates of old and new articles in one run, or run with --engine local",
    "update": _ALONE,
    "skip_seen_files": _ALONE,
    "decisions": _ALONE,
    "summary": _ALONE,
    "depfile": _ALONE,
    "strict": "write what is rejected to a folder with --rejects, and see whether there is anything in it",
    "dry_run": _ALONE,
    "max_memory": "how much memory Spark takes is among its own settings: spark.executor.memory",
    "jobs": "name the cores of this machine with --master 'local[4]', those of a cluster in Spark's settings",
}
"""What can't be had on Spark, and what to do instead."""

_OTHER_FORMATS: Final = (".parquet", ".csv", ".tsv", ".gz", ".zst", ".bz2", ".xz")


def goes_to_spark(engine: Engine, options: Mapping[str, Any]) -> bool:
    """Tell whether a run goes to Spark. Raises UsageError for `options` that don't go with the engine."""
    if engine is Engine.LOCAL:
        if options["master"] is not None:
            message = "--master is for Spark: add --engine spark"
            raise UsageError(message)
        return False
    for name, instead in _INSTEAD.items():
        if options.get(name):
            message = f"--{name.replace('_', '-')} can't be had with --engine spark; {instead}"
            raise UsageError(message)
    output = options["output"]
    if output == STDOUT:
        message = "--engine spark writes to a folder that is not there yet: name it with -o FOLDER"
        raise UsageError(message)
    if output.lower().endswith(_OTHER_FORMATS):
        message = f"{output}: --engine spark writes a folder of JSON lines; name one without such an ending"
        raise UsageError(message)
    return True


def load_jobs() -> ModuleType:
    """Return the jobs that run on Spark. Raises UsageError without pyspark."""
    try:
        # Imported here, as nobody else needs it.
        from newsclean.engines.spark import jobs  # noqa: PLC0415
    except ImportError as error:
        message = f"--engine spark needs pip install 'newsclean[spark]' ({error})"
        raise UsageError(message) from None
    return jobs
