"""One headline above different texts."""

import pytest

from newsclean.deduplication import find_duplicates
from newsclean.model import Match
from newsclean.settings import DeduplicationSettings

from .stories import article, find, kept, matches, only, prose

HEADLINE = "Bridge closed after flood in the upper valley"


@pytest.mark.parametrize(
    "other",
    [
        "BRIDGE CLOSED – after flood in the upper valley!",
        "Bridge closed after flood in the&nbsp;upper valley",
        "After flood in the upper valley: bridge closed",
        "Bridge closed after floods in the upper valley",
    ],
    ids=["case and punctuation", "entities", "order", "a letter more"],
)
def test_the_same_headline_is_reported_and_nothing_removed(other: str) -> None:
    found = find(article("a", prose(1), HEADLINE), article("b", prose(2), other))
    assert kept(found) == ["a", "b"]
    assert (only(found[0]).source, only(found[0]).kind) == ("b", Match.HEADLINE)
    assert only(found[0]).similarity == 0
    assert found[1].duplicates == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HEADLINE, "Bridge opened again in the lower town"),
        ("Results of the league, matchday 12, in full", "Results of the league, matchday 13, in full"),
        ("Home", "Home"),
        ("News in brief", "News in brief"),
        ("The news in brief", "The news in brief"),
        ("The weather", "The weather"),
        ("…", "…"),
    ],
)
def test_other_and_generic_headlines_say_nothing(one: str, other: str) -> None:
    found = find(article("a", prose(1), one), article("b", prose(2), other))
    assert matches(found[0]) == matches(found[1]) == []


def test_the_name_of_the_site_does_not_count() -> None:
    site = [
        article(str(seed), prose(seed), f"Headline number {seed} of this day | The Light")
        for seed in range(3)
    ]
    found = find(*site, article("x", prose(8), f"{HEADLINE} | The Light"), article("y", prose(9), HEADLINE))
    assert matches(found[3]) == [("y", Match.HEADLINE)]


def test_the_end_of_one_headline_is_not_taken_for_a_site() -> None:
    found = find(
        article("a", prose(1), "The council has met again - and adjourned"),
        article("b", prose(2), "The council has met again - and agreed at last"),
    )
    assert matches(found[0]) == []


@pytest.mark.parametrize(
    ("one", "other", "reported"),
    [
        ("2024-05-01", "2024-05-07", True),
        ("2024-05-01T23:00:00Z", "2024-06-01", False),
        ("2024-05-01", None, True),
        ("yesterday", "2024-06-01", True),
    ],
)
def test_headlines_belong_together_within_a_week(one: str, other: str | None, *, reported: bool) -> None:
    found = find(article("a", prose(1), HEADLINE, one), article("b", prose(2), HEADLINE, other))
    assert bool(found[0].duplicates) == reported


def test_a_rubric_that_many_share_says_nothing() -> None:
    found = find(*(article(str(seed), prose(seed), "The weather in our valley today") for seed in range(9)))
    assert all(one.duplicates == () for one in found)


def test_no_headline_is_not_a_headline() -> None:
    assert matches(find(article("a", prose(1)), article("b", prose(2)))[0]) == []


def test_copies_are_not_reported_for_their_headline_again() -> None:
    found = find(*(article(name, prose(1), HEADLINE) for name in "abc"))
    assert matches(found[0]) == [("b", Match.EXACT), ("c", Match.EXACT)]


def test_on_request_they_are_removed_with_their_copies() -> None:
    articles = [
        article("a", prose(1), HEADLINE),
        article("b", prose(2), HEADLINE),
        article("b again", prose(2) + " With three more words.", "Something else"),
        article("c", prose(3), "An entirely different matter altogether"),
    ]
    found = find_duplicates(articles, DeduplicationSettings(drop_headlines=True))
    assert kept(found) == ["a", "c"]
    assert {duplicate.source for duplicate in found[0].duplicates} == {"b", "b again"}
    assert {one.duplicate_of for one in found[1:3]} == {found[0].id}
