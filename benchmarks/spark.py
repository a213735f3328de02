"""Measure `newsclean dedupe --engine spark` on this machine, and hold its records beside the local engine's.

    python benchmarks/spark.py EVAL [--sizes 10000 100000] [--corpora FOLDER] [--master local[*]]

EVAL holds dedup/generate.py, whose corpora are kept in --corpora. Each size is run once by each engine.
Spark's own event log tells what its tasks took, sent and wrote; the memory is the most that Java and Python
processes had together (looked at twice a second, shared pages in proportion). After each size the results so
far go to benchmarks/results/spark.md. Fails if one record differs.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from deduplication import NEWSCLEAN, generate

RESULTS = Path(__file__).parent / "results" / "spark.md"
SETTINGS = """
spark.eventLog.enabled true
spark.eventLog.dir file://{folder}
spark.eventLog.rolling.enabled false
spark.eventLog.compress false
"""
OTHER = "counts"
_TABLE = re.compile(
    r"\) Execute InsertIntoHadoopFsRelationCommand\n(?:Input[^\n]*\n)?"
    r"Arguments: \S+\.newsclean-[0-9a-f]+/[0-9a-f]+-\d{3}-(\w+)"
)


@dataclass(slots=True)
class Log:
    """What Spark's event log tells of a run.

    Seconds of tasks and bytes sent from one to another, by the table that they led to; how many tables of a
    name were written, and the bytes of all.
    """

    jobs: int = 0
    tasks: int = 0
    busy: Counter[str] = field(default_factory=Counter)
    shuffled: Counter[str] = field(default_factory=Counter)
    written: int = 0
    spilled: int = 0
    tables: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds, those of all cores together, and bytes of memory at most."""

    seconds: float
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Run:
    """One size: articles, what each engine cost, and what the event log tells."""

    articles: int
    local: Cost
    spark: Cost
    log: Log
    distinct: int


def main() -> None:
    """Measure and write the report."""
    arguments = read_arguments()
    arguments.corpora.mkdir(exist_ok=True)
    runs = []
    for size in arguments.sizes:
        runs.append(measure(generate(arguments, size), size, arguments.master))
        RESULTS.write_text("\n".join(report(runs, arguments.master)) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("eval", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--corpora", type=Path, default=Path(tempfile.gettempdir(), "newsclean-corpora"))
    parser.add_argument("--master", default="local[*]")
    return parser.parse_args()


def measure(corpus: Path, size: int, master: str) -> Run:
    """Run both engines; stop when they differ."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, many, events = folder / "one.jsonl", folder / "many", folder / "events"
        events.mkdir()
        (folder / "spark-defaults.conf").write_text(SETTINGS.format(folder=events))
        local = run([*NEWSCLEAN, str(corpus), "-o", str(one)])
        command = [*NEWSCLEAN[:3], "--engine", "spark", "--master", master, str(corpus), "-o", str(many)]
        spark = run(command, SPARK_CONF_DIR=name)
        ours, theirs = digest([one]), digest(sorted(many.glob("part-*")))
        if ours != theirs:
            sys.exit(f"{corpus}: the engines give different records")
        print(
            f"{size}: {local.cpu:.0f} s alone, {spark.cpu:.0f} s with Spark, {len(ours)} equal records",
            flush=True,
        )
        (log,) = events.iterdir()
        return Run(size, local, spark, read_log(log), len(ours))


def run(command: list[str], **environment: str) -> Cost:
    """Run a command and return what it and all below it cost."""
    start, ended = time.perf_counter(), threading.Event()
    process = subprocess.Popen(command, env={**os.environ, **environment})
    memory, cpu = [0], [0.0]

    def watch() -> None:
        while not ended.wait(0.5):
            family = list_family(process.pid)
            memory[0] = max(memory[0], sum(map(read_memory, family)))
            cpu[0] = max(cpu[0], sum(family.values()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    ended.set()
    watcher.join()
    if status:
        sys.exit(f"{' '.join(command)}: ended with {status}")
    return Cost(time.perf_counter() - start, cpu[0], memory[0])


def list_family(root: int) -> dict[int, float]:
    """Return a process and all below it, each with the seconds of CPU that it and its ended children took."""
    known = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        taken = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        known[int(status.parent.name)] = (int(fields[1]), taken)
    family = {root}
    while more := {process for process, (parent, _) in known.items() if parent in family} - family:
        family |= more
    return {process: known[process][1] for process in family if process in known}


def read_memory(process: int) -> int:
    """Return the bytes that a process has, shared ones in proportion."""
    try:
        sizes = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0  # it has ended
    found = re.search(r"^Pss:\s+(\d+)", sizes, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def digest(files: list[Path]) -> list[bytes]:
    """Return the hashes of the records, in their order."""
    return sorted(sha256(line.rstrip(b"\n")).digest() for file in files for line in file.open("rb"))


def read_log(path: Path) -> Log:
    """Add up what Spark noted."""
    log = Log()
    tables: dict[str, str] = {}
    stages: dict[int, str] = {}
    for event in map(json.loads, path.open(encoding="utf-8")):
        match event["Event"]:
            case "SparkListenerJobStart":
                log.jobs += 1
                table = tables.get(event.get("Properties", {}).get("spark.sql.execution.id", ""), OTHER)
                stages |= dict.fromkeys(event["Stage IDs"], table)
            case "SparkListenerTaskEnd":
                add_task(log, stages[event["Stage ID"]], event.get("Task Metrics") or {})
            case kind if kind.endswith("SparkListenerSQLExecutionStart"):
                written = _TABLE.search(event["physicalPlanDescription"])
                if written:
                    tables[str(event["executionId"])] = written[1]
                    log.tables[written[1]] += 1
    return log


def add_task(log: Log, table: str, metrics: dict[str, Any]) -> None:
    """Add what one task took."""
    seconds = metrics.get("Executor Run Time", 0) / 1000
    shuffled = metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    log.tasks += 1
    log.busy[table] += seconds
    log.shuffled[table] += shuffled
    log.written += metrics.get("Output Metrics", {}).get("Bytes Written", 0)
    log.spilled += metrics.get("Disk Bytes Spilled", 0)


def report(runs: list[Run], master: str) -> Iterator[str]:
    """Write the report."""
    yield "# Spark on one machine"
    yield ""
    yield (
        f"`newsclean dedupe --engine spark --master {master}` beside the local engine with one job, on"
        f" {os.cpu_count()} cores, {datetime.now(UTC):%Y-%m-%d}, pyspark {version('pyspark')}. The corpora"
        " are generated, 30% of the articles are copies, 460 words each. The records of both engines were"
        " equal, byte for byte, at each size. The machine had other work to do, which lengthens the time by"
        " the clock and hardly that of the CPU."
    )
    yield ""
    yield (
        "| articles | CPU, local | CPU, Spark | by the clock, Spark | memory, Spark"
        " | shuffled, an article | written, an article | spilled |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for each in runs:
        log = each.log
        yield (
            f"| {each.articles:,} | {each.local.cpu:.0f} s | {each.spark.cpu:.0f} s |"
            f" {each.spark.seconds:.0f} s | {each.spark.memory / 1e9:.1f} GB |"
            f" {log.shuffled.total() / each.articles / 1e3:.1f} KB |"
            f" {log.written / each.articles / 1e3:.1f} KB | {log.spilled / 1e6:.0f} MB |"
        )
    yield ""
    yield "| articles | distinct | jobs | tasks | tables written | of these rounds of components |"
    yield "|---|---|---|---|---|---|"
    for each in runs:
        log = each.log
        yield (
            f"| {each.articles:,} | {each.distinct:,} | {log.jobs} | {log.tasks} | {log.tables.total()} |"
            f" {log.tables['stars']} |"
        )
    yield ""
    last = runs[-1]
    yield f"Where the time of {last.articles:,} articles goes, by the table that is written in the end:"
    yield ""
    yield "| table | seconds of tasks | shuffled, an article |"
    yield "|---|---|---|"
    for table, seconds in last.log.busy.most_common(8):
        sent = last.log.shuffled[table] / last.articles
        yield f"| {table} | {seconds:.0f} | {sent / 1e3:.2f} KB |"


if __name__ == "__main__":
    main()
