"""Measure deduplication on a generated corpus: the time of each stage, and the scores.

    python benchmarks/duplicates.py N SEED [--eval ../shared/eval/dedup] [--keep first]

The evaluation folder holds `generate.py N SEED OUT` and `score.py CORPUS OUT`.
"""

import argparse
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from newsclean.deduplication import article_id, find_duplicates
from newsclean.model import Article
from newsclean.settings import DeduplicationSettings, Keep


class StageClock(logging.Handler):
    """Print how long it is since the last message of the library: one comes at the end of each stage."""

    def __init__(self) -> None:
        super().__init__()
        self.last = time.perf_counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line."""
        now = time.perf_counter()
        print(f"{now - self.last:8.2f} s  {record.getMessage()}")
        self.last = now


def main() -> None:
    """Generate, find, score."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("n", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval/dedup"))
    parser.add_argument("--keep", type=Keep, default=Keep.FIRST)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder, "corpus.jsonl"), Path(folder, "out.jsonl")
        generate = [
            sys.executable,
            arguments.eval / "generate.py",
            str(arguments.n),
            str(arguments.seed),
            corpus,
        ]
        subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
        write(timed(read(corpus), arguments.keep), out)
        subprocess.run([sys.executable, arguments.eval / "score.py", corpus, out], check=True)


def read(corpus: Path) -> list[Article]:
    """Read the generated articles."""
    with corpus.open(encoding="utf-8") as lines:
        return [
            Article(id=article_id(row["text"]), source=row["source"], text=row["text"], title=row["title"])
            for row in map(json.loads, lines)
        ]


def timed(articles: list[Article], keep: Keep) -> tuple[Article, ...]:
    """Find the duplicates, with a line for each stage."""
    clock = StageClock()
    logger = logging.getLogger("newsclean.deduplication")
    logger.addHandler(clock)
    logger.setLevel(logging.DEBUG)
    start = clock.last
    found = find_duplicates(articles, DeduplicationSettings(keep=keep))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.perf_counter() - start:8.2f} s  in all; {memory:.0f} MB at most")
    return found


def write(articles: Iterable[Article], out: Path) -> None:
    """Write the kept articles with their duplicates."""
    with out.open("w", encoding="utf-8") as lines:
        for article in articles:
            if article.duplicate_of is None:
                duplicates = [
                    {"source": duplicate.source, "kind": duplicate.kind, "similarity": duplicate.similarity}
                    for duplicate in article.duplicates
                ]
                lines.write(json.dumps({"source": article.source, "duplicates": duplicates}) + "\n")


if __name__ == "__main__":
    main()
