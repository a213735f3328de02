"""Pages, wherever Spark reads them from: the furniture of their sites is learned, then they are cleaned."""

import io
import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as sql

from newsclean.cleaning import FEWEST_PAGES, Furniture, learn_furniture
from newsclean.engines.pages import MAX_SAMPLE, Page, examine_page, guess_page_site, observe_page
from newsclean.engines.spark.arrow import by_groups, spread_groups
from newsclean.engines.spark.rows import OUTCOMES, outcomes
from newsclean.engines.spark.session import Workplace
from newsclean.errors import ReadError
from newsclean.model import Rejected, Stage
from newsclean.reading import Source
from newsclean.reading.content import read_content
from newsclean.settings import Settings

PAGES: Final = "name string, path string, content binary, rejected binary"
"""A page: where it is to be opened, or its bytes (as Spark read them), or why it can't be read."""

# Tasks that the pages of one folder are spread over, each of which is told the folder's furniture.
LANES: Final = 32


def list_pages(spark: SparkSession, pages: Iterable[Source | Rejected]) -> DataFrame:
    """Return `PAGES`. Names with `://` are files or folders that Spark reads; workers open the rest."""
    rows: list[tuple[str, str | None, bytes | None, bytes | None]] = []
    remote = []
    for page in pages:
        if isinstance(page, Rejected):
            rows.append((page.source, None, None, pickle.dumps(page)))
        elif "://" in page.name:
            remote.append(page.name)
        elif page.content is not None:
            # Already without its compression.
            rows.append((page.name, None, page.content, None))
        else:
            rows.append((page.name, os.path.abspath(page.name), None, None))  # noqa: PTH100  # Path tidies
    table = spark.createDataFrame([_spell(row) for row in rows], PAGES)
    if not remote:
        return table
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(remote)
    pattern = r"(?i)\.(txt|html?)(\.gz)?$"
    empty = sql.lit(None)
    return table.union(
        files.where(sql.col("path").rlike(pattern)).select(
            sql.col("path").alias("name"), empty.cast("string"), "content", empty.cast("binary")
        )
    )


def _spell(
    row: tuple[str, str | None, bytes | None, bytes | None],
) -> tuple[str, str | None, bytes | None, bytes | None]:
    """Refuse a page whose name is not UTF-8, which Spark can't hold."""
    try:
        row[0].encode()
    except UnicodeEncodeError:
        name = row[0].encode("utf-8", "backslashreplace").decode()
        refused = Rejected(
            name, Stage.READ, "has a name that is not UTF-8, which Spark can't hold; rename it"
        )
        return name, None, None, pickle.dumps(refused)
    return row


def clean_pages(pages: DataFrame, settings: Settings, work: Workplace) -> DataFrame:
    """Clean `PAGES`, whose names differ: return `OUTCOMES`, placed by their names."""
    folder = sql.regexp_replace("name", "/?[^/]*$", "").alias("folder")
    placed = pages.select("*", folder)
    furniture = work.keep(_learn(placed, settings), "furniture")
    lane = sql.concat_ws("\0", "folder", sql.col("number").cast("string")).alias("lane")
    known = furniture.select(
        "folder", "furniture", sql.explode(sql.sequence(sql.lit(0), sql.lit(LANES - 1))).alias("number")
    )
    nothing = sql.lit(None)
    told = known.select(
        lane,
        nothing.cast("string").alias("name"),
        nothing.cast("string").alias("path"),
        nothing.cast("binary").alias("content"),
        nothing.cast("binary").alias("rejected"),
        "furniture",
    )
    numbered = placed.withColumn("number", sql.pmod(sql.xxhash64("name"), sql.lit(LANES)))
    tasks = numbered.select(
        lane, *(each.split()[0] for each in PAGES.split(", ")), nothing.cast("binary").alias("furniture")
    )
    # Without a name, furniture comes first.
    first = sql.col("name").asc_nulls_first()
    ordered = spread_groups(told.union(tasks), "lane").sortWithinPartitions("lane", first)
    return ordered.mapInArrow(_Cleaner(settings), OUTCOMES)


def _learn(pages: DataFrame, settings: Settings) -> DataFrame:
    """Return the furniture of the sites of each folder (`folder`, `furniture`), a row for each site."""
    around = Window.partitionBy("folder")
    ranked = pages.withColumn("turn", sql.row_number().over(around.orderBy("name")))
    ranked = ranked.withColumn("size", sql.count("*").over(around))
    sample = ranked.where((sql.col("turn") <= MAX_SAMPLE) & (sql.col("size") >= FEWEST_PAGES))

    def guess(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            sites = [guess_page_site(page, settings) for page in _pages_of(batch)]
            yield batch.append_column("site", pa.array(sites, type=pa.string()))

    def look(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            seen = [observe_page(page, settings) for page in _pages_of(batch)]
            folders = batch.column("folder").to_pylist()
            rows = [
                (folder, name, f"{folder}\0{sighting.site}", pickle.dumps(sighting))
                for folder, name, sighting in zip(
                    folders, batch.column("name").to_pylist(), seen, strict=True
                )
                if sighting is not None
            ]
            columns = [pa.array([row[at] for row in rows], type=kind) for at, kind in enumerate(_SIGHTING)]
            yield pa.RecordBatch.from_arrays(columns, ["folder", "name", "site", "sighting"])

    columns = sample.select(*(each.split()[0] for each in PAGES.split(", ")), "folder")
    guessed = columns.mapInArrow(guess, f"{PAGES}, folder string, site string")
    counts = (
        guessed.groupBy("folder", "site")
        .count()
        .where((sql.col("count") < FEWEST_PAGES) & (sql.col("site") != ""))
    )
    company = guessed.join(counts, ["folder", "site"], "left_anti").select(*columns.columns)
    sightings = company.mapInArrow(look, "folder string, name string, site string, sighting binary")
    return by_groups(sightings, "site", _learn_sites, "folder string, furniture binary", "name")


_SIGHTING: Final = (pa.string(), pa.string(), pa.string(), pa.binary())


def _learn_sites(table: pa.Table) -> pa.Table:
    """Learn the furniture of some sites of some folders."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        groups.setdefault(row["site"], []).append(row)
    learned = []
    for rows in groups.values():
        sightings = (pickle.loads(row["sighting"]) for row in rows)  # noqa: S301  # our own
        learned.append((rows[0]["folder"], pickle.dumps(learn_furniture(sightings))))
    return pa.table({"folder": [folder for folder, _ in learned], "furniture": [each for _, each in learned]})


def _pages_of(batch: pa.RecordBatch) -> list[Page]:
    columns = (batch.column(name).to_pylist() for name in ("name", "path", "content", "rejected"))
    return [_page_of(*row) for row in zip(*columns, strict=True)]


def _page_of(name: str, path: str | None, content: bytes | None, rejected: bytes | None) -> Page:
    if rejected is not None:
        refused: Rejected = pickle.loads(rejected)  # noqa: S301  # our own
        return refused
    if content is None:
        return Source(name, path=path)
    try:
        return Source(name, read_content(io.BufferedReader(io.BytesIO(content))))
    except ReadError as error:
        return Rejected(name, Stage.READ, str(error))


class _Cleaner:
    """Cleans the pages of a lane with the furniture that stands before them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        lane: str | None = None
        furniture: dict[str, Any] = {}
        for batch in batches:
            found, replacements = [], []
            lanes, told = batch.column("lane").to_pylist(), batch.column("furniture").to_pylist()
            for at, page in enumerate(_rows(batch)):
                if lanes[at] != lane:
                    lane, furniture = lanes[at], {}
                if page is None:
                    furniture |= pickle.loads(told[at])  # noqa: S301  # our own
                    continue
                known: Furniture = furniture
                examined = examine_page((page, known), self.settings)
                found.append((batch.column("name")[at].as_py(), examined.outcome))
                replacements.append(examined.replacements)
            yield outcomes(found, replacements)


def _rows(batch: pa.RecordBatch) -> Sequence[Page | None]:
    columns = (batch.column(name).to_pylist() for name in ("name", "path", "content", "rejected"))
    return [None if row[0] is None else _page_of(*row) for row in zip(*columns, strict=True)]
