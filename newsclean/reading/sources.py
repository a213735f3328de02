"""From what stands on the command line to the list of pages to read. Nothing is opened here."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from newsclean.errors import ReadError, UsageError
from newsclean.model import Kind, Rejected, Stage
from newsclean.reading.compression import strip_suffix
from newsclean.reading.content import describe, open_stdin
from newsclean.reading.intake import take_stdin

STDIN = "-"

_MEMBER = "#"
_KINDS = {
    ".txt": Kind.TEXT,
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht"), Kind.HTML),
}
ARCHIVES_END = frozenset((".zip", ".tar", ".tgz", ".warc", ".wet"))
PAGES_END = frozenset(_KINDS)
_TABLES = frozenset((".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"))


class Source(NamedTuple):
    """A page that is still to be read.

    `name` is what the user calls it and the record's `source`. `content` is set when the bytes came through
    standard input or out of a container, which only the first process reads; otherwise `name` is the path to
    open, or `path` is, where a file lies elsewhere. A container tells more: the `container` itself, and at
    times the page's `kind`, `url` and `charset`, and what a table says of it, its `title` and `date`.
    `packing` says what kind of container it is, where the name doesn't.
    """

    name: str
    content: bytes | None = None
    container: str | None = None
    kind: Kind | None = None
    url: str | None = None
    charset: str | None = None
    title: str | None = None
    date: str | None = None
    path: str | None = None
    packing: str | None = None

    @property
    def form(self) -> str | None:
        """What kind of container it is, as `find_container` names it; None for a page."""
        return self.packing or (find_container(self.name) if self.content is None else None)

    @property
    def named_kind(self) -> Kind | None:
        """The kind of page that the container or the name tells, None where only the content does."""
        return self.kind or find_kind(self.name)

    @property
    def folder(self) -> str:
        """What holds the page: the container, or the folder of the file."""
        return self.container or self.name.rpartition("/")[0]


def find_kind(name: str) -> Kind | None:
    """Return the kind of page that a file's name tells, or None."""
    return _KINDS.get(_extension(name))


def find_container(name: str) -> str | None:
    """Return the kind of container that a file's name tells, as its extension without the dot, or None."""
    extension = _extension(name)
    return extension[1:] if extension in ARCHIVES_END | _TABLES else None


def _extension(name: str) -> str:
    return os.path.splitext(strip_suffix(name.lower()))[1]  # noqa: PTH122  # see list_sources


def find_holder(name: str) -> str | None:
    """Return the file that holds a page of that name with others, None if the page is a file of its own."""
    if os.path.lexists(name):
        return None
    marks = (at for at, character in enumerate(name) if character == _MEMBER)
    return next((name[:at] for at in marks if os.path.isfile(name[:at])), None)  # noqa: PTH113


def list_sources(inputs: Iterable[str]) -> list[Source | Rejected]:
    """List the pages that `inputs` stand for, sorted by name, each once.

    An input is a file, a folder, or `-` for standard input. A folder stands for all pages (.txt, .html,
    .mhtml) and all archives below it, compressed or not, but for hidden ones; a table may be what an earlier
    run wrote, and must be named. Paths are not tidied: the record names a page as the user did. What can't be
    listed comes back as Rejected.
    """
    found: dict[str, Source | Rejected] = {}
    for source in sorted(_expand(inputs), key=_name):
        # Of two spellings of one path the first in the sorted order counts, whatever order they came in.
        found.setdefault(_identity(_name(source)), source)
    return list(found.values())


def name_source(name: str) -> Source | Rejected:
    """Return the one page that `name` stands for. Standard input is read or kept at once."""
    if name != STDIN:
        return Source(name)
    try:
        content, kept, packing = take_stdin()
    except ReadError as error:
        return Rejected(STDIN, Stage.READ, str(error))
    return Source(STDIN, content, path=kept, packing=packing)


def list_files(inputs: Iterable[str]) -> list[str]:
    """List the names in `inputs` as they come, each path once. Folders are left for the reader to refuse."""
    found: dict[str, str] = {}
    for name in inputs:
        found.setdefault(_identity(name), name)
    return list(found.values())


def read_names(path: str) -> list[str]:
    """Return the NUL-separated names in the file `path` (`-`: standard input), as `find -print0` writes them.

    Raises UsageError when it can't be read.
    """
    try:
        # Not only regular files: `--files0-from <(git ls-files -z)` is at home in a shell.
        with open_stdin() if path == STDIN else Path(path).open("rb") as stream:
            data = stream.read()
    except (OSError, ValueError, ReadError) as error:
        message = f"--files0-from {path}: can't be read: {describe(error)}"
        raise UsageError(message) from None
    return [os.fsdecode(name) for name in data.split(b"\0") if name]


def _name(source: Source | Rejected) -> str:
    return source.name if isinstance(source, Source) else source.source


def _identity(name: str) -> str:
    return name if name == STDIN else os.path.abspath(name)  # noqa: PTH100  # Path costs ten times as much


def _expand(inputs: Iterable[str]) -> Iterator[Source | Rejected]:
    for name in dict.fromkeys(inputs):
        if name != STDIN and os.path.isdir(name):  # noqa: PTH112
            yield from _walk(name)
        else:
            yield name_source(name)


def _walk(folder: str) -> Iterator[Source | Rejected]:
    refused: list[Rejected] = []

    def refuse(error: OSError) -> None:
        refused.append(Rejected(str(error.filename), Stage.READ, f"can't be listed: {describe(error)}"))

    empty = True
    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and (find_kind(name) or _extension(name) in ARCHIVES_END):
                empty = False
                yield Source(os.path.join(parent, name))  # noqa: PTH118
    yield from refused
    if empty and not refused:
        yield Rejected(folder, Stage.READ, "holds no .txt, .html or .mhtml file and no archive")
