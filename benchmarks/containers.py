"""Measure what memory a crawl takes to clean, against its size.

    python benchmarks/containers.py [--sizes 10,100,1000,2000] [--jobs 2]

WARC files of so many MB are made in a temporary folder: responses of 100 KB with a story of their own,
between menus and scripts, as crawls have them. Written to benchmarks/results/containers.md:
the time, and the most memory that all its processes had together (resident,
what they share counted for each; looked at every fifth of a second, as Linux tells it).
"""

import argparse
import random
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from measuring import ONE_THREAD, describe_machine

RESULTS = Path(__file__).parent / "results" / "containers.md"
NEWSCLEAN = str(Path(sysconfig.get_path("scripts"), "newsclean"))
PAGE_BYTES = 100_000
SEED = 1
STEP = 0.2
PAGE_SIZE = resource.getpagesize()
MEGABYTE = 1 << 20


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10,100,1000,2000")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    today, version = datetime.now(UTC).date(), sys.version.split()[0]
    lines = [
        "# Memory against the size of a crawl",
        "",
        f"Made by `benchmarks/containers.py` on {today}: Python {version}, {describe_machine()}.",
        f"WARC files with pages of 100 KB, cleaned by {arguments.jobs} processes; memory of all.",
        "",
        "| size | articles | time | memory |",
        "|---:|---:|---:|---:|",
    ]
    for size in map(int, arguments.sizes.split(",")):
        lines.append(measure(size, arguments.jobs))
        print(lines[-1], flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def measure(size: int, jobs: int) -> str:
    """Clean a crawl of `size` MB; return a row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        crawl, out = Path(folder, "crawl.warc"), Path(folder, "clean.jsonl")
        with crawl.open("wb") as file:
            file.writelines(make_records(size * MEGABYTE))
        start = time.monotonic()
        command = [NEWSCLEAN, "clean", str(crawl), "-o", str(out), "--jobs", str(jobs), "--quiet"]
        most = 0
        with subprocess.Popen(command, env=ONE_THREAD) as process:
            while process.poll() is None:
                most = max(most, count_resident(process.pid))
                time.sleep(STEP)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        seconds = time.monotonic() - start
        with out.open("rb") as lines:
            articles = sum(1 for _ in lines)
    return f"| {size:,} MB | {articles:,} | {seconds:.0f} s | {most // MEGABYTE} MB |"


def count_resident(process: int) -> int:
    """Return the bytes of memory that a process and those that it started have."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # it has ended meanwhile
        return 0
    return pages * PAGE_SIZE + sum(map(count_resident, map(int, started)))


def make_records(size: int) -> Iterator[bytes]:
    """Yield records of a WARC file, about `size` bytes of them."""
    chance = random.Random(SEED)  # noqa: S311  # no secret
    words = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(2, 9))) for _ in range(20_000)]
    written = number = 0
    while written < size:
        number += 1
        page = make_page(number, words, chance)
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        written += len(record)
        yield record


def make_page(number: int, words: list[str], chance: random.Random) -> bytes:
    """Return a page with a story of its own."""

    def say(count: int) -> str:
        return " ".join(chance.choices(words, k=count)).capitalize() + "."

    story = "".join(f"<p>{say(chance.randint(20, 60))}</p>" for _ in range(12))
    menu = "".join(f'<li><a href="/{at}">{words[at]}</a></li>' for at in range(60))
    teasers = "".join(f'<div class="teaser"><a href="/{at}">{say(8)}</a></div>' for at in range(20))
    article = f"<article><h1>{say(9)} {number}</h1>{story}</article>"
    body = f"<nav><ul>{menu}</ul></nav>{article}<aside>{teasers}</aside>"
    script = "var settings = {};" * ((PAGE_BYTES - len(body)) // 19)
    return f"<!doctype html><title>Post</title><script>{script}</script>{body}".encode()


if __name__ == "__main__":
    main()
