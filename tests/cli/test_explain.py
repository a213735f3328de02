import json
import os
import pty
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import NEWSCLEAN, Run, make_environment, write_story


def _make_page(folder: Path) -> None:
    path = write_story(folder / "a.txt", "Skarne")
    path.write_text(f"Home | News | Sport | Weather\n\n{path.read_text()}\n\nShare | Tweet | Print\n")


def test_every_block_has_its_line_mark_and_reason(run: Run, tmp_path: Path) -> None:
    _make_page(tmp_path)
    done = run("explain", "a.txt")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ *3 # The ferry to Skarne sails again", done.stdout, re.MULTILINE)
    assert re.search(r"^ *5 \+ The Skarne ferry will sail again", done.stdout, re.MULTILINE)
    assert re.search(r"^ *1 - Home \| News.*  \[.+\]$", done.stdout, re.MULTILINE)
    assert "\x1b" not in done.stdout


def test_standard_input(run: Run, tmp_path: Path) -> None:
    _make_page(tmp_path)
    assert run("explain", "-", input=(tmp_path / "a.txt").read_text()).returncode == 0


def test_rejected_page(run: Run) -> None:
    done = run("explain", "none.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "newsclean: none.txt: there is no such file\n"


@pytest.mark.parametrize(("variables", "colours"), [({}, 4), ({"NO_COLOR": "1"}, 0)])
def test_colour_on_a_terminal_unless_unwanted(
    tmp_path: Path, variables: dict[str, str], colours: int
) -> None:
    _make_page(tmp_path)
    leader, follower = pty.openpty()
    environment = make_environment(TERM="xterm-256color", **variables)
    subprocess.run(
        [*NEWSCLEAN, "explain", "a.txt"], cwd=tmp_path, env=environment, stdout=follower, check=True
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert min(shown.count("\x1b[32m"), 4) == colours
    assert "+ " in shown


def test_causes_and_origins(run: Run, tmp_path: Path) -> None:
    _make_page(tmp_path)
    done = run("explain", "a.txt", "--causes")
    assert re.search(r"^title .+ sails again on Monday  \(line 3\)$", done.stdout, re.MULTILINE)
    assert re.search(r"^ +[a-z'0-9%; ]+ \+\d+\.\d", done.stdout, re.MULTILINE)


def test_json(run: Run, tmp_path: Path) -> None:
    _make_page(tmp_path)
    page = tmp_path / "a.txt"
    page.write_text(f"The ferry to Skarne sails again on Monday\n\n{page.read_text()}")
    explained = json.loads(run("explain", "a.txt", "--json").stdout)
    assert explained["fields"]["title"] == "The ferry to Skarne sails again on Monday"
    labels = {block["line"]: (block["label"], block["repeats"]) for block in explained["blocks"]}
    assert labels[1] == ("headline", None)
    assert labels[5] == ("furniture", 1)
    causes = [cause for block in explained["blocks"] for cause in block["causes"]]
    assert causes
    assert all({"feature", "effect"} == set(cause) for cause in causes)


def test_pair(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    write_story(tmp_path / "b.txt", "Skarne", day="Sunday")
    done = run("explain", "--pair", "a.txt", "b.txt")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^verdict +near, similarity 0\.\d+$", done.stdout, re.MULTILINE)
    assert re.search(r"^bands met +[1-9]\d* of 42: \d+", done.stdout, re.MULTILINE)
    assert {"= ", "| "} <= {line[:2] for line in done.stdout.splitlines()}
    assert re.search(r"^\| Friday\b.* {9,}Sunday\b", done.stdout, re.MULTILINE)
    compared = json.loads(run("explain", "--pair", "a.txt", "b.txt", "--json").stdout)
    assert (compared["left"], compared["found"]["kind"]) == ("a.txt", "near")
    assert len(compared["found"]["id"]) == len("0123456789abcdef" * 2)


@pytest.mark.parametrize("arguments", [("--pair", "a.txt"), ("a.txt", "b.txt"), ("--pair", "-", "-")])
def test_one_page_or_two(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("explain", *arguments)
    assert done.returncode == 2
    assert "newsclean: explain takes" in done.stderr


def test_repairs_are_told(run: Run, tmp_path: Path) -> None:
    _make_page(tmp_path)
    page = tmp_path / "a.txt"
    page.write_text(
        page.read_text().replace("ferry will", "fe\u00adrry wi\u00adll &amp; GrÃ¼n cafe\u0301 will", 1),
        "utf-8",
    )
    shown = run("explain", "a.txt").stdout
    assert re.search(
        r'^ +repaired: U\+00AD taken out \(2 times\); "amp;" taken out; "Ã¼" to "ü"; "é" composed$',
        shown,
        re.MULTILINE,
    )
    blocks = json.loads(run("explain", "a.txt", "--json").stdout)["blocks"]
    (repairs,) = (block["repairs"] for block in blocks if block["repairs"])
    assert repairs[0] == {"at": repairs[0]["at"], "was": "\u00ad", "now": ""}


def test_what_decided_stands_with_the_reason(run: Run, tmp_path: Path) -> None:
    _make_page(tmp_path)
    shown = run("explain", "a.txt").stdout
    assert re.search(r"^ *1 - Home .+  \[stands before the article: .*its .+\]$", shown, re.MULTILINE)


def test_one_page_of_several(run: Run, tmp_path: Path) -> None:
    for place in ("Skarne", "Averill"):
        write_story(tmp_path / "pages" / f"{place}.txt", place)
    texts = [(tmp_path / "pages" / f"{place}.txt").read_text() for place in ("Skarne", "Averill")]
    (tmp_path / "day.txt").write_text("\n=====\n".join(texts))
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps({"body": text}) + "\n" for text in texts))
    shutil.make_archive(str(tmp_path / "pages"), "zip", tmp_path / "pages")
    for name in ("day.txt#2", "rows.jsonl#2", "pages.zip#Averill.txt"):
        done = run("explain", name, "--split", "^=+$", "--column", "text=body")
        facts = dict(line.split(maxsplit=1) for line in done.stdout.splitlines()[:2])
        assert (facts["source"], facts["title"][:20]) == (name, "The ferry to Averill"), done.stderr
    done = run("explain", "day.txt", "--split", "^=+$")
    assert (done.returncode, done.stderr) == (
        1,
        "newsclean: day.txt: holds 2 articles; name one: day.txt#1 to 2\n",
    )
    done = run("explain", "pages.zip#none.txt")
    assert (done.returncode, done.stderr) == (
        1,
        "newsclean: pages.zip#none.txt: there is no such page in pages.zip\n",
    )
