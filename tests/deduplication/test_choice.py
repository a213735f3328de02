"""Which copy is kept."""

import pytest

from newsclean.model import Match
from newsclean.settings import Keep

from .stories import article, find, kept, matches, prose, words

TEXT = prose(1, 180)


def test_first() -> None:
    assert kept(find(article("a", TEXT), article("b", TEXT + " More words here."))) == ["a"]


def test_longest() -> None:
    longer = TEXT + " More words here."
    assert kept(find(article("a", TEXT), article("b", longer), keep=Keep.LONGEST)) == ["b"]


@pytest.mark.parametrize(
    "dates",
    [
        (None, "2024-05-01"),
        ("2024-05-02", "2024-05-01"),
        ("yesterday", "2024-05-01T10:00:00Z"),
        ("2024-05-01T10:00:00+00:00", "2024-05-01T11:30:00+02:00"),
        ("2024-05-01T08:00:00", "2024-05-01"),
    ],
)
def test_earliest(dates: tuple[str | None, str | None]) -> None:
    found = find(
        *(article(name, TEXT, None, date) for name, date in zip("ab", dates, strict=True)), keep=Keep.EARLIEST
    )
    assert kept(found) == ["b"]


@pytest.mark.parametrize("end", [".", "。", "！", "؟", "।", '."', ".)", "។"])
def test_cleanest(end: str) -> None:
    clean = "\n\n".join(line.rstrip(".") + end for line in TEXT.split("\n\n"))
    junk = "Home\nSport\nShare this\n" + TEXT + "\nRead next: the weather"
    assert kept(find(article("junk", junk), article("clean", clean), keep=Keep.CLEANEST)) == ["clean"]


@pytest.mark.parametrize("keep", list(Keep))
def test_ties_go_to_the_first(keep: Keep) -> None:
    assert kept(find(article("a", TEXT), article("b", TEXT), article("c", TEXT), keep=keep)) == ["a"]


def test_the_policy_chooses_among_exact_copies_of_a_near_copy_too() -> None:
    near = TEXT + " More words here."
    found = find(
        article("a", TEXT, None, "2024-05-03"),
        article("b", near, None, "2024-05-02"),
        article("c", near, None, "2024-05-01"),
        keep=Keep.EARLIEST,
    )
    assert kept(found) == ["c"]
    assert {duplicate.source for duplicate in found[2].duplicates} == {"a", "b"}


def test_between_texts_of_one_length_the_order_does_not_count() -> None:
    words = TEXT.split(" ")
    other = " ".join([*words[:-1], "elsewhere."])
    first = kept(find(article("a", TEXT), article("b", other), keep=Keep.LONGEST))
    assert kept(find(article("b", other), article("a", TEXT), keep=Keep.LONGEST)) == first


@pytest.mark.parametrize("first", ["whole", "edge", "other edge"])
def test_what_is_kept_resembles_all_its_copies(first: str) -> None:
    """Two texts with little in common are both copies of a third, which alone can stand for all."""
    stream = words(7, 370)
    texts = {"whole": stream[15:355], "edge": stream[:240], "other edge": stream[130:]}
    names = sorted(texts, key=lambda name: name != first)
    found = find(*(article(name, " ".join(texts[name])) for name in names), threshold=0.6)
    assert kept(found) == ["whole"]


def test_the_preferred_copy_is_kept_where_it_holds_the_excerpts_too() -> None:
    """The second article lacks what the teaser is taken from, so that the third, in their order, is kept."""
    story = words(7, 360)
    teaser = " ".join(story[:40]) + " … read more"
    texts = {
        "teaser": teaser,
        "headless": " ".join(story[30:]),
        "short": " ".join(story[:350]),
        "long": " ".join(story),
    }
    found = find(*(article(name, text, "A headline for all of them") for name, text in texts.items()))
    assert kept(found) == ["short"]
    assert sorted(matches(found[2])) == [
        ("headless", Match.NEAR),
        ("long", Match.NEAR),
        ("teaser", Match.EXCERPT),
    ]
