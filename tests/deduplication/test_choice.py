"""Which copy is kept."""

import pytest

from newsclean.settings import Keep

from .stories import article, find, kept, prose

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
