"""Repairs of characters."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.cleaning import byline, language
from newsclean.cleaning import repair as module
from newsclean.cleaning.repair import repair, repair_encoding, squeeze

CLEAN = [
    "Grüße aus Weiß“, „Fuß»",
    "L’été est là… «\xa0cliché\xa0»",
    "NÃO HÁ PÃO À MANHÃ",
    "Încă ȘI TĂCERE ĂȘTIA",
    "Příliš žluťoučký kůň",
    "Łódź, Ångström, Ærø, İstanbul",
    "Рёбра: Рівне, Сірко… С№",
    "ΑΘΗΝΑ: Ξένος «Ό,τι»",
    "שלום ÷ עולם",
    "هذا نصّ عربي",
    "نیم‌فاصله",
    "क्‍ष हिन्दी",
    "我们的新闻。「日本」",
    "한국어 기사",
    "ข่าวไทย",
    "👩‍💻 ½ × ÷ °C",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stays(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize(
    "text", ["Über den Dächern", "L’été", "Привет, мир", "हिन्दी समाचार", "中国新闻", "Καλημέρα"]
)
def test_utf8_read_as_latin_1(text: str) -> None:
    assert repair(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("â€œquotedâ€\x9d â€” itâ€™s", "“quoted” — it’s"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¸Ñ€", "Привет, мир"),
        ("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир"),
        ("voilÃ  le travail", "voilà le travail"),
        ("Ä°stanbul ÅŸehir", "İstanbul şehir"),
        ("ðŸ˜€ ok", "😀 ok"),
        ("it\x92s \x93a\x94", "it’s “a”"),
    ],
)
def test_mojibake(broken: str, whole: str) -> None:
    assert squeeze(repair(broken)) == whole


def test_only_broken_lines_change() -> None:
    assert repair_encoding("Fuß“ über\r\nfÃ¼r\r\n\r\nfür") == "Fuß“ über\r\nfür\r\n\r\nfür"


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("co\u00adoperate", "cooperate"),
        ("\ufeffstart", "start"),
        ("a\u200bb\u2060c\x00d\x1be", "abcde"),
        ("\u202bשלום\u202c", "שלום"),
        ("half \ud83d pair", "half  pair"),
        ("cafe\u0301", "café"),
        ("tab\there\nline", "tab\there\nline"),
    ],
)
def test_invisible_characters(text: str, visible: str) -> None:
    assert repair(text) == visible


@given(st.text())
def test_result_can_be_written(text: str) -> None:
    assert repair(text).encode("utf-8").decode("utf-8") == repair(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_ascii_stays(text: str) -> None:
    assert repair(text) == text


@given(st.text())
def test_squeeze_leaves_single_spaces(text: str) -> None:
    assert squeeze(text).split(" ") == text.split() or not text.strip()


@pytest.mark.parametrize("documented", [module, byline, language])
def test_examples_in_docstrings(documented: object) -> None:
    assert doctest.testmod(documented).failed == 0  # type: ignore[arg-type]


@given(st.text() | st.text("aÃ â€™ÐŸРџÎΟÄ°ðŸ\u00a0\u00ad\u200b\x92\u0301\n", max_size=30))
def test_long_texts_are_repaired_like_short_ones(text: str) -> None:
    before = "A line before it.\n" * 40
    assert repair(before + text) == before + repair(text)
