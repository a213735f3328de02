import gzip
import json
import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import NEWSCLEAN, Run, make_environment, write_story


def _records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_one_record_for_each_distinct_article(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "raw" / "a.txt", "Skarne")
    write_story(tmp_path / "raw" / "b.txt", "Skarne")
    done = run("clean", "raw")
    assert done.returncode == 0, done.stderr
    (record,) = _records(done.stdout)
    assert record["source"] == "raw/a.txt"
    assert record["title"] == "The ferry to Skarne sails again on Monday"
    assert [(one["source"], one["kind"]) for one in record["duplicates"]] == [("raw/b.txt", "exact")]
    assert done.stderr.startswith("newsclean: 2 read, 1 distinct, 1 removed (1 exact), ")
    assert done.stderr.count("\n") == 1


def test_same_bytes_whatever_the_order_and_the_number_of_jobs(run: Run, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(40)]
    for number, name in enumerate(names):
        write_story(tmp_path / name, f"Place{number % 30}", f"Day{number}")
    one = run("clean", *names, "-q", "-j", "1", "--keep-duplicates", "--trace")
    two = run("clean", *reversed(names), names[3], "-q", "-j", "2", "--keep-duplicates", "--trace")
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    assert one.stdout == two.stdout
    assert len(_records(one.stdout)) == 40


def test_bad_inputs_are_named_and_good_ones_go_on(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "good.txt", "Skarne")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(b"words " * 100)[:-5])
    (tmp_path / "folder").mkdir()
    bad = ["binary.txt", "cut.txt.gz", "empty.txt", "folder", "missing.txt"]
    done = run("clean", "good.txt", *bad, "--rejects", "rejects.jsonl", "--quiet")
    assert done.returncode == 1
    assert [record["source"] for record in _records(done.stdout)] == ["good.txt"]
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == bad
    rejects = _records((tmp_path / "rejects.jsonl").read_text())
    assert [reject["source"] for reject in rejects] == bad
    assert {reject["stage"] for reject in rejects} == {"read"}


def test_undecodable_characters_are_never_silent(run: Run, tmp_path: Path) -> None:
    page = write_story(tmp_path / "a.txt", "Skärne")
    page.write_bytes(page.read_bytes() + b"\xff\n")
    done = run("clean", "a.txt", "--quiet")
    assert done.returncode == 0
    assert done.stderr == "newsclean: a.txt: 1 character could not be decoded and stands as U+FFFD\n"


def test_standard_input_is_one_page(run: Run, tmp_path: Path) -> None:
    story = write_story(tmp_path / "a.txt", "Skarne").read_text()
    for arguments in ((), ("-",)):
        done = run("clean", *arguments, "-q", input=story)
        assert done.returncode == 0, done.stderr
        assert [record["source"] for record in _records(done.stdout)] == ["-"]


def test_names_from_a_list(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a b.txt", "Skarne")
    done = run("clean", "--files0-from", "-", "-q", input="a b.txt\0")
    assert done.returncode == 0, done.stderr
    assert len(_records(done.stdout)) == 1
    assert run("clean", "--files0-from", "-", "-q", input="").returncode == 0


def test_html_by_force(run: Run, tmp_path: Path) -> None:
    story = write_story(tmp_path / "a.txt", "Skarne").read_text()
    paragraphs = "".join(f"<p>{line}</p>" for line in story.splitlines() if line)
    (tmp_path / "a.txt").write_text(f"<html><body><article>{paragraphs}</article></body></html>")
    done = run("clean", "a.txt", "--format", "html", "-q")
    assert done.returncode == 0, done.stderr
    assert "<p>" not in done.stdout


def test_keep_duplicates_and_trace(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    write_story(tmp_path / "b.txt", "Skarne")
    done = run("clean", "a.txt", "b.txt", "--keep-duplicates", "--trace", "-q")
    kept, removed = _records(done.stdout)
    assert kept["duplicate_of"] is None
    assert removed["duplicate_of"] == kept["id"]
    assert isinstance(kept["removed"], list)


def test_name_that_is_not_utf8(run: Run, tmp_path: Path) -> None:
    name = b"\xff.txt".decode("utf-8", "surrogateescape")
    write_story(tmp_path / name, "Skarne")
    done = run("clean", ".", "-q")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["source"] == f"./{name}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("clean", "a.txt", "-o", "none/out.jsonl"), "no folder none"),
        (("clean", "a.txt", "-o", "."), "is a folder"),
        (("clean", "a.txt", "-o", "a.txt"), "also an input"),
        (("clean", "a.txt", "--rejects", "a.txt"), "also an input"),
        (("clean", "a.txt", "-o", "x", "--rejects", "./x"), "at once"),
        (("clean", "a.txt", "--threshold", "0"), "threshold"),
        (("clean", "a.txt", "--threshold", "nan"), "threshold"),
        (("clean", "a.txt", "--jobs", "-1"), "jobs"),
        (("clean", "a.txt", "--keep", "best"), "best"),
        (("clean", "a.txt", "--nonsense"), "nonsense"),
        (("clean", "--files0-from", "none"), "none"),
        (("dedupe", "a.jsonl", "-o", "none/x"), "no folder none"),
        (("tidy",), "tidy"),
    ],
)
def test_wrong_usage(run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    story = write_story(tmp_path / "a.txt", "Skarne").read_text()
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert not done.stdout
    assert (tmp_path / "a.txt").read_text() == story
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_full_disk(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    with Path("/dev/full").open("w") as full:
        done = run("clean", "a.txt", "-q", stdout=full)
    assert (done.returncode, done.stderr) == (
        2,
        "newsclean: standard output: can't be written: No space left on device\n",
    )


def test_nobody_hears_standard_error(tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    full = 'exec "$@" 2>/dev/full'
    closed = 'exec "$@" 2>&-'
    for script in (full, closed):
        for name, status in (("a.txt", 0), ("none.txt", 1)):
            command = ["sh", "-c", script, "sh", *NEWSCLEAN, "clean", name, "-o", "out.jsonl"]
            done = subprocess.run(command, cwd=tmp_path, env=make_environment(), check=False)
            assert done.returncode == status
            assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1 - status


def test_nothing_named_on_a_terminal(run: Run) -> None:
    done = run("clean", stdin=_open_terminal())
    assert done.returncode == 2
    assert "nothing to read" in done.stderr


def _open_terminal() -> int:
    return pty.openpty()[1]


def test_closed_standard_output(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    done = run("clean", "a.txt", "-q", preexec_fn=_close_stdout, stdout=subprocess.DEVNULL)
    assert done.returncode == 2
    assert done.stderr == "newsclean: standard output is closed\n"


def _close_stdout() -> None:
    os.close(1)


def test_summary_is_written_and_what_swallows_much_is_named(run: Run, tmp_path: Path) -> None:
    for number in range(22):
        write_story(tmp_path / "pages" / f"{number:02}.txt", "Skarne")
    done = run("clean", "pages", "-o", "clean.jsonl", "--summary", "summary.json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert "warning: 21 of 22 articles were removed as duplicates of pages/00.txt" in done.stderr
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert (summary["read"], summary["kept"], summary["duplicates"]["exact"]) == (22, 1, 21)
    assert summary["sites"]["pages"]["articles"] == 22


def test_two_outputs_are_not_one_file(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    done = run("clean", "a.txt", "-o", "clean.jsonl", "--summary", "clean.jsonl")
    assert done.returncode == 2
    assert "clean.jsonl: can't be two outputs at once" in done.stderr


def test_the_name_of_the_output_tells_its_form(run: Run, tmp_path: Path) -> None:
    for number, place in enumerate(("Skarne", "Drommel", "Culloe")):
        write_story(tmp_path / f"{number}.txt", place, f"Day{number}")
    assert run("clean", ".", "-q", "-o", "out.jsonl.gz").returncode == 0
    records = _records(gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).decode())
    assert run("dedupe", "out.jsonl.gz", "-q", "-o", "texts/").returncode == 0
    texts = {path.stem: path.read_text("utf-8") for path in (tmp_path / "texts").iterdir()}
    assert texts == {each["id"]: f"{each['title']}\n\n{each['text']}\n" for each in records}
    again = run("clean", "0.txt", "-o", "texts/")
    assert (again.returncode, "name a new folder" in again.stderr) == (2, True)
    remembering = run("clean", "0.txt", "--memory", "m.db", "-o", "more/")
    assert (remembering.returncode, "not a folder" in remembering.stderr) == (2, True)


def test_several_articles_in_one_file(run: Run, tmp_path: Path) -> None:
    places = ("Skarne", "Drommel", "Culloe")
    stories = [write_story(tmp_path / "spare" / place, place).read_text("utf-8") for place in places]
    (tmp_path / "all.txt").write_text("\n=====\n".join(stories), encoding="utf-8")
    records = _records(run("clean", "all.txt", "--split", "^=+$", "--keep-duplicates").stdout)
    assert [record["source"] for record in records] == ["all.txt#1", "all.txt#2", "all.txt#3"]
    assert [place in record["text"] for place, record in zip(places, records, strict=True)] == [True] * 3
    (tmp_path / "fed.txt").write_text("\f".join(stories), encoding="utf-8")
    assert [record["text"] for record in _records(run("clean", "fed.txt", "--keep-duplicates").stdout)] == [
        record["text"] for record in records
    ]
    explained = run("explain", "fed.txt")
    assert (explained.returncode, "holds 3 articles" in explained.stderr) == (1, True)
    wrong = run("clean", "all.txt", "--split", "(")
    assert (wrong.returncode, "no regular expression" in wrong.stderr) == (2, True)
