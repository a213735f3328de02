"""Whatever a file holds, it gives articles or is rejected by name: no fault, no death, no endless work."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from newsclean import pipeline, review, runs
from newsclean.model import Cleaned, Rejected
from newsclean.reading import Source, list_sources
from newsclean.result import Result
from newsclean.settings import Settings
from newsclean.writing import build_record

from .inputs import STORY, files

ONE = Settings(jobs=1, trace=True)
UNWANTED = ("failed on it", "process died", "takes more than")


def _fuzz(strategy: st.SearchStrategy[Any], cases: int, check: Callable[[Any], None]) -> None:
    """Check as many cases as are asked for."""
    phases = (Phase.explicit, Phase.generate, Phase.shrink)
    quiet = (HealthCheck.too_slow, HealthCheck.data_too_large)

    @settings(max_examples=cases, deadline=30_000, phases=phases, suppress_health_check=quiet)
    @given(strategy)
    def run(case: Any) -> None:
        check(case)

    run()


def _check_rejected(rejected: Rejected) -> None:
    assert rejected.source
    assert rejected.reason
    assert not any(words in rejected.reason for words in UNWANTED), rejected.reason


def _check_result(result: Result) -> None:
    assert result.inputs == result.distinct + sum(result.removed.values()) + len(result.rejected)
    for rejected in result.rejected:
        _check_rejected(rejected)
    for article in result.articles:
        assert article.text.strip()
        json.loads(json.dumps(build_record(article, ONE)))
        "\n".join((article.text, article.title or "")).encode()


def _clean_files(held: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for at, (name, content) in enumerate(held):
            path = Path(folder, str(at), name)
            path.parent.mkdir()
            path.write_bytes(content)
            paths.append(str(path))
        _check_result(pipeline.clean(list_sources(paths), ONE))


NAMES = ("page.txt", "page.html", "page.mhtml", "crawl.warc", "rows.jsonl", "rows.csv")
PACKED = ("pages.zip", "pages.tar", "crawl.warc.gz", "page.html.gz")


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_cleaned_or_rejected(name: str, cases: int) -> None:
    _fuzz(files(name).map(lambda one: [one]), cases, _clean_files)


def test_damaged_archives_are_cleaned_or_rejected(cases: int) -> None:
    _fuzz(files(*PACKED).map(lambda one: [one]), cases, _clean_files)


def test_a_folder_of_damaged_files_gives_what_it_can(cases: int) -> None:
    _fuzz(st.lists(files(), min_size=2, max_size=6), cases, _clean_files)


def test_a_damaged_page_is_explained(cases: int) -> None:
    def check(case: tuple[str, bytes]) -> None:
        outcome = pipeline.explain(Source(*case), ONE)
        if isinstance(outcome, Rejected):
            _check_rejected(outcome)
        else:
            assert isinstance(outcome, Cleaned)
            assert all(line.plain.isprintable() for line in review.render(outcome, causes=True))
            json.dumps(review.build_explanation(outcome))

    _fuzz(files("page.txt", "page.html"), cases, check)


def test_damaged_rows_are_deduplicated(cases: int) -> None:
    def check(contents: list[bytes]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder, f"{at}.jsonl") for at in range(len(contents))]
            for path, content in zip(paths, contents, strict=True):
                path.write_bytes(content)
            _check_result(runs.dedupe(map(str, paths), ONE))

    whole = json.dumps({"text": STORY, "title": "A ferry"}).encode()
    damaged = files("rows.jsonl").map(lambda one: one[1] + b"\n" + whole)
    _fuzz(st.lists(damaged, min_size=1, max_size=3), cases, check)
