import gzip
import io
import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsclean.errors import ReadError
from newsclean.model import Article, Rejected
from newsclean.reading.content import CONTENT_LIMIT
from newsclean.reading.jsonl import build_article, parse_line, read_rows
from newsclean.reading.scanning import CHANGED, WITHOUT_ID, WITHOUT_SOURCE, scan_line


@given(row=st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none(), max_size=4))
@example(row={"id": 1, "source": "s", "title": "t", "url": "u", "site": "x", "published": "2026-01-02"})
@example(row={"id": True, "source": 7, "text": "\ud800 é", "duplicates": [1e400]})
@example(row={"text": " "})
def test_a_row_is_scanned_as_it_is_read(row: dict[str, Any]) -> None:
    line = json.dumps({"text": "words", **row}).encode()
    try:
        expected = build_article(parse_line(line), "f#1", lambda _text: "")
    except ReadError as error:
        with pytest.raises(ReadError, match=re.escape(str(error))):
            scan_line(line, "f#1", frozenset(("duplicates",)))
        return
    found = scan_line(line, "f#1", frozenset(("duplicates",)))
    for field in ("source", "id", "text", "title", "url", "site", "published"):
        assert getattr(found, field) == getattr(expected, field)
    assert bool(found.marks & WITHOUT_ID) == ("id" not in row)
    assert bool(found.marks & WITHOUT_SOURCE) == ("source" not in row)
    if "duplicates" in row:
        assert found.marks & CHANGED


def _read(*paths: Path) -> list[Article | Rejected]:
    return list(read_rows(map(str, paths), identify=lambda text: f"id of {text}"))


def _read_one(path: Path, content: bytes) -> Article | Rejected:
    path.write_bytes(content)
    (row,) = _read(path)
    return row


def _article(path: Path, content: bytes) -> Article:
    article = _read_one(path, content)
    assert isinstance(article, Article), article
    return article


def _reason(path: Path, content: bytes) -> str:
    rejected = _read_one(path, content)
    assert isinstance(rejected, Rejected), rejected
    assert rejected.source == f"{path}#1"
    return rejected.reason


def test_row_keeps_its_fields_and_their_order(tmp_path: Path) -> None:
    row: dict[str, Any] = {"z": [1, {"ü": None}], "text": "two words", "big": 10**40, "float": 0.1, "a": True}
    article = _article(tmp_path / "a.jsonl", json.dumps(row, ensure_ascii=False).encode())
    assert article.row == row
    assert list(article.row or ()) == list(row)
    assert (article.id, article.source, article.words) == ("id of two words", f"{tmp_path}/a.jsonl#1", 0)


def test_fields_are_used_where_they_have_the_right_type(tmp_path: Path) -> None:
    right = {
        "id": "x",
        "source": "s",
        "title": "t",
        "url": "u",
        "words": 7,
        "authors": ["a", 1],
        "language": "en",
    }
    article = _article(tmp_path / "a", json.dumps({"text": "words", **right}).encode())
    assert (article.id, article.source, article.title, article.url) == ("x", "s", "t", "u")
    assert (article.words, article.authors, article.language) == (7, ("a",), "en")
    wrong = {
        "id": [],
        "source": 1,
        "title": {},
        "url": False,
        "words": True,
        "authors": "a",
        "published": 2020,
    }
    article = _article(tmp_path / "b", json.dumps({"text": "words", **wrong}).encode())
    assert (article.id, article.source, article.title, article.url) == (
        "id of words",
        f"{tmp_path}/b#1",
        None,
        None,
    )
    assert (article.words, article.authors, article.published) == (0, (), None)
    assert _article(tmp_path / "c", b'{"text": "words", "id": 17}').id == "17"


def test_numbers_that_json_does_not_have_become_null(tmp_path: Path) -> None:
    article = _article(tmp_path / "a", b'{"text": "words", "a": NaN, "b": -Infinity, "c": 1e999, "d": 1e300}')
    assert article.row == {"text": "words", "a": None, "b": None, "c": None, "d": 1e300}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_WORDS = [
    '"text": "words"',
    '"text": "\\ud800 é"',
    '"a": NaN',
    '"a": -0.0',
    '"b": [1e999]',
    '"c": {"d": 1E3}',
]


@given(row=st.dictionaries(st.text(max_size=5), _VALUES, max_size=4), ascii_only=st.booleans())
@example(row={"a": 1 << 63, "b": [[-1 << 63]], "c": {"": 1 << 64}, "d": 2.0**63}, ascii_only=False)
@example(row={"a": 10**40, "b": 1e300, "c": -1e16, "d": "\ud800"}, ascii_only=True)
def test_any_row_reads_as_python_reads_it(row: dict[str, Any], ascii_only: bool) -> None:  # noqa: FBT001
    row = {**row, "text": "words"}
    _assert_read(json.dumps(row, ensure_ascii=ascii_only).encode("utf-8", "backslashreplace"))


@given(st.lists(st.sampled_from(_WORDS), max_size=4), st.sampled_from([" ", "", "\r", "\t "]))
def test_keys_that_come_twice_and_odd_numbers(fields: list[str], gap: str) -> None:
    _assert_read(f"{gap}{{{f',{gap}'.join([*fields, *_WORDS[:1]])}}}{gap}".encode())


def _assert_read(line: bytes) -> None:
    """By their spelling, as 1 equals 1.0 and true."""
    (article,) = read_rows(["-"], str, lambda: io.BufferedReader(io.BytesIO(line)))
    assert isinstance(article, Article), article
    finite = json.loads(line, parse_constant=lambda _: None)
    assert repr(article.row) == repr(_drop_infinity(finite))


def _drop_infinity(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _drop_infinity(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_drop_infinity(inner) for inner in value]
    return None if value in (math.inf, -math.inf) else value


def test_half_a_surrogate_pair_stays_in_the_row_only(tmp_path: Path) -> None:
    article = _article(tmp_path / "a", b'{"text": "words \\ud800 \\u00e9"}')
    assert article.text == "words \ufffd é"
    assert article.row == {"text": "words \ud800 é"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "words"', "is not JSON: Expecting ',' delimiter at column 17"),
        (b"words", "is not JSON"),
        (b'["text"]', "is not an object"),
        (b'{"body": "words"}', 'has no "text"'),
        (b'{"text": null}', "not a string"),
        (b'{"text": " "}', "empty"),
        (b'{"text": "\xff"}', r"is not UTF-8 \(byte 11: 0xff\)"),
        (b'{"text": "words", "a": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"text": "words", "a": ' + b"9" * 5000 + b"}", "is not JSON that can be read"),
    ],
)
def test_bad_row_is_rejected_by_its_line(tmp_path: Path, line: bytes, reason: str) -> None:
    assert re.search(reason, _reason(tmp_path / "a.jsonl", line))


def test_bad_rows_do_not_stop_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "one"}\n\nbad\n{"text": "two"}')
    assert [row.source for row in _read(path)] == [f"{path}#1", f"{path}#3", f"{path}#4"]


def test_oversized_row_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * CONTENT_LIMIT + b'"}\n{"text": "two"}\n')
    large, good = _read(path)
    assert isinstance(large, Rejected)
    assert "larger than 16 MB" in large.reason
    assert isinstance(good, Article)


def test_gzip_and_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    rows = b"".join(b'{"text": "words %d"}\n' % number for number in range(5000))
    path.write_bytes(gzip.compress(rows))
    assert len(_read(path)) == 5000
    path.write_bytes(gzip.compress(rows)[:-2000])
    *good, last = _read(path)
    assert isinstance(last, Rejected)
    assert last.source == str(path)
    assert "breaks off" in last.reason
    assert len(good) > 100


def test_bad_files_do_not_stop_good_ones(tmp_path: Path) -> None:
    good = tmp_path / "good"
    good.write_text('{"text": "words"}\n')
    wide = tmp_path / "wide"
    wide.write_bytes('\ufeff{"text": "words"}\n'.encode("utf-16-le"))
    empty = tmp_path / "empty"
    empty.touch()
    *bad, last = _read(tmp_path / "none", tmp_path, wide, empty, good)
    assert isinstance(last, Article)
    reasons = [outcome.reason for outcome in bad if isinstance(outcome, Rejected)]
    assert [reason.split()[-1] for reason in reasons] == ["file", "it", "iconv"]
