"""How the program meets people and other programs, whatever it is asked to do."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from .conftest import NEWSCLEAN, Run, make_environment, write_story

OTHER = """The lighthouse keeper of Cape Lorne has found a bottle with a map in it.

The map shows three islands that stand on no chart, and a path from the beach to a well behind the church.

"My grandfather drew it for my mother when she was six," said a reader who saw the picture in the paper.
"""


def _list(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_first_contact_says_what_to_do_next(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    for words in ("newsclean clean pages/ -o clean.jsonl", "newsclean explain page.html", "newsclean --help"):
        assert words in done.stderr
    assert done.stderr.count("\n") <= 10


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("clean", "--help")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_help_for_which_there_is_no_room(run: Run, arguments: tuple[str, ...], unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = run(*arguments, stdout=full, env=make_environment(PYTHONUNBUFFERED=unbuffered))
    assert (done.returncode, done.stderr) == (
        2,
        "newsclean: standard output: can't be written: No space left on device\n",
    )
    closed = ["sh", "-c", 'exec "$@" >&-', "sh", *NEWSCLEAN, *arguments]
    assert subprocess.run(closed, env=make_environment(), check=True, capture_output=True).stderr == b""


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        (("claen", "a.txt"), "clean"),
        (("clean", "a.txt", "--ouput", "x"), "--output"),
        (("clean", "a.txt", "--treshold", "0.7"), "--threshold"),
        (("dedupe", "--keep-duplicate"), "--keep-duplicates"),
        (("clean", "a.txt", "--keep", "longst"), "longest"),
        (("memory", "prun", "news.db"), "prune"),
    ],
)
def test_a_slip_of_the_pen_is_told_the_right_word(run: Run, arguments: tuple[str, ...], right: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert right in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["out.jsonl.xz", "OUT.XLSX", "out.zip"])
def test_a_name_is_not_given_to_another_form(run: Run, tmp_path: Path, name: str) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    done = run("clean", "a.txt", "-o", name)
    assert (done.returncode, _list(tmp_path)) == (2, ["a.txt"])
    assert f"{name}: is a form that newsclean doesn't write; it writes .jsonl, .gz" in done.stderr


def test_an_address_is_not_taken_for_a_file(run: Run) -> None:
    done = run("clean", "https://news.example/a.html")
    assert (done.returncode, done.stdout) == (1, "")
    assert "https://news.example/a.html: is an address; newsclean fetches nothing\n" in done.stderr


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    outputs = ("-o", "o.jsonl", "--rejects", "r.jsonl", "--summary", "s.json", "--depfile", "o.d")
    dry = run("clean", "a.txt", "none.txt", *outputs, "--memory", "m.db", "--dry-run")
    assert (dry.returncode, dry.stdout) == (1, "")
    assert _list(tmp_path) == ["a.txt"]
    wet = run("clean", "a.txt", "none.txt", *outputs, "--memory", "m.db")
    assert wet.returncode == 1
    assert dry.stderr.split(", learn")[0] == wet.stderr.split(", learn")[0]
    assert {"o.jsonl", "r.jsonl", "s.json", "o.d", "m.db"} <= set(_list(tmp_path))


def test_a_dry_run_leaves_the_memory_as_it_was(run: Run, tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    run("clean", "a.txt", "--memory", "m.db", "-o", "o.jsonl")
    (tmp_path / "b.txt").write_text(OTHER)
    before = run("memory", "export", "m.db").stdout
    assert run("clean", "b.txt", "--memory", "m.db", "-o", "p.jsonl", "--dry-run").returncode == 0
    assert run("memory", "export", "m.db").stdout == before
    assert run("clean", "b.txt", "--memory", "m.db", "-q").stdout


@pytest.mark.parametrize("command", ["clean", "dedupe"])
def test_strict_writes_nothing_when_an_input_is_rejected(run: Run, tmp_path: Path, command: str) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    (tmp_path / "a.jsonl").write_text('{"text": "words"}\nnonsense\n')
    (tmp_path / "o.jsonl").write_text("old")
    inputs = {"clean": ("a.txt", "none.txt"), "dedupe": ("a.jsonl",)}[command]
    done = run(command, *inputs, "-o", "o.jsonl", "--strict", "--memory", "m.db")
    assert done.returncode == 2
    assert {"clean": "none.txt", "dedupe": "a.jsonl#2"}[command] in done.stderr
    assert "nothing was written" in done.stderr
    assert (tmp_path / "o.jsonl").read_text() == "old"
    assert run("memory", "export", "m.db").stdout == ""
    assert run(command, inputs[0], "--strict", "-q").returncode == {"clean": 0, "dedupe": 2}[command]


def test_make_cleans_again_when_a_page_changed_and_only_then(tmp_path: Path) -> None:
    page = write_story(tmp_path / "raw" / "a page #1 $x.txt", "Skarne")
    write_story(tmp_path / "raw" / "b:c [1]*.txt", "Averill", "Sunday")
    recipe = f"{' '.join(NEWSCLEAN)} clean raw -q -o $@ --depfile clean.d"
    (tmp_path / "Makefile").write_text(f"clean.jsonl:\n\t{recipe}\n-include clean.d\n")

    def make() -> tuple[int, float]:
        done = subprocess.run(
            ["make"], cwd=tmp_path, env=make_environment(), capture_output=True, text=True, check=False
        )
        return done.returncode, (tmp_path / "clean.jsonl").stat().st_ino

    status, first = make()
    assert status == 0
    assert make() == (0, first)
    os.utime(page, (4e9, 4e9))
    status, second = make()
    assert (status, second != first) == (0, True)
    page.unlink()
    assert make()[0] == 0


def test_a_depfile_needs_a_file_that_is_made(run: Run) -> None:
    done = run("clean", "a.txt", "--depfile", "a.d")
    assert done.returncode == 2
    assert "-o" in done.stderr


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_in_a_pipe(run: Run, tmp_path: Path, variables: dict[str, str], *, coloured: bool) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    environment = make_environment(**variables)
    assert ("\x1b[" in run("explain", "a.txt", env=environment).stdout) == coloured
    done = run("clean", "a.txt", env=environment)
    assert ("\x1b[" in done.stderr) == coloured
    assert json.loads(done.stdout)["words"] > 0


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colours_on_a_terminal(tmp_path: Path, variables: dict[str, str], *, coloured: bool) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    leader, follower = pty.openpty()
    command = [*NEWSCLEAN, "explain", "a.txt"]
    subprocess.run(command, cwd=tmp_path, env=make_environment(**variables), stdout=follower, check=True)
    os.close(follower)
    assert (b"\x1b[" in os.read(leader, 1 << 16)) == coloured
    os.close(leader)


def test_names_from_a_list_may_be_odd(run: Run, tmp_path: Path) -> None:
    names = [b"-q.txt", b"a\nb.txt", b"'\"$(x) *.txt", b"\xff\xfe.txt", "ü 雪.txt".encode(), b"#1.txt"]
    for number, name in enumerate(names):
        write_story(tmp_path / os.fsdecode(name), f"Place{number}", f"Day{number}")
    listed = os.fsdecode(b"\0".join([*names, b""]))
    done = run(
        "clean", "--files0-from", "-", "-q", "--keep-duplicates", input=listed, errors="surrogateescape"
    )
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {os.fsencode(record["source"]) for record in records} == set(names)


def test_a_reader_that_has_enough_ends_it_quietly(tmp_path: Path) -> None:
    for number in range(30):
        write_story(tmp_path / "raw" / f"{number}.txt", f"Place{number}", f"Day{number}")
    for command in ("clean raw --keep-duplicates", "explain raw/1.txt", "furniture raw"):
        script = f"set -o pipefail; {' '.join(NEWSCLEAN)} {command} 2>words | true"
        subprocess.run(["bash", "-c", script], cwd=tmp_path, env=make_environment(), check=True)
        assert "Error" not in (tmp_path / "words").read_text()


def test_closed_standard_input(tmp_path: Path) -> None:
    for script in ('exec "$@" <&-', 'exec "$@" clean - <&-'):
        command = ["sh", "-c", script, "sh", *NEWSCLEAN, *(() if "clean" in script else ("clean",))]
        done = subprocess.run(
            command, cwd=tmp_path, env=make_environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode in (1, 2)
        assert done.stderr.startswith("newsclean: ")
        assert done.stderr.count("\n") <= 3
