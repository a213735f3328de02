"""A whole run: outcomes in, records out."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.verdicts import KINDS
from newsclean.engines.spark.intake import ARTICLES, gather_texts, resolve_titles, tabulate
from newsclean.engines.spark.outcomes import read_article
from newsclean.engines.spark.records import build_records, judge
from newsclean.engines.spark.search import find_duplicates
from newsclean.engines.spark.session import Workplace
from newsclean.errors import UsageError
from newsclean.model import Match
from newsclean.settings import Decisions, Settings


@dataclass(frozen=True, slots=True)
class Records:
    """The records (`place`, `record`), and the numbers for a summary."""

    table: DataFrame
    articles: int
    kinds: dict[Match, int]


def find_records(outcomes: DataFrame, settings: Settings, work: Workplace) -> Records:
    """Find the duplicates among articles and build the records to be written.

    Raises UsageError where a reviewer's decisions are to be followed, which only one machine can.
    """
    if settings.deduplication.decisions != Decisions():
        message = "decisions are not to be had with Spark; run on one machine"
        raise UsageError(message)

    def sketch(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = (row for batch in batches for row in batch.to_pylist())
        return tabulate(((row["place"], read_article(row)) for row in rows), settings.deduplication)

    taken = outcomes.where("rejected is null").select("place", "name", "article", "line")
    sketched = taken.mapInArrow(sketch, ARTICLES)
    articles = resolve_titles(work.keep(sketched, "articles"))
    texts = work.keep(gather_texts(articles), "texts")
    found = find_duplicates(articles, texts, settings.deduplication, work)
    duplicates = work.keep(judge(articles, texts, found), "duplicates")
    counts = {row["kind"]: row["count"] for row in duplicates.groupBy("kind").count().collect()}
    kinds = {kind: counts.get(KINDS.index(kind), 0) for kind in Match}
    kept = texts.join(found.removed, "key", "left_anti")
    return Records(
        build_records(outcomes, articles, kept, duplicates, settings),
        articles.select(sql.count("*")).first()[0],
        kinds,
    )
