"""Pages, wherever Spark reads them from: the furniture of their sites is learned, then they are cleaned."""

import io
import os
import pickle
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
from newsclean.model import Article, Kind, Rejected, Stage
from newsclean.pages import MAX_SAMPLE, Page, examine_page, guess_page_site, name_page, observe_page
from newsclean.reading import Source, find_container, open_container
from newsclean.reading.content import open_regular, read_content
from newsclean.settings import Settings

PAGES: Final = (
    "place string, folder string, name string, path string, content binary, rejected binary,"
    " container string, kind string, url string, charset string"
)
"""A page: where it is to be opened, or its bytes, or why it can't be read; and what a container tells of it.

`place` orders pages as the input does, `folder` is the folder or the container that holds the page.
"""

# Tasks that the pages of one folder are spread over, each of which is told the folder's furniture.
LANES: Final = 32

_COLUMNS: Final = tuple(field.split()[0] for field in PAGES.split(","))
_TYPES: Final = {"content": pa.binary(), "rejected": pa.binary()}
# Pages of a container that are handed on at once.
_TOGETHER: Final = 64
_PAGE_NAMES: Final = r"(?i)\.(txt|html?)(\.(gz|bz2|xz|zst))?$"

_Row = dict[str, Any]


def list_pages(spark: SparkSession, pages: Iterable[Source | Rejected], settings: Settings) -> DataFrame:
    """Return `PAGES`. Names with `://` are files or folders that Spark reads; workers open the rest."""
    rows: list[_Row] = []
    packed: list[tuple[str, str]] = []
    remote: list[str] = []
    for page in map(_spell, pages):
        if isinstance(page, Source) and "://" in page.name:
            remote.append(page.name)
        elif isinstance(page, Source) and page.content is None and find_container(page.name):
            packed.append((page.name, os.path.abspath(page.name)))  # noqa: PTH100  # Path tidies
        else:
            rows.append(_describe(page, name_page(page)))
    table = spark.createDataFrame([tuple(row.values()) for row in rows], PAGES)
    if packed:
        archives = spark.createDataFrame(packed, "name string, path string").repartition(len(packed))
        table = table.union(archives.mapInArrow(partial(_unpack, columns=dict(settings.columns)), PAGES))
    if remote:
        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(remote)
        files = files.where(sql.col("path").rlike(_PAGE_NAMES))
        table = table.union(name_pages(files.select(sql.col("path").alias("name"), "content")))
    return table


def name_pages(files: DataFrame) -> DataFrame:
    """Return `PAGES` for files with a `name` and a `content`."""
    folder = sql.regexp_replace("name", "/?[^/]*$", "")
    given = {
        "place": sql.col("name"),
        "folder": folder,
        "name": sql.col("name"),
        "content": sql.col("content"),
    }
    return files.select(*(given.get(each, _nothing(each)).alias(each) for each in _COLUMNS))


def _nothing(column: str) -> Column:
    return sql.lit(None).cast("binary" if column in _TYPES else "string")


def _spell(page: Source | Rejected) -> Source | Rejected:
    """Refuse a page whose name is not UTF-8, which Spark can't hold."""
    name = name_page(page)
    try:
        name.encode()
    except UnicodeEncodeError:
        reason = "has a name that is not UTF-8, which Spark can't hold; rename it"
        return Rejected(name.encode("utf-8", "backslashreplace").decode(), Stage.READ, reason)
    return page


def _describe(page: Source | Rejected, place: str) -> _Row:
    """Return a row of `PAGES`."""
    row: _Row = dict.fromkeys(_COLUMNS) | {"place": place, "name": name_page(page)}
    if isinstance(page, Rejected):
        return row | {"folder": page.source.rpartition("/")[0], "rejected": pickle.dumps(page)}
    return row | {
        "folder": page.folder,
        "path": os.path.abspath(page.name) if page.content is None else None,  # noqa: PTH100  # Path tidies
        "content": page.content,
        "container": page.container,
        "kind": page.kind,
        "url": page.url,
        "charset": page.charset,
    }


def _unpack(batches: Iterator[pa.RecordBatch], columns: dict[str, str]) -> Iterator[pa.RecordBatch]:
    """Read the pages of containers, which are called by their names though they lie at their paths."""
    for batch in batches:
        for archive in batch.to_pylist():
            name, path = archive["name"], archive["path"]
            rows: list[_Row] = []
            for number, page in enumerate(open_container(path, columns)):
                row = _describe(page, f"{name}\0{number:012d}")
                called = name + row["name"].removeprefix(path)
                rows.append(row | {"name": called, "folder": name, "container": name})
                if isinstance(page, Rejected):
                    rows[-1]["rejected"] = pickle.dumps(Rejected(called, page.stage, page.reason))
                if len(rows) == _TOGETHER:
                    yield _batch(rows)
                    rows = []
            yield _batch(rows)


def _batch(rows: list[_Row]) -> pa.RecordBatch:
    columns = [pa.array([row[name] for row in rows], _TYPES.get(name, pa.string())) for name in _COLUMNS]
    return pa.RecordBatch.from_arrays(columns, list(_COLUMNS))


def clean_pages(pages: DataFrame, settings: Settings, work: Workplace) -> DataFrame:
    """Clean `PAGES`, whose places differ: return `OUTCOMES`."""
    furniture = work.keep(_learn(pages, settings), "furniture")
    lane = sql.concat_ws("\0", "folder", sql.col("number").cast("string")).alias("lane")
    numbers = sql.explode(sql.sequence(sql.lit(0), sql.lit(LANES - 1))).alias("number")
    told = furniture.select("folder", "furniture", numbers).select(
        lane, *(_nothing(name).alias(name) for name in _COLUMNS), "furniture"
    )
    numbered = pages.withColumn("number", sql.pmod(sql.xxhash64("place"), sql.lit(LANES)))
    tasks = numbered.select(lane, *_COLUMNS, _nothing("content").alias("furniture"))
    # Without a place, furniture comes first.
    first = sql.col("place").asc_nulls_first()
    ordered = spread_groups(told.union(tasks), "lane").sortWithinPartitions("lane", first)
    return ordered.mapInArrow(_Cleaner(settings), OUTCOMES)


def _learn(pages: DataFrame, settings: Settings) -> DataFrame:
    """Return the furniture of the sites of each folder (`folder`, `furniture`), a row for each site."""
    around = Window.partitionBy("folder")
    ranked = pages.withColumn("turn", sql.row_number().over(around.orderBy("place")))
    ranked = ranked.withColumn("size", sql.count("*").over(around)).where(sql.col("turn") <= MAX_SAMPLE)
    # A container may teach with one page: its pages are not sifted, on one machine not to read it twice.
    sample = ranked.where("container is null").where(sql.col("size") >= FEWEST_PAGES).select(*_COLUMNS)
    guessed = sample.mapInArrow(partial(_guess, settings=settings), f"{PAGES}, site string")
    counts = guessed.groupBy("folder", "site").count()
    alone = counts.where((sql.col("count") < FEWEST_PAGES) & (sql.col("site") != ""))
    company = guessed.join(alone, ["folder", "site"], "left_anti").select(*_COLUMNS)
    held = ranked.where("container is not null").select(*_COLUMNS)
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
    if row["rejected"] is not None:
        refused: Rejected = pickle.loads(row["rejected"])  # noqa: S301  # our own
        return refused
    if row["container"] is not None:
        kind = None if row["kind"] is None else Kind(row["kind"])
        return Source(name, content, row["container"], kind, row["url"], row["charset"])
    try:
        if content is not None:
            return Source(name, read_content(io.BufferedReader(io.BytesIO(content))))
        with open_regular(row["path"]) as stream:
            return Source(name, read_content(stream))
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
            found: list[Outcome] = []
            for row in batch.to_pylist():
                if row["lane"] != lane:
                    lane, furniture = row["lane"], {}
                if row["place"] is None:
                    furniture |= pickle.loads(row["furniture"])  # noqa: S301  # our own
                else:
                    found += self._examine(row, furniture)
            yield tabulate_outcomes(found)

    def _examine(self, row: _Row, furniture: Furniture) -> Iterator[Outcome]:
        for number, (outcome, replacements, _) in enumerate(
            examine_page((_page_of(row), furniture), self.settings)
        ):
            place = f"{row['place']}\0{number:06d}"
            article, rejected = (outcome, None) if isinstance(outcome, Article) else (None, outcome)
            yield Outcome(place, outcome.source, article, None, rejected, replacements)
