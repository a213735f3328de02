"""Clusters of texts, a group of linked texts at a time."""

from typing import Final

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.choice import order_by_length
from newsclean.deduplication.clusters import Memberships, around_leaders
from newsclean.deduplication.findings import Findings
from newsclean.deduplication.resemblance import Resemblance, pair_keys
from newsclean.deduplication.verdicts import KINDS
from newsclean.engines.spark.arrow import SIDES, by_groups, number_groups, preferences, read_texts
from newsclean.model import Match

COPIES: Final = "member binary, leader binary, similarity double"
REMOVED: Final = "key binary, keeper binary, kind int, similarity double"


def cluster(groups: DataFrame, texts: DataFrame, apart: DataFrame, threshold: float) -> DataFrame:
    """Part groups (`key`, `root`) of linked texts into clusters around the longest of them.

    `apart` has pairs, `left` and `right`, that are no copies. A group is worked on in one piece: it takes
    memory, some 8 bytes a word.
    """

    def run(table: pa.Table) -> pa.Table:
        resemblance, rows = _resemblance(table, threshold), np.arange(len(table))
        central = order_by_length(resemblance.corpus.tokens.sizes)
        found = around_leaders(rows, number_groups(table["root"]), resemblance, central)
        return pa.table(
            {
                "member": table["key"].take(pa.array(found.members)),
                "leader": table["key"].take(pa.array(found.leaders)),
                "similarity": found.similarities,
            }
        )

    return by_groups(_with_texts(groups, texts, apart), "root", run, COPIES, "key")


def keep_preferred(removed: DataFrame, texts: DataFrame, apart: DataFrame, threshold: float) -> DataFrame:
    """Keep preferred texts in the place of the centres around which texts were removed.

    `removed` has rows of `REMOVED`, and so has what is returned.
    """

    def run(table: pa.Table) -> pa.Table:
        rows = {key: row for row, key in enumerate(table["key"].to_pylist())}
        keepers = np.array([rows[key] for key in table["keeper"].to_pylist()], dtype=np.int64)
        kinds, similarities = table["kind"].to_numpy(), table["similarity"].to_numpy()
        findings = Findings(len(table))
        for kind in (Match.NEAR, Match.EXCERPT):
            some = np.flatnonzero((keepers != np.arange(len(table))) & (kinds == KINDS.index(kind)))
            findings.add_copies(Memberships(keepers[some], some, similarities[some]), kind)
        findings.keep_preferred(_resemblance(table, threshold), keepers, preferences(table))
        found, kinds = findings.removed()
        return pa.table(
            {
                "key": table["key"].take(pa.array(found.members)),
                "keeper": table["key"].take(pa.array(found.leaders)),
                "kind": kinds.astype(np.int32),
                "similarity": found.similarities,
            }
        )

    centres = removed.select("keeper").distinct()
    centres = centres.select(sql.col("keeper").alias("key"), "keeper", sql.lit(0), sql.lit(0.0))
    return by_groups(_with_texts(removed.union(centres), texts, apart), "keeper", run, REMOVED, "key")


def _with_texts(rows: DataFrame, texts: DataFrame, apart: DataFrame) -> DataFrame:
    """Bring to each row (`key`) its text, and the keys of those that it is no copy of."""
    strange = apart.groupBy(sql.col("left").alias("key")).agg(sql.collect_list("right").alias("apart"))
    return rows.join(texts.select("key", "rank", "place", *SIDES), "key").join(strange, "key", "left")


def _resemblance(table: pa.Table, threshold: float) -> Resemblance:
    return Resemblance(read_texts(table), threshold, _apart(table))


def _apart(table: pa.Table) -> np.ndarray:
    """Return the pairs of rows that are no copies, as ascending pair keys."""
    lists = table["apart"].to_pylist()
    if not any(lists):
        return np.empty(0, dtype=np.uint64)
    rows = {key: row for row, key in enumerate(table["key"].to_pylist())}
    pairs = [
        (row, rows[other]) for row, others in enumerate(lists) for other in others or () if other in rows
    ]
    left, right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return np.sort(pair_keys(left, right))
