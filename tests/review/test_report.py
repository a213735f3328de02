import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsclean.model import Article
from newsclean.reading.jsonl import read_rows
from newsclean.review import build_report

from .hostile import SCRIPT, write_records

_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def _build(path: Path, **others: Any) -> str:
    def read() -> Iterator[Article]:
        return (row for row in read_rows([str(path)], lambda _text: "") if isinstance(row, Article))

    return b"".join(build_report(read, **others)).decode()


def _load(report: str) -> dict[str, Any]:
    found = _DATA.search(report)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_numbers_add_up(tmp_path: Path) -> None:
    data = _load(_build(write_records(tmp_path)))
    assert (data["kept"], data["kinds"]) == (59, {"near": 1, "headline": 1})
    assert data["sites"][0][:4] == ["light.example", 58, 1, 45 * 58]
    assert sum(kept for _, kept, _ in data["days"]) == sum(kept for _, kept, _ in data["languages"]) == 59
    assert len(data["rows"]["title"]) == 60


def test_a_cluster_has_the_texts_to_compare(tmp_path: Path) -> None:
    data = _load(_build(write_records(tmp_path)))
    (cluster,) = data["clusters"]
    assert [(copy["kind"], copy["similarity"]) for copy in cluster["copies"]] == [
        ("headline", 0),
        ("near", 0.71),
    ]
    assert cluster["removed"] == 1
    for page in (cluster["kept"], *cluster["copies"]):
        assert data["texts"][page["source"]]


def test_the_least_sure_lines_come_first(tmp_path: Path) -> None:
    doubts = _load(_build(write_records(tmp_path)))["doubts"]
    numbers = [doubt["doubt"] for doubt in doubts]
    assert numbers == sorted(numbers, reverse=True)
    assert (doubts[0]["reason"], doubts[-1]["reason"]) == ("stands after the article", None)


def test_a_line_that_is_cut_short_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    text = "\n\n".join(f"Paragraph {number}." for number in range(60))
    removed = [
        {"line": 1, "text": "Menu " * 300, "reason": "stands before the article", "doubt": 0.5},
        *({"line": 90 + at, "text": f"Link {at}", "reason": "stands after the article"} for at in range(50)),
    ]
    record = {"text": text, "removed": removed, "lines": [*range(2, 62)], "doubts": [0] * 60}
    path.write_text(json.dumps(record))
    data = _load(_build(path))
    (doubt,), (page,) = data["doubts"], data["pages"]
    assert (doubt["whole"], len(doubt["text"])) == (False, 1000)
    assert doubt["after"] == [["Paragraph 0.", None], ["Paragraph 1.", None]]
    assert sum(page["skipped"]) + len(page["lines"]) == 111
    texts = [text for text, *_ in page["lines"]]
    assert {"Paragraph 0.", "Paragraph 59.", "Link 0"} < {*texts}
    assert "Paragraph 30." not in texts
    assert [whole for _, _, whole in page["lines"]].count(False) == 1


def test_furniture_is_what_several_pages_of_a_site_lost(tmp_path: Path) -> None:
    data = _load(_build(write_records(tmp_path)))
    furniture = {site["site"]: site for site in data["furniture"]}
    assert ["Letters to the editor", 59, "stands before the article"] in furniture["light.example"]["lines"]


def test_no_text_of_a_page_ends_the_data(tmp_path: Path) -> None:
    report = _build(write_records(tmp_path))
    assert SCRIPT in _load(report)["rows"]["title"]
    assert report.count("<script") == 2
    assert "taken'</script>" not in report
    assert "\u2028" not in report


def test_only_the_reports_own_script_may_run(tmp_path: Path) -> None:
    report = _build(write_records(tmp_path))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', report)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(
        r"""(?:src|href)=["']?(?!#)""", report[: report.index('id="data"')].split("<style>")[0]
    )


def test_records_of_any_kind_make_a_report(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [
        {"text": "Bare words."},
        {"text": "Odd.", "duplicates": [1, {"kind": "near"}, {"source": "a", "id": "b", "kind": "none"}]},
        {
            "text": "Odd.",
            "removed": ["x", {"line": 1}],
            "doubts": "high",
            "url": "http://[",
            "published": "?",
        },
        {"text": "Half \ud800 a pair.", "title": "\ud800"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    data = _load(_build(path))
    assert data["kept"] == 4
    assert data["sites"][0][0] == str(tmp_path)


def test_summary_and_rejected_inputs_are_shown(tmp_path: Path) -> None:
    rejected = [{"source": "a", "reason": "is empty"}, {"source": "b", "reason": "is empty"}]
    data = _load(_build(write_records(tmp_path), summary={"read": 9}, rejected=rejected))
    assert data["summary"] == {"read": 9}
    assert data["rejected"] == [["is empty", 2, ["a", "b"]]]
