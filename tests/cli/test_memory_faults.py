"""Whatever ends a run with a memory, the next one loses nothing and repeats nothing."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from filelock import FileLock

from .conftest import NEWSCLEAN, Run, make_environment
from .inbox import COMMAND, check_next_run, fill

# Runs newsclean with a fault built in: the callable named first ends the process, or raises, before or after.
FAULTY = """
import importlib, os, signal, sys
module, path, when, how = sys.argv.pop(1), sys.argv.pop(1), sys.argv.pop(1), sys.argv.pop(1)
*owners, name = path.split(".")
owner = importlib.import_module(module)
for each in owners:
    owner = getattr(owner, each)
real = getattr(owner, name)

def end():
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise {"error": OSError(5, "a fault"), "interrupt": SystemExit(130)}[how]

def faulty(*arguments, **options):
    if when == "before":
        end()
    result = real(*arguments, **options)
    end()
    return result

setattr(owner, name, faulty)
from newsclean.cli import app
app(prog_name="newsclean")
"""

STEPS = (
    ("newsclean.memory.session", "Memory.recognise", "after"),
    ("newsclean.memory.session", "Memory.seal", "before"),
    ("newsclean.memory.session", "Memory.seal", "after"),
    ("pathlib", "Path.replace", "after"),
    ("newsclean.memory.session", "Memory.acknowledge", "before"),
    ("newsclean.memory.journal", "finish", "after"),
)


@pytest.mark.parametrize(
    ("step", "how"),
    [
        *((step, "kill") for step in STEPS),
        (("pathlib", "Path.replace", "before"), "error"),
        (("pathlib", "Path.replace", "after"), "interrupt"),
    ],
    ids=lambda part: part if isinstance(part, str) else "-".join(part[1:]),
)
def test_a_run_that_ends_at_any_step_costs_nothing(
    run: Run, tmp_path: Path, step: tuple[str, str, str], how: str
) -> None:
    fill(tmp_path / "inbox", range(2))
    assert run(*COMMAND, "out-first.jsonl").returncode == 0
    fill(tmp_path / "inbox", range(2, 5))
    done = subprocess.run(
        [sys.executable, "-c", FAULTY, *step, how, *COMMAND, "out-faulty.jsonl"],
        cwd=tmp_path,
        env=make_environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        text=True,
    )
    assert done.returncode == (-signal.SIGKILL if how == "kill" else 130 if how == "interrupt" else 2), (
        done.stderr
    )
    # Only a draft that was killed before it was finished is on no record, and stays.
    unfinished = list(tmp_path.glob(".newsclean-*")) if step in STEPS[:2] else []
    assert not (how != "kill" and list(tmp_path.glob(".newsclean-*")))
    check_next_run(run, tmp_path)
    assert list(tmp_path.glob(".newsclean-*")) == unfinished


def _end_early(folder: Path, step: tuple[str, str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULTY, *step, "kill", *arguments],
        cwd=folder, env=make_environment(), stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL


def _recall(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a memory knows but when, and where the pages lie."""
    questions = {
        "articles": "SELECT id, title, kept_by, tokens, imprint FROM articles ORDER BY number",
        "lines": "SELECT name, sites.pages, line, lines.pages FROM sites JOIN lines ON site = number",
        "files": "SELECT size, run FROM files ORDER BY path",
        "runs": "SELECT number, done FROM runs",
        "aside": "SELECT run FROM sightings UNION SELECT run FROM superseded",
    }
    with closing(sqlite3.connect(folder / "m.db")) as connection:
        return {name: connection.execute(question).fetchall() for name, question in questions.items()}


@pytest.mark.parametrize("step", STEPS[3:], ids="-".join)
def test_the_next_run_finishes_what_one_left(run: Run, tmp_path: Path, step: tuple[str, str, str]) -> None:
    # What a run without a fault remembers, one that was killed and the next one do together.
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    longer = " ".join(f"and a word of tide {chr(ord('a') + at)}" for at in range(3))
    for folder in (whole, torn):
        folder.mkdir()
        fill(folder / "inbox", range(3))
        assert run(*COMMAND, "out-1.jsonl", cwd=folder).returncode == 0
        fill(folder / "inbox", range(3, 6))
        page = (folder / "inbox" / "aaaa.txt").read_text("utf-8")
        (folder / "inbox" / "longer.txt").write_text(f"{page}\n\nThey met again {longer}.", "utf-8")
    assert run(*COMMAND, "out-2.jsonl", "--update", cwd=whole).returncode == 0
    _end_early(torn, step, *COMMAND, "out-2.jsonl", "--update")
    for folder in (whole, torn):
        shutil.copytree(folder / "inbox", folder / "inbox" / "again")
        done = run(*COMMAND, "out-3.jsonl", "--update", cwd=folder)
        assert done.returncode == 0, done.stderr
    told = _recall(whole)
    assert all(told[name] for name in ("articles", "lines", "files"))
    assert any(leader for _, _, leader, _, _ in told["articles"])
    assert not told["aside"]
    assert _recall(torn) == told


def test_random_kills_lose_and_repeat_nothing(run: Run, tmp_path: Path, kills: int) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret
    fill(tmp_path / "inbox", range(2))
    start = time.monotonic()
    assert run(*COMMAND, "out-first.jsonl").returncode == 0
    duration = time.monotonic() - start
    killed = number = 0
    while killed < kills:
        number += 1
        fill(tmp_path / "inbox", range(2 * number, 2 * number + 2))
        start = time.monotonic()
        with subprocess.Popen(
            [*NEWSCLEAN, *COMMAND, f"out-{number}.jsonl", "--quiet"],
            cwd=tmp_path,
            env=make_environment(),
            stdin=subprocess.DEVNULL,
        ) as process:
            # Most of a run is start-up and cleaning; what matters comes at its end.
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.5, 1.1) * duration)
                # It was quicker than its end, which doesn't count; a machine that was busy may be so no more.
                duration = time.monotonic() - start
            process.kill()
        killed += process.returncode == -signal.SIGKILL
    check_next_run(run, tmp_path)


def test_a_run_waits_for_another_and_says_so(run: Run, tmp_path: Path) -> None:
    fill(tmp_path / "inbox", range(2))
    command = [*NEWSCLEAN, *COMMAND, "out-1.jsonl"]
    with (
        FileLock(tmp_path / "m.db.lock") as lock,
        subprocess.Popen(
            command, cwd=tmp_path, env=make_environment(), stderr=subprocess.PIPE, text=True
        ) as waiting,
    ):
        assert waiting.stderr
        assert waiting.stderr.readline() == "newsclean: m.db: waiting for another run that uses it\n"
        assert waiting.poll() is None
        lock.release()
        assert waiting.wait() == 0
    check_next_run(run, tmp_path)


def test_runs_at_once_write_each_article_once(run: Run, tmp_path: Path) -> None:
    fill(tmp_path / "inbox", range(6))
    running = [
        subprocess.Popen([*NEWSCLEAN, *COMMAND, f"out-{at}.jsonl"], cwd=tmp_path, env=make_environment())
        for at in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    check_next_run(run, tmp_path)


def test_pages_seen_before_are_cleaned_as_they_were_then(run: Run, tmp_path: Path) -> None:
    # Counted twice, a page's own lines would look like the furniture of its site.
    fill(tmp_path / "inbox", range(6))
    command = ("clean", "inbox", "--memory", "m.db", "--keep-duplicates", "--jobs", "1")
    first, second = (
        {row["id"]: row["text"] for row in map(json.loads, run(*command).stdout.splitlines())}
        for _ in range(2)
    )
    assert len(first) == 6
    assert second == first
