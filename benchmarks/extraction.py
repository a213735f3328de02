"""Compare the extraction of articles with Trafilatura's, and tell where the time goes.

    python benchmarks/extraction.py EVAL [--rounds 3]

EVAL holds score.py and the sets plain/, sites/, fundus/ and segments/. Both programs get the bytes of the
pages in one process on one core: newsclean decodes, cleans and gives a record's fields, some pages together
as its command does, and once more one by one; Trafilatura runs `bare_extraction` with metadata and otherwise
its default settings. They take turns on the whole set, and change who begins, so that neither gets the
machine's better minutes; time is the processor's, not the clock's, and each ratio is the median of the
rounds' ratios. The table goes to results/extraction.md.

newsclean's weights were trained on these pages; its quality here is a regression check. See
docs/figures.md.
"""

import argparse
import datetime as dt
import gzip
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from json import dumps
from pathlib import Path
from statistics import median
from typing import Any

from measuring import ONE_THREAD, clean, describe_commit, describe_machine, list_pages, score
from stages import Pages, clean_page, clean_together, one_by_one, spend, tell_stages, warm_up

from newsclean.pages import TOGETHER

RESULTS = Path(__file__).parent / "results/extraction.md"
HTML_SETS = ("fundus", "segments")
TEXT_SETS = ("plain", "sites")
MEASURES = ("f1", "precision", "recall", "title", "published")
PROGRAMS = ("newsclean", "trafilatura")


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("eval", metavar="EVAL", type=Path, help="folder of the labelled sets")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        # It is read when NumPy is loaded.
        sys.exit(subprocess.run([sys.executable, *sys.argv], check=False, env=ONE_THREAD).returncode)
    text = "\n".join(report(arguments.eval, arguments.rounds)) + "\n"
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, "utf-8")
    print(text)


def report(root: Path, rounds: int) -> Iterator[str]:
    """Yield the lines of the table."""
    names = ("newsclean", "trafilatura", "selectolax", "numpy")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    now = dt.datetime.now(dt.UTC).date().isoformat()
    load = os.getloadavg()[0]
    yield "# Extraction"
    yield ""
    yield f"Made by `benchmarks/extraction.py` on {now}, at {describe_commit()}."
    yield f"{versions}, Python {platform.python_version()}, {describe_machine()}."
    yield f"One process on one core; the median of {rounds} rounds; load average at the start {load:.1f}."
    yield f"newsclean cleans {TOGETHER} pages together, as its command does; the last columns are one by one."
    yield ""
    yield "## Speed: HTML"
    yield ""
    yield "| set | pages | newsclean, pages/s | Trafilatura, pages/s | newsclean : Trafilatura | one by one |"
    yield "|---|---|---|---|---|---|"
    for name in HTML_SETS:
        yield compare(name, read_pages(root, name), rounds)
    yield ""
    yield "## Speed: text"
    yield ""
    yield "| set | pages | newsclean, pages/s | one by one, pages/s |"
    yield "|---|---|---|---|"
    for name in TEXT_SETS:
        pages = read_pages(root, name)
        together, alone = take_turns((clean_together, one_by_one(clean_page)), pages, rounds)
        rates = (f"{len(pages) / median(each):.0f}" for each in (together, alone))
        yield f"| {name} | {len(pages)} | {' | '.join(rates)} |"
    yield ""
    yield "## Where the time goes"
    yield ""
    yield from tell_stages({name: read_pages(root, name) for name in (*TEXT_SETS, *HTML_SETS)}, rounds)
    yield ""
    yield "## Quality"
    yield ""
    yield "newsclean's weights were trained on these pages: its figures here only guard against regressions."
    yield ""
    yield f"| set | program | {' | '.join(MEASURES)} |"
    yield f"|---|---|{'---|' * len(MEASURES)}"
    for name in HTML_SETS:
        for program in PROGRAMS:
            yield rate(root, name, program)


def read_pages(root: Path, name: str) -> Pages:
    """Read the pages of a set into memory, decompressed, each with its name."""
    return [
        (str(path), gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        for path in list_pages(root, name)
    ]


def trafilatura_page(name: str, content: bytes) -> dict[str, Any]:
    """Extract with Trafilatura, metadata included."""
    from trafilatura import bare_extraction  # noqa: PLC0415  # newsclean is measured without it
    from trafilatura.settings import Document  # noqa: PLC0415

    found = bare_extraction(content, with_metadata=True)
    row = found.as_dict() if isinstance(found, Document) else {}
    return {"source": name, "text": row.get("text"), "title": row.get("title"), "published": row.get("date")}


def compare(name: str, pages: Pages, rounds: int) -> str:
    """Let both programs take turns on a set; return its row."""
    works = clean_together, one_by_one(trafilatura_page), one_by_one(clean_page)
    one_by_one(trafilatura_page)(pages[:5])
    ours, theirs, alone = take_turns(works, pages, rounds)
    ratios = [
        f"{median(their / our for their, our in zip(theirs, each, strict=True)):.1f}"
        for each in (ours, alone)
    ]
    rates = (f"{len(pages) / median(each):.1f}" for each in (ours, theirs))
    return f"| {name} | {len(pages)} | {' | '.join(rates)} | {' | '.join(ratios)} |"


def take_turns(works: Sequence[Callable[[Pages], object]], pages: Pages, rounds: int) -> list[list[float]]:
    """Return for each work the seconds for all pages in each round."""
    warm_up(pages)
    seconds: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        for place in range(len(works))[:: 1 if number % 2 == 0 else -1]:
            seconds[place].append(spend(works[place], pages))
    return seconds


def rate(root: Path, name: str, program: str) -> str:
    """Score one program on a set; return its row."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.jsonl")
        if program == "newsclean":
            clean(root, name, out)
        else:
            rows = [trafilatura_page(*page) for page in read_pages(root, name)]
            out.write_text("".join(dumps(row) + "\n" for row in rows), "utf-8")
        found = score(root, name, out)
    cells = (f"{found[each]:.4f}" if each in found else "" for each in MEASURES)
    return f"| {name} | {program} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
