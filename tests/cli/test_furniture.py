from pathlib import Path

from .conftest import Run, write_story

MENU = "Tide tables for the week\nLetters to the editor\n\n"


def _make_site(folder: Path, places: tuple[str, ...]) -> None:
    for place in places:
        page = write_story(folder / f"{place}.txt", place)
        page.write_text(MENU + page.read_text())


def test_lines_of_a_site_and_their_pages(run: Run, tmp_path: Path) -> None:
    _make_site(tmp_path, ("Skarne", "Tolleren", "Brandle", "Nether"))
    done = run("furniture", ".")
    assert done.returncode == 0, done.stderr
    site, *lines = done.stdout.splitlines()
    assert site.endswith("pages")
    assert {line.split(None, 1)[1] for line in lines} >= {"tide tables for the week", "letters to the editor"}


def test_nothing_to_learn(run: Run, tmp_path: Path) -> None:
    _make_site(tmp_path, ("Skarne",))
    done = run("furniture", "Skarne.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("newsclean: no furniture learned: that takes three pages")
