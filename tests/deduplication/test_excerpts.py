"""Teasers, stubs and quotations."""

from itertools import permutations

from newsclean.model import Match
from newsclean.settings import Keep

from .stories import article, find, kept, matches, only, prose, words

LONG = prose(1, 480)
TEASER = " ".join(LONG.split()[:45]) + " … read more"


def test_a_teaser_goes_to_its_article_wherever_it_stands() -> None:
    for pair in (("teaser", "full"), ("full", "teaser")):
        texts = {"teaser": TEASER, "full": LONG}
        found = find(*(article(name, texts[name], "A headline for both") for name in pair))
        assert kept(found) == ["full"]
        full = found[pair.index("full")]
        assert only(full).kind is Match.EXCERPT
        assert 0.8 <= only(full).similarity <= 1


def test_a_cut_opening_needs_no_headline() -> None:
    assert kept(find(article("full", LONG), article("teaser", TEASER))) == ["full"]


def test_a_whole_article_quoted_in_a_longer_one_stays() -> None:
    brief = prose(2, 48)
    quoting = prose(3, 240) + "\n\n" + brief
    found = find(article("brief", brief, "In brief"), article("quoting", quoting, "At length"))
    assert kept(found) == ["brief", "quoting"]


def test_a_cut_passage_from_the_middle_without_its_headline_stays() -> None:
    passage = " ".join(LONG.split()[200:250])
    assert kept(find(article("full", LONG), article("passage", passage))) == ["full", "passage"]


def test_an_earlier_version_that_its_update_contains_is_an_excerpt_of_it() -> None:
    first = prose(1, 60)
    update = first + "\n\n" + prose(2, 240)
    found = find(article("first", first, "The same story"), article("update", update, "The same story"))
    assert kept(found) == ["update"]
    assert only(found[1]).kind is Match.EXCERPT


def test_an_excerpt_of_an_excerpt_goes_to_the_whole_article() -> None:
    stub = " ".join(LONG.split()[:150])
    found = find(article("teaser", TEASER), article("stub", stub), article("full", LONG))
    assert matches(found[2]) == [("stub", Match.EXCERPT), ("teaser", Match.EXCERPT)]
    assert kept(found) == ["full"]


def test_copies_of_a_teaser_go_with_it_where_they_fit() -> None:
    second = " ".join(LONG.split()[:43]) + " … weiterlesen"
    found = find(
        article("one", TEASER), article("two", second), article("full", LONG), article("three", TEASER)
    )
    assert kept(found) == ["full"]
    assert {kind for _, kind in matches(found[2])} == {Match.EXCERPT}


def test_copies_of_a_teaser_that_go_beyond_the_article_stay_and_are_compared_again() -> None:
    beyond = TEASER + " " + " ".join(words(7, 12))
    found = find(
        article("teaser", TEASER),
        article("full", LONG),
        article("one", beyond),
        article("two", beyond + " more"),
    )
    assert matches(found[1]) == [("teaser", Match.EXCERPT)]
    assert matches(found[2]) == [("two", Match.NEAR)]
    assert kept(found) == ["full", "one"]


def test_a_teaser_does_not_tie_two_articles_together() -> None:
    lead = " ".join(words(1, 40))
    left, right = (lead + " " + prose(seed, 240) for seed in (2, 3))
    found = find(article("left", left), article("lead", lead), article("right", right), keep=Keep.LONGEST)
    assert kept(found) == ["left", "right"]


def test_of_two_articles_with_a_teaser_the_longer_one_has_it_wherever_they_stand() -> None:
    lead = " ".join(words(1, 40))
    texts = {"lead": lead + " …", "long": lead + " " + prose(2, 300), "short": lead + " " + prose(3, 240)}
    for order in permutations(texts):
        found = find(*(article(name, texts[name]) for name in order))
        assert matches(found[order.index("long")]) == [("lead", Match.EXCERPT)]
        assert found[order.index("short")].duplicates == ()


def test_a_text_without_spaces_is_cut_too() -> None:
    full = "".join(chr(0x4E00 + (at * at * 7919 + at * 104729) % 3000) for at in range(400)) + "。"
    found = find(article("full", full), article("teaser", full[:80] + "…"))
    assert kept(found) == ["full"]


def test_of_texts_as_long_as_each_other_none_is_put_to_a_removed_one() -> None:
    for seed in range(12):
        stream = words(seed, 190)
        versions = [
            article(str(step), " ".join(stream[step * 18 : step * 18 + 100]), "A headline for all of them")
            for step in range(5)
        ]
        found = find(*versions)
        listed = [source for one in found for source, kind in matches(one) if kind is not Match.HEADLINE]
        assert sorted(kept(found) + listed) == ["0", "1", "2", "3", "4"]
        assert all(one.duplicates == () for one in found if one.duplicate_of)
