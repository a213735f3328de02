import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from newsclean import pages, pipeline, runs
from newsclean.cleaning import Furniture, clean_document
from newsclean.deduplication import article_id
from newsclean.engines import OvertimeError
from newsclean.model import Cleaned, Document, Kind, Match, Rejected, Stage
from newsclean.reading import list_sources
from newsclean.settings import Settings

STORY = """{title}

The town hall of {place} will be painted blue after a vote that took the council most of the night on Tuesday.

Those in favour of green left the chamber and were later seen in a café on the market square of {place}.

The painter, who had brought both colours along, said that he would have been content with either of them.
"""


def _page(source: str, place: str) -> Document:
    return Document(
        source, Kind.TEXT, STORY.format(title=f"The town hall of {place} turns blue at last", place=place)
    )


OTHER = """The harbour of Brandle is frozen for the first time

Ice has closed the harbour of Brandle since Thursday, which nobody now alive can remember having seen before.

Three boats wait outside for the thaw, and their crews walk ashore each evening to play cards at the inn.

The weather office expects the wind to turn by the end of the week and to bring rain from the south-west.
"""


def test_each_process_expects_its_share_of_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    expected: list[int] = []
    monkeypatch.setattr(pipeline, "expect_pages", expected.append)
    pages = [_page(name, "Tolleren") for name in "abcdefg"]
    for jobs in (1, 3):
        pipeline.clean(pages, Settings(jobs=jobs))
        pipeline.learn(pages, Settings(jobs=jobs))
    assert expected == [7, 7, 2, 2]


def test_pages_are_sorted_and_duplicates_found() -> None:
    told: list[tuple[str, int, int | None]] = []
    pages = [_page("b", "Tolleren"), Document("c", Kind.TEXT, OTHER), _page("a", "Tolleren")]
    result = pipeline.clean(pages, Settings(jobs=1), lambda *each: told.append(each))
    assert [article.source for article in result.articles] == ["a", "c"]
    assert [article.id for article in result.articles] == [article_id(one.text) for one in result.articles]
    assert (result.inputs, result.distinct, result.removed[Match.EXACT]) == (3, 2, 1)
    stages = ("learning furniture", "cleaning")
    assert told[:6] == [(stage, done, 3) for stage in stages for done in (1, 2, 3)]
    assert {stage for stage, _, _ in told[6:]} == {"comparing"}
    assert list(result.seconds) == ["learn furniture", "read and clean", "deduplicate"]


def test_every_article_on_request() -> None:
    pages = [_page("a", "Tolleren"), _page("b", "Tolleren")]
    kept, removed = pipeline.clean(pages, Settings(keep_duplicates=True)).articles
    assert kept.duplicate_of is None
    assert removed.duplicate_of == kept.id


def test_trace_on_request() -> None:
    page = replace(_page("a", "Tolleren"), content="Home | News | Sport\n\n" + _page("a", "Tolleren").content)
    assert pipeline.clean([page], Settings(trace=True)).articles[0].removed
    assert not pipeline.clean([page], Settings()).articles[0].removed


def test_each_input_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "damaged.txt").write_bytes(_page("", "Tölleren").content.encode() + b"\xff\xff")
    result = pipeline.clean(list_sources([str(tmp_path), str(tmp_path / "none")]), Settings())
    assert result.inputs == len(result.articles) + len(result.rejected) == 3
    assert [damaged.replacements for damaged in result.damaged] == [2]
    assert {rejected.stage for rejected in result.rejected} == {Stage.READ}


def test_nothing_gives_nothing() -> None:
    result = pipeline.clean([], Settings())
    assert (result.articles, result.inputs) == ((), 0)


def test_rows_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "zebra"}\n{"text": "ape"}\n{"text": "zebra"}\nbad\n')
    result = runs.dedupe([str(path)], Settings())
    assert [article.text for article in result.articles] == ["zebra", "ape"]
    assert (result.inputs, result.distinct, len(result.rejected)) == (4, 2, 1)


def test_explain() -> None:
    cleaned = pipeline.explain(_page("a", "Tolleren"), Settings())
    assert isinstance(cleaned, Cleaned)
    assert len(cleaned.judgements) >= 4
    refused = Rejected("a", Stage.READ, "is empty")
    assert pipeline.explain(refused, Settings()) is refused


def _replace_cleaning(monkeypatch: pytest.MonkeyPatch, clean: Callable[..., Cleaned | Rejected]) -> None:
    """Have pages cleaned by another function, one by one as well as together."""

    def clean_all(tasks: Iterable[tuple[Document, Furniture]], *, trace: bool) -> list[Cleaned | Rejected]:
        return [clean(document, furniture, trace=trace) for document, furniture in tasks]

    monkeypatch.setattr(pages, "clean_document", clean)
    monkeypatch.setattr(pages, "clean_documents", clean_all)


def test_a_fault_in_cleaning_costs_its_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: Document, furniture: Furniture, *, trace: bool) -> Cleaned | Rejected:
        if document.source == "culprit.txt":
            message = "no such block"
            raise IndexError(message)
        return clean_document(document, furniture, trace=trace)

    _replace_cleaning(monkeypatch, fail)
    result = pipeline.clean([_page("culprit.txt", "Tolleren"), _page("good.txt", "Brandle")], Settings())
    assert [article.source for article in result.articles] == ["good.txt"]
    (rejected,) = result.rejected
    assert (rejected.source, rejected.stage) == ("culprit.txt", Stage.CLEAN)
    assert "IndexError: no such block, at test_pipeline.py:" in rejected.reason


def test_a_page_that_takes_too_long_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def dawdle(document: Document, furniture: Furniture, *, trace: bool) -> Cleaned | Rejected:
        if document.source == "culprit.txt":
            raise OvertimeError
        return clean_document(document, furniture, trace=trace)

    _replace_cleaning(monkeypatch, dawdle)
    both = [_page("culprit.txt", "Tolleren"), _page("good.txt", "Brandle")]
    result = pipeline.clean(both, Settings())
    assert [article.source for article in result.articles] == ["good.txt"]
    assert [rejected.reason[:24] for rejected in result.rejected] == ["takes more than 60 s to "]
    assert pipeline.explain(both[0], Settings()) == result.rejected[0]


@pytest.mark.parametrize("letters", [1 << 20, 40])
def test_pages_are_cleaned_alike_in_any_company(monkeypatch: pytest.MonkeyPatch, letters: int) -> None:
    articles = "\n-----\n".join(_page("", f"Place{number}").content for number in range(20))
    tasks: list[tuple[pages.Page, Furniture]] = [
        (_page("a", "Tolleren"), {}),
        (Rejected("b", Stage.READ, "is empty"), {}),
        (Document("c", Kind.TEXT, "Home\nNews\nSport"), {}),
        (Document("d", Kind.TEXT, articles), {}),
        (Document("e", Kind.HTML, f"<p>{articles}</p>" + "<b></b>" * 60_000), {}),
        (_page("f", "Brandle"), {}),
    ]
    monkeypatch.setattr(pages, "_MOST_CHARACTERS", letters)
    settings = Settings(separator="-----")
    together = pages.examine_pages(tasks, settings)
    assert together == [pages.examine_page(task, settings) for task in tasks]
    assert [len(held) for held in together] == [1, 1, 1, 20, 1, 1]
    assert [held[0].outcome.source for held in together] == ["a", "b", "c", "d#1", "e", "f"]


def test_a_page_on_which_a_process_dies_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(document: Document, furniture: Furniture, *, trace: bool) -> Cleaned | Rejected:
        if document.source == "light/30":
            os._exit(9)
        return clean_document(document, furniture, trace=trace)

    _replace_cleaning(monkeypatch, die)
    light = [_page(f"light/{number}", f"Place{number}") for number in range(40)]
    result = pipeline.clean(light, Settings(jobs=2, keep_duplicates=True))
    assert len(result.articles) == 39
    (rejected,) = result.rejected
    assert (rejected.source, rejected.stage) == ("light/30", Stage.CLEAN)
    assert rejected.reason.startswith("its process died")


MENU = "Tide tables for the week\nLetters to the editor\nThe harbour in pictures\n\n"
PLACES = ("Tolleren", "Brandle", "Skarne", "Gull Bay")


def _site() -> list[Document]:
    return [
        replace(page, content=MENU + page.content) for page in (_page(f"light/{at}", at) for at in PLACES)
    ]


def test_furniture_is_learned_from_the_pages_of_a_folder() -> None:
    result = pipeline.clean(_site(), Settings(trace=True, keep_duplicates=True))
    for article in result.articles:
        reasons = {removed.text: removed.reason for removed in article.removed}
        assert reasons["Letters to the editor"] == "stands on other pages of the site"
    assert pipeline.learn(_site(), Settings())["light"].lines["letters to the editor"] == len(PLACES)


def _address(page: Document, host: str) -> Document:
    link = f'<link rel="canonical" href="https://{host}/{page.source[-6:]}">'
    body = "".join(f"<p>{line}</p>" for line in page.content.splitlines())
    return replace(page, kind=Kind.HTML, content=f"<html><head>{link}</head><body>{body}")


def test_a_site_is_learned_from_its_pages_alone() -> None:
    light = [_address(page, "light.example") for page in _site()]
    dark = [_address(replace(page, source=page.source + "x"), "dark.example") for page in _site()[:2]]
    learned = pipeline.learn([*light, *dark], Settings())
    assert list(learned) == ["light.example"]
    assert learned["light.example"].lines["letters to the editor"] == len(PLACES)


def test_the_order_of_pages_changes_nothing() -> None:
    other = replace(_page("a/x", "Cape Lorne"), content=MENU + OTHER)
    pages = [*_site(), other, _page("a", "Tolleren"), _page("light/z/1", "Skarne")]
    settings = Settings(keep_duplicates=True, trace=True)
    assert pipeline.clean(pages, settings).articles == pipeline.clean(pages[::-1], settings).articles
