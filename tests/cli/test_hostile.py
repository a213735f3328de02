"""A folder full of harm, with good pages in it."""

import json
import resource
import subprocess
import sys
from pathlib import Path

from .conftest import make_environment
from .hostile import ENDURED, GOOD, PLACED, REJECTED, STOPPED, write_good, write_hostile

ADDRESS_SPACE = 6 << 30
SECONDS = 240

# Runs newsclean with less time for what is done in a process of its own: two seconds say what ten would.
HASTY = """
from newsclean import pages
run_apart = pages.run_apart
pages.run_apart = lambda work, seconds: run_apart(work, seconds / 5)
from newsclean.__main__ import run
run()
"""


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def _clean(folder: Path, output: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = ["clean", str(folder), "-o", str(output), "--quiet", "--keep-duplicates", *options]
    return subprocess.run(
        [sys.executable, "-c", HASTY, *command],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=make_environment(),
        timeout=SECONDS,
        preexec_fn=_limit_memory,  # the test runs no threads
    )


def _read(path: Path) -> dict[str, dict[str, object]]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {Path(row["source"]).name: row for row in rows}


def test_good_pages_come_out_unharmed_and_the_others_are_named(tmp_path: Path) -> None:
    alone, among = tmp_path / "alone", tmp_path / "among"
    alone.mkdir()
    among.mkdir()
    write_good(alone)
    write_good(among)
    write_hostile(among)
    assert _clean(alone, tmp_path / "alone.jsonl").returncode == 0
    rejects = tmp_path / "rejects.jsonl"
    run = _clean(among, tmp_path / "among.jsonl", "--rejects", str(rejects))
    assert run.returncode == 1, run.stderr.decode("utf-8", "replace")[-2000:]
    assert b"Traceback" not in run.stderr

    expected, written = _read(tmp_path / "alone.jsonl"), _read(tmp_path / "among.jsonl")
    assert len(expected) == 2 * len(GOOD)
    for name, row in expected.items():
        assert (written[name]["id"], written[name]["text"]) == (row["id"], row["text"])

    reasons = {name: str(row["reason"]) for name, row in _read(rejects).items()}
    wanted = {name: words for name, (_, words) in REJECTED.items()} | PLACED
    assert {name: words for name, words in wanted.items() if words not in reasons.get(name, "")} == {}
    for name in STOPPED:
        assert "too long for one page" in reasons[name] or "its process died" in reasons[name]
    assert set(written) | set(reasons) >= {*expected, *wanted, *ENDURED}
    assert not (set(reasons) & set(expected))
    assert not list(tmp_path.glob("**/escaped.txt"))
    assert not (tmp_path.parent / "escaped.txt").exists()
