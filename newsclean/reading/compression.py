"""Compressed data, told by its first bytes: gzip, bzip2, xz and Zstandard."""

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, BinaryIO, Final, cast

from newsclean.errors import ReadError

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")
"""What the names of compressed files end with."""

_MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_LONGEST = max(map(len, _MAGIC))
# What `zstd --long` needs; more is refused, as it is memory that a few bytes ask for.
_LARGEST_WINDOW: Final = 27


@cache
def _load_zstd() -> Any:
    """Return the library for Zstandard, which takes as long to load as all others."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    return zstd


def _list_zstd_errors() -> tuple[type[Exception], ...]:
    """Return what the library for Zstandard raises; nothing, where nobody has loaded it yet."""
    return (_load_zstd().ZstdError,) if _load_zstd.cache_info().currsize else ()


def find_compression(data: bytes) -> str | None:
    """Return the name of the compression that data begin like, None for other data."""
    return next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)


def strip_suffix(name: str) -> str:
    """Return a file's name without the ending that tells of its compression."""
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.lower().endswith(suffix)), name)


def decompress(stream: io.BufferedReader) -> BinaryIO:
    """Return a stream with the decompressed bytes of another; the very stream if it is not compressed.

    To be read inside `decompressing`, which names what is wrong with it.
    """
    match find_compression(stream.peek(_LONGEST)[:_LONGEST]):
        case "gzip":
            return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
        case "bzip2":
            return cast("BinaryIO", bz2.BZ2File(stream))
        case "xz":
            return cast("BinaryIO", lzma.LZMAFile(stream))
        case "zstd":
            zstd = _load_zstd()
            options = {int(zstd.DecompressionParameter.window_log_max): _LARGEST_WINDOW}
            return cast("BinaryIO", zstd.ZstdFile(stream, options=options))
        case _:
            return stream


@contextmanager
def decompressing() -> Iterator[None]:
    """Turn what can go wrong while a stream is read or decompressed into ReadError."""
    try:
        yield
    except EOFError:
        message = "is compressed data that breaks off before its end; fetch it again"
        raise ReadError(message) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise _damage(error, "gzip") from None
    except lzma.LZMAError as error:
        raise _damage(error, "xz") from None
    except _list_zstd_errors() as error:
        raise _damage(error, "zstd") from None
    except OSError as error:
        if error.errno is None:
            raise _damage(error, "bzip2") from None
        message = f"can't be read: {error.strerror or error}"
        raise ReadError(message) from None


def _damage(error: Exception, kind: str) -> ReadError:
    return ReadError(f"is damaged {kind} data ({error}); fetch it again")
