"""Rows looked at some at a time, in this process or another: read, and sketched."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from newsclean.compiling.presence import is_installed
from newsclean.deduplication.batches import Batch, Tools, describe_batch, load_tools, sketch_batch
from newsclean.deduplication.collection import BATCH
from newsclean.deduplication.sentences import TAIL, ends_sentence
from newsclean.errors import ReadError
from newsclean.model import Rejected, Stage
from newsclean.reading.scanning import NOWHERE, ScannedRow, scan_line
from newsclean.settings import Keep
from newsclean.writing import ADDED

if TYPE_CHECKING:
    from newsclean.reading.compiled.texts import Taken

Line = tuple[str, bytes | ReadError]
"""Where a line stands, and what is in it or why it can't be read."""

# A pack ends early at so many bytes, so that memory doesn't grow with the length of rows.
_BYTES: Final = 1 << 21

_WRITTEN: Final = frozenset(ADDED)


class Pack(NamedTuple):
    """What there is to know of some lines.

    `marks` has a byte for each line, which is 0 for those in `rejected`; `cards` (what is told of a row),
    `ids` (its own, or empty) and `batch` are of the rows among them. Without rows there is no batch.
    """

    marks: bytes
    rejected: list[Rejected]
    cards: list[bytes]
    ids: list[str]
    batch: Batch | None


def pack_lines(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Put lines together: as many as are sketched at once, or fewer that are long."""
    packed: list[Line] = []
    size = 0
    for line in lines:
        packed.append(line)
        size += len(line[1]) if isinstance(line[1], bytes) else 0
        if len(packed) == BATCH or size >= _BYTES:
            yield packed
            packed, size = [], 0
    if packed:
        yield packed


def sketch_lines(lines: Sequence[Line], keep: Keep, *, compiled: bool) -> Pack:
    """Read the rows in some lines and sketch them. What the batch holds may be lost at the next call."""
    marks, rejected, rows = bytearray(), list[Rejected](), list[ScannedRow]()
    taken = _take_texts(lines) if compiled and is_installed() else None
    for (place, line), span in zip(lines, taken.spans if taken else repeat(NOWHERE), strict=False):
        try:
            row = scan_line(line, place, _WRITTEN, span)
        except ReadError as error:
            rejected.append(Rejected(place, Stage.READ, str(error)))
            marks.append(0)
        else:
            rows.append(row)
            marks.append(row.marks)
    whole = taken if len(rows) == len(lines) else None
    batch = _sketch(rows, whole, _load_tools(compiled=compiled), keep) if rows else None
    return Pack(bytes(marks), rejected, list(map(_dump_card, rows)), [row.id for row in rows], batch)


def _take_texts(lines: Sequence[Line]) -> "Taken":
    from newsclean.reading.compiled.texts import take_texts  # noqa: PLC0415  # only where there is Numba

    return take_texts([line for _, line in lines])


def _sketch(rows: Sequence[ScannedRow], taken: "Taken | None", tools: Tools, keep: Keep) -> Batch:
    """Sketch rows. Where all texts are those that were taken, nobody makes strings of them."""
    if not taken or any(isinstance(row.wording, str) for row in rows):
        return sketch_batch(rows, tools, keep)
    from newsclean.deduplication.compiled.encoding import Encoded  # noqa: PLC0415  # as above
    from newsclean.deduplication.compiled.sketching import sketch_encoded  # noqa: PLC0415

    texts = Encoded(taken.data, taken.begins)
    complete = map(ends_sentence, texts.endings(TAIL))
    return describe_batch(rows, sketch_encoded(texts), complete, tools, keep)


@cache
def _load_tools(*, compiled: bool) -> Tools:
    return load_tools(compiled=compiled)


def _dump_card(row: ScannedRow) -> bytes:
    told = (row.source, row.id, row.url, row.title, row.site, row.published)
    try:
        return orjson.dumps(told)
    except TypeError:  # half a surrogate pair
        return json.dumps(told).encode()
