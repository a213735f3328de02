"""Where the articles of a run are taken in: sketched in batches, and laid down on disk."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import numpy.typing as npt

from newsclean.compiling import room
from newsclean.deduplication.banded import BandedKeys
from newsclean.deduplication.budget import check_room, room_in_memory
from newsclean.deduplication.choice import Dated, merit
from newsclean.deduplication.comparing import Comparing, ReferenceComparing
from newsclean.deduplication.headings import Headings, sketch_headings
from newsclean.deduplication.meetings import Keys, sample
from newsclean.deduplication.normalisation import ID_BYTES, article_id
from newsclean.deduplication.postings import PostingLists
from newsclean.deduplication.ragged import Ragged
from newsclean.deduplication.sections import Sections
from newsclean.deduplication.sentences import ends_sentence
from newsclean.deduplication.sketches import Sketches, hash_bands, sketch
from newsclean.deduplication.storage import Spool
from newsclean.deduplication.titles import day_of, part_title
from newsclean.settings import DeduplicationSettings

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

# Up to so many articles, the reference path is quicker than Numba's start.
FEW: Final = 600
# Texts sketched at once: enough to pay for the calls, few enough that what is made of them stays in the
# cache.
BATCH: Final = 256
# A batch ends early at so many characters, so that memory doesn't grow with the length of texts.
BATCH_CHARACTERS: Final = 1 << 21
# Articles written at once: band keys of a lot lie together, band by band.
LOT: Final = 4096
# Batches under way for each thread: enough that none waits.
_UNDERWAY: Final = 3
# A shingle above the number of an article.
_SAMPLE_BITS: Final = 64

FACTS: Final = np.dtype(
    [
        ("high", "u8"),
        ("low", "u8"),
        ("merit", "f8"),
        ("title", "u8"),
        ("core", "u8"),
        ("suffix", "u8"),
        ("tokens", "i4"),
        ("figures", "i4"),
        ("shingles", "i4"),
        ("core_figures", "u8"),
        ("title_figures", "u8"),
        ("core_tokens", "i4"),
        ("core_bytes", "i4"),
        ("core_features", "i4"),
        ("title_tokens", "i4"),
        ("title_bytes", "i4"),
        ("title_features", "i4"),
        ("day", "i4"),
        ("cut", "?"),
    ]
)
"""What is known of each article, in 117 bytes."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The functions of one path: the reference, or the compiled one."""

    sketch: Callable[[Sequence[str]], Sketches]
    sketch_headings: Callable[[Sequence[str]], Headings]
    hash_bands: Callable[[Ragged], Keys]
    sample: Callable[[Ragged, int], Keys]
    comparing: Comparing


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles taken in: a row of `FACTS` for each, their sketches, and the features of their headlines.

    `features` holds, for each article, those of the headline's core, then those of the whole headline.
    """

    facts: npt.NDArray[np.void]
    sketches: Sketches
    features: npt.NDArray[np.uint32]


class Entry(Dated, Protocol):
    """What is looked at of an article."""

    @property
    def id(self) -> str:
        """Its name; empty where that is to be made from its words."""

    @property
    def title(self) -> str | None:
        """Its headline."""


class Collection:
    """The articles of a run, as far as deduplication needs them; close it to give the disk space back.

    `facts` has a row of `FACTS` for each article, in the order in which they were added. `tokens`, `figures`,
    `shingles` and `features` (of the headline) hold their rows one behind the other, `bands` the band keys,
    `samples` the sampled shingles with their article's number, and `postings` what is made of them in the
    end. `named` has the numbers of articles with ids of their own about which a person decided.
    """

    def __init__(self, settings: DeduplicationSettings, jobs: int = 1, few: int = FEW) -> None:
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
        self._few, self._jobs = few, jobs
        self._pool: ThreadPoolExecutor | None = None
        self._tools: Tools | None = None
        self._waiting: list[Entry] = []
        self._characters = 0
        self._underway: deque[Future[Batch]] = deque()
        self._keys: list[Keys] = []
        self._samples: list[Keys] = []

    def add(self, article: Entry) -> None:
        """Take in an article; of its text, nothing but hashes is kept."""
        if self._decided and article.id in self._decided:
            self.named[article.id] = self.count
        self.count += 1
        self._waiting.append(article)
        self._characters += len(article.text)
        full = len(self._waiting) >= BATCH or self._characters >= BATCH_CHARACTERS
        if full and (self._tools or self.count > self._few):
            self._tools = self._tools or self._choose_tools()
            self._send(self._tools)

    def finish(self) -> Tools:
        """Lay down what is still under way; return the tools to compare with."""
        tools = self._tools or reference_tools()
        self._send(tools)
        while self._underway:
            self._lay(self._underway.popleft().result(), tools)
        self._end_lot(tools)
        self.postings.fill(self.samples, self.count, tools.comparing)
        self.samples.close()
        return tools

    def ids(self) -> Callable[[int], str]:
        """Return what tells the id of an article by its number, as `article_id` does by its text."""
        if self._waiting:
            return lambda place: article_id(self._waiting[place].text)
        facts = self.facts.map()
        digests = np.stack((facts["high"], facts["low"]), axis=1).astype(">u8").tobytes()
        return lambda place: digests[place * ID_BYTES : (place + 1) * ID_BYTES].hex()

    def close(self) -> None:
        """Give the disk space back, and end the threads."""
        for spool in (self.facts, self.tokens, self.figures, self.shingles, self.features):
            spool.close()
        self.bands.close()
        self.samples.close()
        self.postings.close()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _choose_tools(self) -> Tools:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # start-up time

        self._pool = ThreadPoolExecutor(self._jobs) if self._jobs > 1 else None
        return compiled_tools(self._pool) or reference_tools()

    def _send(self, tools: Tools) -> None:
        batch, self._waiting, self._characters = self._waiting, [], 0
        for start in range(0, len(batch), BATCH):
            articles = batch[start : start + BATCH]
            if not self._pool:
                self._lay(sketch_batch(articles, tools, self.settings), tools)
                continue
            self._underway.append(self._pool.submit(sketch_batch, articles, tools, self.settings))
            if len(self._underway) > _UNDERWAY * self._jobs:
                self._lay(self._underway.popleft().result(), tools)

    def _lay(self, batch: Batch, tools: Tools) -> None:
        sketches = batch.sketches
        self._samples.append(tools.sample(sketches.shingles, len(self.facts)))
        self._keys.append(sketches.keys)
        self.facts.append(batch.facts)
        self.tokens.append(sketches.tokens.values)
        self.figures.append(sketches.figures.values)
        self.shingles.append(sketches.shingles.values)
        self.features.append(batch.features)
        if sum(map(len, self._keys)) >= LOT:
            self._end_lot(tools)

    def _end_lot(self, tools: Tools) -> None:
        check_room(self.count, self.settings.max_memory)
        if self._keys:
            self.bands.append(self._keys)
            size = sum(map(len, self._samples))
            samples = np.concatenate(self._samples, out=room("samples", size, np.uint64)[:size])
            self.samples.append(samples, tools.comparing.deal)
        self._keys, self._samples = [], []


def reference_tools() -> Tools:
    """Return the tools that need no Numba."""
    return Tools(sketch, sketch_headings, hash_bands, sample, ReferenceComparing())


def compiled_tools(pool: "ThreadPoolExecutor | None" = None) -> Tools | None:
    """Return the compiled tools; None where Numba is not installed."""
    if find_spec("numba") is None:
        return None
    from newsclean.deduplication.compiled import comparing, headings, meetings, sketching  # noqa: PLC0415

    return Tools(
        sketching.sketch,
        headings.sketch_headings,
        sketching.hash_bands_of,
        meetings.sample,
        comparing.CompiledComparing(pool),
    )


def sketch_batch(articles: Sequence[Entry], tools: Tools, settings: DeduplicationSettings) -> Batch:
    """Sketch some articles, and note what else is asked about them."""
    sketches = tools.sketch([article.text for article in articles])
    count = len(articles)
    titles = [article.title or "" for article in articles]
    parted = list(map(part_title, titles))
    # What may be the headline without its site, if there is one, lies before the whole, all suffixes behind.
    cores = (core if suffix else "" for core, suffix in parted)
    pairs = chain.from_iterable(zip(cores, titles, strict=True))
    headings = tools.sketch_headings([*pairs, *(suffix for _, suffix in parted)])
    facts = np.zeros(count, dtype=FACTS)
    facts["high"], facts["low"] = sketches.digests["high"], sketches.digests["low"]
    facts["merit"] = [merit(article, settings.keep) for article in articles]
    core, title, suffix = slice(0, 2 * count, 2), slice(1, 2 * count, 2), slice(2 * count, None)
    for name, those in (("core", core), ("title", title), ("suffix", suffix)):
        facts[name] = headings.keys[those]
    facts["tokens"] = sketches.tokens.sizes
    facts["figures"] = sketches.figures.sizes
    facts["shingles"] = sketches.shingles.sizes
    for name, those in (("core", core), ("title", title)):
        facts[f"{name}_figures"] = headings.figures[those]
        facts[f"{name}_tokens"], facts[f"{name}_bytes"] = headings.counts[those], headings.lengths[those]
        facts[f"{name}_features"] = headings.features.sizes[those]
    facts["day"] = [day_of(article.published) for article in articles]
    facts["cut"] = [not ends_sentence(article.text) for article in articles]
    features = headings.features
    return Batch(facts, sketches, features.values[: int(features.sizes[: 2 * count].sum())])
