"""How large a report of 100,000 articles is, how long it takes to write, and how long to open in a browser.

Usage: report.py [ARTICLES]; needs `pip install 'newsclean[browser]'` and Debian's chromium.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import expect, sync_playwright

ARTICLES = 100_000
SITES = 400
LIMIT_BYTES, LIMIT_SECONDS = 20_000_000, 3.0
WORDS = [f"{start}{end}" for start in "bdfgklmnprstvz" for end in ("ara", "elo", "inu", "ost", "ume", "yth")]
RESULT = Path(__file__).parent / "results" / "report.md"


def make_records(articles: int) -> Iterator[dict[str, Any]]:
    """Yield records as `--trace` writes them: each tenth with a near copy, thirty removed lines each."""
    chance = random.Random(1)  # noqa: S311  # repeatable, not secret
    for number in range(articles):
        site = f"www.site{number * SITES // articles}.example"
        slug = "-".join(chance.choices(WORDS, k=8))
        day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
        copy = {
            "source": f"raw/copy/{number}.html",
            "id": f"{number:032x}",
            "kind": "near",
            "similarity": 0.8,
        }
        yield {
            "id": f"{number:032x}",
            "source": f"raw/{site}/{number:06}.html",
            "url": f"https://{site}/{day.replace('-', '/')}/{slug}-{number}.html",
            "site": site,
            "title": " ".join(chance.choices(WORDS, k=11)).capitalize(),
            "text": "\n\n".join(" ".join(chance.choices(WORDS, k=60)) + "." for _ in range(6)),
            "language": ("en", "de", "fr", "es")[number % 4],
            "published": day,
            "words": 360,
            "duplicates": [] if number % 10 else [copy],
            "duplicate_of": None,
            "removed": [
                {
                    "line": line,
                    "text": f"{WORDS[line]} {number % SITES if line % 3 else number}",
                    "reason": "stands after the article",
                    "doubt": round(chance.random() / 3, 2),
                }
                for line in range(30)
            ],
            "lines": [30 + line for line in range(6)],
            "doubts": [round(chance.random() / 3, 2) for _ in range(6)],
        }


def measure(articles: int) -> dict[str, Any]:
    """Write a report and open it."""
    with tempfile.TemporaryDirectory() as folder:
        records, report = Path(folder) / "clean.jsonl", Path(folder) / "report.html"
        with records.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(record) + "\n" for record in make_records(articles))
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "newsclean", "report", records, "-o", report], check=True)
        written = time.perf_counter() - start
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page()
            start = time.perf_counter()
            page.goto(report.as_uri())
            page.wait_for_selector("html[data-ready]")
            opened = time.perf_counter() - start
            listed = page.evaluate("data.rows.title.length")
            start = time.perf_counter()
            page.fill("#query", f"{WORDS[0]} {WORDS[1]}")
            expect(page.locator("#found")).not_to_contain_text(f"{listed:,} of")
            searched = time.perf_counter() - start
            browser.close()
        return {
            "articles": articles,
            "records_mb": round(records.stat().st_size / 1e6, 1),
            "report_mb": round(report.stat().st_size / 1e6, 1),
            "listed": listed,
            "written_s": round(written, 1),
            "opened_s": round(opened, 2),
            "searched_s": round(searched, 2),
        }


def main() -> None:
    """Measure, print, keep the result, and fail where a limit is exceeded."""
    result = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
    rows = "".join(f"| {name.replace('_', ' ')} | {value:,} |\n" for name, value in result.items())
    print(rows)
    RESULT.write_text(f"# A report of many articles\n\n| | |\n|---|---|\n{rows}", encoding="utf-8")
    if result["report_mb"] * 1e6 > LIMIT_BYTES or result["opened_s"] > LIMIT_SECONDS:
        sys.exit("a limit is exceeded")


if __name__ == "__main__":
    main()
