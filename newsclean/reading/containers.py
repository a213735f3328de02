"""Files that hold many pages: archives, crawls, and tables with a page in each row.

They are read from front to back, one page at a time, and nothing is ever unpacked to disk. A page is named
after its container: `pages.zip#news/a.html`, `crawl.warc.gz#7`.
"""

import csv
import io
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from typing import Any, BinaryIO, Final, TextIO, cast

from newsclean.errors import ReadError
from newsclean.model import Kind, Rejected, Stage
from newsclean.reading.columns import Columns, find_columns
from newsclean.reading.compression import decompress, decompressing
from newsclean.reading.content import CONTENT_LIMIT, describe, open_regular, read_content, read_limited
from newsclean.reading.jsonl import read_objects
from newsclean.reading.sources import Source, find_kind

_HIDDEN: Final = ("__MACOSX/", ".")
_PAGES: Final = {"text/html": Kind.HTML, "application/xhtml+xml": Kind.HTML, "text/plain": Kind.TEXT}
_FOUND: Final = 200
"""HTTP's word for a page that is there; what comes with another is a note that it is not."""

_ZIP_DIRECTORY: Final = 1 << 26
"""The most bytes of a ZIP archive's directory: 700,000 files, of which it takes half a gigabyte to know."""

_ZIP_TAIL: Final = (1 << 16) + 128  # where the directory's end stands: before the longest comment
_ZIP_WIDE: Final = (1 << 32) - 1  # says that the size stands elsewhere

_BATCH: Final = 1 << 24
"""Bytes of a Parquet file's rows, as it counts them itself, that are in memory at once."""

_ROWS: Final = 1024
_LONGEST_ID: Final = 200

_CHARACTERS: Final = 1 << 24
"""The longest field of a table, in characters; Python's own limit is below many a page."""


def open_container(container: Source, columns: Mapping[str, str]) -> Iterator[Source | Rejected]:
    """Yield the pages of a container in its order; `columns` says which column of a table holds what.

    What is wrong with a page comes as Rejected in its place, and what is wrong with the container at the end
    of what could be read.
    """
    empty, name = True, container.name
    try:
        for page in _open(container, columns):
            empty = False
            yield page
    except ReadError as error:
        yield Rejected(name, Stage.READ, str(error))
    else:
        if empty:
            yield Rejected(name, Stage.READ, "holds no page: no text or HTML")


def _open(container: Source, columns: Mapping[str, str]) -> Iterator[Source | Rejected]:
    name = container.name
    with open_regular(container.path or name) as stream, decompressing():
        match container.form:
            case "zip":
                yield from _read_zip(name, stream)
            case "tar" | "tgz":
                yield from _read_tar(name, stream)
            case "warc" | "wet":
                yield from _read_warc(name, stream)
            case "csv" | "tsv" as kind:
                text = io.TextIOWrapper(decompress(stream), "utf-8-sig", "replace", newline="")
                yield from _read_rows(name, _read_table(text, "," if kind == "csv" else "\t"), columns)
            case "parquet":
                yield from _read_rows(name, _read_parquet(stream), columns)
            case _:
                yield from _read_rows(name, read_objects(name, stream), columns)


def _read_zip(name: str, stream: io.BufferedReader) -> Iterator[Source | Rejected]:
    try:
        _limit_directory(stream)
        with zipfile.ZipFile(stream) as archive:
            for member in archive.infolist():
                if _is_page(member.filename):
                    try:
                        with archive.open(member) as inner:
                            content = read_content(io.BufferedReader(inner))  # type: ignore[arg-type]
                        yield Source(f"{name}#{member.filename}", content, name)
                    except ReadError as error:
                        yield Rejected(f"{name}#{member.filename}", Stage.READ, str(error))
                    except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
                        reason = f"can't be unpacked: {error}"
                        yield Rejected(f"{name}#{member.filename}", Stage.READ, reason)
    except zipfile.BadZipFile as error:
        message = f"is a damaged ZIP archive ({error}); fetch it again"
        raise ReadError(message) from None


def _limit_directory(stream: io.BufferedReader) -> None:
    """Raise ReadError for a ZIP archive whose directory, which is read whole, would take too much memory."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _ZIP_TAIL))
    tail = stream.read(_ZIP_TAIL)
    end, wide = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if directory == _ZIP_WIDE and wide >= 0:
        directory = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    if directory > _ZIP_DIRECTORY:
        message = f"has a directory of {directory >> 20} MB, too large; pack its files as .tar, or in several"
        raise ReadError(message)
    stream.seek(0)


def _read_tar(name: str, stream: io.BufferedReader) -> Iterator[Source | Rejected]:
    try:
        # Read as a stream, so that a compressed one need not be read twice.
        with tarfile.open(fileobj=decompress(stream), mode="r|") as archive:
            for member in archive:
                inner = archive.extractfile(member) if member.isreg() and _is_page(member.name) else None
                if inner is not None:
                    try:
                        yield Source(f"{name}#{member.name}", read_content(io.BufferedReader(inner)), name)  # type: ignore[arg-type]
                    except ReadError as error:
                        yield Rejected(f"{name}#{member.name}", Stage.READ, str(error))
    except tarfile.TarError as error:
        message = f"is a damaged tar archive ({error}); fetch it again"
        raise ReadError(message) from None


def _is_page(name: str) -> bool:
    hidden = any(part.startswith(_HIDDEN[1]) for part in name.split("/") if part not in (".", ".."))
    return not hidden and not name.startswith(_HIDDEN[0]) and find_kind(name) is not None


def _read_warc(name: str, stream: io.BufferedReader) -> Iterator[Source | Rejected]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415  # an extra
    except ImportError:
        message = "is a WARC file; to read it, run: pip install 'newsclean[warc]'"
        raise ReadError(message) from None
    wanted = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    records = ArchiveIterator(stream, record_types=wanted, parse_http=True, auto_decode="all")
    try:
        for number, record in enumerate(records, 1):
            kind = _judge_record(record)
            if kind:
                source = f"{name}#{number}"
                try:
                    content = read_limited(cast("BinaryIO", record.reader))
                except ReadError as error:
                    yield Rejected(source, Stage.READ, str(error))
                    continue
                url = record.headers.get("WARC-Target-URI")
                charset = "utf-8" if not record.is_http else record.http_charset
                yield Source(source, content, name, kind, url.strip("<>") if url else None, charset)
    except (OSError, ValueError) as error:
        message = f"is a damaged WARC file ({describe(error)}); what stands before that was read"
        raise ReadError(message) from None


def _judge_record(record: Any) -> Kind | None:
    """Return the kind of page that a record holds, None if it holds none."""
    if not record.is_http:
        declared = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        return _PAGES.get(declared)
    if record.http_headers is None or record.http_headers.status_code != _FOUND:
        return None
    return _PAGES.get(record.http_content_type or "")


def _read_table(text: TextIO, separator: str) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(min(_CHARACTERS, sys.maxsize))
    try:
        yield from csv.DictReader(text, delimiter=separator)
    except csv.Error as error:
        message = f"is not a table that can be read: {error}"
        raise ReadError(message) from None


def _read_parquet(stream: io.BufferedReader) -> Iterator[Mapping[str, Any]]:
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        message = "is a Parquet file; to read it, run: pip install 'newsclean[parquet]'"
        raise ReadError(message) from None
    try:
        with closing(pq.ParquetFile(stream, pre_buffer=False, buffer_size=_BATCH)) as table:
            for group in range(table.num_row_groups):
                told = table.metadata.row_group(group)
                rows = max(1, min(_ROWS, _BATCH * told.num_rows // max(1, told.total_byte_size)))
                for batch in table.iter_batches(batch_size=rows, row_groups=[group]):
                    yield from batch.to_pylist()
    except pa.ArrowException as error:
        message = f"is not a Parquet file that can be read: {error}"
        raise ReadError(message) from None


def _read_rows(
    name: str, rows: Iterator[Mapping[str, Any] | Rejected], wanted: Mapping[str, str]
) -> Iterator[Source | Rejected]:
    columns: Columns | None = None
    for number, row in enumerate(rows, 1):
        if isinstance(row, Rejected):
            yield row
            continue
        # Rows of JSON may differ in their fields; those of a table don't.
        columns = columns if columns and columns.content in row else find_columns(row, wanted)
        source = f"{name}#{_find_id(row, columns) or number}"
        if columns is None:
            yield Rejected(
                source, Stage.READ, "has no column that holds text or HTML; name it: --column text=NAME"
            )
            continue
        content = row.get(columns.content)
        if not isinstance(content, str) or not content.strip():
            yield Rejected(source, Stage.READ, f'has nothing in "{columns.content}"')
        elif len(data := content.encode("utf-8", "surrogatepass")) > CONTENT_LIMIT:
            yield Rejected(source, Stage.READ, "is too large for one page; split it")
        else:
            url, title, day = (_pick(row, each) for each in (columns.url, columns.title, columns.date))
            yield Source(source, data, name, columns.kind, url, "utf-8", title, day)


def _find_id(row: Mapping[str, Any], columns: Columns | None) -> str | None:
    """Return what a table calls a row, if that can be part of a page's name."""
    name = _pick(row, columns.id) if columns else None
    return name if name and name.isprintable() and len(name) <= _LONGEST_ID else None


def _pick(row: Mapping[str, Any], column: str | None) -> str | None:
    """Return what stands in a column, as text; None where it holds neither text, number nor date."""
    value = row.get(column) if column else None
    known = isinstance(value, str | int | date) and not isinstance(value, bool)
    return str(value).strip() or None if known else None
