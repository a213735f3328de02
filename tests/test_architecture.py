"""The architecture is a test: imports go down only, and the command line stays thin."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINES = 200


def test_imports_go_down_only() -> None:
    # The command's own entry point, as the tool offers no stable call.
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_comes_from_click() -> None:
    for path in (ROOT / "newsclean").rglob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if line.startswith(("import click", "from click"))], path
