"""An ordered map over worker processes, which are replaced when they die."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, Final, TypeVar

from newsclean.engines.limits import wind_up
from newsclean.engines.threads import one_thread
from newsclean.errors import EngineError

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")

# Seconds after which it is asked whether all workers live; the pool sees a death at once, if it can.
_PATIENCE: Final = 1.0

_DEATH = (
    "a worker process died, most likely for want of memory: "
    "try again with fewer processes (--jobs 1 takes the least memory)"
)

CHUNKS_PER_WORKER = 4
"""How many chunks are under way for each worker: enough that none waits, few enough to bound the memory."""


def map_in_processes(  # noqa: C901  # one loop, with what may go wrong in it
    function: Callable[[_Item], _Done],
    items: Iterator[_Item],
    jobs: int,
    size: int,
    lose: Callable[[_Item], _Done] | None,
    together: Callable[[Sequence[_Item]], Sequence[_Done]] | None,
) -> Iterator[_Done]:
    """Yield `function(item)` for each item in order; `jobs` processes get `size` of them at once.

    `together` does as much to several items, where that is faster. An item on which a process dies gives
    `lose(item)`. Raises EngineError without `lose`, and where no process can work.
    """
    underway: deque[_Item] = deque()
    one_by_one = partial(_map_chunk, function)
    at_once = partial(_guard, together) if together else one_by_one

    def hand_out() -> Iterator[_Item]:
        for item in items:
            underway.append(item)
            yield item

    survived = False
    while True:
        try:
            for result in _map_in_pool(at_once, hand_out(), jobs, size):
                yield result
                underway.popleft()
                survived = True
        except BrokenProcessPool:
            if lose is None:
                raise EngineError(_DEATH) from None
            # What was under way is done again, each item in a process of its own: one of them is to blame.
            suspects, underway = underway, deque()
            for item in suspects:
                try:
                    yield from _map_in_pool(one_by_one, iter((item,)), 1, 1)
                    survived = True
                except BrokenProcessPool:
                    yield lose(item)
            if not survived:
                raise EngineError(_DEATH) from None
        else:
            return


def _map_in_pool(
    function: Callable[[Sequence[_Item]], Sequence[_Done]], items: Iterator[_Item], jobs: int, size: int
) -> Iterator[_Done]:
    chunks = iter(lambda: list(islice(items, size)), [])
    others = set(multiprocessing.active_children())
    workers: set[BaseProcess] = set()
    pool = ProcessPoolExecutor(jobs, mp_context=_find_context(), initializer=_prepare_worker)
    underway: deque[Future[Sequence[_Done]]] = deque()
    finished = False
    try:
        for chunk in chunks:
            with _hold_interrupts():
                underway.append(pool.submit(function, chunk))
                workers.update(set(multiprocessing.active_children()) - others)
            if len(underway) > jobs * CHUNKS_PER_WORKER:
                yield from _await(underway.popleft(), workers)
        while underway:
            yield from _await(underway.popleft(), workers)
        finished = True
    finally:
        # After an error, Ctrl-C, or a reader that wants no more, nobody waits for what is under way.
        if not finished:
            _stop(workers.union(multiprocessing.active_children()) - others)
            _stop_reading(pool)
        pool.shutdown(cancel_futures=True)


@contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait until the workers are known: those that are not would go on with what is under way.

    Workers never get it: one that had just begun would take it for its own.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _await(future: Future[Sequence[_Done]], workers: Iterable[BaseProcess]) -> Sequence[_Done]:
    """Return what is under way. A worker that dies while it sends would leave the pool reading for good."""
    died = False
    while not wait((future,), _PATIENCE).done:
        if died:
            raise BrokenProcessPool
        died = any(worker.exitcode is not None for worker in workers)
    return future.result()


def _map_chunk(function: Callable[[_Item], _Done], chunk: Sequence[_Item]) -> list[_Done]:
    return [_guard(function, item) for item in chunk]


def _guard(function: Callable[[_Item], _Done], item: _Item) -> _Done:
    wind_up()
    try:
        return function(item)
    finally:
        wind_up(0)


def _find_context() -> multiprocessing.context.BaseContext:
    # A fork has everything imported already and needs no guard around the caller's main module. It is safe on
    # Linux while this process has one thread, as on the command line; elsewhere the default is used.
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else None)


def _prepare_worker() -> None:
    # Ctrl-C reaches every process of the terminal; the first one decides what happens to the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    # What was loaded before the fork is no garbage: looking through it takes time, and copies its memory.
    gc.freeze()
    one_thread()  # for good; a process that was not forked knows nothing of its parent's limit


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _stop(workers: set[BaseProcess]) -> None:
    for worker in workers:
        with suppress(ValueError):  # it has ended and was cleared away meanwhile
            worker.terminate()


def _stop_reading(pool: ProcessPoolExecutor) -> None:
    """Let the pool see the end of what its workers sent, which it waits for while this end is open, too."""
    results: Any = pool._result_queue  # noqa: SLF001  # there is no other way to it
    results._writer.close()  # noqa: SLF001  # likewise
