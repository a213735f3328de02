"""Bylines of plain texts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsclean.cleaning.authors import read_parted_names
from newsclean.cleaning.byline import find_authors, find_date, find_url, read_byline
from newsclean.cleaning.declarations import read_metadata


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("BY ANN LEE", "ANN LEE"),
        ("By Ann Lee and Bo Ek", "Ann Lee; Bo Ek"),
        ("By Ann Lee, Bo Ek and Cy Wu", "Ann Lee; Bo Ek; Cy Wu"),
        ("By Ann Lee | Photo: Cy Wu", "Ann Lee"),
        ("By Ann Lee, Political Editor", "Ann Lee"),
        ("By Ann Lee in Rome", "Ann Lee"),
        ("By Ann Lee For The Daily", "Ann Lee"),
        ("By Ann Lee Correspondent", "Ann Lee"),
        ("By Ann Lee Follow", "Ann Lee"),
        ("By Ann O'Neil-Lee (aol)", "Ann O'Neil-Lee"),
        ("By Ann Lee @annlee", "Ann Lee"),
        ("May 5, 2024 by Ann Lee", "Ann Lee"),
        ("Published 5 May 2024 10:15 | By Ann Lee", "Ann Lee"),
        ("Von Eva Berg und Jost von der Heide", "Eva Berg; Jost von der Heide"),
        ("Von Eva Berg, Lindhafen", "Eva Berg"),
        ("05.06.2025 um 14:46 von Eva Berg", "Eva Berg"),
        ("Von dpa", "dpa"),
        ("Text: Eva Berg, Foto: Nils Holm", "Eva Berg"),
        ("Par Anne Dubois avec AFP", "Anne Dubois"),
        ("Par Anne Dubois et Jean Petit", "Anne Dubois; Jean Petit"),
        ("Por Ana Silva e Rui Costa", "Ana Silva; Rui Costa"),
        ("Por José Ortega y Gasset", "José Ortega y Gasset"),
        ("Di Maria Rossi", "Maria Rossi"),
        ("Door Jan van den Berg", "Jan van den Berg"),
        ("Av Per Åkesson", "Per Åkesson"),
        ("Af Mette Friis og Ole Hald", "Mette Friis; Ole Hald"),
        ("Muhabir: Defne Akıncı", "Defne Akıncı"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("Συντάκτης: Νίκος Παππάς", "Νίκος Παππάς"),
        ("بقلم: رامي الدهشان", "رامي الدهشان"),
        ("כתב: דן לוי", "דן לוי"),
        ("लेखक: विवेक पाटनवार", "विवेक पाटनवार"),
        ("โดย สมชาย ใจดี", "สมชาย ใจดี"),
        ("Oleh Siti Rahma", "Siti Rahma"),
        ("2026-04-04 18:20 来源：云禾晨报 作者：乔一鸣", "乔一鸣"),
        ("记者：乔一鸣 编辑：孟晓帆", "乔一鸣"),
        ("本报记者 乔一鸣", "乔一鸣"),
        ("文/乔一鸣", "乔一鸣"),
        ("記者 佐藤", "佐藤"),
        ("文：水原 佳子", "水原 佳子"),
        ("佐藤花子記者", "佐藤花子"),
        ("문가람 기자", "문가람"),
        ("(서울=해담) 문가람 기자 =", "문가람"),
        ("문가람·윤보람 기자 garam@haedam.example", "문가람; 윤보람"),
    ],
)
def test_names(line: str, names: str) -> None:
    assert "; ".join(read_byline(line)) == names


@pytest.mark.parametrize(
    "line",
    [
        "",
        "By",
        "By the time they came",
        "By the Numbers",
        "Byzantine walls reopened",
        "Par exemple, le maire",
        "Von Berlin nach Paris",
        "Von wegen",
        "Di Maio incontra Conte a Roma",
        "De Niro stars in a new film",
        "Por la mañana en Madrid",
        "Text size",
        "Author",
        "（责任编辑：孟晓帆）",
        "記者会見が開かれた",
        "She came by Ann Lee's house.",
        "By Ann Lee " + "and Bo Ek " * 20,
    ],
)
def test_no_byline(line: str) -> None:
    assert read_byline(line) == ()


def test_the_first_byline_counts() -> None:
    lines = ["Share", "By Ann Lee", "By Bo Ek"]
    assert find_authors(lines) == ("Ann Lee",)


def test_dates_in_long_lines_belong_to_the_story() -> None:
    story = (
        "The harbour, which had been closed on 3 March 2021 after a storm had torn the pier away, is open."
    )
    assert find_date([story, "Updated: 24 May 2024"]) == "2024-05-24"


def test_address_of_the_page_stands_alone_at_its_edge() -> None:
    lines = ["https://daily.example/harbour", *"abcde"]
    assert find_url(lines) == "https://daily.example/harbour"
    assert find_url(["see https://daily.example/", *"abc"]) is None


@given(st.text(max_size=120))
def test_garbage_names_nobody_or_somebody(line: str) -> None:
    assert all(name.strip() for name in read_byline(line))


@given(st.sampled_from(["By ", "作者：", "Von "]), st.text(max_size=60))
@example("By ", "A[]A")
def test_names_stand_in_the_line(word: str, rest: str) -> None:
    line = word + rest
    assert all(part in line for name in read_byline(line) for part in name.split())


def test_a_line_of_dots_is_soon_read() -> None:
    # Taken for names or for what parts them, a hundred dots can be read in more ways than there is time for.
    assert read_byline("・" * 100) == ()
    assert read_byline("港湾・町田 記者") == ("港湾", "町田")


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ("Ann Lee/Senior Harbour Correspondent", "Ann Lee"),
        ("By/Ann Lee/and/Juan de la Cruz/journaliste", "Ann Lee; Juan de la Cruz"),
        ("By Ann Lee/8:42 a.m. on Friday", "Ann Lee"),
        ("By/Ann/Lee", "Ann Lee"),
        ("記者：/山田花子", "山田花子"),
        ("By Ann Lee", "Ann Lee"),
        ("Harbour Office", "Harbour Office"),
    ],
)
def test_role_and_time_that_stand_apart_from_a_name_are_no_authors(parts: str, names: str) -> None:
    assert "; ".join(read_parted_names(parts.split("/"))) == names
    page = LexborHTMLParser("<p class=author>" + "".join(f"<b>{part}</b> " for part in parts.split("/")))
    assert "; ".join(read_metadata(page).authors) == names
