"""What the rivals that find duplicates tell beside the rows they keep."""

import json
from collections.abc import Sequence
from pathlib import Path


def write_groups(path: str, first: Sequence[int]) -> None:
    """Write, where a path is given, for each row the number of the row that was kept for it."""
    if path:
        Path(path).write_text(json.dumps(first), "utf-8")
