"""Measure the memory between runs: time and room against many articles, and agreement with one run.

    python benchmarks/memory.py EVAL [--remembered 1000000] [--new 10000] [--days 5] [--corpora FOLDER]

EVAL holds dedup/generate.py. Corpora of 100,000 rows are fed to `dedupe --memory` until it remembers as many
articles as are asked for, which takes minutes, once: the memory is kept in --corpora. The new articles are
then deduplicated against a copy of it. Agreement: a corpus of --new articles in random order is deduplicated
in one run, and in one run for each of --days; what counts is whether the same articles are kept. Written to
benchmarks/results/memory.md.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from measuring import ONE_THREAD, describe_machine

from newsclean.memory.candidates import DIGEST

RESULTS = Path(__file__).parent / "results" / "memory.md"
LOT = 100_000
ROUNDS = 3
KEY_BYTES = 8
SEED, SEED_OF_NEW = 1, 700
NEWSCLEAN = (str(Path(sysconfig.get_path("scripts"), "newsclean")), "dedupe", "--quiet")


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("eval", metavar="EVAL", type=Path)
    parser.add_argument("--remembered", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--corpora", type=Path, default=Path(tempfile.gettempdir(), "newsclean-corpora"))
    arguments = parser.parse_args()
    arguments.corpora.mkdir(exist_ok=True)
    new = generate(arguments, arguments.new, SEED_OF_NEW)
    lines = [*describe(), *measure_size(arguments, new), *measure_agreement(arguments, new)]
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))


def generate(arguments: argparse.Namespace, count: int, seed: int) -> Path:
    """Return a corpus, made if it is not there yet."""
    corpus: Path = arguments.corpora / f"corpus-{count}-{seed}.jsonl"
    if not corpus.exists():
        program = arguments.eval / "dedup/generate.py"
        subprocess.run([sys.executable, program, str(count), str(seed), corpus], check=True)
    return corpus


def describe() -> Iterator[str]:
    """Say what was measured."""
    yield "# Memory between runs"
    yield ""
    today, python = datetime.now(UTC).date(), sys.version.split()[0]
    yield f"Made by `benchmarks/memory.py` on {today}: Python {python}, {describe_machine()}."
    yield "Whole processes on the wall clock, from the start of Python to the acknowledged output."


def measure_size(arguments: argparse.Namespace, new: Path) -> Iterator[str]:
    """Deduplicate new articles against many remembered ones."""
    grown = grow(arguments)
    remembered = count_articles(grown)
    keys = KEY_BYTES * (DIGEST + 1)
    beyond = grown.stat().st_size / remembered - keys
    seconds = []
    with tempfile.TemporaryDirectory(dir=arguments.corpora) as folder:
        copy, out = Path(folder, "m.db"), Path(folder, "out.jsonl")
        for _ in range(ROUNDS):
            shutil.copy(grown, copy)
            # Or the run has to wait until all of the copy is on the disk, too.
            os.sync()
            seconds.append(run(new, out, "--memory", str(copy)))
        alone = median(run(new, out) for _ in range(ROUNDS))
    yield ""
    yield f"{arguments.new:,} new articles against {remembered:,} remembered ones:"
    yield ""
    yield "| | |"
    yield "|---|---:|"
    yield f"| time, median of {ROUNDS} | {median(seconds):.1f} s |"
    yield f"| the same without a memory | {alone:.1f} s |"
    yield f"| file for each remembered article | {beyond + keys:.0f} bytes |"
    yield f"| of that beyond its {DIGEST + 1} keys of {KEY_BYTES} bytes | {beyond:.0f} bytes |"


def grow(arguments: argparse.Namespace) -> Path:
    """Return a memory of at least as many articles as are asked for."""
    memory: Path = arguments.corpora / f"memory-{arguments.remembered}.db"
    if memory.exists():
        return memory
    with tempfile.TemporaryDirectory(dir=arguments.corpora) as folder:
        growing, out = Path(folder, "m.db"), Path(folder, "out.jsonl")
        seed = SEED
        while not growing.exists() or count_articles(growing) < arguments.remembered:
            corpus = generate(arguments, LOT, seed)
            run(corpus, out, "--memory", str(growing))
            corpus.unlink()
            seed += 1
        growing.replace(memory)
    return memory


def count_articles(memory: Path) -> int:
    """Return how many articles a memory knows."""
    with closing(sqlite3.connect(memory)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def measure_agreement(arguments: argparse.Namespace, corpus: Path) -> Iterator[str]:
    """Compare what one run keeps with what one run a day keeps."""
    lines = corpus.read_text("utf-8").splitlines(keepends=True)
    random.Random(SEED).shuffle(lines)  # noqa: S311  # no secret
    with tempfile.TemporaryDirectory(dir=arguments.corpora) as folder:
        one_shot = find_kept(lines, Path(folder))
        size = -(-len(lines) // arguments.days)
        daily: set[str] = set()
        for start in range(0, len(lines), size):
            daily |= find_kept(lines[start : start + size], Path(folder), "--memory", str(Path(folder, "m")))
    differing = len(one_shot ^ daily)
    yield ""
    yield f"{arguments.days} daily runs over {len(lines):,} articles against one run over all:"
    yield ""
    yield "| | |"
    yield "|---|---:|"
    yield f"| same decision | {1 - differing / len(lines):.2%} |"
    yield f"| kept by the daily runs only | {len(daily - one_shot):,} |"
    yield f"| kept by the one run only | {len(one_shot - daily):,} |"


def find_kept(lines: Sequence[str], folder: Path, *options: str) -> set[str]:
    """Return the sources of the rows that a run keeps."""
    rows, out = folder / "rows.jsonl", folder / "kept.jsonl"
    rows.write_text("".join(lines), "utf-8")
    run(rows, out, *options)
    return {json.loads(line)["source"] for line in out.open(encoding="utf-8")}


def run(corpus: Path, out: Path, *options: str) -> float:
    """Run newsclean; return the seconds that it took."""
    out.unlink(missing_ok=True)
    start = time.monotonic()
    subprocess.run([*NEWSCLEAN, str(corpus), "-o", str(out), *options], check=True, env=ONE_THREAD)
    return time.monotonic() - start


if __name__ == "__main__":
    main()
