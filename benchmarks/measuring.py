"""What the benchmarks share: the labelled sets, newsclean as a process, and the scores of what it gives."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# The folder of pages in each set, beside gold.jsonl; "" where they lie beside it.
PAGES: Mapping[str, str] = {
    "seed": "",
    "plain": "texts",
    "sites": "texts",
    "fundus": "pages",
    "segments": "pages",
}
DEDUP_ARTICLES = 10_000
DEDUP_SEED = 1
# A BLAS with threads of its own makes times incomparable and gains nothing on matrices this small.
ONE_THREAD: Mapping[str, str] = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
_REJECTED = 1  # newsclean's exit status when some pages gave no article, as two of segments/ do
_TAKEN = (".txt", ".html", ".htm", ".gz")


def describe_commit() -> str:
    """Name the state of the code: the commit, and whether newsclean differs from it."""
    commit = ask_git("rev-parse", "--short", "HEAD")
    changed = ask_git("status", "--porcelain", "--", "newsclean")
    return f"commit {commit or 'unknown'}{' with changes' if changed else ''}"


def ask_git(*question: str) -> str:
    """Return what git says of this repository."""
    here = Path(__file__).parent
    done = subprocess.run(["git", *question], cwd=here, check=False, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def describe_machine() -> str:
    """Return the number of cores, and the processor's name as Linux tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return f"{os.cpu_count()} cores of {next(names, platform.processor() or 'an unknown processor')}"


def list_pages(root: Path, name: str) -> list[Path]:
    """Return the pages of a set in the folder `root` of all sets, sorted."""
    found = (root / name / PAGES[name]).rglob("*")
    return sorted(page for page in found if page.is_file() and page.suffix in _TAKEN)


def clean(root: Path, name: str, out: Path) -> None:
    """Run `newsclean clean` on a set, duplicates kept: the renderings of a page resemble each other."""
    _newsclean(["clean", "--keep-duplicates", "--quiet", "-o", str(out), str(root / name / PAGES[name])])


def score(root: Path, name: str, out: Path) -> dict[str, Any]:
    """Return the measures of EVAL/score.py for the records in `out`."""
    return _json([root / "score.py", root / name, out, "--json"])


def clean_again(out: Path) -> float:
    """Clean the articles in `out` once more, each as a text by itself; return the share of words that stay.

    The mean over the articles. Words are only ever taken away, so that counting them is enough.
    """
    rows = [json.loads(line) for line in out.open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(rows):
            page = Path(folder, str(number), "page.txt")
            page.parent.mkdir()
            page.write_text(f"{row['title'] or ''}\n\n{row['text']}", "utf-8")
        again = Path(folder, "again.jsonl")
        _newsclean(["clean", "--keep-duplicates", "--quiet", "-o", str(again), folder])
        found = map(json.loads, again.open(encoding="utf-8"))
        words = {Path(row["source"]).parent.name: len(row["text"].split()) for row in found}
    return sum(words.get(str(n), 0) / len(row["text"].split()) for n, row in enumerate(rows)) / len(rows)


def score_duplicates(root: Path) -> dict[str, Any]:
    """Return the measures of EVAL/dedup/score.py for a generated corpus."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder, "corpus.jsonl"), Path(folder, "out.jsonl")
        generate: list[str | Path] = [
            sys.executable,
            root / "dedup/generate.py",
            str(DEDUP_ARTICLES),
            str(DEDUP_SEED),
            corpus,
        ]
        subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
        _newsclean(["dedupe", "--quiet", "-o", str(out), str(corpus)])
        return _json([root / "dedup/score.py", corpus, out, "--json"])


def _newsclean(arguments: Sequence[str]) -> None:
    # The one beside this Python, whatever PATH says.
    program = Path(sysconfig.get_path("scripts"), "newsclean")
    done = subprocess.run(
        [program, *arguments], check=False, text=True, stderr=subprocess.PIPE, env=ONE_THREAD
    )
    if done.returncode not in (0, _REJECTED):
        message = f"newsclean {arguments[0]} ended with {done.returncode}: {done.stderr.strip()}"
        raise SystemExit(message)


def _json(command: Sequence[str | Path]) -> dict[str, Any]:
    done = subprocess.run([sys.executable, *command], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def fingerprint(root: Path, name: str) -> str:
    """Hash a set: its gold.jsonl, its pages and what scores it, so that other data are not taken for it."""
    if name == "dedup":
        files = [root / name / part for part in ("generate.py", "score.py", "sources.jsonl.gz")]
    else:
        files = [root / "score.py", root / name / "gold.jsonl", *list_pages(root, name)]
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(root)}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
