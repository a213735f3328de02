"""Where the articles of a run are taken in: sketched in batches, and laid down on disk."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from newsclean.compiling.presence import announce_compiling, is_kept
from newsclean.compiling.rooms import room
from newsclean.deduplication.banded import BandedKeys
from newsclean.deduplication.budget import check_room, room_in_memory
from newsclean.deduplication.facts import FACTS
from newsclean.deduplication.meetings import Keys
from newsclean.deduplication.normalisation import ID_BYTES, article_id
from newsclean.deduplication.postings import PostingLists
from newsclean.deduplication.sections import Sections
from newsclean.deduplication.storage import Spool
from newsclean.settings import DeduplicationSettings

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from newsclean.deduplication.batches import Batch, Entry, Tools

# Up to so many articles, the reference path is quicker than loading machine code: .15 s, and 3 ms an article.
FEW: Final = 50
# Up to so many, nobody waits for the compiling where there is no machine code yet. It takes 4 to 20 seconds,
# the time of five to ten thousand articles on the reference path; but who has more than these comes again.
FEW_TO_COMPILE: Final = 2000
# Its kernels are needed by every run: where they are kept, all are.
_KEPT: Final = "newsclean.deduplication.compiled.meetings"
# Texts sketched at once: enough to pay for the calls, few enough that what is made of them stays in the
# cache.
BATCH: Final = 256
# A batch ends early at so many characters, so that memory doesn't grow with the length of texts.
BATCH_CHARACTERS: Final = 1 << 21
# Articles written at once: band keys of a lot lie together, band by band.
LOT: Final = 4096
# A shingle above the number of an article.
_SAMPLE_BITS: Final = 64


def compiling_pays(count: int, module: str) -> bool:
    """Tell whether the compiled path pays for so many articles; `module` is as for `is_kept`."""
    return count > FEW and (count > FEW_TO_COMPILE or is_kept(module))


class Collection:
    """The articles of a run, as far as deduplication needs them; close it to give the disk space back.

    `facts` has a row of `FACTS` for each article, in the order in which they were added. `tokens`, `figures`,
    `shingles` and `features` (of the headline) hold their rows one behind the other, `bands` the band keys,
    `samples` the sampled shingles with their article's number, and `postings` what is made of them in the
    end. `named` has the numbers of articles with ids of their own about which a person decided.
    """

    def __init__(self, settings: DeduplicationSettings, jobs: int = 1) -> None:
        self.settings = settings
        most = room_in_memory(settings.max_memory)
        self.facts: Spool[np.void] = Spool(FACTS, most)
        self.tokens: Spool[np.uint32] = Spool(np.uint32, most)
        self.figures: Spool[np.uint32] = Spool(np.uint32, most)
        self.shingles: Spool[np.uint32] = Spool(np.uint32, most)
        self.features: Spool[np.uint32] = Spool(np.uint32, most)
        self.bands = BandedKeys(most)
        self.samples = Sections(most, _SAMPLE_BITS)
        self.postings = PostingLists(most)
        self.count = 0
        self.named: dict[str, int] = {}
        decisions = settings.decisions
        self._decided = {name for pair in (*decisions.never_merge, *decisions.always_merge) for name in pair}
        self._jobs = jobs
        self._pool: ThreadPoolExecutor | None = None
        self._tools: Tools | None = None
        self._finished = False
        self._waiting: list[Entry] = []
        self._characters = 0
        self._keys: list[Keys] = []
        self._samples: list[Keys] = []

    def expect(self, count: int) -> bool:
        """Prepare for so many articles or more; tell whether the compiled path pays for them."""
        pays = compiling_pays(count, _KEPT)
        if pays and not self._tools:
            announce_compiling(_KEPT)
            self._tools = self._load_tools(compiled=True)
        return pays

    def add(self, article: "Entry") -> None:
        """Take in an article; of its text, nothing but hashes is kept."""
        if self._decided and article.id in self._decided:
            self.named[article.id] = self.count
        self.count += 1
        self._waiting.append(article)
        self._characters += len(article.text)
        full = len(self._waiting) >= BATCH or self._characters >= BATCH_CHARACTERS
        if full and self.expect(self.count):
            self._sketch()

    def take(self, batch: "Batch", ids: Sequence[str]) -> None:
        """Take in articles that were sketched elsewhere. `ids` are their own, empty for those without."""
        if self._decided:
            self.named |= {name: at for at, name in enumerate(ids, self.count) if name in self._decided}
        self.count += len(batch.facts)
        self._lay(batch)

    def finish(self) -> "Tools":
        """Lay down what is still under way, the first time; return the tools to compare with."""
        if not self._finished:
            self.expect(self.count)
            self._sketch()
            self._end_lot()
            self.postings.fill(self.samples, self.count, self.tools.comparing)
            self.samples.close()
            self._finished = True
        return self.tools

    def ids(self) -> Callable[[int], str]:
        """Return what tells the id of an article by its number, as `article_id` does by its text."""
        if self._waiting:
            return lambda place: article_id(self._waiting[place].text)
        facts = self.facts.map()
        digests = np.stack((facts["high"], facts["low"]), axis=1).astype(">u8").tobytes()
        return lambda place: digests[place * ID_BYTES : (place + 1) * ID_BYTES].hex()

    def close(self) -> None:
        """End the threads, and give the disk space back."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        for spool in (self.facts, self.tokens, self.figures, self.shingles, self.features):
            spool.close()
        self.bands.close()
        self.samples.close()
        self.postings.close()

    @property
    def tools(self) -> "Tools":
        """The functions of the path that is taken."""
        self._tools = self._tools or self._load_tools(compiled=False)
        return self._tools

    def _load_tools(self, *, compiled: bool) -> "Tools":
        # Imported here, as in the other places: a page that is alone is never sketched.
        from newsclean.deduplication.batches import load_tools  # noqa: PLC0415

        if compiled and self._jobs > 1:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # start-up time

            self._pool = ThreadPoolExecutor(self._jobs)
        return load_tools(compiled=compiled, pool=self._pool)

    def _sketch(self) -> None:
        """Sketch the articles that wait, and lay down what is made of them."""
        from newsclean.deduplication.batches import sketch_batch  # noqa: PLC0415

        waiting, self._waiting, self._characters = self._waiting, [], 0
        for start in range(0, len(waiting), BATCH):
            self._lay(sketch_batch(waiting[start : start + BATCH], self.tools, self.settings.keep))

    def _lay(self, batch: "Batch") -> None:
        sketches = batch.sketches
        self._samples.append(batch.samples + np.uint64(len(self.facts)))
        self._keys.append(sketches.keys)
        self.facts.append(batch.facts)
        self.tokens.append(sketches.tokens.values)
        self.figures.append(sketches.figures.values)
        self.shingles.append(sketches.shingles.values)
        self.features.append(batch.features)
        if sum(map(len, self._keys)) >= LOT:
            self._end_lot()

    def _end_lot(self) -> None:
        check_room(len(self.facts), self.settings.max_memory)
        if self._keys:
            self.bands.append(self._keys)
            size = sum(map(len, self._samples))
            samples = np.concatenate(self._samples, out=room("samples", size, np.uint64)[:size])
            self.samples.append(samples, self.tools.comparing.deal)
        self._keys, self._samples = [], []
