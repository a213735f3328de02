import pytest

from newsclean.cleaning.furniture import FEWEST_PAGES, find_site, guess_site, learn_furniture, observe
from newsclean.model import Document, Kind

MENU = "Harbour Light\nHome\nTides\nSubscribe for £3 a month\n"
FOOTER = "\nAbout us\nPrivacy"


def _story(place: str) -> str:
    return "\n\n".join((
        f"The baker of {place} has given up his oven after forty years of work in it every night.",
        f"He told the people of {place} on Sunday that his hands were tired, and that he would go fishing.",
        f"A successor for {place} has not been found, though two have asked about the price of the house.",
    ))  # fmt: skip


def _page(number: int, story: str, folder: str = "light") -> Document:
    return Document(f"{folder}/{number}.txt", Kind.TEXT, f"{MENU}{story}\n{number} comments{FOOTER}")


def _learn(*documents: Document) -> dict[str, dict[str, int]]:
    sightings = (sighting for document in documents if (sighting := observe(document)))
    return {site: dict(known.lines) for site, known in learn_furniture(sightings).items()}


PLACES = ("Tolleren", "Brandle", "Skarne", "Gull Bay")


def test_lines_that_stand_on_many_pages_are_learned() -> None:
    learned = _learn(*(_page(number, _story(place)) for number, place in enumerate(PLACES)))["light"]
    assert learned["tides"] == learned["subscribe for £0 a month"] == len(PLACES)
    assert learned["0 comments"] == len(PLACES)
    assert not any("oven" in line for line in learned)


def test_versions_of_one_article_count_once() -> None:
    story = _story("Tolleren")
    versions = [_page(number, story + f"\n\nUpdate {number}") for number in range(5)]
    assert _learn(*versions) == {}
    learned = _learn(*versions, _page(7, _story("Brandle")), _page(8, _story("Skarne")))["light"]
    assert learned["tides"] == FEWEST_PAGES
    assert not any("oven" in line for line in learned)


def test_few_pages_teach_nothing() -> None:
    assert _learn(*(_page(number, _story(PLACES[number])) for number in range(FEWEST_PAGES - 1))) == {}


def test_sites_are_kept_apart() -> None:
    pages = [_page(number, _story(place)) for number, place in enumerate(PLACES)]
    others = [_page(number, _story(place), folder="dark") for number, place in enumerate(PLACES[:2])]
    assert set(_learn(*pages, *others)) == {"light"}


@pytest.mark.parametrize(
    ("head", "site"),
    [
        ('<link rel="canonical" href="https://Light.example/a?b=c">', "light.example"),
        ("<link href=http://light.example/a rel=canonical />", "light.example"),
        ('<link rel="canonical" href="https://light.example/">', None),
        ('<link rel="canonical" href="/a">', None),
        ("<title>A canonical text</title>", None),
        ('<a href="https://light.example/a">canonical</a>', None),
        ("canonical", None),
        ("", None),
    ],
)
def test_a_site_that_is_guessed_is_the_site_that_is_found(head: str, site: str | None) -> None:
    page = Document("in/a.html", Kind.HTML, f"<html><head>{head}</head><body><p>Words.</p>")
    assert guess_site(page) == site
    sighting = observe(page)
    assert sighting is not None
    assert site in (None, sighting.site)


def test_a_site_is_a_host_or_a_folder() -> None:
    page = Document("in/a.html", Kind.HTML, "")
    assert find_site(page, "https://www.light.example/a") == "www.light.example"
    assert find_site(page, None) == "in"
    assert find_site(Document("-", Kind.TEXT, ""), None) == "."


def test_the_order_of_the_rest_changes_nothing() -> None:
    pages = [_page(number, _story(place)) for number, place in enumerate(PLACES)]
    assert _learn(*pages) == _learn(*reversed(pages))
