"""An inbox of pages for runs with a memory, and what must have come out of it."""

import json
from collections import Counter
from pathlib import Path

from .conftest import Run

COMMAND = ("clean", "inbox", "--memory", "m.db", "--skip-seen-files", "--jobs", "1", "-o")


def fill(inbox: Path, numbers: range) -> None:
    """Put a page into an inbox for each number, on a subject of its own."""
    inbox.mkdir(exist_ok=True)
    for number in numbers:
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
        lines = [f"Near {word}{at} a boat met {word[::-1]}{at} by the {at} lights." for at in range(9)]
        (inbox / f"{word}.txt").write_text(f"The tides of {word}\n\n" + "\n\n".join(lines), encoding="utf-8")


def count_written(folder: Path) -> Counter[str]:
    """Count how often each page was written."""
    outputs = sorted(folder.glob("out*.jsonl"))
    lines = [line for path in outputs for line in path.read_text("utf-8").splitlines()]
    return Counter(json.loads(line)["source"] for line in lines)


def all_once(folder: Path) -> Counter[str]:
    """Return what `count_written` gives if each page was written once."""
    return Counter(f"inbox/{path.name}" for path in (folder / "inbox").iterdir())


def check_next_run(run: Run, folder: Path) -> None:
    """Check that another run writes the rest, and nothing but the rest."""
    done = run(*COMMAND, "out-next.jsonl")
    assert done.returncode == 0, done.stderr
    assert count_written(folder) == all_once(folder)
