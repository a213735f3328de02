"""Standard input for `clean`: one page, or a container of many, told by its first bytes."""

import io
import json
import os
import shutil
from typing import Final

from newsclean.errors import ReadError
from newsclean.reading.compression import decompress, decompressing
from newsclean.reading.content import CONTENT_LIMIT, describe, open_stdin, read_content

_HEAD: Final = 1 << 16
"""Bytes from which a container is told: the first row of a table must be among them."""

_BEGINNINGS: Final = ((b"WARC/", "warc"), (b"PK\x03\x04", "zip"), (b"PAR1", "parquet"))
_TAR: Final = b"ustar"
_TAR_AT: Final = 257


def take_stdin() -> tuple[bytes | None, str | None, str | None]:
    """Read standard input.

    Returns the bytes of a page, decompressed; or, for what holds many pages, the path of a copy that is there
    until the process ends, and the kind of container. Raises ReadError when it is closed, too large for one
    page, or damaged, and when there is no room for the copy.
    """
    with open_stdin() as stream:
        head = stream.read(_HEAD)
        packing = find_packing(head)
        if packing:
            return None, _keep(head, stream), packing
        # What is beyond the limit while it is compressed is so afterwards.
        whole = head + (stream.read(CONTENT_LIMIT + 1) if len(head) == _HEAD else b"")
    return read_content(io.BufferedReader(io.BytesIO(whole))), None, None


def find_packing(head: bytes) -> str | None:
    """Return the kind of container that bytes are the beginning of, as `sources.find_container` names it."""
    try:
        with decompressing():
            start = decompress(io.BufferedReader(io.BytesIO(head))).read(_HEAD)
    except ReadError:
        return None  # what breaks off is told where it is read
    found = next((packing for magic, packing in _BEGINNINGS if start.startswith(magic)), None)
    if found or start[_TAR_AT:].startswith(_TAR):
        return found or "tar"
    return "jsonl" if start.startswith(b"{") and _is_object(start.partition(b"\n")[0]) else None


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _keep(head: bytes, rest: io.BufferedReader) -> str:
    """Copy what is read to a file without a name, which goes whatever ends the process; return its path."""
    try:
        descriptor = _create()
        with open(descriptor, "wb", closefd=False) as copy:
            copy.write(head)
            shutil.copyfileobj(rest, copy)
    except OSError as error:
        import tempfile  # noqa: PLC0415  # start-up time, here as below

        folder = tempfile.gettempdir()
        message = f"can't be kept in {folder}: {describe(error)}; set TMPDIR to a folder with room for it"
        raise ReadError(message) from None
    return f"/dev/fd/{descriptor}"


def _create() -> int:
    import tempfile  # noqa: PLC0415

    descriptor, path = tempfile.mkstemp(prefix="newsclean-")
    os.unlink(path)  # noqa: PTH108
    return descriptor
