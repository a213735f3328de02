"""Whatever ends a run with a memory, the next one loses nothing and repeats nothing."""

import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from .conftest import NEWSCLEAN, Run, make_environment

COMMAND = ("clean", "inbox", "--memory", "m.db", "--skip-seen-files", "--jobs", "1", "-o")

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
    ("newsclean.memory.session", "record_files", "after"),
)


def _fill(inbox: Path, numbers: range) -> None:
    inbox.mkdir(exist_ok=True)
    for number in numbers:
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
        lines = [f"Near {word}{at} a boat met {word[::-1]}{at} by the {at} lights." for at in range(9)]
        (inbox / f"{word}.txt").write_text(f"The tides of {word}\n\n" + "\n\n".join(lines), encoding="utf-8")


def _count_written(folder: Path) -> Counter[str]:
    outputs = sorted(folder.glob("out*.jsonl"))
    lines = [line for path in outputs for line in path.read_text("utf-8").splitlines()]
    return Counter(json.loads(line)["source"] for line in lines)


def _all_once(folder: Path) -> Counter[str]:
    return Counter(f"inbox/{path.name}" for path in (folder / "inbox").iterdir())


def _check_next_run(run: Run, folder: Path) -> None:
    """Check that another run writes the rest, and nothing but the rest."""
    done = run(*COMMAND, "out-next.jsonl")
    assert done.returncode == 0, done.stderr
    assert _count_written(folder) == _all_once(folder)


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
    _fill(tmp_path / "inbox", range(2))
    assert run(*COMMAND, "out-first.jsonl").returncode == 0
    _fill(tmp_path / "inbox", range(2, 5))
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
    _check_next_run(run, tmp_path)
    assert list(tmp_path.glob(".newsclean-*")) == unfinished


def test_random_kills_lose_and_repeat_nothing(run: Run, tmp_path: Path, kills: int) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret
    _fill(tmp_path / "inbox", range(2))
    start = time.monotonic()
    assert run(*COMMAND, "out-first.jsonl").returncode == 0
    duration = time.monotonic() - start
    killed = number = 0
    # Some are quicker than their end; those don't count.
    while killed < kills:
        number += 1
        _fill(tmp_path / "inbox", range(2 * number, 2 * number + 2))
        with subprocess.Popen(
            [*NEWSCLEAN, *COMMAND, f"out-{number}.jsonl", "--quiet"],
            cwd=tmp_path,
            env=make_environment(),
            stdin=subprocess.DEVNULL,
        ) as process:
            # Most of a run is start-up and cleaning; what matters comes at its end.
            time.sleep(chance.uniform(0.5, 1.1) * duration)
            process.kill()
        killed += process.returncode == -signal.SIGKILL
    _check_next_run(run, tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """Give a disk of 256 KB where it may be mounted, None elsewhere."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if not done or done.returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _limit_files() -> None:
    # Where no disk may be mounted, no file may grow beyond this: SQLite meets the same.
    resource.setrlimit(resource.RLIMIT_FSIZE, (60 << 10, 60 << 10))


@pytest.mark.parametrize("on", ["memory", "output"])
def test_a_full_disk_costs_nothing(run: Run, tmp_path: Path, small_disk: Path | None, on: str) -> None:
    _fill(tmp_path / "inbox", range(40))
    folder = small_disk or tmp_path
    memory = str(folder / "m.db") if on == "memory" else "m.db"
    output = str(folder / "out.jsonl") if on == "output" else "out.jsonl"
    if small_disk:
        # Room for a memory, but not for this run.
        (small_disk / "ballast").write_bytes(bytes((150 if on == "memory" else 250) << 10))
    options = {} if small_disk else {"preexec_fn": _limit_files}
    arguments = ("clean", "inbox", "--memory", memory, "-o", output)
    done = run(*arguments, **options)
    assert done.returncode == 2
    assert (memory if on == "memory" else output) in done.stderr
    assert "Traceback" not in done.stderr
    assert not Path(tmp_path, output).exists()
    if small_disk:
        (small_disk / "ballast").unlink()
    again = run("clean", "inbox", "--memory", memory, "-o", "out.jsonl")
    assert again.returncode == 0, again.stderr
    assert _count_written(tmp_path) == _all_once(tmp_path)


def test_a_folder_that_cannot_be_written_to_is_named(run: Run, tmp_path: Path) -> None:
    _fill(tmp_path / "inbox", range(1))
    # Even root can make no file there.
    done = run("clean", "inbox", "--memory", "/proc/m.db", "-o", "out.jsonl")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("newsclean: /proc/m.db: ")
    assert not list(tmp_path.glob("*.jsonl"))


def test_a_run_waits_for_another_and_says_so(run: Run, tmp_path: Path) -> None:
    _fill(tmp_path / "inbox", range(2))
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
    _check_next_run(run, tmp_path)


def test_runs_at_once_write_each_article_once(run: Run, tmp_path: Path) -> None:
    _fill(tmp_path / "inbox", range(6))
    running = [
        subprocess.Popen([*NEWSCLEAN, *COMMAND, f"out-{at}.jsonl"], cwd=tmp_path, env=make_environment())
        for at in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    _check_next_run(run, tmp_path)


def test_pages_seen_before_are_cleaned_as_they_were_then(run: Run, tmp_path: Path) -> None:
    # Counted twice, a page's own lines would look like the furniture of its site.
    _fill(tmp_path / "inbox", range(6))
    command = ("clean", "inbox", "--memory", "m.db", "--keep-duplicates", "--jobs", "1")
    first, second = (
        {row["id"]: row["text"] for row in map(json.loads, run(*command).stdout.splitlines())}
        for _ in range(2)
    )
    assert len(first) == 6
    assert second == first
