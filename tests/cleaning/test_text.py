"""Plain text to blocks."""

import textwrap

import pytest

from newsclean.cleaning.text import split_blocks

ENGLISH = (
    "The harbour at Brightwater has been closed since Monday after a storm tore away part of its pier, and"
    " the council says that repairs will last until the spring, when the first ferries are due at its quay."
)
GERMAN = (
    "Der Hafen von Hellwasser ist seit Montag geschlossen, nachdem ein Sturm einen Teil der Mole weggerissen"
    " hatte, und nach Angaben der Gemeinde dauern die Arbeiten bis zum Frühjahr, wenn die Fähren fahren."
)
HINDI = (
    "चमकपुर का बंदरगाह सोमवार से बंद है क्योंकि तूफान ने उसके घाट का एक हिस्सा तोड़ दिया था और परिषद का कहना है कि"
    " मरम्मत का काम वसंत तक चलेगा जब इस मौसम की पहली नौकाएं फिर से आने वाली हैं और लोग उनकी राह देख रहे हैं।"
)
RUSSIAN = (
    "Порт Светлая Вода закрыт с понедельника, потому что шторм разрушил часть причала, и власти считают,"
    " что ремонт продлится до весны, когда должны прийти первые в этом сезоне паромы с материка."
)
CHINESE = (
    "云禾古渡口于周六清晨恢复通航首日共有三千一百余名乘客搭乘木船渡江排队的人群从码头一直延伸到镇口的老榕树下"
    * 3
    + "。"
)


def texts(content: str) -> list[str]:
    return [block.text for block in split_blocks(content)]


@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("story", [ENGLISH, GERMAN, HINDI, RUSSIAN])
def test_hard_wraps_are_undone(story: str, width: int) -> None:
    assert texts(f"{textwrap.fill(story, width)}\n\n{textwrap.fill(story, width)}\n") == [story, story]


def test_hard_wraps_of_chinese() -> None:
    lines = [CHINESE[i : i + 36] for i in range(0, len(CHINESE), 36)]
    assert texts("\n".join(lines) + "\n\n" + "\n".join(lines)) == [CHINESE, CHINESE]


def test_long_lines_are_paragraphs() -> None:
    assert texts(f"{ENGLISH}\n{GERMAN}\n{HINDI}") == [ENGLISH, GERMAN, HINDI]


def test_a_sentence_torn_at_its_links_is_joined() -> None:
    torn = (
        "The pier was built by engineers of \nBrightwater Works\n, who also built the lighthouse on the hill."
    )
    assert texts(torn) == [
        "The pier was built by engineers of Brightwater Works, who also built the lighthouse on the hill."
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Storm closes harbour for the third time", "Council raises price of parking", "Bakery wins prize"],
        ["Hafen zum dritten Mal geschlossen", "Gemeinde erhöht Preise für Parken", "Bäckerei gewinnt Preis"],
        ["तूफान के बाद बंदरगाह तीसरी बार बंद", "परिषद ने पार्किंग का शुल्क बढ़ाया", "बेकरी को पुरस्कार मिला"],
        ["老榕树下的露天电影回来了", "云禾镇今年新栽水杉两千株", "古渡口停航六十年后复航"],
        ["Home", "News", "Sport", "Weather", "Contact us"],
    ],
)  # fmt: skip
def test_lists_of_headlines_are_not_joined(lines: list[str]) -> None:
    assert texts("\n".join(lines)) == lines


@pytest.mark.parametrize("end", [" ", "\u00a0", ""])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("headline", ["A second ferry for Skarne", "Two ferries", "第二艘渡轮"])
def test_a_headline_that_stands_again_and_again_is_joined_to_nothing(
    headline: str, end: str, gap: str
) -> None:
    story = "The ferry of Skarne gets a sister ship in May, which carries forty cars and two horses."
    page = gap.join((headline + end, headline + end, headline + end, story))
    assert texts(page) == [headline, headline, headline, story]


def test_items_of_a_list_are_marked() -> None:
    blocks = split_blocks("* Bread\n• Butter\n- Milk\nHoney")
    assert [block.item for block in blocks] == [True, True, True, False]
    assert [block.text for block in blocks] == ["Bread", "Butter", "- Milk", "Honey"]


def test_indentation_and_gaps_are_kept() -> None:
    blocks = split_blocks("Menu\n\n\n    The story\n\tTabbed")
    assert [(block.depth, block.gap, block.line) for block in blocks] == [(0, 0, 1), (4, 2, 4), (1, 0, 5)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_line_ends(end: str) -> None:
    blocks = split_blocks(end.join(["One", "", "Two", "Three"]))
    assert [(block.text, block.line) for block in blocks] == [("One", 1), ("Two", 3), ("Three", 4)]


def test_a_wrapped_block_knows_its_lines() -> None:
    wrapped = textwrap.fill(ENGLISH, 72)
    (block,) = split_blocks(f"\n\n{wrapped}")
    assert (block.line, block.height) == (3, wrapped.count("\n") + 1)


def test_lines_without_words_are_blocks() -> None:
    assert texts("---\n\nStory\n\n***") == ["---", "Story", "***"]


@pytest.mark.parametrize("content", ["", "\n\n", " \t \u00a0\r\n", "\ufeff", "\u200b"])
def test_no_text(content: str) -> None:
    assert len(split_blocks(content)) == 0


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("* The harbour is frozen", "The harbour is frozen"),
        ("+++ The harbour is frozen +++ Boats wait", "+++ The harbour is frozen +++ Boats wait"),
        ("*Harbour Light* reports", "*Harbour Light* reports"),
        ("- Ticket 5 + ferry 3", "- Ticket 5 + ferry 3"),
    ],
)
def test_a_mark_is_taken_off_only_where_it_begins_an_item(line: str, text: str) -> None:
    assert [block.text for block in split_blocks(line)] == [text]


def test_a_row_of_stars_stays_whole() -> None:
    assert [block.text for block in split_blocks("* * *\n\n* one item")] == ["* * *", "one item"]
