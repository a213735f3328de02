"""Rows of JSONL, wherever Spark reads them from, as articles with their places."""

import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from newsclean.errors import ReadError
from newsclean.model import Article, Rejected, Stage
from newsclean.reading import STDIN, list_files, read_row
from newsclean.reading.content import open_regular

OUTCOMES: Final = "place string, article binary, rejected binary, replacements int"
"""An article or a Rejected, pickled, its place in the input, and how many characters could not be decoded."""

_LOCAL: Final = re.compile("^file:/+")
_PATTERN: Final = re.compile(r"[\[\]{}*?\\]")


def read_lines(spark: SparkSession, names: Sequence[str]) -> tuple[DataFrame, list[Rejected]]:
    """Read JSONL files and folders of them as `OUTCOMES`; files that aren't there are rejected.

    A row is named and placed by its file and line, as on one machine. Spark reads a file in blocks: how many
    lines each has is counted first.
    """
    paths: dict[str, tuple[str, str]] = {}
    found: list[str] = []
    rejected = []
    for number, name in enumerate(list_files(names)):
        path, reason = _locate(name)
        if reason:
            rejected.append(Rejected(name, Stage.READ, reason))
        else:
            paths[_strip(path)] = (f"{number:08d}", name)
            # What Spark would take for a pattern is a name here.
            found.append(_PATTERN.sub(r"\\\g<0>", path) if "://" not in name else path)
    if not found:
        return spark.createDataFrame([], OUTCOMES), rejected
    lines = spark.read.text(found, lineSep="\n").select(
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
    return lines.mapInArrow(_Reader(before, paths), OUTCOMES), rejected


def _locate(name: str) -> tuple[str, str | None]:
    """Return the address of an input, and why it can't be read."""
    if "://" in name:
        return name, None
    if name == STDIN:
        return name, "standard input can't be read by many machines; name files"
    path = Path(name)
    if not path.is_dir():
        try:
            open_regular(name).close()
        except ReadError as error:
            return name, str(error)
    return f"file://{path.absolute()}", None


def _strip(path: str) -> str:
    """Return a path in the one of its spellings by which it is found again."""
    return unquote(_LOCAL.sub("/", path))


def nameless(_text: str) -> str:
    """Return no id: a text without one is named when it is sketched."""
    return ""


class _Reader:
    """Reads lines: `before` has the lines before each block, `names` each file's number and name."""

    def __init__(self, before: Mapping[tuple[str, int], int], names: Mapping[str, tuple[str, str]]) -> None:
        self.before, self.names = before, names

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        at: dict[tuple[str, int], int] = {}
        for batch in batches:
            found: list[tuple[str, Article | Rejected]] = []
            for path, block, line in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number = at[path, block] = at.get((path, block), self.before[path, block]) + 1
                if not line or line.isspace():
                    continue
                order, name = self.names.get(_strip(path), (f"~{path}", path))
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                # With its end, which Spark took off.
                found.append((f"{order}#{number:012d}", read_row(text + b"\n", f"{name}#{number}", nameless)))
            yield outcomes(found)


def outcomes(
    found: Sequence[tuple[str, Article | Rejected]], replacements: Sequence[int] = ()
) -> pa.RecordBatch:
    """Return articles and Rejected with their places as a batch of `OUTCOMES`."""
    return pa.RecordBatch.from_pydict(
        {
            "place": pa.array([place for place, _ in found], type=pa.string()),
            "article": pa.array(
                [pickle.dumps(each) if isinstance(each, Article) else None for _, each in found],
                type=pa.binary(),
            ),
            "rejected": pa.array(
                [pickle.dumps(each) if isinstance(each, Rejected) else None for _, each in found],
                type=pa.binary(),
            ),
            "replacements": pa.array(replacements or [0] * len(found), type=pa.int32()),
        }
    )
