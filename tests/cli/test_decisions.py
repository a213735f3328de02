import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run, write_story

EXTRA = "The harbour master will ring the bell twice."


def _clean(run: Run, folder: Path, **decisions: Any) -> list[dict[str, Any]]:
    (folder / "decisions.json").write_text(json.dumps({"version": 1, **decisions}))
    done = run("clean", "raw", "--trace", "--decisions", "decisions.json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _write_copies(folder: Path) -> None:
    write_story(folder / "raw" / "a.txt", "Skarne")
    copy = write_story(folder / "raw" / "b.txt", "Skarne")
    copy.write_text(copy.read_text() + f"\n{EXTRA}\n")
    lone = (
        "The lighthouse of Brandle was painted by a crew of four, who took nine days and sang all the while. "
    )
    (folder / "raw" / "c.txt").write_text(f"Lighthouse painted at last\n\n{lone * 3}\n")


def test_pairs(run: Run, tmp_path: Path) -> None:
    _write_copies(tmp_path)
    kept, other = _clean(run, tmp_path)
    (copy,) = kept["duplicates"]
    assert copy["kind"] == "near"
    never = _clean(run, tmp_path, never_merge=[{"ids": [copy["id"], kept["id"]]}])
    assert [record["source"] for record in never] == ["raw/a.txt", "raw/b.txt", "raw/c.txt"]
    assert {copy["kind"] for record in never for copy in record["duplicates"]} == {"headline"}
    (always,) = _clean(run, tmp_path, always_merge=[{"ids": [copy["id"], other["id"]]}])
    assert [copy["source"] for copy in always["duplicates"]] == ["raw/b.txt", "raw/c.txt"]


@pytest.mark.parametrize("own", [True, False])
def test_pairs_of_rows(run: Run, tmp_path: Path, *, own: bool) -> None:
    _write_copies(tmp_path)
    run("clean", "raw", "--keep-duplicates", "-o", "all.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    names = [{"id": name} if own else {} for name in "abc"]
    named = [{"text": row["text"], **name} for name, row in zip(names, rows, strict=True)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in named))
    first, second, third = (row.get("id") or old["id"] for row, old in zip(named, rows, strict=True))
    decided = {"never_merge": [{"ids": [first, second]}], "always_merge": [{"ids": [second, third]}]}
    (tmp_path / "d.json").write_text(json.dumps({"version": 1, **decided}))
    done = run("dedupe", "rows.jsonl", "--decisions", "d.json")
    kept = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in kept] == [row["text"] for row in rows[:2]], done.stderr
    assert [each["id"] for each in kept[1]["duplicates"] if each["kind"] != "headline"] == [third]


def test_lines(run: Run, tmp_path: Path) -> None:
    page = write_story(tmp_path / "raw" / "a.txt", "Skarne")
    page.write_text(f"Home | News | Sport\n\n{page.read_text()}\nShare | Print\n")
    (before,) = _clean(run, tmp_path)
    first = before["text"].split("\n\n")[0]
    assert "Share | Print" not in before["text"]
    (after,) = _clean(
        run,
        tmp_path,
        keep=[{"site": "raw", "line": "Share | Print"}],
        furniture=[{"site": "raw", "line": first}, {"site": "elsewhere", "line": before["text"]}],
    )
    assert after["text"].endswith("\n\nShare | Print")
    assert first not in after["text"]
    reasons = {removed["text"]: removed["reason"] for removed in after["removed"]}
    assert reasons[first] == "was marked as furniture in review"


def test_a_file_that_is_something_else(run: Run, tmp_path: Path) -> None:
    _write_copies(tmp_path)
    done = run("clean", "raw", "--decisions", "raw/a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "raw/a.txt: is no file of decisions" in done.stderr
