"""The same work on a cluster, for Spark jobs: a DataFrame in, a DataFrame out.

Needs `pip install 'newsclean[spark]'`, on the driver and on the workers.
"""

from collections.abc import Iterator
from typing import Final

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql
from pyspark.sql.types import IntegralType, StructType

from newsclean.engines.spark.outcomes import OUTCOMES, tabulate_outcomes
from newsclean.engines.spark.pages import clean_pages, name_pages
from newsclean.engines.spark.rows import read_row
from newsclean.engines.spark.run import find_records
from newsclean.engines.spark.session import Workplace, open_session
from newsclean.settings import Settings

__all__ = ["clean", "dedupe", "open_session"]

DUPLICATES: Final = (
    "duplicates array<struct<source: string, id: string, url: string, title: string, kind: string,"
    " similarity: double>>"
)
RECORD: Final = (
    "id string, source string, url string, site string, title string, text string, language string,"
    f" published string, authors array<string>, section string, words int, {DUPLICATES}"
)
_TRACE: Final = (
    "removed array<struct<line: int, text: string, reason: string, doubt: double>>,"
    " lines array<int>, doubts array<double>"
)


def clean(pages: DataFrame, work: str, settings: Settings | None = None) -> DataFrame:
    """Clean pages and find the duplicates among their articles.

    Args:
        pages: `source` (a string, no two alike; furniture is learned from the pages of each folder in it) and
            `content` (the page's bytes, gzipped or not), as `spark.read.format("binaryFile")` reads them.
        work: a folder that all workers can write to. The result is read from there: remove it afterwards.
        settings: as for one machine; `jobs` is Spark's matter.

    Returns:
        The records of the distinct articles, as columns. Pages that give no article are left out.

    """
    settings = settings or Settings()
    place = Workplace(pages.sparkSession, work)
    named = pages.select(sql.col("source").alias("name"), sql.col("content").cast("binary").alias("content"))
    articles = place.keep(clean_pages(name_pages(named), settings, place), "outcomes")
    schema = RECORD + (", duplicate_of string" if settings.keep_duplicates else "")
    return _read_back(articles, settings, place, schema + (f", {_TRACE}" if settings.trace else ""))


def dedupe(articles: DataFrame, work: str, order: str = "id", settings: Settings | None = None) -> DataFrame:
    """Find the duplicates among articles.

    Args:
        articles: a column `text`, and of `title`, `id`, `source`, `url` and `published` what there is; all
            other columns are kept. Rows without text are left out.
        work: a folder that all workers can write to. The result is read from there: remove it afterwards.
        order: a column of strings or whole numbers in which no two rows are alike; of equally good copies,
            the first by it is kept.
        settings: as for one machine; `jobs` is Spark's matter.

    Returns:
        The distinct rows with `duplicates` and, with `keep_duplicates`, all rows with `duplicate_of`.

    """
    settings = settings or Settings()
    place = Workplace(articles.sparkSession, work)
    lines = articles.select(
        _sortable(articles, order).alias("place"),
        sql.col(order).cast("string").alias("name"),
        sql.to_json(sql.struct("*"), {"ignoreNullFields": "false"}).alias("line"),
    )
    rows = place.keep(lines.mapInArrow(_read, OUTCOMES), "outcomes")
    added = [f"{name} string" for name in ("source", "id") if name not in articles.columns]
    added += [DUPLICATES, *(["duplicate_of string"] if settings.keep_duplicates else [])]
    return _read_back(rows, settings, place, ", ".join(added), articles)


def _read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        yield tabulate_outcomes([read_row(place, name, line.encode()) for place, name, line in rows])


def _sortable(table: DataFrame, column: str) -> Column:
    """Return a column as strings that sort as its values do."""
    if not isinstance(table.schema[column].dataType, IntegralType):
        return sql.col(column).cast("string")
    # With the sign turned round, negative numbers come first.
    return sql.lpad(sql.hex(sql.col(column).cast("long").bitwiseXOR(sql.lit(-1 << 63))), 16, "0")


def _read_back(
    articles: DataFrame, settings: Settings, work: Workplace, fields: str, rows: DataFrame | None = None
) -> DataFrame:
    """Return the records as columns: those of `rows`, then `fields`."""
    added = StructType.fromDDL(fields)
    given = () if rows is None else [each for each in rows.schema.fields if each.name not in added.names]
    schema = StructType([*given, *added.fields])
    table = find_records(articles, settings, work).table
    return table.select(sql.from_json("record", schema).alias("record")).select("record.*")
