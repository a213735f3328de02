"""The language of a text, and what pages declare."""

import pytest

from newsclean.cleaning.language import detect_language, language_code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour was closed on Monday because of the storm.\n\nIt will open again next week.", "en"),
        ("Der Hafen wurde am Montag wegen des Sturms geschlossen.", "de"),
        ("Порт закрыли в понедельник из-за сильного шторма.", "ru"),
        ("बंदरगाह को तूफान के कारण सोमवार को बंद कर दिया गया।", "hi"),
        ("由于暴风雨，港口于星期一关闭，预计下周重新开放，恢复航行。", "zh"),
        ("폭풍으로 인해 월요일에 항구가 폐쇄되었으며 다음 주에 다시 열릴 예정입니다.", "ko"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language
    assert detect_language(text, "fi") == language


def test_an_opening_that_leaves_doubt_is_read_on() -> None:
    names = "Ann Lee, Bo Ek, Juan de la Cruz, Mira Novak, Tomas Lind, Ana Costa, Piet Smit, Eva Horn. " * 2
    assert detect_language(names + "Der Hafen wurde am Montag wegen des Sturms geschlossen. " * 8) == "de"


@pytest.mark.parametrize("text", ["", "12:3", "OK", "\n" * 50])
def test_too_little_text_leaves_the_declaration(text: str) -> None:
    assert detect_language(text) is None
    assert detect_language(text, "fi") == "fi"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("en", "en"),
        ("en_US", "en"),
        ("ZH-Hant-TW", "zh"),
        (" de-DE ", "de"),
        ("fil", "fil"),
        ("iw", "he"),
        ("jp", "ja"),
        ("english", None),
        ("und", None),
        ("", None),
        (None, None),
        ("{{ lang }}", None),
    ],
)
def test_declarations(declared: str | None, code: str | None) -> None:
    assert language_code(declared) == code
