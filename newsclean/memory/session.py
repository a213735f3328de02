"""A run with a memory: what it reads from it, and how what it saw is recorded together with its output."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from newsclean.deduplication import Collection, Verdicts
from newsclean.deduplication.corpus import Corpus, gather
from newsclean.deduplication.verdicts import Card as ToldCard
from newsclean.memory import journal
from newsclean.memory.articles import Articles
from newsclean.memory.batch import Batch, settle
from newsclean.memory.candidates import Candidates
from newsclean.memory.database import check_parameters, failing, locked, locking, open_database
from newsclean.memory.files import FileState, select_unseen
from newsclean.memory.furniture import Trace, find_furniture
from newsclean.memory.imprinting import choose_imprinting
from newsclean.memory.lots import Lots
from newsclean.memory.recognition import Recognition

if TYPE_CHECKING:
    from newsclean.cleaning import Furniture, Sighting

_LAID_DOWN_AT_ONCE = 1 << 10
"""Texts whose imprints are made together, which bounds what is read for them: some 4 MB."""


class Card(ToldCard, Protocol):
    """What is remembered of an article beside its words: what is told of a duplicate, and this."""

    @property
    def site(self) -> str | None:
        """The site it is from."""

    @property
    def published(self) -> str | None:
        """When it was published, ISO 8601."""


class Memory:
    """What one run has of the memory. `open_memory` gives it, and ends it.

    First `select_unseen` and `furniture` read, then `recognise` decides, which makes other runs wait until
    the end. `seal` records, once the output is written but before it is in its place, and `acknowledge` says
    that it is there.
    """

    def __init__(
        self, path: str, connection: sqlite3.Connection, resources: ExitStack, told: Callable[[str], None]
    ) -> None:
        self.path = path
        self._connection = connection
        self._resources = resources
        self._told = told
        self._lots = Lots(connection)
        self._articles = Articles(connection)
        self._traces: dict[str, Trace] = {}
        self._files: list[FileState] = []
        self._run: int | None = None
        self._output: tuple[Path, Path, int] | None = None

    def furniture(self, sightings: "Mapping[str, Sighting]") -> "Furniture":
        """Return the furniture of the sites of some pages, as earlier runs and these saw it.

        The pages are given by their sources. What one shows is recorded, too, if its article is new.
        """
        self._traces |= {source: Trace.of(sighting) for source, sighting in sightings.items()}
        return find_furniture(self._connection, sightings.values())

    def select_unseen(self, names: Sequence[str]) -> list[bool]:
        """Tell of each file whether no earlier run saw it as it is now."""
        unseen, self._files = select_unseen(self._connection, names)
        return unseen

    def recognise(
        self,
        collection: Collection,
        verdicts: Verdicts,
        fetch: Callable[[int], Card],
        *,
        update: bool,
    ) -> Verdicts:
        """Return the verdicts on a run's articles in the light of what is remembered.

        `fetch` tells of an article by its place. With `update`, a longer copy of a remembered article is kept
        and supersedes it.
        """
        if not collection.count:
            return verdicts
        settings = collection.settings
        self._resources.enter_context(locked(self.path, self._told))
        journal.recover(self._connection)
        self._connection.execute("BEGIN IMMEDIATE")
        check_parameters(self.path, self._connection, settings)
        corpus = gather(collection, collection.finish().comparing)
        digests = [bytes.fromhex(name) for name in map(collection.ids(), corpus.representative.tolist())]
        candidates = Candidates(corpus, digests, self._lots)
        imprinting = choose_imprinting(collection.count)
        recognition = Recognition(corpus, digests, candidates, self._articles, imprinting, settings.threshold)
        batch = settle(recognition, corpus, verdicts, collection, settings, self._articles, update=update)
        self._run = journal.begin(self._connection)
        numbers = self._lay_down(self._run, batch, corpus, recognition, digests, fetch)
        superseded = {old: numbers[text] for old, text in batch.superseded.items()}
        kept = batch.verdicts
        places = range(collection.count) if self._traces else ()
        sources = (fetch(place).source for place in places if kept.is_kept(place))
        traces = (self._traces[source] for source in sources if source in self._traces)
        journal.stage(self._connection, self._run, self._files, traces, superseded)
        return kept

    def seal(self, draft: Path | None = None, target: Path | None = None) -> None:
        """Record the run; `draft` is the finished output, which is about to become `target`.

        Raises WriteError when there is no room: the output then must not take its place. From here on the
        draft is the memory's: it may only vanish once it is sure that the run is no longer on record.
        """
        if draft is not None and target is not None:
            self._output = (draft, target, draft.stat().st_ino)
        with failing(self.path):
            if self._run is not None and self._output:
                journal.name_output(self._connection, self._run, *self._output)
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def acknowledge(self) -> None:
        """Say that the output is in its place."""
        if self._run is None:
            self._record_files_only()
            return
        # Whoever comes next finishes a run whose output got into its place.
        with failing(self.path, "the output is written, and the next run finishes the record"):
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            journal.finish(self._connection, self._run)
            self._connection.execute("COMMIT")
            self._run = None

    def _record_files_only(self) -> None:
        """Note the files of a run without articles: what was rejected is not to be read again every hour."""
        if self._files:
            with failing(self.path), locked(self.path, self._told):
                self._connection.execute("BEGIN IMMEDIATE")
                run = journal.begin(self._connection)
                journal.stage(self._connection, run, self._files, (), {})
                journal.finish(self._connection, run)
                self._connection.execute("COMMIT")

    def abandon(self) -> None:
        """Forget the run, unless its output got into its place."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        if self._output and not journal.is_in_place(*self._output[1:]):
            # Without room even for that, the draft stays, and tells the next run to do it.
            with suppress(sqlite3.OperationalError):
                self._connection.execute("BEGIN IMMEDIATE")
                journal.undo(self._connection, self._run or 0)
                self._connection.execute("COMMIT")
                self._output[0].unlink(missing_ok=True)
        self._run = None

    def _lay_down(
        self,
        run: int,
        batch: Batch,
        corpus: Corpus,
        recognition: Recognition,
        digests: Sequence[bytes],
        fetch: Callable[[int], Card],
    ) -> Mapping[int, int]:
        """Insert the run's texts, all but those whose very words are remembered; return their numbers."""
        numbers = {text: number for number, text in enumerate(batch.new_texts, self._articles.last() + 1)}
        texts = np.array(list(numbers), np.int64)

        def describe(text: int, imprint: bytes) -> tuple[Any, ...]:
            card = fetch(int(batch.speakers[text]))
            digest = digests[text]
            name = card.id if card.id and card.id != digest.hex() else None
            told = (card.source, card.url, card.title, card.site, card.published)
            leader, size = batch.leader_number(text, numbers), int(corpus.tokens.sizes[text])
            return (numbers[text], run, digest, name, *told, leader, size, imprint)

        for at in range(0, len(texts), _LAID_DOWN_AT_ONCE):
            block = texts[at : at + _LAID_DOWN_AT_ONCE]
            self._articles.add(map(describe, block.tolist(), recognition.imprint(block)))
        self._lots.add(run, np.array(list(numbers.values()), np.int64), recognition.keys[:, texts])
        return numbers


@contextmanager
def open_memory(path: str, told: Callable[[str], None]) -> Iterator[Memory]:
    """Open the memory in a file, made if there is none; `told` is told what a waiting user should know.

    What `seal` recorded stays if the block ends well, or if the output got into its place before it ended.
    """
    with ExitStack() as resources:
        connection = resources.enter_context(open_database(path, create=True))
        with failing(path):
            _settle(path, connection)
        memory = Memory(path, connection, resources, told)
        try:
            with failing(path):
                yield memory
        except BaseException:
            memory.abandon()
            raise
        memory.acknowledge()


def _settle(path: str, connection: sqlite3.Connection) -> None:
    """Settle what a killed run left before anything is looked up. A run that is under way settles itself."""
    if not journal.is_settled(connection):
        with locking(path) as alone:
            if alone:
                journal.recover(connection)
