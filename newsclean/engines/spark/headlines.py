"""Kept texts that share a headline."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.clusters import around_leaders
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.headlines import (
    HEADLINE_BANDS,
    LEAST_BYTES,
    LEAST_TOKENS,
    MOST_SHARING,
    Heads,
    settle,
)
from newsclean.deduplication.texts import Texts
from newsclean.engines.spark.arrow import (
    by_groups,
    compare_pairs,
    number_groups,
    preferences,
    ragged,
    tools,
)
from newsclean.engines.spark.candidates import pair_candidates
from newsclean.engines.spark.components import join_components
from newsclean.engines.spark.session import Workplace

_SHARED = (
    "leader binary, leader_rank binary, leader_place string,"
    " member binary, member_rank binary, member_place string"
)


def find_namesakes(articles: DataFrame, kept: DataFrame, work: Workplace) -> DataFrame:
    """Find the kept texts with the headline of another kept one: `leader`, `member`, `similarity`."""
    heads = work.keep(_heads(articles, kept), "headlines")
    wordings = heads.groupBy("wording").agg(sql.min_by(sql.struct("features", "figures"), "key").alias("one"))
    wordings = work.keep(
        wordings.select(sql.col("wording").alias("key"), "one.*").mapInArrow(
            _sign, "key binary, features binary, figures long, bands binary"
        ),
        "wordings",
    )
    near = _near(pair_candidates(wordings, HEADLINE_BANDS), wordings)
    roots = join_components(near, work).withColumnRenamed("key", "wording")
    grouped = heads.join(roots, "wording", "left").withColumn("root", sql.coalesce("root", "wording"))
    shared = grouped.groupBy("root").count()
    shared = shared.where((sql.col("count") > 1) & (sql.col("count") <= MOST_SHARING)).select("root")
    pairs = work.keep(
        by_groups(grouped.join(shared, "root"), "root", _share, _SHARED, "wording", "key"), "sharing"
    )
    ends = pairs.select(sql.col("leader").alias("left"), sql.col("member").alias("right"))
    stories = join_components(ends, work).withColumnRenamed("key", "leader")
    settled = by_groups(pairs.join(stories, "leader"), "root", _settle, "left binary, right binary")
    compared = compare_pairs(
        work.keep(settled, "namesakes"), kept, _compare, "left binary, right binary, similarity double"
    )
    return work.keep(compared.toDF("leader", "member", "similarity"), "namesakes")


def _heads(articles: DataFrame, kept: DataFrame) -> DataFrame:
    """Collect the headlines worth comparing: one for each kept text and wording."""

    def choose(what: str) -> Column:
        return sql.when(sql.col("named"), sql.col(f"core{what}")).otherwise(sql.col(f"title{what}"))

    # As the local engine orders them: as numbers without a sign.
    wording = sql.unhex(sql.lpad(sql.hex(choose("")), 16, "0"))
    facts = sql.struct(choose("_figures").alias("figures"), choose("_features").alias("features"), "day")
    telling = articles.where((choose("_tokens") >= LEAST_TOKENS) & (choose("_bytes") >= LEAST_BYTES))
    heads = telling.groupBy("key", wording.alias("wording")).agg(sql.min_by(facts, "place").alias("facts"))
    return heads.join(kept.select("key", "rank", "place"), "key").select(
        "key", "wording", "rank", "place", "facts.*"
    )


def _sign(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        keys = tools().hash_bands(ragged(pa.Table.from_batches([batch])["features"]))
        bands = pa.array([row.tobytes() for row in np.ascontiguousarray(keys)], type=pa.binary())
        yield batch.append_column("bands", bands)


def _heads_of(table: pa.Table, texts: Rows, wordings: Rows, days: Rows) -> Heads:
    return Heads(
        texts=texts,
        keys=wordings.astype(np.uint64),
        figures=table["figures"].to_numpy().astype(np.int64).view(np.uint64),
        days=days,
        features=ragged(table["features"]),
        comparing=tools().comparing,
    )


def _near(pairs: DataFrame, wordings: DataFrame) -> DataFrame:
    """Return the pairs of wordings that are nearly the same."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            table = pa.Table.from_batches([batch])
            sides = [table.select([f"{side}_{name}" for name in names]) for side in ("left", "right")]
            both = pa.concat_tables([side.rename_columns(names) for side in sides])
            rows = np.arange(2 * len(table))
            heads = _heads_of(both, rows, rows, rows)
            near = heads.near(rows[: len(table)], rows[len(table) :])
            yield from table.select(["left", "right"]).filter(pa.array(near)).to_batches()

    names, joined = ["features", "figures"], pairs
    for side in ("left", "right"):
        columns = [sql.col(name).alias(f"{side}_{name}") for name in names]
        joined = joined.join(wordings.select(sql.col("key").alias(side), *columns), side)
    return joined.mapInArrow(run, "left binary, right binary")


def _share(table: pa.Table) -> pa.Table:
    """Put the headlines of each group under the most preferred that they are one with."""
    texts, wordings = (_numbers(table[name].to_pylist()) for name in ("key", "wording"))
    heads = _heads_of(table, texts, wordings, table["day"].to_numpy().astype(np.int64))
    # A text with two headlines has one preference, as in the local engine.
    preference = _numbers(list(zip(table["rank"].to_pylist(), table["place"].to_pylist(), strict=True)))
    found = around_leaders(np.arange(len(table)), number_groups(table["root"]), heads, preference)
    return pa.table(
        {
            f"{role}{what}": table[name].take(pa.array(rows))
            for role, rows in (("leader", found.leaders), ("member", found.members))
            for what, name in (("", "key"), ("_rank", "rank"), ("_place", "place"))
        }
    )


def _settle(table: pa.Table) -> pa.Table:
    """Put each text under one leader that is under none."""
    ends = [table.select([f"{role}", f"{role}_rank", f"{role}_place"]) for role in ("leader", "member")]
    both = pa.concat_tables([end.rename_columns(["key", "rank", "place"]) for end in ends])
    codes = _numbers(both["key"].to_pylist())
    preference = np.empty(len(both), dtype=np.int64)
    preference[codes] = preferences(both)
    # Rows of one text are neighbours in that order: the last one speaks for all.
    leaders, members = settle(codes[: len(table)], codes[len(table) :], preference)
    keys = pa.array(sorted(set(both["key"].to_pylist())), type=pa.binary())
    return pa.table({"left": keys.take(pa.array(leaders)), "right": keys.take(pa.array(members))})


def _numbers(values: list[object]) -> Rows:
    """Return the places of values in their order; equal ones have one."""
    codes = {value: at for at, value in enumerate(sorted(set(values)))}  # type: ignore[type-var]
    return np.array([codes[value] for value in values], dtype=np.int64)


def _compare(texts: Texts, left: Rows, right: Rows) -> dict[str, np.ndarray]:
    return {"chosen": np.ones(len(left), dtype=np.bool_), "similarity": texts.similarities(left, right)}
