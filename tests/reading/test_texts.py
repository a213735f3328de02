"""Texts that are taken from lines as they are spelt: the rows are those that the reference path reads."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsclean.errors import ReadError
from newsclean.reading.compiled.texts import take_texts
from newsclean.reading.scanning import NOWHERE, ScannedRow, scan_line

LETTERS = 'ab"\\/ \n\t\x00\x7f\x85\xa0é\u1680\u2028\u3000ẞ水かสก\ud800\udc00\U0001f600'
TEXTS = st.text(alphabet=LETTERS, max_size=40) | st.text(alphabet='abcé" ', min_size=60, max_size=200)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["text", "a"]), inner),
    max_leaves=4,
)
ROWS = st.dictionaries(st.sampled_from(["text", "text ", 'say "text', "title", "id", "source"]), VALUES)


def read(line: bytes, span: list[int] | None = None) -> ScannedRow | str:
    """Return the row in a line, its text as a string, or what is wrong with it."""
    try:
        row = scan_line(line, "file#1", frozenset({"duplicates"}), span or NOWHERE)
        return row._replace(wording=row.text)
    except ReadError as error:
        return str(error)


def usual(text: str) -> bool:
    """Tell whether a text is taken whatever is around it: with letters, without halves of pairs."""
    return any(char in text for char in "ab水") and not any(half in text for half in "\ud800\udc00")


def check(*lines: bytes) -> list[bool]:
    """Check that lines give the same rows with taken texts as without; return which texts were taken."""
    taken = take_texts(lines)
    for number, (line, span) in enumerate(zip(lines, taken.spans, strict=True)):
        expected = read(line)
        assert read(line, span) == expected
        piece = taken.data[taken.begins[number] : taken.begins[number + 1]].tobytes()
        row = scan_line(line, "", frozenset(), span) if isinstance(expected, ScannedRow) else None
        if row and isinstance(row.wording, bytes):
            assert piece == row.text.encode() + b"\0"
    return [span != [0, 0] for span in taken.spans]


@settings(max_examples=500, deadline=None)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=4),
    text=TEXTS,
    ascii_only=st.booleans(),
    colon=st.sampled_from([":", ": ", " :\t\r "]),
)
def test_rows_are_the_same(rows: list[dict[str, object]], text: str, *, ascii_only: bool, colon: str) -> None:
    rows.append({"title": "a", "text": text, "nested": rows[0]})
    lines = [json.dumps(row, ensure_ascii=ascii_only, separators=(",", colon)) for row in rows]
    taken = check(*(line.encode("utf-8", "surrogatepass") for line in lines))
    # Of the others, it may not be so.
    assert taken[-1] or not usual(text)


@settings(max_examples=500, deadline=None)
@given(text=TEXTS, at=st.integers(0, 300), put=st.binary(max_size=3), ascii_only=st.booleans())
@example(text="a", at=9, put=b"\\uZZZZ\\udc00", ascii_only=True)
def test_damaged_lines_are_the_same(text: str, at: int, put: bytes, *, ascii_only: bool) -> None:
    whole = json.dumps({"title": "é", "text": text}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    damaged = (whole[:at] + put + whole[at:], whole[:at] + put + whole[at + len(put) :], whole[:at])
    assert check(*damaged, whole)[-1] or not usual(text)


@pytest.mark.parametrize(
    ("line", "is_taken"),
    [
        (b'{"text": "words"}', True),
        (b'{"id": 1, "text"\t:\n"\\u00e9\\ud83d\\ude00\\/\\b"}', True),
        (b'{"text": "\xe6\xb0\xb4 \xf0\x9f\x98\x80"}', True),
        (b'{"text": ""}', False),
        (b'{"text": " \\n\\u3000\xc2\xa0"}', False),
        (b'{"text": 5}', False),
        (b'{"text": "half \\ud800 a pair"}', False),
        (b'{"text": "not UTF-8 \xff"}', False),
        (b'{"text": "\xed\xa0\x80"}', False),  # half a pair, as other programs write it
        (b'{"text": "\xc0\xaf"}', False),  # longer than need be
        (b'{"text": "\xf4\x90\x80\x80"}', False),  # beyond Unicode
        (b'{"text": "a\tb"}', False),
        (b'{"text": "a\\x"}', False),
        (b'{"text": "no end', False),
        (b"", False),
    ],
)
def test_what_is_json_to_the_letter_is_taken(line: bytes, *, is_taken: bool) -> None:
    assert check(line) == [is_taken]


@pytest.mark.parametrize(
    "line",
    [
        b'{"meta": {"text": "inner"}, "text": "outer"}',
        b'{"say \\"text": "key", "text": "words"}',
        b'{"text": "first", "text": "last"}',
        b'{"text": "first", "te\\u0078t": "last"}',
        b'{"meta": {"text": "inner"}}',
        b'{"text": "words", "n": NaN}',
        b'{"text": "words", "n": 1e999}',
        b'{"text": "words"} more',
        b'["text", {"text": "words"}]',
    ],
)
def test_a_text_that_is_not_the_rows_is_not_taken_for_it(line: bytes) -> None:
    check(line)


def test_what_is_no_line_has_no_text() -> None:
    taken = take_texts([ReadError("a: is damaged"), b'{"text": "words"}'])
    assert taken.spans == [[0, 0], [9, 16]]
    assert taken.data[taken.begins[1] :].tobytes() == b"words\0"
