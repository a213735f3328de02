"""A Spark session, and a folder that what is worked out on the way is written to."""

import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, Self

from pyspark.sql import DataFrame, SparkSession

from newsclean.engines.local import count_cores
from newsclean.errors import EngineError, WriteError

# Rows that a Python function gets at once: with their token hashes, some 2 MB.
BATCH_ROWS: Final = 1024

_SETTINGS: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH_ROWS),
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}
# Where Spark is told nothing else, in the environment or in spark-defaults.conf.
_MEMORY: Final = "4g"
_PARTITIONS: Final = "spark.sql.shuffle.partitions"

# Seconds that tasks have to end when a run is ended, and tenths of a second without a trace of them that tell
# that they have.
_PATIENCE: Final = 20
_QUIET: Final = 15

# Spark looks names up for a network.
_ON_ONE_MACHINE: Final = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@contextmanager
def open_session(master: str | None) -> Iterator[SparkSession]:
    """Start Spark on `master` (None: as spark-submit or the environment say, else this machine).

    A session that runs already is used, and left running.

    Raises EngineError where there is no Java, or no master answers.
    """
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        message = "Spark needs Java 17 or newer, and there is none; install it, or use --engine local"
        raise EngineError(message)
    # The workers' Python must be the one that has newsclean.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("newsclean")
    if master is not None:
        builder = builder.master(master)
    elif "MASTER" not in os.environ and "SPARK_REMOTE" not in os.environ:
        master = "local[*]"
        builder = builder.master(master)
    alone = master is not None and master.startswith("local")
    if alone:
        os.environ.setdefault("SPARK_DRIVER_MEMORY", _MEMORY)
        builder = builder.config(map=_ON_ONE_MACHINE)
    try:
        session = builder.config(map=_SETTINGS).getOrCreate()
    except Exception as error:
        message = f"Spark can't start: {str(error).strip().splitlines()[0]}"
        raise EngineError(message) from error
    session.sparkContext.setLogLevel("ERROR")
    if alone and session.sparkContext.getConf().get(_PARTITIONS) is None:
        # The default is for clusters: hundreds of tasks for each step.
        session.conf.set(_PARTITIONS, 2 * count_cores())
    try:
        yield session
    finally:
        _call_apart(session.stop)


def _call_apart(function: Callable[[], None]) -> None:
    """Call something in a thread of its own: what was interrupted still holds this one's line to Java."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(function).result()


class Workplace:
    """Where tables are written while a run lasts: a folder that all workers see.

    A table that was written needs nothing of what led to it. So no plan grows from round to round, and after
    the loss of a worker only what it had under way is done again.
    """

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self.spark = spark
        self.folder = folder
        self._name = uuid.uuid4().hex
        self._written = 0

    def keep(self, table: DataFrame, name: str) -> DataFrame:
        """Write a table and return it as it is read back."""
        path = self.name(name)
        table.write.parquet(path)
        return self.spark.read.schema(table.schema).parquet(path)

    def name(self, name: str) -> str:
        """Return the path of a new table."""
        self._written += 1
        return f"{self.folder}/{self._name}-{self._written:03d}-{name}"

    def exists(self, path: str) -> bool:
        """Tell whether something is there."""
        place, system = self._locate(path)
        return bool(system.exists(place))

    def move(self, path: str, target: str) -> None:
        """Put what is at `path` to where nothing is yet."""
        place, system = self._locate(path)
        there = self._locate(target)[0]
        if there.getParent() is not None:
            system.mkdirs(there.getParent())
        if not system.rename(place, there):
            message = f"{target}: can't be written"
            raise WriteError(message)

    @contextmanager
    def cleared(self) -> Iterator[Self]:
        """Remove the folder in the end, however it comes; what is under way then is stopped."""
        context = self.spark.sparkContext
        context.addJobTag(self._name)
        try:
            yield self
        except BaseException:
            _call_apart(self._stop)
            raise
        else:
            context.removeJobTag(self._name)
        finally:
            _call_apart(self._remove)

    def _stop(self) -> None:
        """Stop what is under way, and remove what tasks write while they end, until they write no more."""
        self.spark.sparkContext.cancelJobsWithTag(self._name)
        until = time.monotonic() + _PATIENCE
        quiet = 0
        while quiet < _QUIET and time.monotonic() < until:
            quiet = 0 if self.exists(self.folder) else quiet + 1
            self._remove()
            time.sleep(0.1)

    def _remove(self) -> None:
        place, system = self._locate(self.folder)
        system.delete(place, True)  # noqa: FBT003  # Java has no names

    def _locate(self, path: str) -> tuple[Any, Any]:
        """Return a path as Hadoop knows it, and the file system that it is on."""
        context = self.spark.sparkContext
        place = context._jvm.org.apache.hadoop.fs.Path(path)  # noqa: SLF001  # there is no other way to Hadoop
        return place, place.getFileSystem(context._jsc.hadoopConfiguration())  # noqa: SLF001
