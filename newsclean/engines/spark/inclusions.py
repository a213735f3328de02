"""Texts that stand inside longer ones, by an index of their shingles."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.containment import LENIENCY
from newsclean.deduplication.meetings import COMMON, sample
from newsclean.deduplication.shingles import shingle_sets
from newsclean.deduplication.texts import Texts
from newsclean.engines.spark.arrow import compare_pairs, ragged
from newsclean.engines.spark.session import Workplace

FOUND: Final = "left binary, right binary, part_size int, whole_size int, share double, same_headline boolean"
"""Texts (`left`) of which a `share` stands in a longer one (`right`); `same_headline`: they have one."""


def find_inclusions(texts: DataFrame, least: float, work: Workplace) -> DataFrame:
    """Find texts of which the share `least` stands in a longer one: rows of `FOUND`.

    Of texts as long as each other, the one with the lower key counts as the shorter.
    """
    samples = work.keep(
        texts.select("key", "size", "tokens").mapInArrow(_sample, "key binary, size int, shingle long"),
        "samples",
    )
    counts = samples.groupBy("shingle").count()
    commons = samples.join(counts.where(sql.col("count") > COMMON), "shingle").groupBy("key")
    own = samples.groupBy("key").agg(sql.count("*").alias("all"))
    telling = own.join(commons.agg(sql.count("*").alias("common")), "key", "left")
    telling = telling.select(
        sql.col("key").alias("left"),
        (sql.col("all") - sql.coalesce("common", sql.lit(0))).alias("telling"),
    )
    rare = samples.join(counts.where((sql.col("count") > 1) & (sql.col("count") <= COMMON)), "shingle")
    owners = rare.groupBy("shingle").agg(
        sql.sort_array(sql.collect_list(sql.struct("size", "key"))).alias("owners")
    )
    pairs = owners.select(sql.explode(_pairs(sql.col("owners"))).alias("pair")).select(
        sql.col("pair.part.key").alias("left"),
        sql.col("pair.whole.key").alias("right"),
        sql.col("pair.part.size").alias("part_size"),
        sql.col("pair.whole.size").alias("whole_size"),
    )
    met = (
        pairs.groupBy("left", "right", "part_size", "whole_size")
        .agg(sql.count("*").alias("meetings"))
        .join(telling, "left")
    )
    met = met.where(sql.col("meetings") >= LENIENCY * least * sql.col("telling"))

    def confirm(both: Texts, parts: Rows, wholes: Rows) -> dict[str, np.ndarray]:
        shares = both.containments(parts, wholes)
        same = both.same_headline(parts, wholes)
        return {"chosen": shares >= least, "share": shares, "same_headline": same}

    return work.keep(compare_pairs(met, texts, confirm, FOUND), "inclusions")


def _sample(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        keys = sample(shingle_sets(ragged(pa.Table.from_batches([batch])["tokens"])))
        owners = pa.array((keys & np.uint64(0xFFFFFFFF)).astype(np.int64))
        yield pa.RecordBatch.from_pydict(
            {
                "key": batch.column("key").take(owners),
                "size": batch.column("size").take(owners),
                "shingle": pa.array((keys >> np.uint64(32)).astype(np.int64)),
            }
        )


def _pairs(owners: Column) -> Column:
    """Pair each of some texts, sorted by length, with the longer ones."""
    return sql.flatten(
        sql.transform(
            owners,
            lambda part, at: sql.transform(
                sql.slice(owners, at + 2, COMMON),
                lambda whole: sql.struct(part.alias("part"), whole.alias("whole")),
            ),
        )
    )
