"""The report in a browser: Debian's chromium, or another that the environment names as CHROMIUM."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NEWSCLEAN

from .hostile import SCRIPT, write_records

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
NEEDED = "needs Playwright and axe: pip install 'newsclean[browser]'"
playwright = pytest.importorskip("playwright.sync_api", reason=NEEDED)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs a browser: apt-get install chromium")

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    command = [*NEWSCLEAN, "report", str(write_records(folder)), "-o", "report.html"]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        # As root, as in a container, chromium has no sandbox to offer.
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """Open the report; whatever it complains about or asks the network for is an error."""
    context = browser.new_context(viewport=SIZES["desk"])
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url))
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    yield page
    assert complaints == [address]
    context.close()


def _expect_found(page: Any, number: int) -> None:
    playwright.expect(page.locator("#found")).to_have_text(f"{number} of 60 articles", timeout=20_000)


def test_charts_have_data(page: Any) -> None:
    assert page.locator("#tiles b").first.inner_text() == "60"
    assert page.locator("#days svg g").count() >= 28
    widths = page.eval_on_selector_all("#fate rect.kept", "all => all.map(one => one.getBBox().width)")
    assert max(widths) > 100
    assert page.locator("#sites tbody tr").count() == 2


def test_titles_and_addresses_stay_text(page: Any) -> None:
    page.fill("#query", SCRIPT.partition("document")[0])
    _expect_found(page, 60)
    assert page.locator("#table").get_by_text(SCRIPT, exact=True).count() >= 1
    assert page.title() == "newsclean report"
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("img").count() == 0


def test_no_other_script_may_run(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.evaluate(
        """() => {
            const bait = document.createElement("script");
            bait.textContent = "document.title = 'taken'";
            document.body.append(bait);
        }"""
    )
    assert page.title() == "newsclean report"
    page.close()


def test_search_and_filters(page: Any) -> None:
    _expect_found(page, 60)
    page.fill("#query", "story 17")
    _expect_found(page, 1)
    page.click("button[type=reset]")
    page.select_option("#kind", "removed")
    _expect_found(page, 1)
    page.click("button[type=reset]")
    page.fill("#from", "2026-03-28")
    _expect_found(page, 2)
    page.click("button[type=reset]")
    _expect_found(page, 60)
    page.click("#pager >> text=Next")
    assert "page 2 of 3" in page.locator("#pager").inner_text()
    page.locator("#languages tbody button").first.click()
    assert page.locator("#language").input_value()


def test_copies_stand_side_by_side(page: Any) -> None:
    page.locator("#clusters select").nth(1).select_option(index=1)
    assert page.locator(".diff del").all_inner_texts() == ["ramp", " because a part had to be cast anew"]
    assert page.locator(".diff ins").all_inner_texts() == ["bridge"]


def test_changes_are_told_in_whole_sentences(page: Any) -> None:
    told = page.evaluate(
        """() => {
            const same = "One.\\n\\nTwo.\\n\\nThree.\\n\\nFour.\\n\\nFive.\\n\\n";
            const left = "Only here, by itself.\\n\\n" + same + "The mayor opened the fair";
            const pair = sideBySide(left, same + "Nobody saw the rain come", ["Kept", "Removed"]);
            document.body.append(pair);
            return [...pair.children].map((row) => row.innerText.split(/\\n+/));
        }"""
    )
    assert told == [
        ["Kept", "Removed"],
        ["Only here, by itself."],
        ["One.", "One."],
        ["3 paragraphs are the same"],
        ["Five.", "Five."],
        ["The mayor opened the fair", "Nobody saw the rain come"],
    ]
    marked = page.locator("body > .diff > .pair").last.locator("del, ins").all_inner_texts()
    assert marked == ["The mayor opened the fair", "Nobody saw the rain come"]


def test_cuts_stand_among_what_was_kept(page: Any) -> None:
    doubt = page.locator("#doubts .line").first
    assert doubt.locator(".doubted").inner_text().startswith("Tides")
    assert doubt.locator(".around").last.inner_text().startswith("The first boat leaves")
    page.click("#tab-pages")
    page.locator("#pages summary").first.click()
    lines = page.locator("#pages details").first.locator("li")
    lines.first.wait_for()
    classes = lines.evaluate_all("all => all.map(one => one.className)")
    assert classes == ["reason", "", "stayed", "stayed", "stayed", "reason", ""]


def test_decisions_are_saved_and_read_again(page: Any, tmp_path: Path) -> None:
    page.locator("#clusters select").nth(1).select_option(index=1)
    page.click("text=Not the same story")
    page.locator("#doubts >> text=Keep this line").first.click()
    page.click("#tab-furniture")
    page.locator("#furniture summary").first.click()
    page.locator("#furniture >> text=Keep this line").first.click()
    page.click("#undo")
    assert page.locator("#decided").inner_text() == "2 decisions: 1 never merged, 1 kept"
    with page.expect_download() as download:
        page.click("#save")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    decisions = json.loads(path.read_text())
    assert decisions["never_merge"][0]["ids"] == [f"{1:032x}", f"{2:032x}"]
    assert decisions["keep"][0]["site"] == "light.example"
    page.click("#undo")
    page.click("#undo")
    assert page.locator("#decisions").is_hidden()
    page.set_input_files("#load", path)
    page.wait_for_selector("#decisions:not([hidden])")
    assert page.locator("text=Not the same story").get_attribute("aria-pressed") == "true"
    page.click("#undo")
    page.click("#undo")


def test_keyboard(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.focus("#tab-doubts")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-pages"
    assert page.locator("#pages").is_visible()
    assert page.locator("#doubts").is_hidden()
    page.locator("#pages summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("#pages .lines li").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_bars_anybody(browser: Any, address: str, size: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=NEEDED)
    # axe is put into the page as a script, which the report's policy forbids to all others.
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    for tab in ("doubts", "pages", "furniture"):
        page.click(f"#tab-{tab}")
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.locator(f"#{tab} .mark").first.click()
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_prints(page: Any) -> None:
    assert page.pdf()[:5] == b"%PDF-"
