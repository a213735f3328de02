from collections.abc import Sequence

import numpy as np

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.body import find_body
from newsclean.cleaning.headline import Headline
from newsclean.cleaning.hints import DIALOG_BIT
from newsclean.cleaning.labelling import BODY, LABELS, UNIT, weigh
from newsclean.model import Block, Markup

PROSE = "The ferry of Skarne was repaired in the yard of {} and sails again on Monday morning."


def _find(
    texts: Sequence[str],
    margins: Sequence[float],
    items: Sequence[int] = (),
    *,
    tag: str = "tr",
    linked: float = 0.0,
    signs: int = 0,
) -> list[bool]:
    """Judge blocks that the labeller would give these log odds of body; `items` are rows of one table.

    With the tag `li` they are items of one list, of whose characters the share `linked` is links. Their
    markup has these `signs`.
    """
    paragraph, item = Markup("p", 0, 0.0, 0), Markup(tag, signs, linked, 1)
    blocks = [
        Block(text, line, markup=item if line in items else paragraph) for line, text in enumerate(texts)
    ]
    scores = np.zeros((len(texts), len(LABELS)))
    scores[:, BODY] = np.array(margins) * UNIT
    headline = Headline(None, None, (False,) * len(texts))
    return list(map(bool, find_body(Blocks.of(blocks), weigh(scores), headline).inside))


def _paragraph(place: str) -> str:
    return PROSE.format(place)


def test_a_few_words_between_paragraphs_stay_though_doubtful() -> None:
    texts = [_paragraph("Brandle"), "Deeper water", _paragraph("Tolleren")]
    assert _find(texts, [5, -2, 5]) == [True, True, True]
    assert _find(texts, [5, -3, 5]) == [True, False, True]


def test_the_same_words_elsewhere_or_twice_go() -> None:
    assert _find([_paragraph("Brandle"), _paragraph("Skarne"), "Deeper water"], [5, 5, -2])[2] is False
    texts = [
        _paragraph("Brandle"),
        "Advertisement",
        _paragraph("Tolleren"),
        "Advertisement",
        _paragraph("Hook"),
    ]
    assert _find(texts, [5, -2, 5, -2, 5]) == [True, False, True, False, True]


def test_a_last_sentence_beside_the_body_stays() -> None:
    texts = [_paragraph("Brandle"), _paragraph("Hook"), "Menu", _paragraph("Tolleren")]
    assert _find(texts, [5, -0.9, -5, -0.9]) == [True, True, False, False]


def test_links_to_other_articles_go_however_sure_the_labeller_is() -> None:
    texts = [_paragraph("Brandle"), "Read also: " + _paragraph("Hook"), _paragraph("Tolleren")]
    assert _find(texts, [5, 9, 5]) == [True, False, True]


def test_a_few_words_that_a_line_announces_behind_the_article_go() -> None:
    texts = [_paragraph("Brandle"), "Tags", "Skarne", "Ferries and yards"]
    assert _find(texts, [5, 5, 3, 3]) == [True, False, False, False]
    assert _find([*texts, _paragraph("Hook")], [5, 5, 3, 3, 5]) == [True, False, True, True, True]
    song = [f"Row the boat across the water, row {number}" for number in range(4)]
    assert _find([_paragraph("Brandle"), "Read also: Yards", *song], [5, 5, 3, 3, 3, 3])[2:] == [True] * 4
    assert _find(["Row the boat", "Tags", "Skarne", *song], [5, 5, 3, 5, 5, 5, 5])[2] is True


def test_rows_of_a_table_stay_or_go_together() -> None:
    texts = [_paragraph("Brandle"), "White 9 thin", "Rye 14 thick", "Oat 3 none", _paragraph("Hook")]
    assert _find(texts, [5, 3, -2, 1, 5], items=(1, 2, 3)) == [True] * 5
    assert _find(texts, [5, 1, -8, -7, 5], items=(1, 2, 3)) == [True, False, False, False, True]


def test_a_doubtful_table_stays_only_where_paragraphs_stand_around_it() -> None:
    rows = ["White 9 thin", "Rye 14 thick", "Oat 3 none"]
    texts = [_paragraph("Brandle"), *rows, _paragraph("Hook")]
    assert _find(texts, [5, -1, -2, -3, 5], items=(1, 2, 3)) == [True] * 5
    assert _find(texts, [5, -1, -2, -3, -5], items=(1, 2, 3)) == [True, False, False, False, False]
    two = [texts[0], *rows[:2], texts[-1]]
    assert _find(two, [5, -2, -2, 5], items=(1, 2)) == [True, False, False, True]


def test_a_byline_at_the_start_is_no_body() -> None:
    texts = ["By Ann Lee", _paragraph("Brandle"), _paragraph("Hook")]
    assert _find(texts, [1, 5, 5]) == [False, True, True]


def test_a_page_never_loses_all_its_prose() -> None:
    texts = ["Home", *(_paragraph(place) for place in ("Brandle", "Hook", "Tolleren")), "Privacy"]
    assert _find(texts, [-5] * 5) == [False, True, True, True, False]
    assert _find(["Home", "News", "Sport", "Tides"], [1] * 4) == [False] * 4


LIST = [_paragraph("Brandle"), "Two ropes", "A lamp and oil", "Bread", _paragraph("Hook")]
ITEMS = [1, 2, 3]


def test_a_list_right_between_paragraphs_stays_though_doubtful() -> None:
    assert _find(LIST, [5, -4, -5, -4, 5], ITEMS, tag="li") == [True] * 5


def test_a_list_of_links_or_behind_the_article_goes() -> None:
    gone = [True, False, False, False, True]
    assert _find(LIST, [5, -4, -5, -4, 5], ITEMS, tag="li", linked=0.5) == gone
    assert _find(LIST, [5, -4, -5, -4, -5], ITEMS, tag="li") == [True, False, False, False, False]
    assert _find(LIST, [5, -14, -15, -14, 5], ITEMS, tag="li") == gone


def test_a_dialog_is_no_body_however_sure_the_labeller_is() -> None:
    consent = [_paragraph("Cookie"), _paragraph("Consent")]
    texts = [*consent, _paragraph("Brandle"), "A caption", _paragraph("Hook")]
    found = _find(texts, [9, 9, 2, -9, 2], items=(0, 1), tag="p", signs=DIALOG_BIT)
    assert found == [False, False, True, False, True]
    among = [texts[2], *consent, texts[4]]
    assert _find(among, [5, 9, 9, 5], items=(1, 2), tag="p", signs=DIALOG_BIT) == [True, False, False, True]


def test_an_article_that_is_all_in_a_dialog_stays() -> None:
    texts = ["Home", _paragraph("Brandle"), _paragraph("Hook"), "Imprint"]
    found = _find(texts, [-9, 5, 5, -9], items=(0, 1, 2, 3), tag="p", signs=DIALOG_BIT)
    assert found == [False, True, True, False]
