"""The compiled path takes plain text apart like the reference, line for line and character for character."""

import textwrap

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsclean.cleaning import body, features, lines, marks, phrases, prose, text
from newsclean.cleaning.blocks import make_templates
from newsclean.cleaning.compiled import (
    beginnings,
    edges,
    looking,
    measuring,
    neighbours,
    paragraphs,
    repeating,
)
from newsclean.cleaning.prose import Characters

SENTENCE = "The harbour at Brightwater has been closed since Monday after a storm tore away part of its pier,"
PIECES = (
    *("Home", "news", "Two ferries sail", "the ferry of Skarne, which sails", "It sails.", "“Yes.” ", "50"),
    *(",", ", and", "、", "）", "…", "%", "— and", "– It", "– 5", "— _", "* one", "* * two", "• Three", "-"),
    *("港湾局長が話した", "と言う。", "はし", "港，", "もっと", "の 町", "😀", "𝒶", "ǅ", "½", "a" * 130),
    *("Ein Schiff mit acht Segeln und", "fünfzig Kanonen an Bord", "wird entschwinden", "\u2028", "\f"),
    *("o four", SENTENCE),
)
ENDS = st.sampled_from(
    ("\n", "\n", " \n", "\n ", "\n\n", "\n\n\n", "\n\n\n\n", "\u00a0\n", "\n\t", "\n  ", " ")
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Put together lines that may be torn, wrapped, or stand alone."""
    pieces = draw(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 3), ENDS), max_size=25))
    page = "".join((piece + end) * times for piece, times, end in pieces)
    width = draw(st.sampled_from((0, 0, 24, 45, 72)))
    return textwrap.fill(page, width, replace_whitespace=False) if width else page


@settings(deadline=None, max_examples=300)  # the first call compiles
@given(pages())
@example("")
@example("A ferry of \nSkarne\n, which sails.")
@example("Ferry\nFerry\nTwo old ferries\nTwo old ferries\ngo on")
@example(textwrap.fill(" ".join([SENTENCE] * 8), 72))
@example("\n".join(["老榕树下的露天电影回来了云禾镇今年新栽水杉两千株古渡口停航六十年后复航排队的人群"] * 5))
def test_both_paths_join_the_same_lines(page: str) -> None:
    slow, fast = text.join_lines(lines.read_lines(page)), paragraphs.split_blocks(page)
    assert fast == slow
    if fast:
        expected = Characters.of(slow.texts)
        for column in ("codes", "traits", "starts", "ends"):
            assert np.array_equal(getattr(fast.characters, column), getattr(expected, column))


def test_characters_beyond_the_table_are_left_to_the_reference() -> None:
    assert paragraphs.split_blocks("𠮷野家") is None
    assert paragraphs.split_blocks("Home 😀 𝒶") is not None


@settings(deadline=None)
@given(st.text("aÂÃ©\u0080\u00ad\u200b港กー，\u2028😀", max_size=12))
@example("Ã©")
@example("Ãa©")
def test_both_paths_find_the_same_marks(line: str) -> None:
    assert looking.find_marks(line) == marks.find_marks(line)


@pytest.mark.parametrize(
    ("edge", "tells"),
    [(edges.Edge.SMALL, str.islower), (edges.Edge.CAPITAL, str.isupper), (edges.Edge.READABLE, str.isalnum)],
)
def test_the_table_knows_what_python_does(edge: edges.Edge, tells: object) -> None:
    assert callable(tells)
    table = edges.find_edges()
    assert [bool(each & edge) for each in table.tolist()] == [tells(chr(code)) for code in range(len(table))]


BEGINNINGS = st.lists(
    st.sampled_from(("The ferry of ", "the FERRY of ", "Skarne", "ß", "12", "345", " | News"))
)


@settings(deadline=None)
@given(st.lists(BEGINNINGS.map("".join).filter(bool), min_size=1))
@example(["The ferry of Skarne", "The ferry of", "The ferry of Skarne sails", "the ferry of", "The fer"])
def test_both_paths_count_the_same_copies(texts: list[str]) -> None:
    characters = Characters.of(texts)
    expected = features.count_copies(make_templates(texts, characters))
    found = repeating.count_copies(characters)
    assert found is not None
    assert np.array_equal(found, expected)


def test_copies_of_lines_beyond_the_tables_are_counted_slowly() -> None:
    assert repeating.count_copies(Characters.of(["𝟙𐐀", "One"])) is None


@given(st.lists(st.just(0.0) | st.integers(8, 120).map(float), min_size=1))
def test_both_paths_find_the_same_span(words: list[float]) -> None:
    assert measuring.best_span(np.array(words)) == prose.best_span(np.array(words))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("Home", SENTENCE, f"{SENTENCE}.")), st.booleans(), st.booleans()),
        min_size=1,
    )
)
def test_both_paths_find_the_same_bonuses(blocks: list[tuple[str, bool, bool]]) -> None:
    texts, sure, silent = zip(*blocks, strict=True)
    given_to_both = Characters.of(texts), np.array(sure), np.array(silent)
    slow, fast = body.find_bonuses(*given_to_both), neighbours.find_bonuses(*given_to_both)
    assert all(map(np.array_equal, slow, fast))


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(phrases.list_stems()) | st.sampled_from(("▶", "Photo: ", "ß", "𝟙", "1", "x")),
        min_size=1,
    )
)
@example(["Read also", "Ａlso read", "» Fotó", "By", "B"])
def test_no_phrase_is_ruled_out(pieces: list[str]) -> None:
    texts = [*pieces, *map(str.upper, pieces), "".join(pieces)]
    found = beginnings.may_open(Characters.of(texts))
    assert [
        text for text, may in zip(texts, found, strict=True) if not may and phrases.has_furniture_phrase(text)
    ] == []


def test_every_phrase_is_found_in_any_case() -> None:
    forms = {form for phrase in phrases.list_phrases() for form in (phrase, phrase.upper(), phrase.lower())}
    found = beginnings.may_open(Characters.of(told := sorted(filter(phrases.has_furniture_phrase, forms))))
    assert len(told) > 500
    assert found.all()
    assert not beginnings.may_open(Characters.of(["Xylophones", "Zzz"])).any()
