"""Where the lines go: standard output, or a file that is replaced at once and only on success."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

from newsclean.errors import UsageError, WriteError
from newsclean.writing.drafts import SEALED, holding, name_draft, remove_dead_drafts
from newsclean.writing.lines import Encode, RowError, write_lines

STDOUT = "-"

_BUFFER = 1 << 20
"""Bytes written at once: a record has some thousands, and calls of the system cost more than copying."""

Seal = Callable[[Path | None, Path | None], None]
"""Is handed a finished file, and the path that it will stand under in a moment.

From then on it answers for the file: where that does not get into its place, it must be removed.

None and None: there is nothing to write, and the old file stays. What it holds was news once, and whoever is
to fetch it may not have come yet.
"""

Write = Callable[[Iterable[bytes]], None]
"""Writes lines; raises WriteError when the system refuses, but lets BrokenPipeError pass."""


@contextmanager
def open_output(target: str, inputs: Iterable[str] = (), seal: Seal | None = None) -> Iterator[Write]:
    """Open `target` (`-`: standard output) and yield what writes to it; a file is replaced on success only.

    To be entered before the work, so that what stands in the way is found at once. Until the block has ended,
    `target` is what it was, and whatever ends it early leaves no trace. A link is followed; the new file has
    the permissions of the old. `seal` is called once all is written, right before a file is replaced. Devices
    and pipes can't be replaced and are written to as they are. Raises UsageError when `target` can't be
    written to or is one of `inputs`, and WriteError when writing fails. The name tells the form: `.jsonl.gz`,
    `.parquet` and others (`formats`); devices, pipes and standard output get lines.
    """
    if target == STDOUT:
        yield from _write_through("standard output", _find_stdout())
        return
    from newsclean.writing.formats import find_encoder  # noqa: PLC0415  # start-up time

    encode = find_encoder(target)
    real = Path(os.path.realpath(target))
    old = _check(target, real, inputs)
    if old and not stat.S_ISREG(old.st_mode):
        with _discarding(_open(target, real, "wb")) as stream:
            yield from _write_through(target, stream)
        return
    yield from _replace(target, real, old, encode, seal)


def _write_through(target: str, stream: BinaryIO, encode: Encode = write_lines) -> Iterator[Write]:
    yield partial(_write, target, stream, encode)
    with _failing(target):
        stream.flush()


def _replace(
    target: str, real: Path, old: os.stat_result | None, encode: Encode, seal: Seal | None
) -> Iterator[Write]:
    remove_dead_drafts(real.parent)
    draft = name_draft(real)
    with ExitStack() as stack:
        stream = stack.enter_context(_discarding(_open(target, draft, "xb")))
        stack.enter_context(holding(draft))
        stack.callback(draft.unlink, missing_ok=True)
        if old and os.name == "posix":
            _copy_permissions(stream.fileno(), old)
        if seal and old:
            encode = partial(_write_news, encode)
        yield from _write_through(target, stream, encode)
        with _failing(target):
            os.fsync(stream.fileno())
            stream.close()
        if seal and old and not draft.stat().st_size:
            seal(None, None)
            return
        if seal:
            with _failing(target):
                # Under this name it is the memory's, and nothing here removes it.
                draft = draft.rename(draft.with_suffix(SEALED))
            # What is on record as about to come must be found again after a power cut.
            _sync_folder(real.parent)
            seal(draft, real)
        with _failing(target):
            draft.replace(real)
        _sync_folder(real.parent)


@contextmanager
def _discarding(stream: BinaryIO) -> Iterator[BinaryIO]:
    try:
        yield stream
    finally:
        with suppress(OSError):  # after an error: what is left in the buffer does not fit, and is not wanted
            stream.close()


def _write(target: str, stream: BinaryIO, encode: Encode, lines: Iterable[bytes]) -> None:
    try:
        with _failing(target):
            encode(lines, stream)
    except RowError as error:
        message = f"{target}: {error}"
        raise WriteError(message) from None


def _write_news(encode: Encode, lines: Iterable[bytes], stream: BinaryIO) -> None:
    """Leave the stream empty, whatever the form, if there are no lines."""
    lines = iter(lines)
    for first in lines:
        encode(chain((first,), lines), stream)


def _check(target: str, real: Path, inputs: Iterable[str]) -> os.stat_result | None:
    try:
        old = real.stat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _refusal(target, error) from None
    if stat.S_ISDIR(old.st_mode):
        message = f"{target}: is a folder; name a file in it"
        raise UsageError(message)
    if not os.access(real, os.W_OK):
        message = f"{target}: can't be written: it is read-only"
        raise UsageError(message)
    for name in inputs:
        with suppress(OSError, ValueError):
            if os.path.samestat(old, os.stat(name)):  # noqa: PTH116  # once for each of many inputs
                message = f"{target}: is also an input, which would be lost; name another output"
                raise UsageError(message)
    return old


def _open(target: str, path: Path, mode: Literal["wb", "xb"]) -> BinaryIO:
    try:
        return path.open(mode, buffering=_BUFFER)
    except OSError as error:
        raise _refusal(target, error) from None


def _refusal(target: str, error: OSError | ValueError) -> UsageError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UsageError(f"{target}: there is no folder {Path(target).parent}; create it first")
    return UsageError(f"{target}: can't be written: {getattr(error, 'strerror', None) or error}")


def _copy_permissions(descriptor: int, old: os.stat_result) -> None:
    # A job of root's may well write a user's file; where that is not allowed, the new file is the runner's.
    with suppress(PermissionError):
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _sync_folder(folder: Path) -> None:
    # So that a power cut can't undo the replacement. Some file systems don't offer it.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _find_stdout() -> BinaryIO:
    if sys.stdout is None:
        message = "standard output is closed"
        raise WriteError(message)
    return sys.stdout.buffer


@contextmanager
def _failing(target: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"{target}: can't be written: {error.strerror or error}"
        raise WriteError(message) from None
