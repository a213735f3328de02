"""Measure newsclean beside other programs, each as its users would run it: duplicates, and extraction.

    python benchmarks/rivals.py EVAL [--size 10000] [--rounds 3]

Each script in rivals/ runs one program, and says at its head what has to be installed. That is done in an
environment of its own in --environments, as they don't agree on what they need; a program that can't be
installed or fails is left out, and the report says so. What finds duplicates (`*_rows.py`) gets a generated
corpus: its time is that of whole processes. What extracts (`*_pages.py`) gets the labelled pages of EVAL in
one process, and its clock starts after the first ones. All run on one core, in turns. Medians go to
benchmarks/results/rivals.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import deduplication
import measuring
from deduplication import Cost, row, table
from environments import Program, install
from plots import find_row

ROOT = Path(__file__).parent.parent
RIVALS = Path(__file__).parent / "rivals"
RESULTS = Path(__file__).parent / "results" / "rivals.md"
SETS = ("fundus", "segments")
OURS = Program("newsclean", version("newsclean"), RIVALS / "newsclean_pages.py", sys.executable)
# Pages. newsclean goes over to machine code after 30; all load what they need with the first ones.
WARM_UP = "40"
DUPLICATES = (
    *("program", "CPU s", "times newsclean's", "peak MB"),
    *("B-cubed", "precision", "removed", "lost", "look-alikes"),
)
MEASURES = ("f1", "precision", "recall", "title", "published")


class FailedError(Exception):
    """A program that ended with an error."""


def main() -> None:
    """Measure and write the report."""
    arguments = read_arguments()
    arguments.corpora.mkdir(exist_ok=True)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # what is started from here stays there, too
    # In a process of its own, as the memory of this one would count as that of those it starts.
    subprocess.run([sys.executable, "-m", "newsclean", "compile", "--quiet"], check=True)
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for line in report(arguments, Path(folder)):
            print(line, flush=True)
            lines.append(line)
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("eval", metavar="EVAL", type=Path)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--environments", type=Path, default=ROOT / "build" / "rivals")
    parser.add_argument("--corpora", type=Path, default=Path(tempfile.gettempdir(), "newsclean-corpora"))
    return parser.parse_args()


def report(arguments: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Say what was measured where, and yield the tables."""
    yield "# Beside other programs"
    yield ""
    yield f"Made by `benchmarks/rivals.py` on {datetime.now(UTC).date()}, at {measuring.describe_commit()}."
    yield f"Python {platform.python_version()}, {measuring.describe_machine()}, of which one was used."
    yield "Each program is called as its documentation shows (`benchmarks/rivals/`); all take turns."
    rounds = f"rounds: {arguments.rounds}"
    yield f"Seconds are the processor's; {rounds}. Memory is the peak of the largest process."
    yield from find_duplicates(arguments, folder)
    yield from extract(arguments, folder)


def gather(pattern: str, environments: Path) -> tuple[list[Program], list[str]]:
    """Install what the scripts run; return the programs, and for those that are missing why."""
    found = [install(script, environments) for script in sorted(RIVALS.glob(pattern))]
    missing = [each for each in found if isinstance(each, str)]
    return [each for each in found if isinstance(each, Program) and each.name != OURS.name], missing


def find_duplicates(arguments: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure what finds duplicates, on a generated corpus."""
    corpus = deduplication.generate(arguments, arguments.size)
    out, groups = folder / "out.jsonl", folder / "groups.json"
    programs, missing = gather("*_rows.py", arguments.environments)
    commands = {OURS: [*deduplication.NEWSCLEAN, str(corpus), "-o", str(out)]}
    commands |= {each: [each.python, str(each.script), str(corpus), str(out)] for each in programs}
    costs: dict[Program, list[Cost]] = {}
    scores: dict[Program, dict[str, Any]] = {}
    for program, command in commands.items():
        try:
            run(command if program is OURS else [*command, str(groups)])
        except FailedError as failed:
            missing.append(f"{program} {failed}")
            continue
        if program is not OURS:
            tell_groups(corpus, json.loads(groups.read_text("utf-8")), out)
        scores[program], costs[program] = deduplication.score(arguments.eval, corpus, out), []
    for _ in range(arguments.rounds):
        for program, each in costs.items():
            each.append(run(commands[program])[1])
    yield from ("", f"## Duplicates: {arguments.size:,} generated articles", "")
    yield "Whole processes, from the start of Python to the written output. newsclean's bounds were chosen on"
    yield "such corpora; the others have a threshold of .7 over sequences of five words, or near it."
    yield from ("", *table(DUPLICATES))
    ours = median(cost.seconds for cost in costs[OURS])
    for program, each in costs.items():
        yield tell_duplicates(program, each, ours, scores[program])
    yield from tell_missing(missing)


def tell_duplicates(program: Program, costs: Sequence[Cost], ours: float, found: Mapping[str, Any]) -> str:
    """Return the row of a program."""
    seconds = median(cost.seconds for cost in costs)
    return row(
        str(program),
        f"{seconds:.1f}",
        f"{seconds / ours:.1f}",
        f"{max(cost.megabytes for cost in costs):.0f}",
        *(f"{found[name]:.4f}" for name in ("b3", "precision", "removed")),
        str(found["lost"]),
        str(sum(found["false"].values())),
    )


def tell_groups(corpus: Path, first: Sequence[int], out: Path) -> None:
    """Write the kept rows as newsclean does, from the numbers of the rows that were kept for each."""
    with corpus.open(encoding="utf-8") as rows:
        sources = [json.loads(line)["source"] for line in rows]
    copies: dict[int, list[dict[str, str]]] = {kept: [] for kept in first}
    for number, kept in enumerate(first):
        if number != kept:
            copies[kept].append({"source": sources[number], "kind": "near"})
    rows = (json.dumps({"source": sources[kept], "duplicates": each}) for kept, each in copies.items())
    out.write_text("\n".join(rows), "utf-8")


def extract(arguments: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure what extracts articles, on the labelled sets."""
    programs, missing = gather("*_pages.py", arguments.environments)
    for name in SETS:
        pages, out = str(arguments.eval / name / measuring.PAGES[name]), folder / "out.jsonl"
        times: dict[Program, list[float]] = {}
        scores: dict[Program, dict[str, Any]] = {}
        running = [OURS, *programs]
        for _ in range(arguments.rounds):
            for program in tuple(running):
                try:
                    told = json.loads(run([program.python, str(program.script), pages, str(out), WARM_UP])[0])
                except FailedError as failed:
                    missing.append(f"{program} {failed}")
                    running.remove(program)
                    continue
                times.setdefault(program, []).append(told["seconds"])
                scores[program] = scores.get(program) or {
                    **measuring.score(arguments.eval, name, out),
                    **told,
                }
        number = scores[OURS]["pages"]
        yield from ("", f"## Extraction: {name}, {number} pages", "")
        yield from tell_extraction(name, {each: times[each] for each in running}, scores)
    yield from tell_missing(missing)


def tell_extraction(
    name: str, times: Mapping[Program, Sequence[float]], scores: Mapping[Program, Mapping[str, Any]]
) -> Iterator[str]:
    """Yield the table of a set."""
    unseen = find_row((ROOT / "docs" / "figures.md").read_text("utf-8"), name)[0]
    yield "newsclean's weights were trained on these very pages, which flatters its figures here. Its honest"
    yield f"F1, by weights that have not seen a page's publisher, is {unseen:.3f} (docs/figures.md)."
    yield from ("", *table(("program", "pages/s", *MEASURES, "failed on")))
    for program, each in times.items():
        found = scores[program]
        yield row(
            f"{program}, trained on these" if program is OURS else str(program),
            f"{found['pages'] / median(each):.1f}",
            *(f"{found[measure]:.4f}" if found.get(measure) else "" for measure in MEASURES),
            str(found["failed"]),
        )


def tell_missing(missing: Sequence[str]) -> Iterator[str]:
    """Say what could not be measured."""
    if missing:
        yield from ("", "Left out:", "", *(f"* {each}" for each in missing))


def run(command: Sequence[str]) -> tuple[str, Cost]:
    """Run a program; return what it prints, and what it took, its own processes with it."""
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, env=measuring.ONE_THREAD, stdout=told, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        errors.seek(0)
        if process.returncode:
            last = (errors.read().strip().splitlines() or [""])[-1]
            message = f"ended with {process.returncode}: {last}"
            raise FailedError(message)
        return told.read(), Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
