import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NEWSCLEAN = (sys.executable, "-m", "newsclean")

Run = Callable[..., subprocess.CompletedProcess[str]]

STORY = """{headline}

The {place} ferry will sail again on Monday after eleven weeks in the dock, the harbour office said on {day}.

Repairs to the ramp took longer than planned because a part had to be cast anew in a foundry abroad.

"We are glad that the island of {place} is no longer cut off," said the mayor, who rowed to work all spring.

The first boat leaves at seven in the morning, and passengers from {place} travel free until the end of {day}.
"""


def write_story(path: Path, place: str, day: str = "Friday", headline: str | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    story = STORY.format(
        place=place, day=day, headline=headline or f"The ferry to {place} sails again on Monday"
    )
    path.write_text(story, encoding="utf-8")
    return path


def make_environment(**variables: str) -> dict[str, str]:
    unset = ("NO_COLOR", "FORCE_COLOR", "NEWSCLEAN_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "120", **variables}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run newsclean as a process in the test's folder, with nothing on standard input unless given."""

    def run_newsclean(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("cwd", tmp_path)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("env", make_environment())
        return subprocess.run(
            [*NEWSCLEAN, *arguments],
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
            timeout=60,
            **options,
        )

    return run_newsclean
