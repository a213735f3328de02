"""Measure the worst case of every regular expression: how its time grows with the length of a line.

    python benchmarks/patterns.py

Each pattern of the package is run over lines made of one short piece repeated, of 500 and of 2,000
characters. Where four times the length takes four times as long, it is linear; sixteen times is a way to hold
up a run. The table in results/patterns.md has the worst piece for each pattern, slowest first.
"""

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import newsclean
from newsclean.patterns import LatePattern

RESULTS = Path(__file__).parent / "results/patterns.md"
SHORT, LONG = 500, 2_000  # characters; metadata are cut to the longer one
PIECES = (
    *(" ", "a", "A", "1", ".", ",", "-", "–", "|", "/", "(", "<", "&", "_", ":", '"', "\n", "\t", "é", "年"),
    *("a ", "A ", "1 ", "a.", "A. ", "1.", "1. 1. ", "1:", "a-", "- ", " - ", " | ", "a@", "&#1", "<a", "< "),
    *("http://a", "Ann Lee ", "By ", "Ann, ", "and ", "2024-", "20 ", "May ", "Ã¤", "РџС", "\u200b", "a=1 "),
    *("名", "名 ", "港湾", "記者", "・", "<!--", "-->", "[", "](", "{", ";", "'", "a'"),
)
BOUNDS = """Those meet short texts only: names and titles in metadata are cut to 2,000 characters, white space
squeezed; lines that may be headlines have 400 at the most, bylines 100, the end of a script 40; a declared
charset is looked for in the first 4,096 bytes, a language and the first tag at the very start."""
ENDINGS = ("", "\x00")
ENOUGH = 0.2  # seconds; what takes so long for a short line needs no long one
SLOW = 0.001  # seconds; below it, the clock tells no growth
GROWTH = 8.0  # from four times the length to sixteen times the time it is half way


def main() -> None:
    """Measure and write the table."""
    rows = sorted((measure(pattern), name) for name, pattern in find_patterns())[::-1]
    bad = [name for (seconds, growth, _), name in rows if growth > GROWTH and seconds > SLOW]
    lines = ["# Regular expressions", "", f"Made by `benchmarks/patterns.py`: {len(rows)} patterns."]
    lines += [f"Not linear: {', '.join(bad) or 'none'}.", "", BOUNDS, ""]
    lines += [
        f"| pattern | ms for {LONG:,} characters | times as long as for a quarter | of |",
        "|---|---|---|---|",
    ]
    for (seconds, growth, piece), name in rows[:25]:
        lines.append(f"| {name} | {seconds * 1000:.1f} | {growth:.1f} | `{piece!r}` |")
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


def find_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns of all modules, those included that a function without arguments makes."""
    for module in pkgutil.walk_packages(newsclean.__path__, "newsclean."):
        if ".compiled" in module.name or module.name.endswith("__main__"):
            continue
        values = vars(importlib.import_module(module.name))
        for name, value in sorted(values.items()):
            found = value
            if (
                hasattr(value, "cache_info")
                and value.__module__ == module.name
                and not inspect.signature(value).parameters
            ):
                found = value()
            if isinstance(found, re.Pattern | LatePattern):
                yield f"{module.name.removeprefix('newsclean.')}.{name}", found


def measure(pattern: re.Pattern[str]) -> tuple[float, float, str]:
    """Return the seconds for the worst line, how much more than for a short one, and its piece."""
    worst = (0.0, 0.0, "")
    for piece in PIECES:
        for ending in ENDINGS:
            short = spend(pattern, piece * (SHORT // len(piece)) + ending)
            if short > ENOUGH:
                worst = max(worst, (short, 16.0, piece + ending))
                continue
            long = spend(pattern, piece * (LONG // len(piece)) + ending)
            worst = max(worst, (long, long / max(short, 1e-6), piece + ending))
    return worst


def spend(pattern: re.Pattern[str], line: str) -> float:
    """Return the seconds that a search takes, and all finds."""
    text = line.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else line
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


if __name__ == "__main__":
    main()
