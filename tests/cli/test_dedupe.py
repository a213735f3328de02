import json
import os
import resource
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import NEWSCLEAN, STORY, Run, make_environment

ROWS = [
    {"n": number, "text": STORY.format(place=place, day="Friday", headline=""), "x": {"ü": 10**30}}
    for number, place in enumerate(["Skarne", "Averill", "Skarne"])
]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)


def _start(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*NEWSCLEAN, "dedupe", "-", "-q", *arguments],
        cwd=tmp_path,
        env=make_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def _await_draft(folder: Path) -> Path:
    for _ in range(300):
        if drafts := list(folder.glob(".newsclean-*")):
            return drafts[0]
        time.sleep(0.05)
    pytest.fail("newsclean did not open its output")


def test_rows_come_back_with_all_their_fields(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES, encoding="utf-8")
    done = run("dedupe", "a.jsonl", "--threshold", "1")
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert list(first) == ["n", "text", "x", "source", "id", "duplicates"]
    assert {name: first[name] for name in ROWS[0]} == ROWS[0]
    assert [one["source"] for one in first["duplicates"]] == ["a.jsonl#3"]
    assert second["n"] == 1
    again = run("dedupe", "--threshold", "1", "-q", input=done.stdout)
    assert again.stdout == done.stdout


def test_bad_rows_are_named(run: Run) -> None:
    done = run("dedupe", "-", "--rejects", "r.jsonl", input=f"{LINES}nonsense\n")
    assert done.returncode == 1
    assert "newsclean: -#4: is not JSON" in done.stderr


def test_empty_input_is_no_error(run: Run) -> None:
    done = run("dedupe", "-q", input="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)],
)
def test_a_signal_leaves_the_old_file(tmp_path: Path, number: int, status: int) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    process = _start(tmp_path, "-o", "out.jsonl")
    draft = _await_draft(tmp_path)
    process.send_signal(number)
    _, words = process.communicate(timeout=20)
    assert process.returncode == status
    assert out.read_text() == "old"
    assert not words
    assert draft.exists() == (number == signal.SIGKILL)


def test_two_runs_at_once_to_one_file(tmp_path: Path) -> None:
    processes = [_start(tmp_path, "-o", "out.jsonl", "--threshold", "1") for _ in range(2)]
    outputs = [process.communicate(LINES * 50, timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert list(tmp_path.iterdir()) == [tmp_path / "out.jsonl"]
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_reader_that_has_enough(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"n": n, "text": f"Words of row {n}. " * 60}) + "\n" for n in range(500))
    (tmp_path / "a.jsonl").write_text(rows)
    command = f"set -o pipefail; {' '.join(NEWSCLEAN)} dedupe a.jsonl -q --keep-duplicates | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        env=make_environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["n"] == 0


def test_limit_on_the_size_of_files_is_a_full_disk(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES, encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("old")
    done = run("dedupe", "a.jsonl", "-q", "-o", "out.jsonl", preexec_fn=_limit_file_size)
    assert done.returncode == 2
    assert done.stderr == "newsclean: out.jsonl: can't be written: File too large\n"
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "out.jsonl"]


def _limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def test_output_has_ordinary_permissions(run: Run, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        run("dedupe", "-o", "out.jsonl", "-q", input=LINES)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o644


def test_ten_megabytes_of_one_line(run: Run, tmp_path: Path) -> None:
    line = json.dumps({"text": "The ferry to Skarne sails again on Monday, the harbour office says."}) + "\n"
    (tmp_path / "rows.jsonl").write_text(line * (10**7 // len(line)))
    row = {"text": "The ferry to Skarne sails again on Monday, the harbour office says.\n" * 140_000}
    (tmp_path / "row.jsonl").write_text(json.dumps(row) + "\n")
    done = run("dedupe", "rows.jsonl", "row.jsonl", "-o", "out.jsonl")
    assert done.returncode == 0, done.stderr
    # A hundred thousand times the same, and the long text says nothing that the line doesn't.
    (record,) = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert len(record["duplicates"]) == 10**7 // len(line)


def test_short_articles_above_one_footer(run: Run, tmp_path: Path) -> None:
    footer = " ".join(f"footer{at}" for at in range(150))
    rows = ({"text": " ".join(f"w{n}x{at}" for at in range(30)) + f".\n\n{footer}."} for n in range(4000))
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run("dedupe", "a.jsonl", "-o", "out.jsonl")
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 4000


def _invent(count: int, **fields: str) -> str:
    stories = [
        {"text": STORY.format(place=f"Place{number % (count // 2)}", day="Friday", headline=""), **fields}
        for number in range(count)
    ]
    return "".join(json.dumps(story) + "\n" for story in stories)


def test_the_number_of_jobs_changes_nothing(run: Run) -> None:
    lines = _invent(1500)
    outputs = {
        run("dedupe", "-q", "--jobs", jobs, "--threshold", "1", input=lines).stdout for jobs in ("1", "3")
    }
    (output,) = outputs
    assert len(output.splitlines()) == 750


def test_a_file_that_changes_meanwhile_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES)
    script = (
        "from newsclean import runs; from newsclean.settings import Settings\n"
        "with runs.deduping(['a.jsonl'], Settings()) as run:\n"
        "    open('a.jsonl', 'a').write('more')\n"
        "    list(run.articles)"
    )
    done = subprocess.run(
        [NEWSCLEAN[0], "-c", script],
        cwd=tmp_path,
        env=make_environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    assert "UsageError: a.jsonl: was changed while it was read; run again" in done.stderr


def test_too_little_memory_is_said_at_once(run: Run) -> None:
    done = run("dedupe", "--max-memory", "1M", input=LINES)
    assert (done.returncode, done.stderr) == (
        2,
        "newsclean: finding duplicates takes at least 256M of memory\n",
    )
    done = run("dedupe", "--max-memory", "much", input=LINES)
    assert done.returncode == 2
    assert "a size is a number with K, M, G or T behind it" in done.stderr
    assert run("dedupe", "-q", "--max-memory", "1.5G", input=LINES).returncode == 0


def test_temporary_files_without_room(run: Run, tmp_path: Path) -> None:
    """Temporary files take more than the output here, and meet the limit first."""
    (tmp_path / "a.jsonl").write_text(_invent(5000, url="https://example.org/" + "long/" * 80))
    done = run("dedupe", "a.jsonl", "-q", "-o", "out.jsonl", preexec_fn=_limit_to_a_megabyte)
    assert done.returncode == 2
    assert "newsclean: temporary files in " in done.stderr
    assert "set TMPDIR" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def _limit_to_a_megabyte() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
