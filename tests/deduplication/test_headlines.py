"""One headline above different texts."""

from newsclean.model import Match

from .stories import article, find, kept, matches, only, prose


def test_the_same_headline_is_reported_and_nothing_removed() -> None:
    found = find(
        article("a", prose(1), "Bridge closed after flood"),
        article("b", prose(2), "BRIDGE CLOSED – after flood"),
    )
    assert kept(found) == ["a", "b"]
    assert (only(found[0]).source, only(found[0]).kind) == ("b", Match.HEADLINE)
    assert only(found[0]).similarity == 0
    assert found[1].duplicates == ()


def test_a_rubric_that_many_share_says_nothing() -> None:
    found = find(*(article(str(seed), prose(seed), "The news in brief") for seed in range(9)))
    assert all(one.duplicates == () for one in found)


def test_a_headline_of_two_words_says_nothing() -> None:
    assert (
        matches(find(article("a", prose(1), "The weather"), article("b", prose(2), "The weather"))[0]) == []
    )


def test_no_headline_is_not_a_headline() -> None:
    assert matches(find(article("a", prose(1)), article("b", prose(2)))[0]) == []
    assert matches(find(article("a", prose(1), "…"), article("b", prose(2), "…"))[0]) == []


def test_copies_are_not_reported_for_their_headline_again() -> None:
    found = find(*(article(name, prose(1), "Bridge closed after flood") for name in "abc"))
    assert matches(found[0]) == [("b", Match.EXACT), ("c", Match.EXACT)]
