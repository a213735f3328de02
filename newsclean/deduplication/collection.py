"""Where the articles of a run are taken in: sketched in batches, and laid down on disk."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.budget import check_room
from newsclean.deduplication.choice import merit
from newsclean.deduplication.comparing import Comparing, ReferenceComparing
from newsclean.deduplication.containment import sampled
from newsclean.deduplication.headings import Headings, sketch_headings
from newsclean.deduplication.keyed import SortedRuns
from newsclean.deduplication.ragged import Ragged, join
from newsclean.deduplication.sentences import ends_sentence
from newsclean.deduplication.sketches import Sketches, hash_bands, sketch
from newsclean.deduplication.storage import Spool
from newsclean.deduplication.titles import day_of, part_title
from newsclean.model import Article
from newsclean.settings import DeduplicationSettings

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
    hash_bands: Callable[[Ragged], npt.NDArray[np.uint64]]
    comparing: Comparing


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles taken in: a row of `FACTS` for each, their sketches, and the features of their headlines.

    `features` holds, for each article, those of the headline's core, then those of the whole headline.
    """

    facts: npt.NDArray[np.void]
    sketches: Sketches
    features: npt.NDArray[np.uint32]


class Collection:
    """The articles of a run, as far as deduplication needs them; close it to give the disk space back.

    `facts` has a row of `FACTS` for each article, in the order in which they were added. `tokens`, `figures`,
    `shingles` and `features` (of the headline) hold their rows one behind the other, `bands` the band keys of
    each lot of articles, band by band, and `samples` the sampled shingles with their article's number.
    """

    def __init__(self, settings: DeduplicationSettings, jobs: int = 1, few: int = FEW) -> None:
        self.settings = settings
        self.facts: Spool[np.void] = Spool(FACTS)
        self.tokens: Spool[np.uint32] = Spool(np.uint32)
        self.figures: Spool[np.uint32] = Spool(np.uint32)
        self.shingles: Spool[np.uint32] = Spool(np.uint32)
        self.features: Spool[np.uint32] = Spool(np.uint32)
        self.bands: Spool[np.uint64] = Spool(np.uint64)
        self.samples = SortedRuns()
        self.lots: list[int] = []
        self.count = 0
        self._few, self._jobs = few, jobs
        self._pool: ThreadPoolExecutor | None = None
        self._tools: Tools | None = None
        self._waiting: list[Article] = []
        self._characters = 0
        self._underway: deque[Future[Batch]] = deque()
        self._lot: list[Batch] = []

    def add(self, article: Article) -> None:
        """Take in an article; of its text, nothing but hashes is kept."""
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
            self._lay(self._underway.popleft().result())
        self._write()
        return tools

    def ids(self) -> Callable[[int], str]:
        """Return what tells the id of an article by its number, as `article_id` does by its text."""
        facts = self.facts.map()
        return lambda place: f"{int(facts['high'][place]):016x}{int(facts['low'][place]):016x}"

    def close(self) -> None:
        """Give the disk space back, and end the threads."""
        for spool in (self.facts, self.tokens, self.figures, self.shingles, self.features, self.bands):
            spool.close()
        self.samples.close()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _choose_tools(self) -> Tools:
        self._pool = ThreadPoolExecutor(self._jobs) if self._jobs > 1 else None
        return compiled_tools(self._pool) or reference_tools()

    def _send(self, tools: Tools) -> None:
        batch, self._waiting, self._characters = self._waiting, [], 0
        for start in range(0, len(batch), BATCH):
            articles = batch[start : start + BATCH]
            if not self._pool:
                self._lay(sketch_batch(articles, tools, self.settings))
                continue
            self._underway.append(self._pool.submit(sketch_batch, articles, tools, self.settings))
            if len(self._underway) > _UNDERWAY * self._jobs:
                self._lay(self._underway.popleft().result())

    def _lay(self, batch: Batch) -> None:
        self._lot.append(batch)
        if sum(len(each.facts) for each in self._lot) >= LOT:
            self._write()

    def _write(self) -> None:
        check_room(self.count, self.settings.max_memory)
        for batch in self._lot:
            self.facts.append(batch.facts)
            self.tokens.append(batch.sketches.tokens.values)
            self.figures.append(batch.sketches.figures.values)
            self.shingles.append(batch.sketches.shingles.values)
            self.features.append(batch.features)
        if self._lot:
            self.bands.append(np.concatenate([batch.sketches.keys for batch in self._lot]).T.ravel())
            first = sum(self.lots)
            samples = []
            for batch in self._lot:
                samples.append(sampled(batch.sketches.shingles, first))
                first += len(batch.facts)
            self.samples.append(np.concatenate(samples))
            self.lots.append(sum(len(batch.facts) for batch in self._lot))
        self._lot = []


def reference_tools() -> Tools:
    """Return the tools that need no Numba."""
    return Tools(sketch, sketch_headings, hash_bands, ReferenceComparing())


def compiled_tools(pool: ThreadPoolExecutor | None = None) -> Tools | None:
    """Return the compiled tools; None where Numba is not installed."""
    try:
        import numba  # noqa: F401, PLC0415  # a third of a second, which few articles don't pay back
    except ImportError:
        return None
    from newsclean.deduplication.compiled import comparing, headings, sketching  # noqa: PLC0415

    return Tools(
        sketching.sketch,
        headings.sketch_headings,
        sketching.hash_bands_of,
        comparing.CompiledComparing(pool),
    )


def sketch_batch(articles: Sequence[Article], tools: Tools, settings: DeduplicationSettings) -> Batch:
    """Sketch some articles, and note what else is asked about them."""
    sketches = tools.sketch([article.text for article in articles])
    parted = [part_title(article.title or "") for article in articles]
    full = tools.sketch_headings([article.title or "" for article in articles])
    core = tools.sketch_headings([title for title, _ in parted])
    suffix = tools.sketch_headings([suffix for _, suffix in parted])
    facts = np.zeros(len(articles), dtype=FACTS)
    facts["high"], facts["low"] = sketches.digests["high"], sketches.digests["low"]
    facts["merit"] = [merit(article, settings.keep) for article in articles]
    facts["title"], facts["core"], facts["suffix"] = full.keys, core.keys, suffix.keys
    facts["tokens"] = sketches.tokens.sizes
    facts["figures"] = sketches.figures.sizes
    facts["shingles"] = sketches.shingles.sizes
    for name, headings in (("core", core), ("title", full)):
        facts[f"{name}_figures"] = headings.figures
        facts[f"{name}_tokens"], facts[f"{name}_bytes"] = headings.counts, headings.lengths
        facts[f"{name}_features"] = headings.features.sizes
    facts["day"] = [day_of(article.published) for article in articles]
    facts["cut"] = [not ends_sentence(article.text) for article in articles]
    return Batch(facts, sketches, _alternate(core.features, full.features))


def _alternate(first: Ragged, second: Ragged) -> npt.NDArray[np.uint32]:
    """Return a row of the first behind each other with one of the second."""
    return join(row for at in range(len(first)) for row in (first[at], second[at])).values
