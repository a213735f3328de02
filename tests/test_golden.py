"""Whole pages against what a careful reader would keep of them. The cases are files to read and edit."""

import difflib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsclean.cleaning import clean_document
from newsclean.model import Article, Cleaned
from newsclean.reading import Source, read_document

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
GOLDEN = Path(__file__).parent / "golden"
NEWSCLEAN = Path(sys.executable).parent / "newsclean"
LISTS = ("authors",)


def _list_samples() -> Iterator[tuple[Path, Path]]:
    for page in sorted(SAMPLES.glob("*/*")):
        yield page, GOLDEN / "samples" / page.parent.name / f"{page.name.split('.')[0]}.txt"


def _list_cases() -> Iterator[tuple[Path, Path]]:
    for clean in sorted((GOLDEN / "cases").glob("*.clean.txt")):
        name = clean.name.removesuffix(".clean.txt")
        (page,) = (path for path in clean.parent.glob(f"{name}.*") if path != clean)
        yield page, clean


def _describe(article: Article, fields: list[str]) -> str:
    """Put an article as the golden files do: title, the given fields, a blank line, the text."""
    lines = [article.title or ""]
    for name in fields:
        value = getattr(article, name)
        lines.append(f"{name}: {'; '.join(value) if name in LISTS else value}")
    return "\n".join([*lines, "", article.text]) + "\n"


def _list_fields(golden: str) -> list[str]:
    head = golden.split("\n\n", 1)[0]
    return [line.split(": ", 1)[0] for line in head.splitlines()[1:]]


def _compare(expected: str, actual: str) -> str:
    """Return the difference, one line for each paragraph that is missing (-) or too much (+)."""
    lines = difflib.unified_diff(
        expected.splitlines(), actual.splitlines(), "expected", "actual", n=1, lineterm=""
    )
    return "\n".join(lines)


def _clean(page: Path) -> Article:
    cleaned = clean_document(read_document(Source(str(page))))
    assert isinstance(cleaned, Cleaned), cleaned
    return cleaned.article


@pytest.mark.parametrize(
    ("page", "golden"),
    [
        pytest.param(page, golden, id=str(page.relative_to(page.parents[1])))
        for page, golden in (*_list_samples(), *_list_cases())
    ],
)
def test_page(page: Path, golden: Path) -> None:
    expected = golden.read_text(encoding="utf-8")
    actual = _describe(_clean(page), _list_fields(expected))
    if difference := _compare(expected, actual):
        pytest.fail(f"{page.relative_to(ROOT)}\n{difference}", pytrace=False)


def test_every_golden_sample_has_its_page() -> None:
    golden = {path for path in (GOLDEN / "samples").rglob("*") if path.is_file()}
    assert golden == {clean for _, clean in _list_samples()}


def _run_samples(*options: str) -> list[dict[str, Any]]:
    command = [str(NEWSCLEAN), "clean", "samples", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_samples_as_a_corpus() -> None:
    lines = []
    for record in _run_samples():
        lines += [record["source"], f"    {record['title']}"]
        lines += [f"    {duplicate['kind']}: {duplicate['source']}" for duplicate in record["duplicates"]]
    expected = (GOLDEN / "corpus.txt").read_text(encoding="utf-8")
    if difference := _compare(expected, "\n".join(lines)):
        pytest.fail(difference, pytrace=False)


def test_samples_as_a_corpus_keep_their_texts() -> None:
    texts = {record["source"]: record["text"] for record in _run_samples("--keep-duplicates")}
    differences = []
    for page, golden in _list_samples():
        expected = golden.read_text(encoding="utf-8").split("\n\n", 1)[1].removesuffix("\n")
        source = page.relative_to(ROOT).as_posix()
        if difference := _compare(expected, texts.pop(source, "")):
            differences.append(f"{source}\n{difference}")
    if differences:
        pytest.fail("\n\n".join(differences), pytrace=False)
    assert not texts
