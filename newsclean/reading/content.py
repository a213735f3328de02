"""The bytes of a file, decompressed, never more of them than a limit."""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsclean.errors import ReadError

CONTENT_LIMIT = 16 * 1024 * 1024
"""The most bytes one page may have, after decompression. News pages have under 1 MB; what has much more is
not a page, or is a gzip bomb. Cleaning takes about 90 bytes of memory for each."""

STDIN_DESCRIPTOR = 0

GZIP_MAGIC = b"\x1f\x8b"

SAMPLE_BYTES = 64 * 1024
"""How much of a file is looked at to tell text from binary."""

CONTROL_SHARE = 0.05
"""The share of control characters from which a file is binary. Scraped text has a stray one here and there;
in compressed or compiled data about a tenth of all bytes are."""

# Tab, line feed, vertical tab, form feed, carriage return, and escape (ISO-2022-JP) stand in text.
_CONTROL = bytes(sorted({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1b"}))

_FORMATS = (
    (GZIP_MAGIC, "compressed twice; decompress it once"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; decompress it first"),
    (b"\xfd7zXZ\x00", "compressed with xz; decompress it first"),
    (b"BZh", "compressed with bzip2; decompress it first"),
)


def open_regular(path: str) -> io.BufferedReader:
    """Open a regular file for reading in binary. Raises ReadError when it is not one or can't be opened."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  # a name may hold what Path would tidy away
        if stat.S_ISDIR(mode):
            message = "is a folder; name the files in it"
            raise ReadError(message)
        if not stat.S_ISREG(mode):
            # Opening a pipe here could wait for ever.
            message = "is not a regular file; to read from a pipe, connect it to standard input and name -"
            raise ReadError(message)
        return Path(path).open("rb")
    except FileNotFoundError:
        message = "there is no such file"
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
    """Everything in `stream`, decompressed if it is gzip by its first bytes.

    Raises ReadError when that is more than `limit` bytes, or the compressed data is damaged.
    """
    data = _read(stream, limit)
    if data.startswith(GZIP_MAGIC):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as unzipped:
            data = _read(unzipped, limit)
    return data


def _read(stream: io.BufferedReader | gzip.GzipFile, limit: int) -> bytes:
    with reading():
        data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"is larger than {limit // (1024 * 1024)} MB, too large for one page; split it"
        raise ReadError(message)
    return data


@contextmanager
def reading() -> Iterator[None]:
    """Turn what can go wrong while a stream is read or decompressed into ReadError."""
    try:
        yield
    except EOFError:
        message = "is gzip data that breaks off before its end; fetch it again"
        raise ReadError(message) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        message = f"is damaged gzip data ({error}); fetch it again"
        raise ReadError(message) from None
    except OSError as error:
        message = f"can't be read: {describe(error)}"
        raise ReadError(message) from None


def check_text(data: bytes) -> None:
    """Raise ReadError, saying what it is, when `data` is not text in a charset that extends ASCII."""
    for magic, what in _FORMATS:
        if data.startswith(magic):
            message = f"is {what}, not text or HTML"
            raise ReadError(message)
    sample = data[:SAMPLE_BYTES]
    if len(sample) - len(sample.translate(None, _CONTROL)) > CONTROL_SHARE * len(sample):
        message = "is binary data, not text or HTML"
        raise ReadError(message)
