"""Classes of characters, in every script."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.cleaning.characters import CharClass, classify, ends_sentence


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
    assert [CharClass(each) for each in classify(characters)] == [kind] * len(characters)


@given(st.text(st.characters(exclude_categories=())))
def test_every_character_has_a_class(text: str) -> None:
    classes = classify(text)
    assert len(classes) == len(text)
    assert classes.dtype == np.uint8


@given(st.characters(max_codepoint=0xFFFF, categories=("Lu", "Ll", "Nd")))
def test_case_and_digits_are_those_of_unicode(character: str) -> None:
    expected = {"Lu": CharClass.UPPER, "Ll": CharClass.LOWER, "Nd": CharClass.DIGIT}
    kind = CharClass(classify(character)[0])
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
