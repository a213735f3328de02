"""Classes of characters, in every script."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.cleaning.characters import (
    CLASS_BITS,
    SPACES,
    CharClass,
    Trait,
    encode,
    ends_sentence,
    have,
    lower,
    read_traits,
)


def test_spaces_are_all_that_python_takes_for_such() -> None:
    assert "".join(filter(str.isspace, map(chr, range(sys.maxunicode + 1)))) == SPACES


def _classify(text: str) -> list[CharClass]:
    return [CharClass(each) for each in read_traits(encode(text)) & CLASS_BITS]


@pytest.mark.parametrize(
    ("kind", "characters"),
    [
        (CharClass.LOWER, "aßéłяωա"),
        (CharClass.UPPER, "AÉŁЯΩԱ"),
        (CharClass.CASELESS, "אبकি한அक"),
        (CharClass.SPACELESS, "中ひカไเကខ々𠀀"),
        (CharClass.DIGIT, "0٣४๒½"),
        (CharClass.TERMINAL, ".!?…。！？।؟۔።"),
        (CharClass.COMMA, ",;:،、，؛"),
        (CharClass.QUOTE, "\"'«»„“”’「」"),
        (CharClass.PUNCTUATION, "()[]-–/&#@·"),
        (CharClass.SYMBOL, "+=|€©→😀"),
        (CharClass.SPACE, " \u00a0\u3000\n\t"),
        (CharClass.OTHER, "\u200b\u200d"),
    ],
)
def test_classes(kind: CharClass, characters: str) -> None:
    assert _classify(characters) == [kind] * len(characters)


@given(st.text(st.characters(exclude_categories=())))
def test_every_character_has_a_class(text: str) -> None:
    assert len(_classify(text)) == len(text)


@pytest.mark.parametrize(
    ("trait", "characters", "others"),
    [
        (Trait.WORD, "aßÉя한ब3", "_ -中。'"),
        (Trait.CLOSER, '"»”’)]」 ', "«(.a"),
        (Trait.COLON, ":：", ";h"),
        (Trait.HOUR, "h時시", "H:"),
        (Trait.DATE_MARK, "./-", ",–"),
        (Trait.YEAR, "年년", "y"),
        (Trait.MENU_MARK, "|©→☰", "-/"),
        (Trait.QUESTION, "?？؟", "!"),
    ],
)
def test_traits(trait: Trait, characters: str, others: str) -> None:
    assert have(read_traits(encode(characters)), trait).all()
    assert not have(read_traits(encode(others)), trait).any()


@given(st.text())
def test_small_letters_are_those_of_unicode(text: str) -> None:
    expected = [small if len(small := each.lower()) == 1 else each for each in text if each <= "\uffff"]
    assert [chr(code) for code in lower(encode(text)) if code <= 0xFFFF] == expected


@given(st.characters(max_codepoint=0xFFFF, categories=("Lu", "Ll", "Nd")))
def test_case_and_digits_are_those_of_unicode(character: str) -> None:
    expected = {"Lu": CharClass.UPPER, "Ll": CharClass.LOWER, "Nd": CharClass.DIGIT}
    kind = _classify(character)[0]
    assert kind in (expected[unicodedata.category(character)], CharClass.SPACELESS)


@pytest.mark.parametrize(
    "text",
    [
        "It ends.",
        'She said: "It ends."',
        "Ende!»",
        "终于结束了。",
        "「終わった。」",
        "समाप्त।",
        "انتهى؟",
        "ختم۔",
        "And so on…",
        "Yes. )",
    ],
)
def test_sentences_end(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", ")", "Read more", "He said:", "one, two,", "标题", "“Quote”"])
def test_other_lines_do_not(text: str) -> None:
    assert not ends_sentence(text)
