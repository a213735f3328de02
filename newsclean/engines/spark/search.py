"""The way from articles to duplicates, as tables: that of `newsclean.deduplication.comparison`."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.choice import order_by_length
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.containment import Inclusions
from newsclean.deduplication.excerpts import CONTAINED, TEASER, are_excerpts, choose_sources
from newsclean.deduplication.resemblance import Resemblance
from newsclean.deduplication.roundups import LEAST_PART, WHOLE_PART, are_two_stories
from newsclean.deduplication.texts import Texts
from newsclean.deduplication.verdicts import KINDS
from newsclean.engines.spark.arrow import by_groups, compare_pairs
from newsclean.engines.spark.candidates import pair_candidates
from newsclean.engines.spark.clusters import cluster, keep_preferred
from newsclean.engines.spark.components import join_components
from newsclean.engines.spark.headlines import find_namesakes
from newsclean.engines.spark.inclusions import find_inclusions
from newsclean.engines.spark.session import Workplace
from newsclean.model import Match
from newsclean.settings import DeduplicationSettings

_PAIRS = "left binary, right binary"
_SHARES = "left binary, right binary, share double"
_SOURCES = "part binary, source binary, share double"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about texts.

    `removed` has for each removed text (`key`) the one kept in its place (`keeper`), the kind's number and
    the similarity; `namesakes` the kept texts (`member`) with the headline of another (`leader`).
    """

    removed: DataFrame
    namesakes: DataFrame


def find_duplicates(
    articles: DataFrame, texts: DataFrame, settings: DeduplicationSettings, work: Workplace
) -> Found:
    """Find the duplicates among texts."""
    included = find_inclusions(texts, CONTAINED, work)
    apart = _parts_of_roundups(included, texts, work)
    both_ways = work.keep(apart.union(apart.select("right", "left")), "apart")
    copies = _copies(texts, both_ways, settings.threshold, work)
    excerpts = _excerpts(included, copies, apart, texts, work)
    removed = work.keep(_follow(copies, excerpts, texts, both_ways, settings.threshold, work), "centred")
    removed = work.keep(keep_preferred(removed, texts, both_ways, settings.threshold), "removed")
    kept = texts.join(removed, "key", "left_anti")
    namesakes = find_namesakes(articles, kept, work)
    if not settings.drop_headlines:
        return Found(removed, namesakes)
    return Found(work.keep(_drop(removed, namesakes, texts), "removed"), namesakes.limit(0))


def _parts_of_roundups(included: DataFrame, texts: DataFrame, work: Workplace) -> DataFrame:
    """Find the pairs of an article and a roundup that it stands in."""

    def two_stories(both: Texts, parts: Rows, longest: Rows) -> dict[str, Any]:
        return {"chosen": are_two_stories(both, parts, longest)}

    whole = (sql.col("share") >= WHOLE_PART) & (sql.col("part_size") >= LEAST_PART)
    found = included.where(whole & ~sql.col("same_headline"))
    longest = found.groupBy(sql.col("right").alias("whole")).agg(
        sql.max(sql.struct("part_size", "left")).alias("last")
    )
    parts = found.select("left", sql.col("right").alias("whole")).join(longest, "whole")
    pairs = parts.select("whole", "left", sql.col("last.left").alias("right"))
    wholes = compare_pairs(pairs, texts, two_stories, "whole binary").distinct()
    return work.keep(
        found.join(wholes, found["right"] == wholes["whole"], "left_semi").select("left", "right"), "roundups"
    )


def _copies(texts: DataFrame, apart: DataFrame, threshold: float, work: Workplace) -> DataFrame:
    """Find the texts that are copies of others: `member`, `leader`, `similarity`."""

    def compare(both: Texts, left: Rows, right: Rows) -> dict[str, Any]:
        none = np.empty(0, dtype=np.uint64)
        return {"chosen": Resemblance(both, threshold, none).copies(left, right)}

    pairs = pair_candidates(texts.where("size > 0")).join(apart, ["left", "right"], "left_anti")
    linked = join_components(compare_pairs(pairs, texts, compare, _PAIRS), work)
    return work.keep(cluster(linked, texts, apart, threshold), "copies")


def _excerpts(
    included: DataFrame, copies: DataFrame, apart: DataFrame, texts: DataFrame, work: Workplace
) -> DataFrame:
    """Find the excerpts of kept texts: `part`, `source`, `share`."""

    def judge(both: Texts, parts: Rows, wholes: Rows) -> dict[str, Any]:
        return {"chosen": are_excerpts(both, parts, wholes)}

    kept = texts.join(copies.select(sql.col("member").alias("key")), "key", "left_anti")
    columns = [sql.col(name) for name in ("left", "right", "part_size", "share")]
    teasers = included.where(sql.col("part_size") <= TEASER * sql.col("whole_size"))
    teasers = teasers.join(copies.select(sql.col("member").alias("left"), "leader"), "left")
    teasers = teasers.where(sql.col("leader") != sql.col("right"))
    teasers = teasers.join(copies.select(sql.col("member").alias("right")), "right", "left_anti")
    found = find_inclusions(kept, CONTAINED, work).select(columns).union(teasers.select(columns))
    found = found.join(apart, ["left", "right"], "left_anti").select(columns)
    found = work.keep(compare_pairs(found, texts, judge, f"{_PAIRS}, part_size int, share double"), "parts")
    linked = join_components(found.select("left", "right"), work).withColumnRenamed("key", "left")
    lengths = kept.select(sql.col("key").alias("right"), sql.octet_length("tokens").alias("length"))
    return work.keep(
        by_groups(found.join(linked, "left").join(lengths, "right"), "root", _choose, _SOURCES), "excerpts"
    )


def _choose(table: pa.Table) -> pa.Table:
    """Choose the sources of the excerpts in some groups."""
    lefts, rights = table["left"].to_pylist(), table["right"].to_pylist()
    keys = sorted({*lefts, *rights})
    numbers = {key: number for number, key in enumerate(keys)}
    parts = np.array([numbers[key] for key in lefts], dtype=np.int64)
    wholes = np.array([numbers[key] for key in rights], dtype=np.int64)
    sizes, lengths = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    sizes[parts] = table["part_size"].to_numpy()
    lengths[wholes] = table["length"].to_numpy()
    found = Inclusions(parts, wholes, table["share"].to_numpy())
    chosen = choose_sources(found, sizes, order_by_length(lengths))
    return pa.table(
        {
            "part": pa.array([keys[part] for part in chosen], type=pa.binary()),
            "source": pa.array([keys[source.text] for source in chosen.values()], type=pa.binary()),
            "share": pa.array([source.share for source in chosen.values()], type=pa.float64()),
        }
    )


def _follow(
    copies: DataFrame,
    excerpts: DataFrame,
    texts: DataFrame,
    apart: DataFrame,
    threshold: float,
    work: Workplace,
) -> DataFrame:
    """Put copies of excerpts to the source where they fit; the others form clusters of their own."""

    def contain(both: Texts, left: Rows, right: Rows) -> dict[str, Any]:
        return {"chosen": np.ones(len(left), dtype=np.bool_), "share": both.containments(left, right)}

    others = copies.join(excerpts.select(sql.col("part").alias("member")), "member", "left_anti")
    followers = others.join(excerpts.select(sql.col("part").alias("leader"), "source"), "leader")
    followers = followers.select(sql.col("member").alias("left"), sql.col("source").alias("right"), "leader")
    judged = work.keep(compare_pairs(followers, texts, contain, f"{_SHARES}, leader binary"), "followers")
    fit = judged.where(sql.col("share") >= CONTAINED)
    loose = judged.where(sql.col("share") < CONTAINED).select(
        sql.col("left").alias("key"), sql.col("leader").alias("root")
    )
    again = cluster(loose, texts, apart, threshold)
    stay = others.join(excerpts.select(sql.col("part").alias("leader")), "leader", "left_anti")
    near, excerpt = (sql.lit(KINDS.index(kind)).alias("kind") for kind in (Match.NEAR, Match.EXCERPT))
    return (
        stay.select("member", "leader", near, "similarity")
        .union(again.select("member", "leader", near, "similarity"))
        .union(fit.select("left", "right", excerpt, "share"))
        .union(excerpts.select("part", "source", excerpt, "share"))
        .toDF("key", "keeper", "kind", "similarity")
    )


def _drop(removed: DataFrame, namesakes: DataFrame, texts: DataFrame) -> DataFrame:
    """Remove texts that share a headline with a kept one, and with them their copies."""

    def compare(both: Texts, left: Rows, right: Rows) -> dict[str, Any]:
        return {"chosen": np.ones(len(left), dtype=np.bool_), "similarity": both.similarities(left, right)}

    kind = sql.lit(KINDS.index(Match.HEADLINE)).alias("kind")
    moved = namesakes.select(sql.col("member").alias("keeper"), sql.col("leader").alias("top"))
    pairs = removed.join(moved, "keeper").select(sql.col("key").alias("left"), sql.col("top").alias("right"))
    copies = compare_pairs(pairs, texts, compare, f"{_PAIRS}, similarity double")
    return (
        removed.join(moved.select("keeper"), "keeper", "left_anti")
        .select("key", "keeper", "kind", "similarity")
        .union(copies.select("left", "right", kind, "similarity"))
        .union(namesakes.select("member", "leader", kind, "similarity"))
    )
