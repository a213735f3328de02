"""Calls in a process of their own."""

import faulthandler
import os
import signal
import time
from contextlib import suppress
from functools import partial

import pytest

from newsclean.engines import DeathError, OvertimeError, run_apart

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes can't be copied here")


@pytest.fixture(autouse=True)
def _without_former_children() -> None:
    """Clear away the ended children of other tests."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _compute(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def _fail() -> None:
    message = "it failed"
    raise ValueError(message)


def _has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def test_the_answer_comes_back_whatever_its_size() -> None:
    assert run_apart(partial(bytes, 3 << 20)) == bytes(3 << 20)
    assert run_apart(os.getpid) != os.getpid()
    assert not _has_children()


def test_what_is_raised_comes_back() -> None:
    with pytest.raises(ValueError, match="it failed"):
        run_apart(_fail)


def test_what_computes_too_long_is_stopped_wherever_it_is() -> None:
    with pytest.raises(OvertimeError) as caught:
        run_apart(partial(_compute, 60), seconds=0.2)
    assert caught.value.seconds == 0.2
    # Foreign code that never returns to Python.
    with pytest.raises(OvertimeError):
        run_apart(partial(pow, 3, 10**9), seconds=0.2)
    assert not _has_children()


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL])
def test_a_death_is_told(number: signal.Signals) -> None:
    def die() -> None:
        # pytest would show where, in the midst of its dots, as if the tests had come to grief.
        faulthandler.disable()
        os.kill(os.getpid(), number)

    with pytest.raises(DeathError):
        run_apart(die)
    assert not _has_children()


def test_memory_has_an_end() -> None:
    with pytest.raises((MemoryError, DeathError)):
        run_apart(partial(bytes, 9 << 30))


def test_nobody_is_left_behind_by_an_interrupt() -> None:
    parent = os.getpid()

    def interrupt() -> None:
        os.kill(parent, signal.SIGINT)
        _compute(60)

    with pytest.raises(KeyboardInterrupt):
        run_apart(interrupt)
    assert not _has_children()
