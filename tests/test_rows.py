"""Rows taken in by several processes: what comes out is the same."""

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from newsclean import packs, runs
from newsclean.deduplication import collection
from newsclean.settings import Decisions, DeduplicationSettings, Keep, Settings

STORY = "The ferry to {place} stayed in port, as the storm had torn off a part of its mast. Nobody was hurt."


def _write(path: Path, count: int) -> None:
    rows = [
        {"id": f"own {at}", "title": f"Ferry {at % 7}", "text": STORY.format(place=f"Skarne {at % 50}")}
        for at in range(count)
    ]
    del rows[3]["id"]
    lines = [json.dumps(row) for row in rows]
    lines[10:10] = ["", "[]", '{"text": " "}', '{"text": "half a pair \\ud800", "title": "\\udfff"}', "{"]
    path.write_text("\n".join(lines))


@pytest.mark.parametrize("few", [0, 10_000])
def test_processes_change_nothing(few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "rows.jsonl", 300)
    monkeypatch.setattr(packs, "BATCH", 7)
    monkeypatch.setattr(collection, "FEW", few)
    decisions = Decisions(always_merge=(("own 20", "own 21"),))
    inputs = [str(tmp_path / "rows.jsonl"), str(tmp_path / "missing.jsonl")]
    one, two = (
        runs.dedupe(inputs, Settings(DeduplicationSettings(decisions=decisions), jobs=jobs))
        for jobs in (1, 2)
    )
    assert one._replace(seconds={}) == two._replace(seconds={})
    assert [rejected.source.rpartition("/")[2] for rejected in one.rejected] == [
        "rows.jsonl#12",
        "rows.jsonl#13",
        "rows.jsonl#15",
        "missing.jsonl",
    ]
    assert (one.inputs, len(one.articles)) == (305, one.distinct)
    assert len(one.articles) == 50
    (twenty,) = (article for article in one.articles if article.id == "own 20")
    assert "own 21" in {duplicate.id for duplicate in twenty.duplicates}


@pytest.mark.parametrize("keep", Keep)
@pytest.mark.parametrize("odd", [(), (b'{"text": "half a pair \\ud800"}', b"{", b'{"text": "", "n": NaN}')])
def test_rows_are_sketched_the_same_without_reading_their_texts(keep: Keep, odd: tuple[bytes, ...]) -> None:
    texts = [
        STORY.format(place="Skarne"),
        "The end is cut…",
        "水が止まった。",
        unicodedata.normalize("NFD", "Gået “hjem.”"),
    ]
    dates = ("2026-03-01", None)
    rows = [
        {"title": f"Mast | {text[:9]}", "text": text, "published": date} for text in texts for date in dates
    ]
    lines = [(str(at), line) for at, line in enumerate((*(json.dumps(row).encode() for row in rows), *odd))]
    one, other = (packs.sketch_lines(lines, keep, compiled=compiled) for compiled in (False, True))
    assert one._replace(batch=None) == other._replace(batch=None)
    assert one.batch
    assert other.batch
    np.testing.assert_array_equal(one.batch.facts, other.batch.facts)
    np.testing.assert_array_equal(one.batch.sketches.keys, other.batch.sketches.keys)
    assert one.batch.facts["cut"].tolist()[:8] == [False, False, True, True, False, False, False, False]
