"""An ordered map over the processes of one machine, streaming, with bounded memory."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import length_hint
from typing import TypeVar

from newsclean.engines.threads import one_thread

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")

FEW = 16
"""Up to so many documents are done in this process: starting others takes longer."""

CHUNK = 16
"""The most documents a worker gets at once. Fewer cost more in transport; more leave workers idle."""

CHUNKS_PER_WORKER = 4
"""How many chunks each worker gets of few documents, so that all have work to the end."""


def map_documents(
    function: Callable[[_Item], _Done],
    items: Iterable[_Item],
    jobs: int = 0,
    lose: Callable[[_Item], _Done] | None = None,
    most: int = CHUNK,
    together: Callable[[Sequence[_Item]], Sequence[_Done]] | None = None,
) -> Generator[_Done, None, None]:
    """Yield `function(item)` for each item, in the order of `items` whatever the number of processes.

    `items` are taken as they are needed. `jobs` is the number of processes, 0 for one per core; each gets up
    to `most` items at once. With more than one, `function`, the items and the results must be picklable. What
    `function` raises is raised here. An item on which a process dies (foreign code crashes, memory runs out)
    gives `lose(item)`, and the others go on; EngineError is raised without `lose`, and where processes can't
    work at all. `together` does to several items, in order, what `function` does to each, where that is
    faster. Close the generator to stop early: processes don't outlive it.
    """
    size = length_hint(items, CHUNK * CHUNKS_PER_WORKER * (jobs or count_cores()))
    jobs = min(jobs or count_cores(), -(-size // CHUNK))
    items = iter(items)
    first = list(islice(items, FEW + 1 if jobs > 1 else 1))
    if not first:
        return
    with one_thread():
        if jobs <= 1 or len(first) <= FEW:
            yield from _map_here(function, chain(first, items), together)
        else:
            # Small inputs are spread over all workers.
            chunk = max(1, min(most, size // (jobs * CHUNKS_PER_WORKER)))
            from newsclean.engines.processes import map_in_processes  # noqa: PLC0415  # start-up time

            yield from map_in_processes(function, chain(first, items), jobs, chunk, lose, together)


def _map_here(
    function: Callable[[_Item], _Done],
    items: Iterator[_Item],
    together: Callable[[Sequence[_Item]], Sequence[_Done]] | None,
) -> Iterator[_Done]:
    if together is None:
        yield from map(function, items)
        return
    while chunk := list(islice(items, CHUNK)):
        yield from together(chunk)


def count_cores() -> int:
    """Return how many cores this process may use, which in a container or under taskset are not all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
