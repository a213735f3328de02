"""From articles to what deduplication knows of them: the sketches of the local engine, in a table."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.batches import sketch_batch
from newsclean.deduplication.choice import rank_articles
from newsclean.deduplication.collection import BATCH
from newsclean.deduplication.ragged import pack
from newsclean.deduplication.titles import SITES
from newsclean.engines.spark.arrow import blobs, tools
from newsclean.model import Article
from newsclean.reading.scanning import ScannedRow
from newsclean.settings import DeduplicationSettings, Keep

ARTICLES: Final = (
    "place string, key binary, rank binary, size int, tokens binary, figures binary, bands binary,"
    " cut boolean, day int, title long, core long, suffix long,"
    " title_figures long, title_tokens int, title_bytes int, title_features binary,"
    " core_figures long, core_tokens int, core_bytes int, core_features binary,"
    " source binary, id binary, url binary, headline binary"
)
"""What is known of each article.

`place` orders articles as the input does. `key` names the text, and sorts as the local engine numbers texts:
by the hash of the words; an article without words is a text of its own, behind all others. The copy with the
lower `rank` is rather kept, then that with the lower `place`. What is told of it as a duplicate is in UTF-8,
but may hold halves of surrogate pairs, which JSON can spell.
"""

BEHIND_ALL: Final = b"\xff" * 16

_HASHES: Final = ("title", "core", "suffix", "title_figures", "core_figures")
_COUNTS: Final = ("title_tokens", "title_bytes", "core_tokens", "core_bytes", "day")


def tabulate(
    articles: Iterable[tuple[str, Article | ScannedRow]], settings: DeduplicationSettings
) -> Iterator[pa.RecordBatch]:
    """Sketch articles, given with their places, and yield rows of `ARTICLES`."""
    rest = iter(articles)
    while lot := list(islice(rest, BATCH)):
        yield _tabulate([place for place, _ in lot], [article for _, article in lot], settings)


def _tabulate(
    places: list[str], articles: list[Article | ScannedRow], settings: DeduplicationSettings
) -> pa.RecordBatch:
    made = sketch_batch(articles, tools(), settings.keep)
    facts, sketches = made.facts, made.sketches
    digests = [row.tobytes() for row in sketches.digests]
    wordless = (facts["tokens"] == 0).tolist()
    sizes = np.stack([facts["core_features"], facts["title_features"]], axis=1).ravel().astype(np.int64)
    features = pack(made.features, sizes)
    evens = np.arange(0, len(sizes), 2)
    columns: dict[str, Any] = {
        "place": places,
        "key": [
            BEHIND_ALL + place.encode() if empty else digest
            for place, digest, empty in zip(places, digests, wordless, strict=True)
        ],
        "rank": _ranks(facts, settings.keep),
        "size": facts["shingles"],
        "tokens": blobs(sketches.tokens),
        "figures": blobs(sketches.figures),
        "bands": [row.tobytes() for row in np.ascontiguousarray(sketches.keys)],
        "cut": facts["cut"],
        "title_features": blobs(features.take(evens + 1)),
        "core_features": blobs(features.take(evens)),
        "source": [_encode(article.source) for article in articles],
        "id": [
            _encode(article.id or digest.hex()) for article, digest in zip(articles, digests, strict=True)
        ],
        "url": [_encode(article.url) for article in articles],
        "headline": [_encode(article.title) for article in articles],
    }
    columns |= {name: np.ascontiguousarray(facts[name]).view(np.int64) for name in _HASHES}
    columns |= {name: np.ascontiguousarray(facts[name]) for name in _COUNTS}
    names = [field.split()[0] for field in ARTICLES.split(",")]
    return pa.RecordBatch.from_pydict({name: columns[name] for name in names})


def _encode(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogatepass")


def _ranks(facts: npt.NDArray[np.void], keep: Keep) -> list[bytes]:
    """Return what articles are ranked by as bytes, which sort as the numbers do."""
    ranks, ties = rank_articles(facts["merit"], facts["tokens"], facts["high"], keep)
    bits = (np.ascontiguousarray(ranks) + 0.0).view(np.int64)  # of two zeros, one
    # Numbers below zero have their first bit set, and sort backwards.
    ascending = (bits ^ ((bits >> 63) | np.int64(-(1 << 63)))).view(np.uint64)
    pairs = np.stack((ascending, ties), axis=1).astype(">u8")
    return [row.tobytes() for row in pairs]


def resolve_titles(articles: DataFrame) -> DataFrame:
    """Add `named`: whether a site's name stands behind the headline, as it does behind several others."""
    parted = articles.where("suffix != 0").select("suffix", "core").distinct()
    sites = parted.groupBy("suffix").count().where(sql.col("count") >= SITES)
    marked = articles.join(sites.select("suffix", sql.expr("true as named")), "suffix", "left")
    return marked.withColumn("named", sql.coalesce("named", sql.expr("false")))


def gather_texts(articles: DataFrame) -> DataFrame:
    """Put exact copies together: a row for each text, with the place and the rank of its preferred copy."""
    title = sql.when(sql.col("named"), sql.col("core")).otherwise(sql.col("title"))
    best = sql.min(sql.struct("rank", "place")).alias("best")
    same = [sql.first(name).alias(name) for name in ("size", "tokens", "figures", "bands")]
    titles = sql.collect_set(sql.when(title != 0, title)).alias("titles")
    texts = articles.groupBy("key").agg(best, titles, sql.min("cut").alias("cut"), *same)
    return texts.select(
        "key", "best.rank", "best.place", "titles", "cut", "size", "tokens", "figures", "bands"
    )
