"""From what was found to the records that are written."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.findings import KINDS, list_duplicates
from newsclean.engines.spark.search import Found
from newsclean.model import Article, Match
from newsclean.settings import Settings
from newsclean.writing import dump_articles

CARD: Final = ("source", "id", "url", "headline")


class _Card:
    """What is told of a duplicate."""

    __slots__ = ("id", "source", "title", "url")

    def __init__(self, told: dict[str, Any]) -> None:
        self.source, self.id, self.url, self.title = (told[name] for name in CARD)


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
    articles: DataFrame, kept: DataFrame, duplicates: DataFrame, settings: Settings
) -> DataFrame:
    """Build the records of the `kept` texts, each that of its preferred copy.

    Returns `place`, `id` and the `record`, a line of JSON, of each article that is to be written.
    """
    listed = duplicates.groupBy(sql.col("leader").alias("key")).agg(
        sql.collect_list(sql.struct("kind", "similarity", "place", *CARD)).alias("duplicates")
    )
    best = kept.select("key", "place")
    speakers = articles.select("key", "place", "id", "article").join(best, ["key", "place"])
    records = speakers.join(listed, "key", "left").select(
        "place", "article", "duplicates", sql.lit(None).cast("string").alias("duplicate_of")
    )
    if settings.keep_duplicates:
        names = speakers.select(sql.col("key").alias("leader"), sql.col("id").alias("duplicate_of"))
        gone = duplicates.where("removed").select("leader", "place").join(names, "leader")
        rest = articles.select("place", "article").join(gone, "place")
        records = records.unionByName(rest.drop("leader"), allowMissingColumns=True)

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = batch.to_pylist()
            found = [_inscribe(row) for row in rows]
            # Without its line's end, which Spark adds.
            lines = [line[:-1].decode() for line in dump_articles(found, settings)]
            yield pa.RecordBatch.from_pydict(
                {"place": batch.column("place"), "id": [each.id for each in found], "record": lines}
            )

    return records.mapInArrow(run, "place string, id string, record string")


def _inscribe(row: dict[str, Any]) -> Article:
    article: Article = pickle.loads(row["article"])  # noqa: S301  # our own, from a folder of this run's
    told = [
        (each["kind"], each["similarity"], each["place"], _Card(each)) for each in row["duplicates"] or ()
    ]
    return replace(article, duplicates=list_duplicates(told), duplicate_of=row["duplicate_of"])
