"""Candidate pairs: texts that meet in a bucket, none of which is gone through in full."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as sql

from newsclean.deduplication.bands import BANDS, REPRESENTATIVES
from newsclean.deduplication.components import representatives

_BUCKETS: Final = "key binary, band int, bucket long"


def pair_candidates(texts: DataFrame, bands: int = BANDS) -> DataFrame:
    """Pair each text with the representatives of the buckets that it is in: `left` below `right`.

    `texts` has a `key` and its band keys, `bands`; the first `bands` of those count.
    """

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            keys = batch.column("key")
            buckets = np.frombuffer(b"".join(batch.column("bands").to_pylist()), dtype=np.int64)
            rows = np.repeat(np.arange(len(keys)), bands)
            yield pa.RecordBatch.from_pydict(
                {
                    "key": keys.take(pa.array(rows)),
                    "band": pa.array(np.tile(np.arange(bands, dtype=np.int32), len(keys))),
                    "bucket": pa.array(buckets.reshape(len(keys), BANDS)[:, :bands].ravel()),
                }
            )

    limits = sql.array(
        *(sql.lit(int(representatives(np.array([REPRESENTATIVES + 1]), band)[0])) for band in range(bands))
    )
    bucket = Window.partitionBy("band", "bucket")
    members = texts.select("key", "bands").mapInArrow(run, _BUCKETS)
    members = members.withColumn("turn", sql.row_number().over(bucket.orderBy("key")))
    members = members.withColumn("size", sql.count("*").over(bucket)).where("size > 1")
    most = sql.when(sql.col("size") > REPRESENTATIVES, limits[sql.col("band")]).otherwise(REPRESENTATIVES)
    first = members.where(sql.col("turn") <= most).select("band", "bucket", sql.col("key").alias("left"))
    pairs = members.withColumnRenamed("key", "right").join(first, ["band", "bucket"]).where("left < right")
    return pairs.select("left", "right").distinct()
