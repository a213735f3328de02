"""Numbers and bytes that are kept on disk while a run lasts, so that memory does not grow with the corpus.

The files are temporary and have no name: whatever ends the process, the system takes them back. What is small
never gets that far and stays in memory.
"""

import mmap
import os
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate, islice
from typing import IO, Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from newsclean.errors import WriteError

_Number = TypeVar("_Number", bound=np.generic)

_BUFFER: Final = 1 << 20
# What is reserved before it is known whether more is needed.
_LITTLE: Final = 1 << 16
# What is this large goes to the file as it is, without a copy.
_LARGE: Final = 1 << 16


class _Drawer:
    """Bytes that grow at their end: up to `room` of them in memory, more on disk."""

    def __init__(self, room: int) -> None:
        self.size = 0
        self._room = room
        self._pending = _make_room(min(room, _LITTLE))
        self._filled = 0
        self._file: IO[bytes] | None = None

    def write(self, data: bytes | memoryview) -> None:
        self.size += len(data)
        end = self._filled + len(data)
        if end > self._room or (self._file and len(data) >= _LARGE):
            self._flush()
            if len(data) >= min(_LARGE, len(self._pending)):
                self._lay_down(data)
                return
            end = len(data)
        elif end > len(self._pending):
            # All that may be needed: a buffer that grows bit by bit is copied again and again.
            larger = _make_room(self._room)
            larger[: self._filled] = self._pending[: self._filled]
            self._pending = larger
        self._pending[self._filled : end] = data
        self._filled = end

    def read(self, start: int, count: int) -> bytes | memoryview:
        if not self._file:
            return self._pending[start : start + count]
        self._flush()
        return os.pread(self._file.fileno(), count, start)

    def map(self) -> memoryview | mmap.mmap:
        if not self._file:
            return self._pending[: self._filled]
        self._flush()
        return mmap.mmap(self._file.fileno(), self.size)

    def close(self) -> None:
        if self._file:
            with suppress(OSError):  # after an error: what did not fit is not wanted
                self._file.close()

    def _flush(self) -> None:
        if self._filled:
            self._lay_down(self._pending[: self._filled])
            self._filled = 0
        if self._room > _BUFFER:
            self._room = _BUFFER
            self._pending = _make_room(_BUFFER)

    def _lay_down(self, data: bytes | memoryview) -> None:
        with _failing():
            self._file = self._file or _open()
            view = memoryview(data)
            while view:
                view = view[self._file.write(view) :]


def _make_room(size: int) -> memoryview:
    """Return room for bytes. The system makes memory of it only as it is written to."""
    return memoryview(np.empty(size, dtype=np.uint8).data)


def _open() -> IO[bytes]:
    import tempfile  # noqa: PLC0415  # start-up time, here as below

    # Unbuffered: what is pending in the drawer is the buffer.
    return tempfile.TemporaryFile(prefix="newsclean-", buffering=0)


class Spool(Generic[_Number]):
    """An array that grows at its end: up to `room` bytes in memory, more on disk.

    Raises WriteError when there is no room for it.
    """

    def __init__(self, dtype: "npt.DTypeLike", room: int = _BUFFER) -> None:
        self._dtype: np.dtype[Any] = np.dtype(dtype)
        self._drawer = _Drawer(room)

    def __len__(self) -> int:
        return self._drawer.size // self._dtype.itemsize

    def append(self, values: npt.NDArray[_Number]) -> None:
        """Add values at the end."""
        if len(values):
            whole = np.ascontiguousarray(values, dtype=self._dtype)
            self._drawer.write(memoryview(whole.view(np.uint8).data))

    def map(self) -> npt.NDArray[_Number]:
        """Return all values, once all are there; the system fetches what is looked at from the disk."""
        return np.frombuffer(self._drawer.map(), dtype=self._dtype)

    def fetch(self, starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[_Number]:
        """Read runs of values; return them one behind the other.

        For runs that lie far apart: where a file is mapped, Linux may take two megabytes into memory for one
        byte that is looked at.
        """
        width = self._dtype.itemsize
        pieces = [
            self._drawer.read(start, size)
            for start, size in zip((starts * width).tolist(), (sizes * width).tolist(), strict=True)
        ]
        return np.frombuffer(bytearray().join(pieces), dtype=self._dtype)

    def close(self) -> None:
        """Give the disk space back."""
        self._drawer.close()


class ByteSpool:
    """Pieces of bytes, found again by their number. Raises WriteError when there is no room for them."""

    def __init__(self) -> None:
        self._ends = array("q")
        self._drawer = _Drawer(_BUFFER)

    def append(self, piece: bytes) -> None:
        """Add a piece at the end."""
        self._drawer.write(piece)
        self._ends.append(self._drawer.size)

    def extend(self, pieces: Sequence[bytes]) -> None:
        """Add some pieces at the end."""
        ends = accumulate(map(len, pieces), initial=self._drawer.size)
        self._drawer.write(b"".join(pieces))
        self._ends.extend(islice(ends, 1, None))

    def reader(self) -> "Pieces":
        """Return what the pieces are read with, once all are there."""
        return Pieces(self._drawer, self._ends)

    def close(self) -> None:
        """Give the disk space back."""
        self._drawer.close()


class Pieces:
    """Reads the pieces of a ByteSpool."""

    def __init__(self, drawer: _Drawer, ends: Sequence[int]) -> None:
        self._drawer = drawer
        self._ends = ends

    def __getitem__(self, number: int) -> bytes:
        start = self._ends[number - 1] if number else 0
        return bytes(self._drawer.read(start, self._ends[number] - start))


def release(values: npt.NDArray[Any]) -> None:
    """Take mapped values out of memory; they come back from disk when they are looked at again."""
    base: Any = values.base
    while isinstance(base, np.ndarray | memoryview):
        base = base.base if isinstance(base, np.ndarray) else base.obj
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        import tempfile  # noqa: PLC0415

        message = (
            f"temporary files in {tempfile.gettempdir()}: {error.strerror or error};"
            " set TMPDIR to a folder with room (about 7 KB an article of 500 words)"
        )
        raise WriteError(message) from None
