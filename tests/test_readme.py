"""What README and docs show is what happens: what they say to run is run, and their links lead somewhere."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "samples/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
PROMPT, CONTINUATION = "$ ", "> "
OMISSION = "…"

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(rf".*(?:\n{CONTINUATION}.*)*")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def _find_blocks(document: Path, language: str) -> list[str]:
    return [body for found, body in _FENCE.findall(document.read_text("utf-8")) if found == language]


def _with(language: str) -> pytest.MarkDecorator:
    """Run a test for each document that has blocks of a language."""
    found = [path for path in DOCUMENTS if _find_blocks(path, language)]
    assert found, language
    return pytest.mark.parametrize("document", found, ids=lambda path: str(path.relative_to(ROOT)))


def _split_commands(block: str) -> list[tuple[str, str]]:
    """Return each command, which may go on after a prompt of its own, with the output shown below it."""
    parts = f"\n{block}".split(f"\n{PROMPT}")[1:]
    found = [match for part in parts if (match := _COMMAND.match(part))]
    return [
        (match[0].replace(f"\n{CONTINUATION}", "\n"), part[match.end() :].strip("\n"))
        for match, part in zip(found, parts, strict=True)
    ]


def _matches(shown: str, output: str) -> bool:
    """Compare output with what is shown; `…` stands for any lines, or inside a line for the rest of it."""
    lines = f"{shown}\n".splitlines(keepends=True)
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == OMISSION else re.escape(line).replace(OMISSION, ".*")
        for line in lines
    )
    return re.fullmatch(pattern, f"{output}\n") is not None


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with the samples in it, where a document's commands run one after the other."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


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


@_with("console")
def test_commands_give_what_is_shown(desk: Path, document: Path) -> None:
    for command, shown in (
        pair for block in _find_blocks(document, "console") for pair in _split_commands(block)
    ):
        done = _run(["bash", "-c", command], desk)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        if shown and not _matches(shown, done.stdout.strip("\n")):
            pytest.fail(f"{command}\n{done.stdout}", pytrace=False)


@_with("python")
def test_python_runs(desk: Path, document: Path) -> None:
    for block in _find_blocks(document, "python"):
        done = _run([sys.executable, "-c", block], desk)
        assert done.returncode == 0, done.stdout


@_with("toml")
def test_settings_are_known(desk: Path, document: Path) -> None:
    for block in _find_blocks(document, "toml"):
        (desk / "newsclean.toml").write_text(block, "utf-8")
        done = _run(["newsclean", "clean", "samples", "--dry-run"], desk)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_sample_shown_is_the_sample() -> None:
    page = (ROOT / "samples" / "world-window" / "night-train.txt").read_text(encoding="utf-8")
    assert page in _find_blocks(ROOT / "README.md", "text")[0]


@_with("cron")
def test_crontabs_run(tmp_path: Path, document: Path) -> None:
    shutil.copytree(ROOT / "samples" / "harbour-light", tmp_path / "inbox")
    (tmp_path / "clean").mkdir()
    for line in "".join(_find_blocks(document, "cron")).splitlines():
        # What cron makes of its line: five fields for the time, and \\% is a plain %.
        command = line.split(maxsplit=5)[5].replace("\\%", "%").replace("/srv/news", str(tmp_path))
        done = _run(["sh", "-c", command], tmp_path)
        assert done.returncode == 0, done.stdout
    assert any(path.stat().st_size for path in (tmp_path / "clean").iterdir())


@_with("make")
def test_makefiles_run(tmp_path: Path, document: Path) -> None:
    for number, makefile in enumerate(_find_blocks(document, "make")):
        folder = tmp_path / str(number)
        for name in ("inbox", "raw/harbour"):
            shutil.copytree(ROOT / "samples" / "harbour-light", folder / name)
        (folder / "Makefile").write_text(makefile, "utf-8")
        target = makefile.split(":")[0].replace("%", "harbour")
        done = _run(["make", target], folder)
        assert done.returncode == 0, done.stdout
        assert (folder / target).stat().st_size


def test_what_is_made_from_the_command_line_is_up_to_date() -> None:
    generated: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "generate.py"))["generate"]()
    for name, text in generated.items():
        assert (ROOT / name).read_text("utf-8") == text, f"{name} is out of date: run docs/generate.py"


def test_completion_completes() -> None:
    script = ROOT / "share" / "bash-completion" / "completions" / "newsclean"
    command = (
        f"source {script}; COMP_WORDS=(newsclean clean --keep); COMP_CWORD=2; _newsclean_completion newsclean"
    )
    done = _run(["bash", "-c", f"{command}; echo ${{COMPREPLY[*]}}"], ROOT)
    assert done.stdout.split() == ["--keep", "--keep-duplicates"]
