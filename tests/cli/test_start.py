import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import newsclean

from .conftest import NEWSCLEAN, ROOT, Run, make_environment, write_story

HEAVY = {
    "numpy",
    "typer",
    "pydantic",
    "rich",
    "datasketch",
    "selectolax",
    "fasttext",
    "charset_normalizer",
    "orjson",
    "concurrent.futures",
    "sqlite3",
    "importlib.metadata",
}
"""What `--version` does without."""

LATE = HEAVY - {"typer", "pydantic", "orjson", "importlib.metadata"}
"""What `--help` does without."""

UNNEEDED = {
    "pydantic",
    "typing_extensions",
    "numpy.ma",
    "numpy.random",
    "email",
    "requests",
    "robust_downloader",
    "ftfy",
    "charset_normalizer",
    "numba",
    "llvmlite",
    "datasketch",
    "pyarrow",
    "fastwarc",
    "rich",
    "sqlite3",
    "csv",
    "tarfile",
    "zipfile",
    "backports.zstd",
    "tempfile",
    "hashlib",
    "importlib.resources",
    "threadpoolctl",
    "newsclean.cli.dedupe",
    "newsclean.cli.memory",
    "newsclean.memory",
    "newsclean.review",
    "newsclean.rows",
    "newsclean.reading.containers",
    "newsclean.reading.jsonl",
    "newsclean.cleaning.explaining",
    "newsclean.deduplication.batches",
    "newsclean.deduplication.comparison",
    "concurrent.futures.thread",
    "concurrent.futures.process",
    "multiprocessing.connection",
    "pyspark",
    "tomllib",
}
"""What the cleaning of one page does without."""

OF_HTML = {
    "selectolax",
    "logging",
    "html",
    "newsclean.cleaning.declarations",
    "newsclean.cleaning.html",
    "newsclean.cleaning.markup",
}
"""What the cleaning of one page of text does without."""


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"newsclean {newsclean.__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    for arguments in ((), ("--help",)):
        done = run(*arguments)
        for command in ("clean", "dedupe", "explain"):
            assert command in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (("--version",), HEAVY),
        (("--help",), LATE),
        (("clean", "--help"), LATE),
        (("clean", "a.txt", "-q"), UNNEEDED | OF_HTML),
        (("clean", "a.html", "-q"), UNNEEDED | {"newsclean.cleaning.text"}),
        (("dedupe", "a.jsonl", "-q", "--memory", "m.db"), {"newsclean.cleaning", "numba"}),
    ],
)
def test_nothing_is_imported_that_is_not_needed(
    tmp_path: Path, arguments: tuple[str, ...], unneeded: set[str]
) -> None:
    story = write_story(tmp_path / "a.txt", "Skarne").read_text()
    (tmp_path / "a.html").write_text("".join(f"<p>{line}</p>" for line in story.splitlines() if line))
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": story}) + "\n")
    code = f"""
import sys
from newsclean.__main__ import main
sys.argv = ["newsclean", *{arguments!r}]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("\\n", *sorted({unneeded!r} & set(sys.modules)))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path, env=make_environment(), capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines()[-1].strip() == ""


@pytest.mark.parametrize("busy", [False, True])
def test_the_end_is_not_waited_for_unless_there_is_something_to_do(tmp_path: Path, *, busy: bool) -> None:
    write_story(tmp_path / "a.txt", "Skarne")
    code = f"""
import atexit, sys
from newsclean.__main__ import run
if {busy}:
    sys.modules["pyspark"] = sys
atexit.register(print, "the end")
sys.argv = ["newsclean", "clean", "a.txt", "-q"]
run()
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path, env=make_environment(), capture_output=True, check=True, text=True
    )
    first, *rest = done.stdout.splitlines()
    assert json.loads(first)["source"] == "a.txt"
    assert rest == ["the end"] * busy


def test_library(tmp_path: Path) -> None:
    page = write_story(tmp_path / "a.txt", "Skarne")
    document = newsclean.Document("memory", newsclean.Kind.TEXT, page.read_text())
    result = newsclean.clean([page, document])
    (article,) = result.articles
    assert [duplicate.source for duplicate in article.duplicates] == ["memory"]
    cleaned = newsclean.explain(page)
    assert isinstance(cleaned, newsclean.Cleaned)
    assert cleaned.article.title == article.title
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "words"}\n')
    assert newsclean.dedupe([rows]).distinct == 1


def test_an_interrupt_while_modules_are_imported_ends_quietly(tmp_path: Path) -> None:
    # In code made from a string, too: that is how dataclasses are made.
    (tmp_path / "typer.py").write_text(
        "import os, signal\nexec('os.kill(os.getpid(), signal.SIGINT)')\nraise SystemExit('no interrupt')"
    )
    environment = make_environment(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    done = subprocess.run([*NEWSCLEAN, "clean"], env=environment, check=False, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize(("options", "lines"), [((), 1), (("--debug",), None)])
def test_a_fault_of_its_own_is_one_line_unless_asked_for(
    tmp_path: Path, options: tuple[str, ...], lines: int | None
) -> None:
    (tmp_path / "a.txt").write_text("The ferry is late")
    faulty = "import newsclean.pipeline as p; p.cleaning = None; from newsclean.cli import app; app()"
    done = subprocess.run(
        [sys.executable, "-c", faulty, *options, "clean", "a.txt", "-o", "out.jsonl"],
        cwd=tmp_path,
        env=make_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (2 if lines else 1)
    assert "TypeError: 'NoneType' object is not callable" in done.stderr
    assert ("Traceback" in done.stderr) == (lines is None)
    assert lines is None or done.stderr.count("\n") == lines
    assert not (tmp_path / "out.jsonl").exists()
