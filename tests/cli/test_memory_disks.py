"""A disk that is full or for reading only costs a run with a memory nothing but the run."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsclean.memory import open_database

from .conftest import Run
from .inbox import all_once, check_next_run, count_written, fill


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """Give a disk of 512 KB where it may be mounted, None elsewhere."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)], check=False, capture_output=True
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
    fill(tmp_path / "inbox", range(40))
    folder = small_disk or tmp_path
    memory = str(folder / "m.db") if on == "memory" else "m.db"
    output = str(folder / "out.jsonl") if on == "output" else "out.jsonl"
    if small_disk:
        # Room for a memory, but not for this run.
        (small_disk / "ballast").write_bytes(bytes((390 if on == "memory" else 506) << 10))
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
    assert count_written(tmp_path) == all_once(tmp_path)


@pytest.fixture
def frozen_folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder with a memory that may be read only: mounted so if possible, as root may write."""
    folder = tmp_path / "frozen"
    folder.mkdir()
    with open_database(str(folder / "m.db"), create=True):
        pass
    mount = shutil.which("mount")
    options = [["--bind", str(folder), str(folder)], ["-o", "remount,bind,ro", str(folder)]]
    done = [mount and not subprocess.run([mount, *each], check=False).returncode for each in options]
    folder.chmod(0o555) if not done[1] else None
    yield folder
    if done[0]:
        subprocess.run(["umount", str(folder)], check=True)
    else:
        folder.chmod(0o755)


@pytest.mark.parametrize("on", ["memory", "output"])
def test_a_folder_for_reading_only_is_named_and_left_alone(
    run: Run, tmp_path: Path, frozen_folder: Path, on: str
) -> None:
    if os.access(frozen_folder, os.W_OK):
        pytest.skip("root may write everywhere, and nothing may be mounted here")
    fill(tmp_path / "inbox", range(2))
    memory = "frozen/m.db" if on == "memory" else "m.db"
    output = "frozen/out.jsonl" if on == "output" else "out.jsonl"
    before = sorted(frozen_folder.iterdir())
    done = run("clean", "inbox", "--memory", memory, "-o", output)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(f"newsclean: {memory if on == 'memory' else output}")
    assert sorted(frozen_folder.iterdir()) == before
    assert not list(tmp_path.glob("*.jsonl"))
    check_next_run(run, tmp_path)


def test_a_folder_that_cannot_be_written_to_is_named(run: Run, tmp_path: Path) -> None:
    fill(tmp_path / "inbox", range(1))
    # Even root can make no file there.
    done = run("clean", "inbox", "--memory", "/proc/m.db", "-o", "out.jsonl")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("newsclean: /proc/m.db: ")
    assert not list(tmp_path.glob("*.jsonl"))
