"""Headlines and their repetitions."""

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsclean.cleaning import clean_document
from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.headline import (
    best_form,
    find_headline,
    find_initial,
    fold_headline,
    same_headline,
    strip_site,
)
from newsclean.cleaning.labelling import BODY, HEADLINE, LABELS, UNIT, weigh
from newsclean.cleaning.metadata import Metadata
from newsclean.model import Block, Document, Kind, Rejected

from .pages import STORIES


@pytest.mark.parametrize(
    "other",
    [
        "Storm closes harbour for third time",
        "STORM CLOSES HARBOUR FOR THIRD TIME",
        "“Storm” closes harbour – for third time!",
        "Storm closes harbour for third time | The Daily",
        "Storm closes harbour for…",
    ],
)
def test_forms_of_one_headline(other: str) -> None:
    assert same_headline(other, "Storm closes harbour for third time")
    assert same_headline("Storm closes harbour for third time", other)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Storm", "Storm closes harbour for third time"),
        ("Storm closes harbour", "Calm opens harbour"),
        ("", "Storm"),
        ("!?", "?!"),
        ("Storm closes road", "Storm closes harbour"),
    ],
)
def test_other_headlines(text: str, headline: str) -> None:
    assert not same_headline(text, headline)


@pytest.mark.parametrize(
    "headline", ["云禾古渡口停航六十年后复航", "चमकपुर का बंदरगाह बंद", "해담시 골목 우체국"]
)
def test_headlines_in_other_scripts(headline: str) -> None:
    assert same_headline(headline, f"「{headline}」")


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Harbour shut | The Daily", "Harbour shut"),
        ("Harbour shut - The Daily - daily.example", "Harbour shut"),
        ("Harbour shut – THE DAILY", "Harbour shut"),
        ("古渡口复航｜云禾晨报", "古渡口复航"),
        ("Harbour shut - again", "Harbour shut - again"),
        ("Harbour shut: mayor angry", "Harbour shut: mayor angry"),
        ("The Daily", "The Daily"),
        ("", ""),
    ],
)
def test_the_name_of_the_site_goes(title: str, short: str) -> None:
    assert strip_site(title, ["The Daily", "daily.example", "云禾晨报"]) == short


@pytest.mark.parametrize(
    ("forms", "best"),
    [
        (["Harbour shut"], "Harbour shut"),
        (["HARBOUR SHUT", "Harbour shut"], "Harbour shut"),
        (["Harbour shut after…", "Harbour shut after storm"], "Harbour shut after storm"),
        (["Harbour shut after storm | The Daily", "Harbour shut after storm"], "Harbour shut after storm"),
        (["HARBOUR SHUT", "HARBOUR SHUT", "Harbour shut"], "HARBOUR SHUT"),
    ],
)
def test_the_form_to_show(forms: list[str], best: str) -> None:
    assert best_form(forms) == best


@given(st.text(max_size=60), st.text(max_size=20))
def test_stripping_only_cuts(title: str, name: str) -> None:
    assert title.startswith(strip_site(title, [name]))


@given(st.text(max_size=40), st.text(max_size=40))
def test_sameness_is_mutual(text: str, other: str) -> None:
    assert same_headline(text, other) == same_headline(other, text)


@pytest.mark.parametrize("text", ["\x91", "...\n...\nHome", 'Home\nHome\n"\x91', "***"])
def test_lines_without_letters_are_no_headline(text: str) -> None:
    assert isinstance(clean_document(Document("x", Kind.TEXT, text)), Rejected)


def test_a_headline_with_very_many_marks_is_found() -> None:
    headline = f"A ferry for Skarne |{'<' * 60} 2026"
    story = (
        "The Skarne ferry will sail again on Monday after eleven weeks in the dock, the harbour office said"
        " on Friday.\n\nRepairs to the ramp took longer than planned because a part had to be cast anew in a"
        " foundry abroad.\n"
    )
    cleaned = clean_document(Document("page.txt", Kind.TEXT, f"Home | News | Sport\n\n{headline}\n\n{story}"))
    assert not isinstance(cleaned, Rejected)
    assert cleaned.article.title == headline
    assert cleaned.article.text.startswith("The Skarne ferry")


def test_a_short_headline_loses_the_name_of_a_site_that_is_not_known_otherwise() -> None:
    title, *paragraphs = STORIES["zh"]
    story = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<title>{title} | Clearwater Morning Post</title><body><h1>{title}</h1>{story}"
    cleaned = clean_document(Document("page.html", Kind.HTML, page))
    assert not isinstance(cleaned, Rejected)
    assert cleaned.article.title == title


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n")))
@example("“Ferry")
@example("か\uff9e")
@example("ß")
@example("\u1100\u1161")
@example("ａ\u0301b")
def test_folding_begins_as_is_told_before(text: str) -> None:
    line = unicodedata.normalize("NFC", text)
    assert find_initial(line) in {"", fold_headline(line)[:1]}


OPENING = "The ferry of Skarne was repaired in the yard of Brandle and sails again on Monday."
FERRY, YARD = "Ferry of Skarne sails again", "Yard of Brandle is full"


@pytest.mark.parametrize(
    ("lines", "odds", "title"),
    [
        ([FERRY, YARD], [2.0, 1.0], FERRY),
        ([YARD, FERRY], [2.0, 2.0], FERRY),  # the nearer one
        ([YARD, YARD, FERRY], [2.0, 2.0, 2.2], YARD),  # the one that stands there twice
        (["Harbours", FERRY], [3.0, 1.5], FERRY),  # rather than a single word
        ([OPENING, FERRY], [-9.0, 3.0], FERRY),  # behind the beginning, if there is no other
        ([FERRY, OPENING, YARD], [1.0, -9.0, 4.0], FERRY),
        ([FERRY], [-3.9], FERRY),
        ([FERRY], [-4.1], None),
        (["Harbours"], [-3.5], None),
        ([OPENING, FERRY], [-9.0, -1.5], None),
    ],
)
def test_the_likeliest_line_by_score_and_place(
    lines: list[str], odds: list[float], title: str | None
) -> None:
    texts = [*lines, OPENING.replace("Brandle", "Tolleren")]
    scores = np.zeros((len(texts), len(LABELS)))
    scores[:-1, HEADLINE] = np.array(odds) * UNIT
    scores[[text.startswith(OPENING[:20]) for text in texts], BODY] = 9 * UNIT
    scores[scores[:, BODY] > 0, HEADLINE] = 0
    blocks = Blocks.of([Block(text, line) for line, text in enumerate(texts, 1)])
    assert find_headline(blocks, weigh(scores), Metadata()).title == title
