import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.deduplication import article_id
from newsclean.model import Article, Duplicate, Match, Rejected, Removed, Row, Stage
from newsclean.runs import deduping
from newsclean.settings import Settings
from newsclean.writing import build_record, dump_articles, dump_rejected

FIELDS = [
    "id", "source", "url", "site", "title", "text", "language", "published", "authors", "section", "words",
    "duplicates",
]  # fmt: skip
DUPLICATE = Duplicate("b.txt", "2", None, "Title", Match.NEAR, 0.8125)
DESCRIBED = {
    "source": "b.txt",
    "id": "2",
    "url": None,
    "title": "Title",
    "kind": "near",
    "similarity": 0.8125,
}

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_a_row_that_is_not_spelt_anew_is_a_record_as_well() -> None:
    assert _build(Row(b'{"text": "Words."}', None, ("source", "id"), "s", "1")) == {
        "text": "Words.",
        "source": "s",
        "id": "1",
        "duplicates": [],
    }


def _build(article: Article | Row, settings: Settings | None = None) -> dict[str, Any]:
    return build_record(article, settings or Settings())


def test_fields_of_a_page_in_their_order() -> None:
    article = Article("1", "a.txt", "Words.", authors=("A",), words=1, duplicates=(DUPLICATE,))
    record = _build(article)
    assert list(record) == FIELDS
    assert record["duplicates"] == [DESCRIBED]
    assert record["authors"] == ["A"]
    assert list(record["duplicates"][0]) == list(DESCRIBED)


def test_fields_on_request_come_last() -> None:
    article = Article(
        "1",
        "a.txt",
        "Words.",
        removed=(Removed(3, "Menu", "why", 0.2),),
        lines=(2,),
        doubts=(0.1,),
        duplicate_of="0",
    )
    record = _build(article, Settings(keep_duplicates=True, trace=True))
    assert list(record) == [*FIELDS, "duplicate_of", "removed", "lines", "doubts"]
    assert record["duplicate_of"] == "0"
    assert record["removed"] == [{"line": 3, "text": "Menu", "reason": "why", "doubt": 0.2}]
    assert (record["lines"], record["doubts"]) == ([2], [0.1])


def test_row_comes_back_first() -> None:
    row = {"extra": 1, "text": "Words.", "id": 17}
    record = _build(Row(b"", row, ("source",), "a.jsonl#1", "", duplicates=(DUPLICATE,)))
    assert record == {**row, "source": "a.jsonl#1", "duplicates": [DESCRIBED]}
    assert list(record) == ["extra", "text", "id", "source", "duplicates"]


def test_row_that_went_through_before() -> None:
    row = {"duplicates": [{"id": "9"}], "duplicate_of": "x", "source": "s", "text": "Words."}
    record = _build(Row(b"", row, ("id",), "s", "1", duplicates=(DUPLICATE,)))
    assert record == {**row, "duplicates": [{"id": "9"}, DESCRIBED], "duplicate_of": None, "id": "1"}
    assert list(record) == ["duplicates", "duplicate_of", "source", "text", "id"]


def test_lines_are_utf8_whatever_the_text() -> None:
    article = Article("1", "\udcff.txt", "Zoë\u2028\n\0\U0001f600", row=None)
    (line,) = dump_articles([article], Settings())
    assert line.count(b"\n") == 1
    assert "Zoë".encode() in line
    record = json.loads(line)
    assert (record["source"], record["text"]) == (article.source, article.text)


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ('{"text":"\\u00fc", "id" : 1e5,"source": 7 }', '"duplicates": []'),
        ('{"text":"a", "text": "b" ,"n":0.10}\n', '"source": "PATH#1", "id": "ID", "duplicates": []'),
    ],
)
def test_a_row_comes_back_as_it_was_spelt(line: str, added: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    added = added.replace("PATH", str(path)).replace("ID", article_id("b"))
    assert _pass(line, path) == f"{line.strip()[:-1]}, {added}}}\n"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ('{"id":1,"source":"s","text":"a","n":NaN}', '"text": "a", "n": null, "duplicates": []}\n'),
        ('{"id":1,"source":"s",\r"text":"a"}', '"text": "a", "duplicates": []}\n'),
        ('{"id":1,"source":"s","text":"a","duplicates":null}', '"text": "a", "duplicates": []}\n'),
    ],
)
def test_a_row_is_spelt_anew_where_it_must_be(line: str, written: str, tmp_path: Path) -> None:
    assert _pass(line, tmp_path / "a.jsonl") == f'{{"id": 1, "source": "s", {written}'


def _pass(line: str, path: Path) -> str:
    """Read a row and write it."""
    path.write_bytes(line.encode())
    with deduping([str(path)], Settings()) as run:
        return b"".join(dump_articles(run.articles, Settings())).decode()


def test_rejected() -> None:
    (line,) = dump_rejected([Rejected("a.txt", Stage.READ, "is empty")])
    assert json.loads(line) == {"source": "a.txt", "stage": "read", "reason": "is empty"}


@given(st.dictionaries(st.text(max_size=8), _JSON, max_size=6))
def test_rows_round_trip(row: dict[str, Any]) -> None:
    full = {**row, "text": "words", "id": "1", "source": "s", "duplicates": []}
    (line,) = dump_articles([Row(b"", full, (), "s", "1")], Settings())
    again = json.loads(line)
    assert again == full if "duplicate_of" not in row else list(again) == list(full)
    assert list(again) == list(full)


def test_rows_round_trip_through_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    fields = (
        '"text": "ö", "n": 12345678901234567890123, "f": 1.5e-07, "id": "1", "source": "s", "duplicates": []'
    )
    line = f"{{{fields}}}\n"
    assert _pass(line, path) == line
