"""How long the program takes to start: whole processes, beside the import of its framework."""

import importlib.metadata
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from measuring import describe_machine

ROUNDS = 25
RESULT = Path(__file__).parent / "results" / "start.md"
PAGE = Path(__file__).parent.parent / "samples" / "world-window" / "night-train.txt"
BASE = "import typer, rich"


def measure(commands: dict[str, list[str]]) -> dict[str, float]:
    """Return the seconds that each command takes, the median of the rounds."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, cwd=folder, capture_output=True, check=True)
                found[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in found.items()}


def main() -> None:
    """Measure, print, and keep the result."""
    newsclean = [sys.executable, "-m", "newsclean"]
    found = measure(
        {
            "python": [sys.executable, "-c", ""],
            BASE: [sys.executable, "-c", BASE],
            "newsclean --version": [*newsclean, "--version"],
            "newsclean --help": [*newsclean, "--help"],
            "newsclean clean, one page": [*newsclean, "clean", str(PAGE), "-q", "-j", "1"],
        }
    )
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("newsclean", "typer", "numpy")
    )
    rows = "".join(
        f"| `{name}` | {seconds * 1000:.0f} | {seconds / found[BASE]:.2f} |\n"
        for name, seconds in found.items()
    )
    text = (
        f"# Start\n\nMade by `benchmarks/start.py` on {datetime.now(UTC):%Y-%m-%d}: {versions},"
        f" Python {platform.python_version()}, {describe_machine()}.\n"
        f"Whole processes, medians of {ROUNDS} rounds in turns.\n\n"
        f"| command | ms | times `{BASE}` |\n|---|---|---|\n{rows}"
    )
    print(text)
    RESULT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
