"""What the command line runs on Spark: from names to folders of records."""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from newsclean.engines.spark.outcomes import read_rejected
from newsclean.engines.spark.pages import clean_pages, list_pages
from newsclean.engines.spark.rows import read_rows
from newsclean.engines.spark.run import find_records
from newsclean.engines.spark.session import Workplace, open_session
from newsclean.errors import UsageError
from newsclean.model import Match, Rejected
from newsclean.reading import Source
from newsclean.result import Damaged, Result
from newsclean.settings import Settings
from newsclean.writing import dump_rejected

# Problems that are named; all that were rejected are in the folder for them, and all are counted.
NAMED = 100

Read = Callable[[SparkSession, Workplace], DataFrame]


def clean(
    pages: Iterable[Source | Rejected],
    settings: Settings,
    output: str,
    rejects: str | None,
    master: str | None,
) -> Result:
    """Clean pages and write one record for each distinct article to the folder `output`.

    Raises UsageError when it is there already, and EngineError when Spark can't be had.
    """
    return _run(
        lambda spark, work: clean_pages(list_pages(spark, pages, settings), settings, work),
        settings,
        output,
        rejects,
        master,
    )


def dedupe(
    names: Sequence[str], settings: Settings, output: str, rejects: str | None, master: str | None
) -> Result:
    """Write the distinct rows of JSONL files to the folder `output`. Raises as `clean` does."""
    return _run(lambda spark, _work: read_rows(spark, names), settings, output, rejects, master)


def _run(read: Read, settings: Settings, output: str, rejects: str | None, master: str | None) -> Result:
    start = time.perf_counter()
    beside = f"{output.rstrip('/')}.newsclean-{uuid.uuid4().hex}"
    with open_session(master) as spark, Workplace(spark, beside).cleared() as work:
        for target in (output, rejects):
            if target is not None and work.exists(target):
                message = f"{target}: is there already; name a new folder, Spark writes one"
                raise UsageError(message)
        articles = work.keep(read(spark, work), "outcomes")
        records = find_records(articles, settings, work)
        draft = work.name("records")
        records.table.select("record").write.text(draft)
        refused = articles.where("rejected is not null")
        if rejects is not None:
            listed = work.name("rejects")
            refused.select("rejected").mapInArrow(_dump, "value string").write.text(listed)
            work.move(listed, rejects)
        work.move(draft, output)
        count = refused.count()
        named = read_rejected(refused.orderBy("place").limit(NAMED).toArrow())
        drop = settings.deduplication.drop_headlines
        removed = tuple(kind for kind in Match if kind is not Match.HEADLINE or drop)
        return Result(
            articles=(),
            rejected=tuple(sorted(named, key=lambda each: each.source)),
            damaged=tuple(_find_damaged(articles)),
            inputs=records.articles + count,
            distinct=records.articles - sum(records.kinds[kind] for kind in removed),
            removed={kind: records.kinds[kind] for kind in removed},
            same_headline=0 if drop else records.kinds[Match.HEADLINE],
            seconds={"Spark": time.perf_counter() - start},
        )


def _dump(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        lines = [line[:-1].decode() for line in dump_rejected(read_rejected(batch))]
        yield pa.RecordBatch.from_pydict({"value": lines})


def _find_damaged(articles: DataFrame) -> Iterator[Damaged]:
    found = articles.where("replacements > 0").orderBy("place").limit(NAMED)
    return (
        Damaged(row["name"], row["replacements"]) for row in found.select("name", "replacements").collect()
    )
