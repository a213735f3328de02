"""Pages, wherever Spark reads them from: the furniture of their sites is learned, then they are cleaned."""

import io
import os
import pickle
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as sql

from newsclean.cleaning import FEWEST_PAGES, Furniture, learn_furniture
from newsclean.engines.spark.arrow import by_groups, spread_groups
from newsclean.engines.spark.outcomes import OUTCOMES, Outcome, tabulate_outcomes
from newsclean.engines.spark.session import Workplace
from newsclean.errors import ReadError
from newsclean.model import Article, Rejected, Stage
from newsclean.pages import (
    MAX_SAMPLE,
    TOGETHER,
    Page,
    examine_pages,
    guess_page_site,
    name_folder,
    name_page,
    observe_page,
)
from newsclean.reading import Source
from newsclean.reading.compression import SUFFIXES
from newsclean.reading.containers import open_container
from newsclean.reading.content import open_regular, read_content
from newsclean.reading.sources import ARCHIVES_END, PAGES_END
from newsclean.settings import Settings

PAGES: Final = "place string, folder string, name string, source binary, content binary, held boolean"
"""A page: a pickled Source or Rejected, its bytes apart from it, and whether a container holds it.

`place` orders pages as the input does, `folder` is the folder or the container that holds the page. Without a
`source`, `name` and `content` say all of it.
"""

# Tasks that the pages of one folder are spread over, each of which is told the folder's furniture.
LANES: Final = 32

_COLUMNS: Final = tuple(field.split()[0] for field in PAGES.split(","))
_TYPES: Final = (pa.string(), pa.string(), pa.string(), pa.binary(), pa.binary(), pa.bool_())
# Pages of a container that are handed on at once.
_AT_ONCE: Final = 64
_FAR_AWAY: Final = "is an archive that only Spark can reach; copy it to a folder that all machines have"

_Row = dict[str, Any]


def list_pages(spark: SparkSession, pages: Iterable[Source | Rejected], settings: Settings) -> DataFrame:
    """Return `PAGES`. Names with `://` are files or folders that Spark reads; workers open the rest."""
    rows: list[_Row] = []
    archives: list[tuple[str, bytes]] = []
    remote: list[str] = []
    for page in map(_locate, pages):
        if isinstance(page, Source) and "://" in page.name:
            remote.append(page.name)
        elif isinstance(page, Source) and page.form:
            archives.append((page.name, pickle.dumps(page)))
        else:
            rows.append(_describe(page, name_page(page)))
    table = spark.createDataFrame([tuple(row.values()) for row in rows], PAGES)
    if archives:
        listed = spark.createDataFrame(archives, "name string, source binary").repartition(len(archives))
        table = table.union(listed.mapInArrow(partial(_unpack, columns=dict(settings.columns)), PAGES))
    return table.union(_list_remote(spark, remote)) if remote else table


def _locate(page: Source | Rejected) -> Source | Rejected:
    """Say where a page is to be found from anywhere; refuse what can't be reached, or named, there."""
    name = name_page(page)
    try:
        name.encode()
    except UnicodeEncodeError:
        reason = "has a name that is not UTF-8, which Spark can't hold; rename it"
        return Rejected(name.encode("utf-8", "backslashreplace").decode(), Stage.READ, reason)
    if isinstance(page, Rejected) or page.content is not None or "://" in name:
        return page
    if page.path is not None:
        return Rejected(
            name, Stage.READ, "holds many pages, which the other machines can't read; name a file"
        )
    return page._replace(path=os.path.abspath(name))  # noqa: PTH100  # Path tidies


def _describe(page: Source | Rejected, place: str) -> _Row:
    """Return a row of `PAGES`."""
    content = page.content if isinstance(page, Source) else None
    source = page._replace(content=None) if isinstance(page, Source) else page
    values = (place, name_folder(page), name_page(page), pickle.dumps(source), content, False)
    return dict(zip(_COLUMNS, values, strict=True))


def _unpack(batches: Iterator[pa.RecordBatch], columns: dict[str, str]) -> Iterator[pa.RecordBatch]:
    """Read the pages of containers."""
    for batch in batches:
        for archive in batch.to_pylist():
            source: Source = pickle.loads(archive["source"])  # noqa: S301  # our own
            rows: list[_Row] = []
            for number, page in enumerate(open_container(source, columns)):
                row = _describe(page, f"{source.name}\0{number:012d}")
                rows.append(row | {"folder": source.name, "held": True})
                if len(rows) == _AT_ONCE:
                    yield _batch(rows)
                    rows = []
            yield _batch(rows)


def _batch(rows: list[_Row]) -> pa.RecordBatch:
    columns = [
        pa.array([row[name] for row in rows], kind) for name, kind in zip(_COLUMNS, _TYPES, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, list(_COLUMNS))


def _list_remote(spark: SparkSession, names: list[str]) -> DataFrame:
    """Return `PAGES` of files and folders that Spark reads; archives there are rejected."""
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(names)
    name = sql.col("path").alias("name")
    pages = name_pages(files.where(_ends_with(PAGES_END)).select(name, "content"))
    return pages.union(files.where(_ends_with(ARCHIVES_END)).select(name).mapInArrow(_refuse, PAGES))


def _ends_with(endings: Iterable[str]) -> Column:
    either, packed = ("|".join(map(re.escape, each)) for each in (endings, SUFFIXES))
    return sql.col("path").rlike(f"(?i)({either})({packed})?$")


def _refuse(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        names = batch.column("name").to_pylist()
        yield _batch([_describe(Rejected(name, Stage.READ, _FAR_AWAY), name) for name in names])


def name_pages(files: DataFrame) -> DataFrame:
    """Return `PAGES` for files with a `name` and a `content`."""
    folder = sql.regexp_replace("name", "/?[^/]*$", "")
    source, held = sql.lit(None).cast("binary"), sql.lit(False)  # noqa: FBT003  # SQL has no names
    return files.select(
        sql.col("name").alias("place"),
        folder.alias("folder"),
        "name",
        source.alias("source"),
        "content",
        held.alias("held"),
    )


def clean_pages(pages: DataFrame, settings: Settings, work: Workplace) -> DataFrame:
    """Clean `PAGES`, whose places differ: return `OUTCOMES`."""
    furniture = work.keep(_learn(pages, settings), "furniture")
    lane = sql.concat_ws("\0", "folder", sql.col("number").cast("string")).alias("lane")
    numbers = sql.explode(sql.sequence(sql.lit(0), sql.lit(LANES - 1))).alias("number")
    told = furniture.select("folder", "furniture", numbers).select(
        lane, *(sql.lit(None).alias(name) for name in _COLUMNS), "furniture"
    )
    numbered = pages.withColumn("number", sql.pmod(sql.xxhash64("place"), sql.lit(LANES)))
    tasks = numbered.select(lane, *_COLUMNS, sql.lit(None).cast("binary").alias("furniture"))
    # Without a place, furniture comes first.
    first = sql.col("place").asc_nulls_first()
    ordered = spread_groups(tasks.union(told), "lane").sortWithinPartitions("lane", first)
    return ordered.mapInArrow(_Cleaner(settings), OUTCOMES)


def _learn(pages: DataFrame, settings: Settings) -> DataFrame:
    """Return the furniture of the sites of each folder (`folder`, `furniture`), a row for each site."""
    around = Window.partitionBy("folder")
    ranked = pages.withColumn("turn", sql.row_number().over(around.orderBy("place")))
    ranked = ranked.withColumn("size", sql.count("*").over(around)).where(sql.col("turn") <= MAX_SAMPLE)
    # A container may teach with one page: its pages are not sifted, on one machine not to read it twice.
    sample = ranked.where("not held").where(sql.col("size") >= FEWEST_PAGES).select(*_COLUMNS)
    guessed = sample.mapInArrow(partial(_guess, settings=settings), f"{PAGES}, site string")
    counts = guessed.groupBy("folder", "site").count()
    alone = counts.where((sql.col("count") < FEWEST_PAGES) & (sql.col("site") != ""))
    company = guessed.join(alone, ["folder", "site"], "left_anti").select(*_COLUMNS)
    held = ranked.where("held").select(*_COLUMNS)
    sightings = company.union(held).mapInArrow(
        partial(_look, settings=settings), ", ".join(f"{name} {kind}" for name, kind in _SIGHTING.items())
    )
    return by_groups(sightings, "site", _learn_sites, "folder string, furniture binary", "place")


_SIGHTING: Final = {
    "folder": "string",
    "place": "string",
    "name": "string",
    "site": "string",
    "sighting": "binary",
}


def _guess(batches: Iterator[pa.RecordBatch], settings: Settings) -> Iterator[pa.RecordBatch]:
    """Add the sites of pages, where they are told without a parse."""
    for batch in batches:
        sites = [guess_page_site(_page_of(row), settings) for row in batch.to_pylist()]
        yield batch.append_column("site", pa.array(sites, type=pa.string()))


def _look(batches: Iterator[pa.RecordBatch], settings: Settings) -> Iterator[pa.RecordBatch]:
    """Observe pages; `site` names folder and site."""
    for batch in batches:
        rows = batch.to_pylist()
        seen = [(row, observe_page(_page_of(row), settings)[2]) for row in rows]
        found = [(row, sighting) for row, sighting in seen if sighting is not None]
        yield pa.RecordBatch.from_pydict(
            {
                "folder": pa.array([row["folder"] for row, _ in found], pa.string()),
                "place": pa.array([row["place"] for row, _ in found], pa.string()),
                "name": pa.array([row["name"] for row, _ in found], pa.string()),
                "site": pa.array([f"{row['folder']}\0{each.site}" for row, each in found], pa.string()),
                "sighting": pa.array([pickle.dumps(each) for _, each in found], pa.binary()),
            }
        )


def _learn_sites(table: pa.Table) -> pa.Table:
    """Learn the furniture of some sites of some folders."""
    groups: dict[str, list[_Row]] = {}
    for row in table.to_pylist():
        groups.setdefault(row["site"], []).append(row)
    learned = []
    for rows in groups.values():
        # A container may hold two pages of one name, of which the last one counts.
        sightings = {row["name"]: pickle.loads(row["sighting"]) for row in rows}  # noqa: S301  # our own
        learned.append((rows[0]["folder"], pickle.dumps(learn_furniture(sightings.values()))))
    return pa.table({"folder": [folder for folder, _ in learned], "furniture": [each for _, each in learned]})


def _page_of(row: _Row) -> Page:
    """Return a page of `PAGES`, read if it was only named."""
    name, content = row["name"], row["content"]
    source: Page = Source(name) if row["source"] is None else pickle.loads(row["source"])  # noqa: S301  # our own
    if not isinstance(source, Source):
        return source
    if source.container is not None:
        return source._replace(content=content)
    try:
        if content is not None:
            return source._replace(content=read_content(io.BufferedReader(io.BytesIO(content))))
        with open_regular(source.path or name) as stream:
            return source._replace(content=read_content(stream))
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
            tasks: list[tuple[_Row, Furniture]] = []
            for row in batch.to_pylist():
                if row["lane"] != lane:
                    lane, furniture = row["lane"], {}
                if row["place"] is None:
                    furniture |= pickle.loads(row["furniture"])  # noqa: S301  # our own
                else:
                    tasks.append((row, furniture))
            chunks = (tasks[at : at + TOGETHER] for at in range(0, len(tasks), TOGETHER))
            yield tabulate_outcomes([found for chunk in chunks for found in self._examine(chunk)])

    def _examine(self, tasks: list[tuple[_Row, Furniture]]) -> Iterator[Outcome]:
        pages = [(_page_of(row), furniture) for row, furniture in tasks]
        for (row, _), examined in zip(tasks, examine_pages(pages, self.settings), strict=True):
            for number, (outcome, replacements, _) in enumerate(examined):
                place = f"{row['place']}\0{number:06d}"
                article, rejected = (outcome, None) if isinstance(outcome, Article) else (None, outcome)
                yield Outcome(place, outcome.source, article, None, rejected, replacements)
