"""From what was found to the records that are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.verdicts import KINDS, list_duplicates
from newsclean.engines.spark.outcomes import restore_article
from newsclean.engines.spark.search import Found
from newsclean.model import Article, Match, Row
from newsclean.settings import Settings
from newsclean.writing import dump_articles

CARD: Final = ("source", "id", "url", "headline")


@dataclass(frozen=True, slots=True)
class _Card:
    """What is told of a duplicate."""

    source: str
    id: str
    url: str | None
    title: str | None

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        """Read it from a row with the columns `CARD`."""
        return cls(*(_decode(row[name]) for name in CARD))


def _decode(text: bytes | None) -> Any:
    return None if text is None else text.decode("utf-8", "surrogatepass")


def judge(articles: DataFrame, texts: DataFrame, found: Found) -> DataFrame:
    """Return each duplicate: `leader` (the kept text), kind, similarity, place and card; `removed` or not.

    An article whose text is kept is a duplicate where another one speaks for its text.
    """
    best = texts.select("key", sql.col("place").alias("best"))
    kept_as = sql.coalesce("keeper", "key").alias("leader")
    told = articles.select("key", "place", *CARD).join(best, "key").join(found.removed, "key", "left")
    exact = sql.lit(KINDS.index(Match.EXACT))
    duplicates = told.where(sql.col("keeper").isNotNull() | (sql.col("place") != sql.col("best"))).select(
        kept_as,
        sql.coalesce("kind", exact).alias("kind"),
        sql.coalesce("similarity", sql.lit(1.0)).alias("similarity"),
        "place",
        *CARD,
        sql.lit(True).alias("removed"),  # noqa: FBT003  # SQL has no names
    )
    headline = sql.lit(KINDS.index(Match.HEADLINE)).alias("kind")
    sharing = told.where("place = best").join(
        found.namesakes.withColumnRenamed("similarity", "alike"), sql.col("key") == sql.col("member")
    )
    return duplicates.union(
        sharing.select("leader", headline, "alike", "place", *CARD, sql.lit(False))  # noqa: FBT003
    )


def build_records(
    outcomes: DataFrame, articles: DataFrame, kept: DataFrame, duplicates: DataFrame, settings: Settings
) -> DataFrame:
    """Build the records of the `kept` texts, each that of its preferred copy.

    Returns `place` and the `record`, a line of JSON, of each article that is to be written.
    """
    listed = duplicates.groupBy(sql.col("leader").alias("key")).agg(
        sql.collect_list(sql.struct("kind", "similarity", "place", *CARD)).alias("duplicates")
    )
    names = articles.select("place", "id")
    best = kept.select("key", "place")
    records = best.join(listed, "key", "left").select(
        "place", "duplicates", sql.lit(None).cast("binary").alias("duplicate_of")
    )
    if settings.keep_duplicates:
        leaders = best.join(names, "place").select(
            sql.col("key").alias("leader"), sql.col("id").alias("duplicate_of")
        )
        gone = duplicates.where("removed").select("leader", "place").join(leaders, "leader")
        records = records.unionByName(gone.drop("leader"), allowMissingColumns=True)
    whole = outcomes.select("place", "name", "article", "line").join(records.join(names, "place"), "place")

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = (_inscribe(row) for row in batch.to_pylist())
            # Without its line's end, which Spark adds.
            lines = [line[:-1].decode() for line in dump_articles(found, settings)]
            yield pa.RecordBatch.from_pydict({"place": batch.column("place"), "record": lines})

    return whole.mapInArrow(run, "place string, record string")


def _inscribe(row: dict[str, Any]) -> Article | Row:
    told = (
        (each["kind"], each["similarity"], each["place"], _Card.read(each))
        for each in row["duplicates"] or ()
    )
    duplicates, duplicate_of = list_duplicates(told), _decode(row["duplicate_of"])
    article = restore_article(row, _decode(row["id"]))
    return article._replace(duplicates=duplicates, duplicate_of=duplicate_of)
