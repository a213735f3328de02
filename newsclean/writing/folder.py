"""Articles as plain text, one file each, in a folder that is there at once and only on success."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsclean.errors import UsageError, WriteError
from newsclean.patterns import late
from newsclean.writing.drafts import holding, name_draft, remove_dead_drafts
from newsclean.writing.output import Write

# What a name may hold on every system, and how long it may be.
_UNSAFE = late(r"[^\w.-]|^\.")
_LONGEST = 100


def names_folder(target: str) -> bool:
    """Tell whether an output is to be a folder: its name ends like one."""
    return target.endswith(("/", os.sep))


@contextmanager
def open_folder(target: str) -> Iterator[Write]:
    """Yield what writes each line's article to a text file of its own: the headline, and the paragraphs.

    A file is named by the article's id. The folder must not be there yet, or be empty, and is there when the
    block has ended well. Raises UsageError when it can't be made, and WriteError when writing fails.
    """
    real = Path(os.path.realpath(target))
    remove_dead_drafts(real.parent)
    draft = name_draft(real)
    try:
        if real.exists() and (not real.is_dir() or any(real.iterdir())):
            message = f"{target}: is there already; name a new folder"
            raise UsageError(message)
        draft.mkdir()
    except OSError as error:
        message = f"{target}: can't be made: {error.strerror or error}"
        raise UsageError(message) from None
    try:
        with holding(draft):
            yield lambda lines: _write(target, draft, lines)
        try:
            draft.replace(real)
        except OSError as error:
            raise _refusal(target, error) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(target: str, folder: Path, lines: Iterable[bytes]) -> None:
    import orjson  # noqa: PLC0415  # start-up time

    for line in lines:
        row = orjson.loads(line)
        parts = [part for part in (row.get("title"), row.get("text")) if isinstance(part, str) and part]
        name = _UNSAFE.sub("_", str(row.get("id") or ""))[:_LONGEST] or "article"
        try:
            _choose(folder, name).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        except OSError as error:
            raise _refusal(target, error) from None


def _choose(folder: Path, name: str) -> Path:
    """Return a path that is still free: the ids of rows need not be names, nor different ones."""
    path, number = folder / f"{name}.txt", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.txt"
    return path


def _refusal(target: str, error: OSError) -> WriteError:
    return WriteError(f"{target}: can't be written: {error.strerror or error}")
