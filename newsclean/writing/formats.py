"""In what form lines of JSON are written, told by the file's name: as they are, compressed, or as a table."""

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO, Final, cast

import orjson

from newsclean.errors import UsageError
from newsclean.writing.lines import Encode, RowError, write_lines

_ROWS: Final = 4096
"""Rows of a table that are in memory at once. The first so many tell its columns."""

_LEVEL: Final = 6
"""Of gzip: as small as by the highest, up to 2%, in a third of the time."""


def find_encoder(name: str) -> Encode:
    """Return what writes a file of that name.

    Raises UsageError for a form that lacks its package, and for one that the name promises and nobody writes.
    """
    if name.lower().endswith(_UNWRITTEN):
        message = f"{name}: is a form that newsclean doesn't write; it writes .jsonl, {', '.join(_ENCODERS)}"
        raise UsageError(message)
    for suffix, encode in _ENCODERS.items():
        if name.lower().endswith(suffix):
            if encode is _write_parquet:
                _load_parquet(name)
            return encode
    return write_lines


def _write_gzip(lines: Iterable[bytes], stream: BinaryIO) -> None:
    # Neither name nor time: the same records are the same bytes.
    with gzip.GzipFile("", "wb", _LEVEL, stream, mtime=0) as file:
        write_lines(lines, cast("BinaryIO", file))


def _write_zstd(lines: Iterable[bytes], stream: BinaryIO) -> None:
    # Imported here, as it takes as long to load as all other forms.
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    with zstd.ZstdFile(stream, "wb") as file:
        write_lines(lines, cast("BinaryIO", file))


def _write_csv(lines: Iterable[bytes], stream: BinaryIO) -> None:
    _write_delimited(lines, stream, ",")


def _write_tsv(lines: Iterable[bytes], stream: BinaryIO) -> None:
    _write_delimited(lines, stream, "\t")


def _write_delimited(lines: Iterable[bytes], stream: BinaryIO, delimiter: str) -> None:
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    try:
        names: list[str] = []
        for rows in _batches(lines):
            if not names:
                names = _find_names(rows)
                table = csv.DictWriter(text, names, delimiter=delimiter, lineterminator="\n")
                table.writeheader()
            _check_names(rows, names)
            table.writerows({name: _flatten(value) for name, value in row.items()} for row in rows)
    finally:
        text.detach()


def _flatten(value: Any) -> Any:
    """Return a value that a cell can hold: lists and objects as JSON."""
    return orjson.dumps(value).decode() if isinstance(value, (list, dict)) else value


def _write_parquet(lines: Iterable[bytes], stream: BinaryIO) -> None:
    pa, pq = _load_parquet("Parquet")
    batches = _batches(lines)
    first = next(batches, [])
    try:
        schema = _find_schema(pa, first)
        names = _find_names(first)
        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            for rows in chain([first], batches):
                _check_names(rows, names)
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        message = f"rows that are too different for one table ({error}); write them as .jsonl"
        raise RowError(message) from None


def _find_schema(pa: Any, rows: Sequence[dict[str, Any]]) -> Any:
    """Return the types of the columns; those of which nothing is seen yet are what a record has there."""
    text = pa.string()
    duplicate = [(name, text) for name in ("source", "id", "url", "title", "kind")]
    removed = [("line", pa.int64()), ("text", text), ("reason", text), ("doubt", pa.float64())]
    usual = {
        "authors": pa.list_(text),
        "duplicates": pa.list_(pa.struct([*duplicate, ("similarity", pa.float64())])),
        "removed": pa.list_(pa.struct(removed)),
        "lines": pa.list_(pa.int64()),
        "doubts": pa.list_(pa.float64()),
    }
    fields = []
    for field in pa.Table.from_pylist(list(rows)).schema:
        unknown = pa.types.is_null(field.type) or (
            pa.types.is_list(field.type) and not pa.types.is_string(field.type.value_type)
        )
        kind = usual.get(field.name, text) if pa.types.is_null(field.type) else field.type
        fields.append(field.with_type(usual.get(field.name, kind) if unknown else kind))
    return pa.schema(fields)


def _batches(lines: Iterable[bytes]) -> Iterator[list[dict[str, Any]]]:
    rows = map(orjson.loads, lines)
    return iter(lambda: list(islice(rows, _ROWS)), [])


def _find_names(rows: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(rows)))


def _check_names(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> None:
    known = set(names)
    for row in rows:
        if not known.issuperset(row):
            extra = next(name for name in row if name not in known)
            message = f"a row has the field {extra!r}, which none of the first {_ROWS} has; write .jsonl"
            raise RowError(message)


def _load_parquet(name: str) -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra, and slow to load
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        message = f"{name}: needs pyarrow; install it with: pip install 'newsclean[parquet]'"
        raise UsageError(message) from None
    return pa, parquet


_UNWRITTEN: Final = (".bz2", ".xz", ".zip", ".tar", ".7z", ".xlsx", ".xls", ".ods")

_ENCODERS: Final[dict[str, Encode]] = {
    ".gz": _write_gzip,
    ".zst": _write_zstd,
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".tsv": _write_tsv,
}
