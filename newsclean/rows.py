"""Rows of files: they stay there while it is found out which of them are distinct, and are read again."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from functools import cached_property, partial
from itertools import chain, islice
from typing import Final

import orjson

from newsclean.deduplication import ByteSpool, Pieces, Verdicts
from newsclean.deduplication.collection import BATCH, FEW_TO_COMPILE
from newsclean.engines import map_documents
from newsclean.errors import ReadError, UsageError
from newsclean.model import Rejected, Row
from newsclean.packs import pack_lines, sketch_lines
from newsclean.reading import STDIN, list_files
from newsclean.reading.jsonl import read_lines
from newsclean.reading.scanning import WITHOUT_NAMES, restore_row
from newsclean.reading.spool import keep_stdin
from newsclean.settings import DeduplicationSettings
from newsclean.shelves import Card, Shelf

# Packs read before it is known whether there are so many rows, or such long ones, that compiling pays.
_FIRST: Final = FEW_TO_COMPILE // BATCH + 2


class RowShelf(Shelf[Row]):
    """Rows of files, which stay there and are read again in the end. Only what tells of them is kept."""

    def __init__(self, inputs: Sequence[str], settings: DeduplicationSettings, jobs: int) -> None:
        super().__init__(settings, jobs)
        self._jobs = jobs
        self._inputs = list_files(inputs)
        self._open_standard_input = self.resources.enter_context(keep_stdin(self._inputs))
        self._states = [_state(name) for name in self._inputs]
        self._marks = bytearray()
        self._cards = ByteSpool()
        self.resources.callback(self._cards.close)

    def read(self) -> Iterator[tuple[int, list[Rejected]]]:
        """Take the rows in; tell of some at a time how many came in, and which were rejected."""
        packs = pack_lines(read_lines(self._inputs, self._open_standard_input))
        first = list(islice(packs, _FIRST))
        fewest = sum(map(len, first)) if len(first) < _FIRST else FEW_TO_COMPILE + 1
        compiled = self.collection.expect(fewest)
        sketch = partial(sketch_lines, keep=self.collection.settings.keep, compiled=compiled)
        # One here: other processes inherit what is loaded for it.
        here = map(sketch, first[:1])
        with closing(map_documents(sketch, chain(first[1:], packs), self._jobs, most=1)) as elsewhere:
            for pack in chain(here, elsewhere):
                if pack.batch:
                    self.collection.take(pack.batch, pack.ids)
                self._marks += pack.marks
                self._cards.extend(pack.cards)
                yield len(pack.cards), pack.rejected

    def articles(self, verdicts: Verdicts, *, removed: bool) -> Iterator[Row]:
        """Read the kept rows again, in order, with what was found; on request the removed ones, too.

        Raises UsageError when a file is not what it was.
        """
        unremarkable = verdicts.list_unremarkable()
        lines = read_lines(self._inputs, self._open_standard_input)
        place = -1
        with suppress(ReadError):  # of a file that is not what it was
            # Not to the end of a file that has grown.
            for marks, (source, line) in zip(self._marks, lines, strict=False):
                if not marks:
                    continue
                place += 1
                if unremarkable[place]:
                    yield self._give_back(place, marks, source, line)
                elif removed or verdicts.is_kept(place):
                    row = self._give_back(place, marks, source, line)
                    yield row._replace(**verdicts.find(place, self.describe)._asdict())
        for name, before in zip(self._inputs, self._states, strict=True):
            if _state(name) != before:
                message = f"{name}: was changed while it was read; run again when it is complete"
                raise UsageError(message)

    def _give_back(self, place: int, marks: int, source: str, line: bytes | ReadError) -> Row:
        if isinstance(line, ReadError):
            raise line
        return restore_row(line, marks, source, self._ids(place) if marks & WITHOUT_NAMES else "")

    def describe(self, place: int) -> Card:
        """Return what is told of a row by its number, once all are there."""
        card = self._pieces[place]
        try:
            source, name, *others = orjson.loads(card)
        except orjson.JSONDecodeError:  # half a surrogate pair
            source, name, *others = json.loads(card)
        return Card(source, name or self._ids(place), *others)

    @cached_property
    def _pieces(self) -> Pieces:
        return self._cards.reader()


def _state(name: str) -> tuple[int, int, int] | None:
    """Return what tells whether a file is still the same."""
    try:
        status = os.stat(name) if name != STDIN else None  # noqa: PTH116  # a name may hold what Path would tidy away
    except (OSError, ValueError):
        return None
    return (status.st_ino, status.st_size, status.st_mtime_ns) if status else None
