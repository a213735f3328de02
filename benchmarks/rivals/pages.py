"""How a rival that extracts articles is run: over the pages of a folder, in one process, one after the other.

A script gives its function to `extract_all`, and is called with a folder of pages, a file for what it finds,
and how many pages it may have before the clock runs. It prints the seconds of the processor and how many
pages it failed on. Each page has a row.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable, Mapping
from itertools import cycle, islice
from pathlib import Path

Row = Mapping[str, str | None]

_SUFFIXES = (".html", ".htm", ".gz")


def extract_all(extract: Callable[[bytes], Row]) -> None:
    """Extract the article of each page in a folder."""
    folder, target, warm_up = sys.argv[1:]
    pages = {
        str(path): gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.suffix in _SUFFIXES
    }
    for page in islice(cycle(pages.values()), int(warm_up)):
        try_page(extract, page)
    start = time.process_time()
    found = {name: try_page(extract, page) for name, page in pages.items()}
    seconds = time.process_time() - start
    with open(target, "w", encoding="utf-8") as rows:
        rows.writelines(json.dumps({"source": name, **(row or {})}) + "\n" for name, row in found.items())
    print(json.dumps({"seconds": seconds, "failed": sum(row is None for row in found.values())}))


def try_page(extract: Callable[[bytes], Row], page: bytes) -> Row | None:
    """Extract an article; None where it fails."""
    try:
        return extract(page)
    except Exception:  # noqa: BLE001  # each has errors of its own
        return None
