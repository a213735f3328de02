"""Where the time goes: what each stage of cleaning costs per page."""

import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle, islice
from pkgutil import resolve_name
from statistics import median
from typing import Any
from unittest.mock import patch

from newsclean.cleaning import clean_document, observe
from newsclean.compiling.ahead import compile_ahead
from newsclean.errors import ReadError
from newsclean.pages import TOGETHER, examine_pages
from newsclean.reading import Source, read_document
from newsclean.settings import Settings

Pages = Sequence[tuple[str, bytes]]

WARM_UP = 100  # pages: caches, data files and machine code are loaded before the clock runs

# The functions that make up the stages, where they are looked up when a page is cleaned.
STAGES: Mapping[str, tuple[str, ...]] = {
    "decode": ("newsclean.pages.read_document",),
    "metadata": ("newsclean.cleaning.declarations.read_metadata",),
    "split into blocks": (
        "newsclean.cleaning.html.split_blocks",
        "newsclean.cleaning.text.split_blocks",
    ),
    "features": ("newsclean.cleaning.article.page_features",),
    "network": ("newsclean.cleaning.article.forward",),
    "language": ("newsclean.cleaning.article.detect_language",),
}
REST = "rest (parse HTML, headline, judging)"


def tell_stages(sets: Mapping[str, Pages], rounds: int) -> Iterator[str]:
    """Yield a table of the time per page in each stage."""
    yield "Milliseconds per page, and the share of the page's whole."
    yield ""
    yield f"| stage | {' | '.join(sets)} |"
    yield f"|---|{'---|' * len(sets)}"
    columns = [measure_stages(pages, rounds) for pages in sets.values()]
    for stage in (*STAGES, REST):
        cells = (f"{each[stage]:.2f} ({each[stage] / sum(each.values()):.0%})" for each in columns)
        yield f"| {stage} | {' | '.join(cells)} |"
    yield f"| all | {' | '.join(f'{sum(each.values()):.2f}' for each in columns)} |"
    extra = (f"{spend(one_by_one(observe_page), pages) / len(pages) * 1000:.2f}" for pages in sets.values())
    yield f"| furniture | {' | '.join(extra)} |"
    yield ""
    yield "The last line comes on top: `newsclean clean` first goes once over a folder of three pages or"
    yield "more (1,000 of them at most), to learn the site's furniture."


def clean_page(name: str, content: bytes) -> None:
    """Decode and clean one page, the furniture of other pages unknown: all of a record but its id."""
    clean_document(read_document(Source(name, content)))


def clean_together(pages: Pages) -> None:
    """Do to many pages what `clean_page` does, as the command does: some at a time."""
    for at in range(0, len(pages), TOGETHER):
        group = pages[at : at + TOGETHER]
        examine_pages([(Source(name, content), {}) for name, content in group], Settings())


def observe_page(name: str, content: bytes) -> None:
    """Note what a page shows of its site."""
    observe(read_document(Source(name, content)))


def one_by_one(work: Callable[[str, bytes], object]) -> Callable[[Pages], None]:
    """Return what does something to each of the pages that can be read."""

    def work_through(pages: Pages) -> None:
        for name, content in pages:
            with suppress(ReadError):
                work(name, content)

    return work_through


def spend(work: Callable[[Pages], object], pages: Pages) -> float:
    """Return the processor's seconds for all pages, in this process and those it starts."""
    start = _count_seconds()
    work(pages)
    return _count_seconds() - start


def _count_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def warm_up(pages: Pages) -> None:
    """Clean pages until all is loaded that is ever loaded."""
    compile_ahead(lambda *_: None)
    clean_together(list(islice(cycle(pages), WARM_UP)))


def measure_stages(pages: Pages, rounds: int) -> dict[str, float]:
    """Return the milliseconds per page in each stage, the medians of the rounds."""
    warm_up(pages)
    found: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        with timed_stages() as spent:
            total = spend(clean_together, pages)
        for stage in STAGES:
            found[stage].append(spent[stage])
        found[REST].append(total - sum(spent.values()))
    return {stage: median(values) / len(pages) * 1000 for stage, values in found.items()}


@contextmanager
def timed_stages() -> Iterator[dict[str, float]]:
    """Count in the dictionary that is yielded how long each stage takes, until the block ends."""
    spent: dict[str, float] = dict.fromkeys(STAGES, 0.0)

    def timed(function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            start = time.process_time()
            try:
                return function(*arguments)
            finally:
                spent[stage] += time.process_time() - start

        return call

    with ExitStack() as stack:
        for stage, functions in STAGES.items():
            for name in functions:
                stack.enter_context(patch(name, timed(resolve_name(name), stage)))
        yield spent
