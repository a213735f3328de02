"""Connected components by large-star and small-star.

Kiveris, Lattanzi, Mirrokni, Rastogi & Vassilvitskii, "Connected components in MapReduce and beyond" (2014).
Each round is four shuffles of the edges; there are O(log² n) of them, two to four for groups of copies.
"""

from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.engines.spark.session import Workplace


def join_components(edges: DataFrame, work: Workplace) -> DataFrame:
    """Return `key` and `root` (the lowest key of its component) for each end of an edge (`left`, `right`)."""
    stars = work.keep(
        edges.select(sql.greatest("left", "right").alias("high"), sql.least("left", "right").alias("low")),
        "edges",
    )
    before = None
    while True:
        stars = work.keep(_small_star(_large_star(stars)), "stars")
        # All that comes to the driver: equal counts and hashes tell that nothing has changed.
        now = stars.agg(sql.count("*"), sql.bit_xor(sql.xxhash64("high", "low"))).first()
        if now == before or not now[0]:
            break
        before = now
    leaves = stars.select(sql.col("high").alias("key"), sql.col("low").alias("root"))
    return leaves.union(stars.select("low", "low").distinct())


def _large_star(stars: DataFrame) -> DataFrame:
    """Put each node's higher neighbours under the lowest of its neighbours and itself."""
    both = stars.union(stars.select("low", "high")).toDF("node", "other")
    least = both.groupBy("node").agg(sql.least("node", sql.min("other")).alias("least"))
    found = both.where("other > node").join(least, "node")
    return found.select(sql.col("other").alias("high"), sql.col("least").alias("low")).distinct()


def _small_star(stars: DataFrame) -> DataFrame:
    """Put each node and its lower neighbours under the lowest of them."""
    least = stars.groupBy("high").agg(sql.min("low").alias("least"))
    found = stars.join(least, "high").select(sql.col("low").alias("node"), "least")
    return found.union(least).where("node != least").distinct().toDF("high", "low")
