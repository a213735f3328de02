"""What became of pages and rows, in a table."""

import pickle
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import pyarrow as pa

from newsclean.model import Article, Rejected, Row
from newsclean.reading.scanning import ScannedRow, restore_row, scan_line
from newsclean.writing import ADDED

OUTCOMES: Final = "place string, name string, article binary, line binary, rejected binary, replacements int"
"""An `Outcome`, article and rejection pickled. `place` orders them as the input does; no two are alike."""

_WRITTEN: Final = frozenset(ADDED)
_TYPES: Final = (pa.string(), pa.string(), pa.binary(), pa.binary(), pa.binary(), pa.int32())


class Outcome(NamedTuple):
    """An article cleaned from a page, or the line of a row, or what was rejected; and its `name` and place.

    `replacements` counts the characters that could not be decoded.
    """

    place: str
    name: str
    article: Article | None = None
    line: bytes | None = None
    rejected: Rejected | None = None
    replacements: int = 0


def tabulate_outcomes(found: Sequence[Outcome]) -> pa.RecordBatch:
    """Return outcomes as a batch of `OUTCOMES`."""
    rows = [
        each._replace(article=_pack(each.article), rejected=_pack(each.rejected))  # type: ignore[arg-type]
        for each in found
    ]
    columns = [pa.array([row[at] for row in rows], type=kind) for at, kind in enumerate(_TYPES)]
    return pa.RecordBatch.from_arrays(columns, list(Outcome._fields))


def _pack(value: object) -> bytes | None:
    return None if value is None else pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def read_rejected(batch: pa.RecordBatch) -> Iterator[Rejected]:
    """Yield what was rejected."""
    return (pickle.loads(each) for each in batch.column("rejected").to_pylist())  # noqa: S301  # our own


def read_article(row: dict[str, Any]) -> Article | ScannedRow:
    """Return what finding duplicates needs of an outcome with an article or a row."""
    if row["line"] is not None:
        return scan_line(row["line"], row["name"], _WRITTEN)
    article: Article = pickle.loads(row["article"])  # noqa: S301  # our own, from a folder of this run's
    return article


def restore_article(row: dict[str, Any], name: str) -> Article | Row:
    """Return what is to be written of an outcome, as yet without what was found; `name` is its id."""
    read = read_article(row)
    if isinstance(read, Article):
        return read._replace(id=name)
    return restore_row(row["line"], read.marks, row["name"], name)
