"""Ctrl-C at each stage of a run: nobody is left waiting, and nothing is left lying about."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import make_environment, write_story

PAGES = 34
ROWS = 18 * 256
"""So many that two processes are started for them."""

# The stage says that it was reached, and takes longer than anybody waits. It naps briefly, as Python looks at
# a signal that comes right before a nap only behind it.
PROGRAM = """
import pathlib, sys, time
import {module} as stage
def linger(*_, **__):
    pathlib.Path("reached").touch()
    for _ in range(6000):
        time.sleep(0.01)
stage.{function} = linger
sys.argv = ["newsclean", *{arguments}]
from newsclean.__main__ import main
main()
"""

# The first process is slow to note which workers it has started; by then, one is at work.
SLOW_START = """
note = stage.multiprocessing.active_children
def note_late():
    if stage.multiprocessing.process._children:
        time.sleep(1)
    return note()
stage.multiprocessing.active_children = note_late
stage._map_chunk = linger
"""


@pytest.mark.parametrize(
    ("module", "function", "call"),
    [
        ("newsclean.cli.running", "read_names", ("clean", "--files0-from", "-")),
        ("newsclean.pipeline", "observe_page", ("clean", "raw", "-j", "1")),
        ("newsclean.pipeline", "examine_pages", ("clean", "raw", "-j", "1")),
        ("newsclean.pipeline", "examine_pages", ("clean", "raw", "-j", "2")),
        ("newsclean.packs", "_sketch", ("dedupe", "rows.jsonl", "-j", "2")),
        ("newsclean.engines.processes", "_map_chunk", ("dedupe", "rows.jsonl", "-j", "2")),
        ("newsclean.shelves", "search", ("clean", "raw", "-j", "1")),
        ("newsclean.cli.running", "dump_articles", ("clean", "raw", "-j", "1")),
    ],
)
def test_an_interrupt_leaves_nothing_behind(
    tmp_path: Path, module: str, function: str, call: tuple[str, ...]
) -> None:
    for number in range(PAGES):
        write_story(tmp_path / "raw" / f"{number}.txt", f"Skarne {number}")
    rows = "".join(f'{{"text": "Skarne {number}"}}\n' for number in range(ROWS))
    (tmp_path / "rows.jsonl").write_text(rows)
    out, temporary = tmp_path / "out.jsonl", tmp_path / "temporary"
    out.write_text("old")
    temporary.mkdir()
    arguments = (*call, "-o", "out.jsonl")
    _interrupt(
        tmp_path,
        PROGRAM.format(module=module, function=function, arguments=arguments),
        make_environment(TMPDIR=str(temporary)),
    )
    assert out.read_text() == "old"
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"out.jsonl", "raw", "reached", "rows.jsonl", "temporary"}
    assert not list(temporary.iterdir())


def test_an_interrupt_while_workers_start_ends_them(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "Skarne"}\n' * ROWS)
    program = PROGRAM.replace("stage.{function} = linger", SLOW_START)
    arguments = ("dedupe", "rows.jsonl", "-j", "2")
    program = program.format(module="newsclean.engines.processes", arguments=arguments)
    _interrupt(tmp_path, program, make_environment())


def _interrupt(folder: Path, program: str, environment: dict[str, str]) -> None:
    """Run a program up to its stage, and interrupt it as a terminal does: all processes at once."""
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _await(folder / "reached", process)
        os.killpg(process.pid, signal.SIGINT)
        # It ends when the last process does that has its output.
        assert process.communicate(timeout=20) == (b"", b"")
        assert process.returncode == 130
    finally:
        with suppress(ProcessLookupError):  # none is left, unless the test fails
            os.killpg(process.pid, signal.SIGKILL)


def _await(marker: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(6000):
        if marker.exists():
            return
        assert process.poll() is None
        time.sleep(0.01)
    pytest.fail("the stage was not reached")
