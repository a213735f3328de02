"""A Spark session, and a folder that what is worked out on the way is written to."""

import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pyspark.sql import DataFrame, SparkSession

from newsclean.engines.local import count_cores
from newsclean.errors import EngineError

# Rows that a Python function gets at once: with their token hashes, some 2 MB.
BATCH_ROWS: Final = 1024

_SETTINGS: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH_ROWS),
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}


# Spark's defaults are for clusters: hundreds of tasks for each step, and names looked up for a network.
_ON_ONE_MACHINE: Final = {
    "spark.sql.shuffle.partitions": str(2 * count_cores()),
    "spark.ui.enabled": "false",
    "spark.driver.memory": "4g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@contextmanager
def open_session(master: str | None) -> Iterator[SparkSession]:
    """Start Spark on `master` (None: as spark-submit or the environment say, else this machine).

    Raises EngineError where there is no Java, or no master answers.
    """
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
    if master is not None and master.startswith("local"):
        builder = builder.config(map=_ON_ONE_MACHINE)
    try:
        session = builder.config(map=_SETTINGS).getOrCreate()
    except Exception as error:
        message = f"Spark can't start: {str(error).strip().splitlines()[0]}"
        raise EngineError(message) from error
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


class Workplace:
    """Where tables are written while a run lasts: a folder that all workers see; close it to remove it.

    A table that was written needs nothing of what led to it. So no plan grows from round to round, and after
    the loss of a worker only what it had under way is done again.
    """

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self.spark = spark
        self.folder = f"{folder.rstrip('/')}.newsclean-{uuid.uuid4().hex}"
        self._written = 0

    def keep(self, table: DataFrame, name: str) -> DataFrame:
        """Write a table and return it as it is read back."""
        self._written += 1
        path = f"{self.folder}/{self._written:03d}-{name}"
        table.write.parquet(path)
        return self.spark.read.schema(table.schema).parquet(path)

    def close(self) -> None:
        """Remove the folder."""
        jvm: Any = self.spark.sparkContext._jvm  # noqa: SLF001  # files of any system go through Hadoop's
        hadoop = self.spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001
        path = jvm.org.apache.hadoop.fs.Path(self.folder)
        path.getFileSystem(hadoop).delete(path, True)  # noqa: FBT003  # Java has no names
