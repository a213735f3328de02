"""Measure deduplication on generated corpora: time, memory and quality, alone and beside other programs.

    python benchmarks/deduplication.py EVAL [--sizes 10000 100000] [--pair 30000] [--rounds 3]

EVAL holds dedup/generate.py and dedup/score.py. Corpora are generated once and kept in --corpora (a million
articles take 3.4 GB). Each program runs as a process on one core, in turns with the others, from the start of
Python to the written file; what counts is CPU time (user and system) and the peak of resident memory. Medians
go to benchmarks/results/deduplication.md. newsclean runs once before that, which compiles what has to be.
"""

import argparse
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results" / "deduplication.md"
RIVALS = Path(__file__).parent / "rivals"
SEED = 1
NEWSCLEAN = (str(Path(sysconfig.get_path("scripts"), "newsclean")), "dedupe", "--quiet", "--jobs", "1")
PROGRAMS: Mapping[str, Sequence[str]] = {
    "newsclean": NEWSCLEAN,
    "gaoya": (sys.executable, str(RIVALS / "gaoya_rows.py")),
    "datasketch": (sys.executable, str(RIVALS / "datasketch_rows.py")),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of CPU, and megabytes of memory at most."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure and write the report."""
    arguments = read_arguments()
    arguments.corpora.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.jsonl")
        run("newsclean", generate(arguments, arguments.pair), out)
        lines = [*describe(), *grow(arguments, out), *pair(arguments, out)]
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("eval", metavar="EVAL", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--pair", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpora", type=Path, default=Path(tempfile.gettempdir(), "newsclean-corpora"))
    return parser.parse_args()


def describe() -> Iterator[str]:
    """Say what was measured."""
    names = ("newsclean", "numba", "numpy", "gaoya", "datasketch")
    programs = ", ".join(f"{name} {version(name)}" for name in names)
    today = datetime.now(UTC).date()
    yield "# Deduplication"
    yield ""
    yield f"Made by `benchmarks/deduplication.py` on {today}: {programs}, Python {sys.version.split()[0]}."
    yield "Whole processes on one core: from the start of Python to the written file."


def grow(arguments: argparse.Namespace, out: Path) -> Iterator[str]:
    """Measure newsclean on corpora of several sizes."""
    heads = ("articles", "CPU s", "us an article", "peak MB", "B-cubed", "precision", "lost", "look-alikes")
    yield from ("", "## As the corpus grows", "", *table(heads))
    for size in arguments.sizes:
        corpus = generate(arguments, size)
        cost = run("newsclean", corpus, out)
        found = score(arguments.eval, corpus, out)
        yield row(
            f"{size:,}",
            f"{cost.seconds:.1f}",
            f"{cost.seconds / size * 1e6:.0f}",
            f"{cost.megabytes:.0f}",
            f"{found['b3']:.4f}",
            f"{found['precision']:.4f}",
            str(found["lost"]),
            str(sum(found["false"].values())),
        )


def pair(arguments: argparse.Namespace, out: Path) -> Iterator[str]:
    """Measure all programs in turns on one corpus."""
    corpus = generate(arguments, arguments.pair)
    costs: dict[str, list[Cost]] = {name: [] for name in PROGRAMS}
    for _ in range(arguments.rounds):
        for name, each in costs.items():
            each.append(run(name, corpus, out))
    ours = median(cost.seconds for cost in costs["newsclean"])
    yield from ("", f"## Beside others: {arguments.pair:,} articles, {arguments.rounds} rounds in turns", "")
    yield "The others keep the first of what their bands bring together, and verify nothing."
    yield from ("", *table(("program", "CPU s", "us an article", "times newsclean's", "peak MB")))
    for name, each in costs.items():
        seconds = median(cost.seconds for cost in each)
        memory = max(cost.megabytes for cost in each)
        share = f"{seconds / arguments.pair * 1e6:.0f}"
        yield row(name, f"{seconds:.1f}", share, f"{seconds / ours:.2f}", f"{memory:.0f}")


def table(heads: Sequence[str]) -> tuple[str, str]:
    """Return the head of a table."""
    return row(*heads), "|" + "---|" * len(heads)


def row(*cells: str) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(cells)} |"


def generate(arguments: argparse.Namespace, size: int) -> Path:
    """Return a generated corpus, made if it is not there yet."""
    corpus: Path = arguments.corpora / f"corpus-{size}-{SEED}.jsonl"
    if not corpus.exists():
        command = [sys.executable, arguments.eval / "dedup" / "generate.py", str(size), str(SEED), corpus]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return corpus


def run(name: str, corpus: Path, out: Path) -> Cost:
    """Run a program on the core that it may use, and return what it took."""
    last = (str(corpus), "-o", str(out)) if name == "newsclean" else (str(corpus), str(out))
    process = subprocess.Popen([*PROGRAMS[name], *last], env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{name} ended with {process.returncode}"
        raise SystemExit(message)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def score(root: Path, corpus: Path, out: Path) -> dict[str, Any]:
    """Return the measures of EVAL/dedup/score.py."""
    command = [sys.executable, root / "dedup" / "score.py", corpus, out, "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
