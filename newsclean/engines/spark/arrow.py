"""Between Spark's tables and the arrays that the rules of deduplication work on."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from newsclean.deduplication.batches import Tools, load_tools
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.ragged import Ragged, pack
from newsclean.deduplication.shingles import shingle_sets
from newsclean.deduplication.texts import Texts

# Rows of whole groups that are worked on together, at the least.
TOGETHER: Final = 2048
# Texts whose shingles are made at once: some 100 MB while it lasts.
_AT_ONCE: Final = 2048

SIDES: Final = ("tokens", "figures", "titles", "cut")
"""The columns that texts are compared by."""

Compare = Callable[[Texts, Rows, Rows], dict[str, npt.NDArray[np.generic]]]
"""Compares pairs of texts; returns columns, and of them `chosen` says which pairs are of interest."""


@cache
def tools() -> Tools:
    """Return the fastest functions that this worker has."""
    return load_tools(compiled=True)


def ragged(column: pa.ChunkedArray) -> Ragged:
    """Return a column of bytes as rows of 32-bit numbers."""
    lengths = pc.fill_null(pc.binary_length(column), 0).to_numpy().astype(np.int64)
    values = np.frombuffer(bytearray().join(each for each in column.to_pylist() if each), dtype=np.uint32)
    return pack(values, lengths // 4)


def blobs(rows: Ragged) -> list[bytes]:
    """Return rows of numbers as bytes."""
    return [rows[at].tobytes() for at in range(len(rows))]


def read_texts(table: pa.Table) -> Texts:
    """Make texts of a table with the columns `SIDES`."""
    tokens = ragged(table["tokens"])
    titles = [frozenset(title % (1 << 64) for title in each or ()) for each in table["titles"].to_pylist()]
    return Texts(
        sets=_shingles(tokens),
        tokens=tokens,
        figures=ragged(table["figures"]),
        titles=np.array([next(iter(each)) if len(each) == 1 else 0 for each in titles], dtype=np.uint64),
        many_titles={at: each for at, each in enumerate(titles) if len(each) > 1},
        cut=table["cut"].to_numpy(),
        comparing=tools().comparing,
    )


def _shingles(tokens: Ragged) -> Ragged:
    places = np.arange(len(tokens))
    lots = [shingle_sets(tokens.take(places[at : at + _AT_ONCE])) for at in range(0, len(tokens), _AT_ONCE)]
    if not lots:
        return tokens
    return pack(np.concatenate([each.values for each in lots]), np.concatenate([each.sizes for each in lots]))


def compare_pairs(pairs: DataFrame, texts: DataFrame, compare: Compare, schema: str) -> DataFrame:
    """Return the pairs that `compare` chooses, with the columns of `schema`.

    `pairs` has the keys of two texts, `left` and `right`; the texts' rows are brought to it.
    """
    names = [field.split()[0] for field in schema.split(",")]

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            table = pa.Table.from_batches([batch])
            sides = [table.select([f"{side}_{name}" for name in SIDES]) for side in ("left", "right")]
            both = pa.concat_tables([side.rename_columns(list(SIDES)) for side in sides])
            count = len(table)
            found = compare(read_texts(both), np.arange(count), np.arange(count, 2 * count))
            chosen = pa.array(found.pop("chosen"))
            columns = [pa.chunked_array([found[name]]) if name in found else table[name] for name in names]
            yield from pa.table(columns, names).filter(chosen).to_batches()

    joined = pairs
    for side in ("left", "right"):
        columns = [sql.col(name).alias(f"{side}_{name}") for name in SIDES]
        joined = joined.join(texts.select(sql.col("key").alias(side), *columns), side)
    return joined.mapInArrow(run, schema)


def by_groups(
    table: DataFrame, group: str, function: Callable[[pa.Table], pa.Table], schema: str, *order: str
) -> DataFrame:
    """Apply a function to the groups of a table: it gets some whole groups at once, each in one piece."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for whole in whole_groups(batches, group):
            yield from function(whole).to_batches(max_chunksize=TOGETHER)

    return spread_groups(table, group).sortWithinPartitions(group, *order).mapInArrow(run, schema)


def spread_groups(table: DataFrame, group: str) -> DataFrame:
    """Bring the rows of each group together in one partition.

    By a hash of the group: where a join has parted a table by the very column, Spark takes this shuffle for
    superfluous, and may afterwards turn the join into one that leaves the rows where they are.
    """
    return table.repartition(sql.xxhash64(group))


def whole_groups(batches: Iterator[pa.RecordBatch], group: str) -> Iterator[pa.Table]:
    """Put batches, sorted by `group`, together to tables that no group goes beyond."""
    held: list[pa.Table] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        table = pa.Table.from_batches([batch])
        values = table[group]
        border = pc.index(values, values[-1]).as_py()
        if border:
            held.append(table.slice(0, border))
        ended = border or (held and held[-1][group][-1] != values[-1])
        if ended and sum(map(len, held)) >= TOGETHER:
            yield pa.concat_tables(held)
            held = []
        held.append(table.slice(border))
    if held:
        yield pa.concat_tables(held)


def number_groups(column: pa.ChunkedArray) -> Rows:
    """Return a number for each row of a sorted column: that of its group."""
    codes = pc.dictionary_encode(column.combine_chunks()).indices
    numbers: Rows = codes.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers


def preferences(table: pa.Table, rank: str = "rank", place: str = "place") -> Rows:
    """Return each row's place in the order in which texts would be kept: by rank, then by place."""
    ranks, places = table[rank].to_pylist(), table[place].to_pylist()
    order = sorted(range(len(ranks)), key=lambda row: (ranks[row], places[row]))
    found = np.empty(len(ranks), dtype=np.int64)
    found[order] = np.arange(len(order))
    return found
