"""What the README shows is what happens: its `console` blocks are run, its Python is run, its links exist."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "samples" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROMPT = "$ "
OMISSION = "…"

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def _find_blocks(language: str) -> list[str]:
    return [body for found, body in _FENCE.findall(README) if found == language]


def _split_commands(block: str) -> list[tuple[str, str]]:
    """Return each command with the output shown below it."""
    commands = [part.split("\n", 1) for part in f"\n{block}".split(f"\n{PROMPT}")[1:]]
    return [(command, "".join(rest).strip("\n")) for command, *rest in commands]


def _matches(shown: str, output: str) -> bool:
    """Compare output with what is shown; `…` stands for any lines, or inside a line for the rest of it."""
    lines = shown.splitlines(keepends=True)
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == OMISSION else re.escape(line).replace(OMISSION, ".*")
        for line in lines
    )
    return re.fullmatch(pattern, output) is not None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the samples in it, where the README's commands run one after the other."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "samples", folder / "samples")
    return folder


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        encoding="utf-8",
    )


def test_commands_give_what_is_shown(desk: Path) -> None:
    commands = [pair for block in _find_blocks("console") for pair in _split_commands(block)]
    assert commands
    for command, shown in commands:
        done = _run(["bash", "-c", command], desk)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        if shown and not _matches(shown, done.stdout.strip("\n")):
            pytest.fail(f"{command}\n{done.stdout}", pytrace=False)


def test_python_runs(desk: Path) -> None:
    blocks = _find_blocks("python")
    assert blocks
    for block in blocks:
        done = _run([sys.executable, "-c", block], desk)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_sample_shown_is_the_sample() -> None:
    page = (ROOT / "samples" / "world-window" / "night-train.txt").read_text(encoding="utf-8")
    assert page in _find_blocks("text")[0]


def test_recipes_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples" / "harbour-light", tmp_path / "inbox")
    (tmp_path / "clean").mkdir()
    recipes = [block for block in _find_blocks("text") if "--memory" in block]
    (cron,) = [block for block in recipes if block.startswith("15 *")]
    # What cron makes of its line: five fields for the time, and \\% is a plain %.
    command = cron.split(maxsplit=5)[5].replace("\\%", "%").replace("/srv/news", str(tmp_path))
    done = _run(["sh", "-c", command], tmp_path)
    assert done.returncode == 0, done.stdout
    (written,) = (tmp_path / "clean").glob("*.jsonl")
    assert written.read_text("utf-8")
    (makefile,) = [block for block in recipes if "wildcard" in block]
    (tmp_path / "Makefile").write_text(makefile, "utf-8")
    done = _run(["make"], tmp_path)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "today.jsonl").read_text("utf-8") == ""
