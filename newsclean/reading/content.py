"""The bytes of a file, decompressed, never more of them than a limit."""

import io
import os
import stat
from typing import BinaryIO

from newsclean.errors import ReadError
from newsclean.reading.compression import decompress, decompressing, find_compression

CONTENT_LIMIT = 16 * 1024 * 1024
"""The most bytes one page may have, after decompression. News pages have under 1 MB; what has much more is
not a page, or is a gzip bomb. Cleaning takes about 90 bytes of memory for each."""

STDIN_DESCRIPTOR = 0

SAMPLE_BYTES = 64 * 1024
"""How much of a file is looked at to tell text from binary."""

CONTROL_SHARE = 0.05
"""The share of control characters from which a file is binary. Scraped text has a stray one here and there;
in compressed or compiled data about a tenth of all bytes are."""

# Tab, line feed, vertical tab, form feed, carriage return, and escape (ISO-2022-JP) stand in text.
_CONTROL = bytes(sorted({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1b"}))

_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (name it .zip) or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)


def open_regular(path: str, buffer: int = io.DEFAULT_BUFFER_SIZE) -> io.BufferedReader:
    """Open a regular file for reading in binary, `buffer` bytes at once.

    Raises ReadError when it is not one or can't be opened.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  # a name may hold what Path would tidy away
        if stat.S_ISDIR(mode):
            message = "is a folder; name the files in it"
            raise ReadError(message)
        if not stat.S_ISREG(mode):
            # Opening a pipe here could wait for ever.
            message = "is not a regular file; to read from a pipe, connect it to standard input and name -"
            raise ReadError(message)
        return io.BufferedReader(io.FileIO(path), buffer)
    except FileNotFoundError:
        message = "is an address; newsclean fetches nothing" if "://" in path else "there is no such file"
    except (OSError, ValueError) as error:
        message = f"can't be opened: {describe(error)}"
    raise ReadError(message)


def open_stdin() -> io.BufferedReader:
    """Open standard input for reading in binary. Raises ReadError when it is closed."""
    try:
        return open(STDIN_DESCRIPTOR, "rb", closefd=False)
    except OSError:
        message = "standard input is closed"
        raise ReadError(message) from None


def describe(error: Exception) -> str:
    """Put `error` as the system does, without the file's name."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def read_content(stream: io.BufferedReader, limit: int = CONTENT_LIMIT) -> bytes:
    """Everything in `stream`, decompressed if its first bytes tell that it is compressed.

    Raises ReadError when that is more than `limit` bytes, or the compressed data is damaged.
    """
    with decompressing():
        return read_limited(decompress(stream), limit)


def read_limited(stream: BinaryIO, limit: int = CONTENT_LIMIT) -> bytes:
    """Everything in `stream`. Raises ReadError when that is more than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"is larger than {limit // (1024 * 1024)} MB, too large for one page; split it"
        raise ReadError(message)
    return data


def check_text(data: bytes) -> None:
    """Raise ReadError, saying what it is, when `data` is not text in a charset that extends ASCII."""
    if again := find_compression(data):
        message = f"is compressed twice ({again}); decompress it once"
        raise ReadError(message)
    for magic, what in _FORMATS:
        if data.startswith(magic):
            message = f"is {what}, not text or HTML"
            raise ReadError(message)
    sample = data[:SAMPLE_BYTES]
    if len(sample) - len(sample.translate(None, _CONTROL)) > CONTROL_SHARE * len(sample):
        message = "is binary data, not text or HTML"
        raise ReadError(message)
