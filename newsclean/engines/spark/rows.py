"""Rows of JSONL, wherever Spark reads them from, with their places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from newsclean.engines.spark.outcomes import OUTCOMES, Outcome, tabulate_outcomes
from newsclean.errors import ReadError
from newsclean.model import Rejected, Stage
from newsclean.reading import STDIN, list_files
from newsclean.reading.compression import find_compression
from newsclean.reading.content import open_regular
from newsclean.reading.jsonl import read_lines
from newsclean.reading.scanning import scan_line
from newsclean.writing import ADDED

_WRITTEN: Final = frozenset(ADDED)
_LOCAL: Final = re.compile("^file:/+")
_PATTERN: Final = re.compile(r"[\[\]{}*?\\]")
# What Windows writes before UTF-8.
_MARK: Final = b"\xef\xbb\xbf"
# Rows of a compressed file that are handed on at once.
_TOGETHER: Final = 1024
_PACKED: Final = "number int, name string, path string"


def read_rows(spark: SparkSession, names: Sequence[str]) -> DataFrame:
    """Read JSONL files and folders of them as `OUTCOMES`; files that can't be read are rejected.

    A row is named and placed by its file and line, as on one machine. Spark reads a file in blocks: how many
    lines each has is counted first. Compressed files of this machine are read in one piece each, by newsclean
    itself; others as Spark can.
    """
    plain: dict[str, tuple[str, str]] = {}
    packed: list[tuple[int, str, str]] = []
    lost: list[Outcome] = []
    for number, name in enumerate(list_files(names)):
        reason = _find_fault(name)
        if reason:
            lost.append(Outcome(_place(number, 0), name, rejected=Rejected(name, Stage.READ, reason)))
        elif "://" in name:
            plain[_strip(name)] = (f"{number:08d}", name)
        elif _is_compressed(name):
            packed.append((number, name, str(Path(name).absolute())))
        else:
            plain[str(Path(name).absolute())] = (f"{number:08d}", name)
    rows = spark.createDataFrame(
        [tuple(row.values()) for row in tabulate_outcomes(lost).to_pylist()], OUTCOMES
    )
    if plain:
        rows = rows.union(_read_plain(spark, plain))
    if packed:
        files = spark.createDataFrame(packed, _PACKED).repartition(len(packed))
        rows = rows.union(files.mapInArrow(_read_packed, OUTCOMES))
    return rows


def read_row(place: str, name: str, line: bytes | ReadError) -> Outcome:
    """Tell what becomes of a line: it is kept as it is, or rejected."""
    try:
        scan_line(line, name, _WRITTEN)
    except ReadError as error:
        return Outcome(place, name, rejected=Rejected(name, Stage.READ, str(error)))
    return Outcome(place, name, line=bytes(line))  # type: ignore[arg-type]  # an error was raised


def _place(file: int, line: int) -> str:
    return f"{file:08d}#{line:012d}"


def _find_fault(name: str) -> str | None:
    """Tell why an input can't be read, None if it can."""
    if "://" in name or Path(name).is_dir():
        return None
    if name == STDIN:
        return "standard input can't be read by many machines; name files"
    place, line = next(read_lines([name]), (name, b""))
    return str(line) if place == name and isinstance(line, ReadError) else None


def _is_compressed(name: str) -> bool:
    if Path(name).is_dir():
        return False
    with open_regular(name) as stream:
        return find_compression(stream.peek(8)) is not None


def _read_packed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for row in batch.to_pylist():
            lines = enumerate(read_lines([row["path"]]), 1)
            found = []
            for number, (place, line) in lines:
                name = row["name"] + place.removeprefix(row["path"])
                found.append(read_row(_place(row["number"], number), name, line))
                if len(found) >= _TOGETHER:
                    yield tabulate_outcomes(found)
                    found = []
            yield tabulate_outcomes(found)


def _read_plain(spark: SparkSession, names: Mapping[str, tuple[str, str]]) -> DataFrame:
    # What Spark would take for a pattern is a name on this machine.
    paths = [
        name if "://" in name else "file://" + _PATTERN.sub(r"\\\g<0>", path)
        for path, (_, name) in names.items()
    ]
    lines = spark.read.text(paths, lineSep="\n").select(
        sql.col("_metadata.file_path").alias("path"),
        sql.col("_metadata.file_block_start").alias("block"),
        sql.col("value").cast("binary").alias("line"),
    )
    counts = lines.groupBy("path", "block").count().orderBy("path", "block").collect()
    before: dict[tuple[str, int], int] = {}
    at: dict[str, int] = {}
    for path, block, count in counts:
        before[path, block] = at.get(path, 0)
        at[path] = at.get(path, 0) + count
    return lines.mapInArrow(_Reader(before, names), OUTCOMES)


def _strip(path: str) -> str:
    """Return a path in the one of its spellings by which it is found again."""
    return unquote(_LOCAL.sub("/", path))


class _Reader:
    """Reads lines: `before` has the lines before each block, `names` each file's number and name."""

    def __init__(self, before: Mapping[tuple[str, int], int], names: Mapping[str, tuple[str, str]]) -> None:
        self.before, self.names = before, names

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        at: dict[tuple[str, int], int] = {}
        for batch in batches:
            found: list[Outcome] = []
            for path, block, line in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number = at[path, block] = at.get((path, block), self.before[path, block]) + 1
                if not line or line.isspace():
                    continue
                order, name = self.names.get(_strip(path), (f"~{path}", path))
                text = line.removeprefix(_MARK) if number == 1 else line
                # With its end, which Spark took off.
                found.append(read_row(f"{order}#{number:012d}", f"{name}#{number}", text + b"\n"))
            yield tabulate_outcomes(found)
