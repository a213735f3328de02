"""Articles looked at some at a time: their sketches, and what else is noted of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from newsclean.compiling.presence import is_installed
from newsclean.deduplication.choice import Dated, merits
from newsclean.deduplication.comparing import Comparing, ReferenceComparing
from newsclean.deduplication.facts import FACTS
from newsclean.deduplication.headings import Headings, sketch_headings
from newsclean.deduplication.meetings import Keys, sample
from newsclean.deduplication.ragged import Ragged
from newsclean.deduplication.sentences import ends_sentence
from newsclean.deduplication.sketches import Sketches, hash_bands, sketch
from newsclean.deduplication.titles import day_of, part_title
from newsclean.settings import Keep

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


@dataclass(frozen=True, slots=True)
class Tools:
    """The functions of one path: the reference, or the compiled one."""

    sketch: Callable[[Sequence[str]], Sketches]
    sketch_headings: Callable[[Sequence[str]], Headings]
    hash_bands: Callable[[Ragged], Keys]
    sample: Callable[[Ragged], Keys]
    comparing: Comparing


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles taken in: a row of `FACTS` for each, their sketches, and the features of their headlines.

    `samples` are those of their shingles, by their number in the batch. `features` holds, for each article,
    those of the headline's core, then those of the whole headline. What is sketched next may take the place
    of sketches and samples.
    """

    facts: npt.NDArray[np.void]
    sketches: Sketches
    samples: Keys
    features: npt.NDArray[np.uint32]


class Entry(Dated, Protocol):
    """What is looked at of an article."""

    @property
    def id(self) -> str:
        """Its name; empty where that is to be made from its words."""

    @property
    def title(self) -> str | None:
        """Its headline."""


def reference_tools() -> Tools:
    """Return the tools that need no Numba."""
    return Tools(sketch, sketch_headings, hash_bands, sample, ReferenceComparing())


def load_tools(*, compiled: bool, pool: "ThreadPoolExecutor | None" = None) -> Tools:
    """Return the compiled tools, where Numba is installed, or those of the reference path."""
    return (compiled_tools(pool) if compiled else None) or reference_tools()


def compiled_tools(pool: "ThreadPoolExecutor | None" = None) -> Tools | None:
    """Return the compiled tools; None where Numba is not installed."""
    if not is_installed():
        return None
    from newsclean.deduplication.compiled import comparing, headings, meetings, sketching  # noqa: PLC0415

    return Tools(
        sketching.sketch,
        headings.sketch_headings,
        sketching.hash_bands_of,
        meetings.sample,
        comparing.CompiledComparing(pool),
    )


def sketch_batch(articles: Sequence[Entry], tools: Tools, keep: Keep) -> Batch:
    """Sketch some articles, and note what else is asked about them."""
    texts = [article.text for article in articles]
    return describe_batch(articles, tools.sketch(texts), map(ends_sentence, texts), tools, keep)


def describe_batch(
    articles: Sequence[Entry], sketches: Sketches, complete: Iterable[bool], tools: Tools, keep: Keep
) -> Batch:
    """Note what is asked about some articles but their sketches, which are there.

    `complete` tells of each whether it ends as sentences do.
    """
    count = len(articles)
    titles = [article.title or "" for article in articles]
    parted = list(map(part_title, titles))
    # What may be the headline without its site, if there is one, lies before the whole, all suffixes behind.
    cores = (core if suffix else "" for core, suffix in parted)
    pairs = chain.from_iterable(zip(cores, titles, strict=True))
    headings = tools.sketch_headings([*pairs, *(suffix for _, suffix in parted)])
    facts = np.zeros(count, dtype=FACTS)
    facts["high"], facts["low"] = sketches.digests["high"], sketches.digests["low"]
    facts["merit"] = merits(articles, keep)
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
    facts["cut"] = [not each for each in complete]
    features = headings.features
    samples = tools.sample(sketches.shingles)
    return Batch(facts, sketches, samples, features.values[: int(features.sizes[: 2 * count].sum())])
