"""What explain says was repaired gives back what stood on the page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.cleaning.page import take_apart
from newsclean.cleaning.repairs import find_repairs
from newsclean.model import Document, Kind, Repair

PROSE = "The harbour office said on Friday that the ferry will sail again on Monday morning."


def _repair(text: str, kind: Kind = Kind.TEXT) -> tuple[str, tuple[Repair, ...]]:
    """Return the first block of a page as it is repaired, and the repairs."""
    document = Document("page", kind, text)
    blocks = take_apart(document).blocks
    return blocks[0].text, find_repairs(document, blocks)[0]


def _undo(text: str, repairs: tuple[Repair, ...]) -> str:
    for at, was, now in reversed(repairs):
        assert text[at : at + len(now)] == now
        text = text[:at] + was + text[at + len(now) :]
    return text


@pytest.mark.parametrize(
    ("text", "repaired", "repairs"),
    [
        ("GrÃ¼ÃŸe", "Grüße", (Repair(2, "Ã¼ÃŸ", "üß"),)),
        ("cafe\u0301", "café", (Repair(3, "e\u0301", "é"),)),
        (
            "co\u00adop\u200berate\u202e",
            "cooperate",
            (Repair(2, "\u00ad", ""), Repair(4, "\u200b", ""), Repair(9, "\u202e", "")),
        ),
        ("Sm&amp;S &#8217;", "Sm&S ’", (Repair(3, "amp;", ""), Repair(5, "&#8217;", "’"))),
        ("10\xa0000\u202fkm", "10 000 km", (Repair(2, "\xa0", " "), Repair(6, "\u202f", " "))),
        ("it\x92s", "it’s", (Repair(2, "\x92", "’"),)),
        ("plain", "plain", ()),
    ],
)
def test_each_kind_of_repair_is_told(text: str, repaired: str, repairs: tuple[Repair, ...]) -> None:
    shown, found = _repair(f"{text} {PROSE}")
    assert shown == f"{repaired} {PROSE}"
    assert found == repairs


def test_repairs_of_html_are_told() -> None:
    shown, found = _repair(f"<p>GrÃ¼n co&shy;op {PROSE}</p>", Kind.HTML)
    assert shown == f"Grün coop {PROSE}"
    assert found == (Repair(2, "Ã¼", "ü"), Repair(7, "\u00ad", ""))


_LETTERS = ("Grün", "GrÃ¼n", "e\u0301", "word ", "日本", "…", "&amp;", "\x92")
_MARKS = ("Ã\x85", "\u00ad", "\u200b", "&nbsp;", "\xa0", "\x85", "\x1c", " ")
_SPACES = re.compile("[ \t\r\n\v\f\x85\u2028\u2029]+")
_PIECES = st.sampled_from([*_LETTERS, *_MARKS])


@given(st.lists(_PIECES, min_size=1, max_size=40).map("".join))
def test_repairs_can_be_undone(text: str) -> None:
    document = Document("page", Kind.TEXT, f"{text}\n\n{PROSE}\n")
    blocks = take_apart(document).blocks
    repairs = find_repairs(document, blocks)
    originals = [_undo(block.text, each) for block, each in zip(blocks, repairs, strict=True)]
    told = iter("".join(_SPACES.sub("", original) for original in originals))
    # A line of nothing but invisible characters is no block.
    expected = next(told, None)
    for character in _SPACES.sub("", document.content):
        if character == expected:
            expected = next(told, None)
        else:
            assert character in "\u00ad\u200b\x1c\xa0&nbsp;"
    assert expected is None
    assert PROSE in "".join(originals)


def test_a_very_long_change_is_told_as_one() -> None:
    shown, found = _repair("Ã¼ " * 5_000)
    assert shown == " ".join(["ü"] * 5_000)
    assert len(found) == 1
    assert _undo(shown, found).split() == ["Ã¼"] * 5_000
