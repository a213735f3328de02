"""The architecture is a test: imports go down only, and the command line stays thin."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE_LINES = 300
FUNCTION_LINES = 50


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


def test_files_and_functions_are_short() -> None:
    files = [
        path
        for folder in ("newsclean", "tests", "benchmarks", "training", "docs")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert files
    long = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > FILE_LINES:
            long.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert not long, "\n".join(long)
