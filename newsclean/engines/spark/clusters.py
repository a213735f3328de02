"""Clusters around kept texts, a group of linked texts at a time."""

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.clusters import around_leaders
from newsclean.deduplication.resemblance import Resemblance, pair_keys
from newsclean.engines.spark.arrow import SIDES, by_groups, number_groups, preferences, read_texts

COPIES = "member binary, leader binary, similarity double"


def cluster(groups: DataFrame, texts: DataFrame, apart: DataFrame, threshold: float) -> DataFrame:
    """Part groups (`key`, `root`) of linked texts into clusters around the texts to be kept.

    `apart` has pairs, `left` and `right`, that are no copies. A group is worked on in one piece: it takes
    memory, some 8 bytes a word.
    """
    strange = apart.groupBy(sql.col("left").alias("key")).agg(sql.collect_list("right").alias("apart"))
    members = groups.join(texts.select("key", "rank", "place", *SIDES), "key").join(strange, "key", "left")

    def run(table: pa.Table) -> pa.Table:
        resemblance = Resemblance(read_texts(table), threshold, _apart(table))
        rows = np.arange(len(table))
        found = around_leaders(rows, number_groups(table["root"]), resemblance, preferences(table))
        return pa.table(
            {
                "member": table["key"].take(pa.array(found.members)),
                "leader": table["key"].take(pa.array(found.leaders)),
                "similarity": found.similarities,
            }
        )

    return by_groups(members, "root", run, COPIES)


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
