import multiprocessing
import os
import signal
import time
from contextlib import closing
from itertools import islice
from multiprocessing import connection
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

from newsclean.engines import local, map_documents
from newsclean.errors import EngineError


def _square(number: int) -> int:
    return number * number


def _tell_process(_: int) -> int:
    return os.getpid()


def _die(number: int) -> int:
    if number == 50:
        os._exit(9)
    return number


def _fail(number: int) -> int:
    if number == 50:
        message = "fifty"
        raise ValueError(message)
    return number


def _dawdle(_: int) -> None:
    time.sleep(30)


def _note(path: Path) -> None:
    path.touch()
    time.sleep(0.005)


@pytest.mark.parametrize("count", [0, 1, 16, 17, 1000])
@pytest.mark.parametrize("jobs", [0, 1, 3])
def test_results_come_in_order(count: int, jobs: int) -> None:
    assert list(map_documents(_square, range(count), jobs)) == [number * number for number in range(count)]


def test_few_items_and_one_job_stay_in_this_process() -> None:
    assert set(map_documents(_tell_process, range(16), 2)) == {os.getpid()}
    assert set(map_documents(_tell_process, range(100), 1)) == {os.getpid()}
    assert os.getpid() not in set(map_documents(_tell_process, range(100), 2))


def test_a_dead_worker_is_an_error_not_a_wait() -> None:
    with pytest.raises(EngineError, match="--jobs 1"):
        list(map_documents(_die, range(100), 2))
    assert not multiprocessing.active_children()


def _die_sending(number: int) -> bytes:
    def send_half(stream: connection.Connection, data: memoryview) -> None:
        os.write(stream.fileno(), bytes(data[: len(data) // 2]))
        os._exit(9)

    if number == 50:
        connection.Connection._send = send_half  # type: ignore[attr-defined]  # noqa: SLF001
    return bytes(1 << 20)


def test_nobody_waits_for_what_a_dead_worker_was_sending() -> None:
    with pytest.raises(EngineError, match="--jobs 1"):
        list(map_documents(_die_sending, range(100), 2))
    assert not multiprocessing.active_children()


def _return_much(_: int) -> bytes:
    return bytes(1 << 24)


@pytest.mark.parametrize("taken", range(1, 6))
def test_nobody_waits_for_what_is_no_longer_wanted(taken: int) -> None:
    with closing(map_documents(_return_much, range(1000), 2)) as results:
        for _ in islice(results, taken):
            pass
    assert not multiprocessing.active_children()


def test_an_exception_comes_through() -> None:
    with pytest.raises(ValueError, match="fifty"):
        list(map_documents(_fail, range(100), 2))


def test_only_so_much_is_under_way(tmp_path: Path) -> None:
    with closing(map_documents(_note, [tmp_path / str(number) for number in range(2000)], 2)) as results:
        next(results)
        time.sleep(0.1)
        assert len(list(tmp_path.iterdir())) < 500


def test_processes_end_when_the_reader_does() -> None:
    start = time.monotonic()
    results = map_documents(_dawdle, range(100), 2)
    _interrupt_soon()
    with pytest.raises(TimeoutError):
        next(results)
    assert time.monotonic() - start < 10
    assert not multiprocessing.active_children()


def _interrupt_soon() -> None:
    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.5)


def _count_threads(_item: int) -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


@pytest.mark.parametrize(("items", "jobs"), [(2, 1), (200, 2)])
def test_the_matrix_library_keeps_to_one_thread(items: int, jobs: int) -> None:
    before = _count_threads(0)
    counted = list(map_documents(_count_threads, range(items), jobs))
    assert counted[0]
    assert {threads for found in counted for threads in found} == {1}
    assert _count_threads(0) == before


def _lose(number: int) -> int:
    return -number


@pytest.mark.parametrize("count", [51, 100, 1000])
def test_only_the_item_is_lost_on_which_a_process_dies(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each item that was under way gets a process of its own.
    monkeypatch.setattr(local, "CHUNK", 4)
    expected = [-number if number == 50 else number for number in range(count)]
    assert list(map_documents(_die, range(count), 2, _lose)) == expected
    assert not multiprocessing.active_children()


def _die_always(_: int) -> int:
    os._exit(9)


def test_processes_that_can_not_work_at_all_are_an_error() -> None:
    with pytest.raises(EngineError, match="--jobs 1"):
        list(map_documents(_die_always, range(20), 2, _lose))
