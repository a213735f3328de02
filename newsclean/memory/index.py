"""The remembered articles as an index of datasketch's, for programs that ask for copies one by one.

Of a signature only the hashes of its bands are remembered. That is all that MinHashLSH keeps, too, when it
has a hash function for its buckets: `hash_band` is that function.
"""

import pickle
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from newsclean.deduplication.bands import BANDS, ROWS, band_keys
from newsclean.deduplication.minhash import EMPTY, PERMUTATIONS
from newsclean.deduplication.sketches import sign
from newsclean.errors import UsageError
from newsclean.memory.candidates import fold_keys
from newsclean.memory.database import open_database
from newsclean.memory.lots import Lots

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH


def load_index(path: str, storage_config: Mapping[str, Any] | None = None) -> "MinHashLSH":
    """Return a MinHashLSH of the articles that a memory file knows, under their ids.

    `storage_config` is datasketch's: without one the index is in memory, some 13 KB an article. It is asked
    with `sign_text`; what it finds are candidates. Raises UsageError when datasketch is missing, or the file
    is no memory.
    """
    with open_database(path) as connection:
        return build_index(connection, storage_config)


def sign_text(text: str) -> "MinHash":
    """Return the MinHash of a text by which an index is asked: 128 permutations, scheme `affine32`."""
    from datasketch import MinHash  # noqa: PLC0415  # an extra

    return MinHash(hashvalues=sign(text), scheme="affine32")


def hash_band(rows: bytes) -> bytes:
    """Hash one band of a signature, its numbers with the most significant byte first, to its 4-byte key."""
    signature = np.frombuffer(rows, f">u{len(rows) // ROWS}").astype(np.uint32)
    return fold_keys(band_keys(signature[None], 0)).astype("<u4").tobytes()


def build_index(
    connection: sqlite3.Connection, storage_config: Mapping[str, Any] | None = None
) -> "MinHashLSH":
    """Do what `load_index` does, with the connection to a memory."""
    try:
        from datasketch import MinHashLSH  # noqa: PLC0415
    except ModuleNotFoundError:
        message = "an index needs datasketch; install it with: pip install 'newsclean[lsh]'"
        raise UsageError(message) from None
    index = MinHashLSH(
        num_perm=PERMUTATIONS,
        params=(BANDS, ROWS),
        storage_config=dict(storage_config) if storage_config else None,
        hashfunc=hash_band,
    )
    names = dict(connection.execute("SELECT number, coalesce(name, lower(hex(id))) FROM articles"))
    nothing = hash_band(np.full(ROWS, EMPTY, ">u4").tobytes())
    with index.insertion_session():
        for numbers, keys in Lots(connection).list_keys(BANDS):
            for number, bands in zip(numbers.tolist(), keys.astype("<u4"), strict=True):
                buckets = [band.tobytes() for band in bands]
                if number in names and buckets[0] != nothing:
                    _insert(index, names[number], buckets)
    return index


def _insert(index: "MinHashLSH", name: str, buckets: list[bytes]) -> None:
    # What its own `insert` does with a signature. A name that two articles have stands for both.
    key = pickle.dumps(name) if index.prepickle else name
    index.keys.insert(key, *buckets, buffer=True)
    for bucket, table in zip(buckets, index.hashtables, strict=True):
        table.insert(bucket, key, buffer=True)
