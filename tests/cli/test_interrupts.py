"""Ctrl-C at each stage of a run: nobody is left waiting, and nothing is left lying about."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import make_environment, write_story

PAGES = 34
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


@pytest.mark.parametrize(
    ("module", "function", "options"),
    [
        ("newsclean.cli.running", "read_names", ("--files0-from", "-")),
        ("newsclean.pipeline", "observe_page", ("raw", "-j", "1")),
        ("newsclean.pipeline", "examine_page", ("raw", "-j", "1")),
        ("newsclean.pipeline", "examine_page", ("raw", "-j", "2")),
        ("newsclean.shelves", "search", ("raw", "-j", "1")),
        ("newsclean.cli.running", "dump_articles", ("raw", "-j", "1")),
    ],
)
def test_an_interrupt_leaves_nothing_behind(
    tmp_path: Path, module: str, function: str, options: tuple[str, ...]
) -> None:
    for number in range(PAGES):
        write_story(tmp_path / "raw" / f"{number}.txt", f"Skarne {number}")
    out, temporary = tmp_path / "out.jsonl", tmp_path / "temporary"
    out.write_text("old")
    temporary.mkdir()
    arguments = ("clean", *options, "-o", "out.jsonl")
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(module=module, function=function, arguments=arguments)],
        cwd=tmp_path,
        env=make_environment(TMPDIR=str(temporary)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _await(tmp_path / "reached", process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes at once
    # It ends when the last process does that has its output.
    assert process.communicate(timeout=20) == (b"", b"")
    assert process.returncode == 130
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "raw", "reached", "temporary"]
    assert not list(temporary.iterdir())


def _await(marker: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(6000):
        if marker.exists():
            return
        assert process.poll() is None
        time.sleep(0.01)
    pytest.fail("the stage was not reached")
