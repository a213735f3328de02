import json
import os
import pickle
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from newsclean.memory.index import sign_text

from .conftest import Run, write_story

PLACES = ("Skarne", "Averill", "Tolleren", "Brandle", "Gull Bay")


def _story(folder: Path, place: str, words: int = 0) -> Path:
    """Write a story of its own for each place, so that no two look alike."""
    sentences = [
        f"In {place}, {place.lower()} {at} met {place[::-1]} {at * 7} by the sea." for at in range(12 + words)
    ]
    path = folder / f"{place}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"What happened in {place} this week\n\n" + "\n\n".join(sentences), encoding="utf-8")
    return path


def _records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _titles(text: str) -> list[str]:
    return [record["title"] for record in _records(text)]


def test_what_was_written_once_is_not_written_again(run: Run, tmp_path: Path) -> None:
    for place in PLACES[:2]:
        _story(tmp_path / "inbox", place)
    first = run("clean", "inbox", "--memory", "news.db")
    assert first.returncode == 0, first.stderr
    assert len(_records(first.stdout)) == 2
    again = run("clean", "inbox", "--memory", "news.db")
    assert (again.returncode, again.stdout) == (0, "")
    _story(tmp_path / "inbox", PLACES[2])
    third = run("clean", "inbox", "--memory", "news.db")
    assert _titles(third.stdout) == ["What happened in Tolleren this week"]


def test_a_duplicate_names_the_article_of_an_earlier_run(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "one" / "Skarne.txt", "Skarne")
    (first,) = _records(run("clean", "one", "--memory", "news.db").stdout)
    write_story(tmp_path / "two" / "copy.txt", "Skarne", day="Thursday")
    done = run("clean", "two", "--memory", "news.db", "--keep-duplicates")
    (copy,) = _records(done.stdout)
    assert copy["duplicate_of"] == first["id"]
    assert copy["original"] == {
        "id": first["id"],
        "source": "one/Skarne.txt",
        "url": None,
        "title": "The ferry to Skarne sails again on Monday",
        "published": None,
        "kind": "near",
        "similarity": copy["original"]["similarity"],
    }
    assert 0.65 <= copy["original"]["similarity"] < 1


def test_rows_are_remembered_like_pages(run: Run, tmp_path: Path) -> None:
    text = _story(tmp_path, "Skarne").read_text("utf-8")
    rows = [
        {"id": "mine", "text": text},
        {"id": "its", "text": _story(tmp_path, "Averill").read_text("utf-8")},
    ]
    lines = [json.dumps(row) + "\n" for row in rows]
    assert len(_records(run("dedupe", "-", "--memory", "m.db", "-o", "-", input=lines[0]).stdout)) == 1
    done = run("dedupe", "-", "--memory", "m.db", "--keep-duplicates", input="".join(lines))
    assert [(record["id"], record["duplicate_of"]) for record in _records(done.stdout)] == [
        ("mine", "mine"),
        ("its", None),
    ]


def test_a_longer_copy_supersedes_on_request(run: Run, tmp_path: Path) -> None:
    _story(tmp_path / "one", "Skarne")
    first = _records(run("clean", "one", "--memory", "news.db").stdout)[0]
    _story(tmp_path / "two", "Skarne", words=4)
    assert run("clean", "two", "--memory", "news.db", "-o", "none.jsonl").returncode == 0
    _story(tmp_path / "three", "Skarne", words=5)
    (longer,) = _records(run("clean", "three", "--memory", "news.db", "--update").stdout)
    assert longer["supersedes"] == [first["id"]]
    _story(tmp_path / "four", "Skarne")
    (copy,) = _records(run("clean", "four", "--memory", "news.db", "--keep-duplicates").stdout)
    assert copy["duplicate_of"] == longer["id"]


def test_other_parameters_are_refused_by_name(run: Run, tmp_path: Path) -> None:
    _story(tmp_path / "inbox", "Skarne")
    run("clean", "inbox", "--memory", "news.db")
    done = run("clean", "inbox", "--memory", "news.db", "--threshold", "0.8", "-o", "o.jsonl")
    assert done.returncode == 2
    assert (
        done.stderr
        == "newsclean: news.db: was made with threshold 0.65, not 0.8; use the same, or another file\n"
    )
    assert not (tmp_path / "o.jsonl").exists()


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 50, b""])
def test_a_file_of_another_kind_is_left_alone(run: Run, tmp_path: Path, content: bytes) -> None:
    _story(tmp_path / "inbox", "Skarne")
    (tmp_path / "news.db").write_bytes(content)
    done = run("clean", "inbox", "--memory", "news.db", "-q")
    if content:
        assert done.returncode == 2
        assert "news.db" in done.stderr
        assert (tmp_path / "news.db").read_bytes() == content
    else:
        assert done.returncode == 0


def test_the_database_of_another_program_is_left_alone(run: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "news.db") as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = (tmp_path / "news.db").read_bytes()
    _story(tmp_path / "inbox", "Skarne")
    done = run("clean", "inbox", "--memory", "news.db")
    assert done.returncode == 2
    assert "is not a newsclean memory" in done.stderr
    assert (tmp_path / "news.db").read_bytes() == before


def test_nothing_new_leaves_the_output_of_the_run_before(run: Run, tmp_path: Path) -> None:
    _story(tmp_path / "inbox", "Skarne")
    command = ("clean", "inbox", "--memory", "news.db", "-o", "out.jsonl")
    assert run(*command).returncode == 0
    before = (tmp_path / "out.jsonl").read_bytes()
    assert run(*command).returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes() == before


def test_an_output_that_nobody_took_is_not_acknowledged(run: Run, tmp_path: Path) -> None:
    _story(tmp_path / "inbox", "Skarne")
    with Path("/dev/full").open("wb") as full:
        done = run("clean", "inbox", "--memory", "news.db", stdout=full)
    assert done.returncode == 2
    assert len(_records(run("clean", "inbox", "--memory", "news.db").stdout)) == 1


def test_seen_files_are_passed_over_until_they_change(run: Run, tmp_path: Path) -> None:
    path = _story(tmp_path / "inbox", "Skarne")
    command = ("clean", "inbox", "--memory", "news.db", "--skip-seen-files")
    assert "1 read" in run(*command).stderr
    assert "0 read" in run(*command).stderr
    os.utime(path, (1, 1))
    assert "1 read" in run(*command).stderr
    done = run("clean", "inbox", "--skip-seen-files")
    assert (done.returncode, done.stderr[:31]) == (2, "newsclean: --skip-seen-files need"[:31])


def test_yesterdays_furniture_cleans_a_single_page_today(run: Run, tmp_path: Path) -> None:
    # Both lines stand where an article's last sentences would, on all pages of the site.
    lines = "\n\nHarbour radio plays the shanty of the week\n\nGull Bay keeps its lamps burning until dawn"
    for place in PLACES:
        path = write_story(
            tmp_path / "site" / f"{place}.txt", place, headline=f"All ferries to {place} are late"
        )
        path.write_text(_story(tmp_path / "spare", place).read_text("utf-8") + lines, encoding="utf-8")
    alone = tmp_path / "alone" / "site"
    alone.mkdir(parents=True)
    shutil.move(tmp_path / "site" / f"{PLACES[-1]}.txt", alone)
    (without,) = _records(run("clean", "site", cwd=alone.parent).stdout)
    assert run("clean", "site", "--memory", "news.db", "-o", "first.jsonl").returncode == 0
    (known,) = _records(
        run("clean", "site", "--memory", str(tmp_path / "news.db"), "--trace", cwd=alone.parent).stdout
    )
    assert "shanty" not in known["text"]
    (shanty,) = [each["reason"] for each in known["removed"] if "shanty" in each["text"]]
    assert shanty == "stands on other pages of the site"
    assert len(without["text"]) >= len(known["text"])


def test_upkeep(run: Run, tmp_path: Path) -> None:
    for place in PLACES[:3]:
        _story(tmp_path / "inbox", place)
    run("clean", "inbox", "--memory", "news.db", "-o", "o.jsonl")
    info = run("memory", "info", "news.db").stdout
    assert "3 with different words, 3 of them kept" in info
    exported = _records(run("memory", "export", "news.db").stdout)
    assert [fact["source"] for fact in exported] == [f"inbox/{place}.txt" for place in sorted(PLACES[:3])]
    assert (
        run("memory", "forget", "news.db", "inbox/Skarne.txt").stderr
        == "newsclean: news.db: 1 article forgotten\n"
    )
    assert _titles(run("clean", "inbox", "--memory", "news.db").stdout) == [
        "What happened in Skarne this week"
    ]
    assert "0 articles" in run("memory", "prune", "news.db", "--older-than", "90d").stderr
    assert run("memory", "compact", "news.db").returncode == 0
    missing = run("memory", "info", "none.db")
    assert (missing.returncode, "there is no such memory" in missing.stderr) == (2, True)
    assert not (tmp_path / "none.db").exists()
    assert run("memory", "prune", "news.db", "--older-than", "soon").returncode == 2


def test_files_that_are_all_rejected_are_not_read_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/empty.txt").write_text("")
    command = ("clean", "inbox", "--memory", "news.db", "--skip-seen-files", "-o", "out.jsonl")
    first, second = run(*command), run(*command)
    assert (first.returncode, "is empty" in first.stderr) == (1, True)
    assert (second.returncode, second.stderr[:17]) == (0, "newsclean: 0 read")
    _story(tmp_path / "inbox", PLACES[0])
    assert "1 read" in run(*command).stderr


def test_facts_as_a_table(run: Run, tmp_path: Path) -> None:
    _story(tmp_path / "inbox", PLACES[0])
    run("clean", "inbox", "--memory", "news.db", "-o", "out.jsonl")
    assert run("memory", "export", "news.db", "-o", "facts.parquet").returncode == 0
    (fact,) = pq.read_table(tmp_path / "facts.parquet").to_pylist()
    assert fact["source"] == f"inbox/{PLACES[0]}.txt"


def test_an_index_of_what_is_remembered(run: Run, tmp_path: Path) -> None:
    page = _story(tmp_path / "inbox", PLACES[0])
    (record,) = _records(run("clean", "inbox", "--memory", "news.db").stdout)
    assert run("memory", "export", "news.db", "-o", "index.pickle").returncode == 0
    index = pickle.loads((tmp_path / "index.pickle").read_bytes())  # noqa: S301  # our own
    assert index.query(sign_text(record["text"])) == [record["id"]]
    assert not index.query(sign_text(page.read_text("utf-8")[::-1]))
