import multiprocessing
import signal
import threading
import time

import pytest

from newsclean.engines import OvertimeError, limit_time
from newsclean.engines.limits import wind_up


def _compute(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_what_computes_too_long_is_stopped() -> None:
    start = time.process_time()
    with pytest.raises(OvertimeError), limit_time(0.05):
        _compute(10)
    assert time.process_time() - start < 5


def test_nothing_stops_what_comes_after() -> None:
    with limit_time(0.05):
        pass
    _compute(0.1)  # an alarm that was left on would end the whole run
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_waiting_does_not_count() -> None:
    with limit_time(0.05):
        time.sleep(0.2)
        left, _ = signal.getitimer(signal.ITIMER_VIRTUAL)
    assert left > 0


def test_other_threads_have_no_limit() -> None:
    with_limit: list[bool] = []

    def work() -> None:
        with limit_time(0.01):
            _compute(0.05)
        with_limit.append(False)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert with_limit == [False]


def _wind_up_and_compute() -> None:
    wind_up(0.05)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGVTALRM})  # as deaf as foreign code
    _compute(10)


def test_a_deaf_process_is_ended() -> None:
    process = multiprocessing.get_context("fork").Process(target=_wind_up_and_compute)
    process.start()
    process.join(10)
    assert process.exitcode == -signal.SIGPROF
