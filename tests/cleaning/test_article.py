"""From a page to its article, and the receipts for what was removed."""

from collections.abc import Callable

import numpy as np
import pytest

from newsclean.cleaning import DecidedSite, KnownFurniture, clean_document, clean_documents, paths
from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.headline import Headline
from newsclean.cleaning.judging import judge
from newsclean.cleaning.labelling import BODY, LABELS, UNIT, weigh
from newsclean.model import Block, Cleaned, Document, Kind, Label, Reason, Rejected, Stage

from .pages import MENU, STORIES, html_page, text_page


def clean(document: Document) -> Cleaned:
    cleaned = clean_document(document, trace=True)
    assert isinstance(cleaned, Cleaned), cleaned
    return cleaned


def reasons(cleaned: Cleaned) -> dict[str, Reason]:
    return {each.block.text: each.reason for each in cleaned.judgements if each.reason is not None}


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("page", [text_page, html_page])
def test_stories_in_several_scripts(page: Callable[[str], Document], language: str) -> None:
    article = clean(page(language)).article
    title, *paragraphs = STORIES[language]
    assert article.title == title
    assert all(paragraph in article.text for paragraph in paragraphs)
    assert "Weather" not in article.text
    assert "Read also" not in article.text
    assert article.language == language
    assert article.words > 20


def test_byline_of_a_text() -> None:
    article = clean(text_page("en")).article
    assert (article.authors, article.published) == (("Ann Lee",), "2024-05-24")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("content", ["", " \n\n\t", "<!-- -->", "\ufeff"])
def test_a_page_without_text_is_rejected(kind: Kind, content: str) -> None:
    if kind is Kind.TEXT and content.startswith("<"):
        pytest.skip("text to a reader of plain text")
    rejected = clean_document(Document("empty", kind, content))
    assert rejected == Rejected("empty", Stage.CLEAN, "the page has no text")


def test_a_page_of_furniture_is_rejected() -> None:
    rejected = clean_document(Document("menu", Kind.TEXT, "\n".join(MENU * 3)))
    assert isinstance(rejected, Rejected)
    assert rejected.stage is Stage.CLEAN
    assert "furniture" in rejected.reason


@pytest.mark.parametrize("compiled", [False, True])
def test_documents_are_cleaned_together_as_one_by_one(
    monkeypatch: pytest.MonkeyPatch, *, compiled: bool
) -> None:
    # Memory that one page's steps leave to the next page must hold nothing that a later step needs.
    monkeypatch.setattr(paths, "ENOUGH", 0 if compiled else 10**9)
    monkeypatch.setattr(paths, "ENOUGH_TO_COMPILE", 0)
    documents = [make(language) for language in STORIES for make in (text_page, html_page)]
    documents.insert(3, Document("x", Kind.TEXT, "\n"))
    documents.insert(5, Document("y", Kind.TEXT, "Home\nNews\nSport"))
    tasks: list[tuple[Document, KnownFurniture]] = [(document, {}) for document in documents]
    together = clean_documents(tasks, trace=True)
    assert repr(together) == repr([clean_document(document, trace=True) for document in documents])
    assert [isinstance(each, Rejected) for each in together] == [at in (3, 5) for at in range(10)]


def test_reasons_tell_where_furniture_stood() -> None:
    found = reasons(clean(text_page("en", foot=("Read also", "Contact", "***"))))
    assert found["Sport"] is Reason.BEFORE
    assert found["Contact"] is Reason.AFTER


def test_a_repeated_headline_is_kept_once() -> None:
    title, *paragraphs = STORIES["en"]
    page = "\n\n".join([title.upper(), title, f"{title} | The Daily", *paragraphs])
    cleaned = clean(Document("x", Kind.TEXT, page))
    assert [each.reason for each in cleaned.judgements[:3]] == [None, *[Reason.REPEATED_HEADLINE] * 2]
    assert cleaned.article.title == title
    assert title not in cleaned.article.text


def test_a_long_headline_that_opens_the_body_makes_no_copy_of_itself_a_repetition() -> None:
    _, *paragraphs = STORIES["en"]
    title = " ".join(paragraphs[:2])
    texts = (title, paragraphs[0], title, *paragraphs[1:])
    scores = np.zeros((len(texts), len(LABELS)))
    scores[:, BODY] = UNIT
    headline = Headline(title, None, tuple(text == title for text in texts))
    blocks = Blocks.of(Block(text, line) for line, text in enumerate(texts))
    judgements = judge(blocks, weigh(scores), headline, DecidedSite({}))
    assert judgements.labels == [Label.HEADLINE, *[Label.BODY] * (len(texts) - 1)]


def test_lines_without_words_go() -> None:
    title, *paragraphs = STORIES["en"]
    page = "\n\n".join([title, *paragraphs[:2], "***", *paragraphs[2:], "-" * 9])
    cleaned = clean(Document("x", Kind.TEXT, page))
    assert reasons(cleaned) == {"***": Reason.NO_WORDS, "-" * 9: Reason.NO_WORDS}


def test_a_layout_that_is_repeated_is_kept_once() -> None:
    _, *paragraphs = STORIES["en"]
    cleaned = clean(Document("x", Kind.TEXT, "\n\n".join([*paragraphs, *paragraphs])))
    repeated = [each for each in cleaned.judgements if each.reason is Reason.REPEATED_BLOCK]
    assert all(cleaned.article.text.count(each.block.text) == 1 for each in repeated)
    assert repeated


@pytest.mark.parametrize(
    "page", [text_page("en"), html_page("de"), text_page("zh")], ids=lambda page: page.source
)
def test_every_block_is_in_the_article_or_has_a_receipt(page: Document) -> None:
    cleaned = clean(page)
    receipts = [(each.line, each.text) for each in cleaned.article.removed]
    for each in cleaned.judgements:
        if each.label is Label.BODY:
            assert each.block.text in cleaned.article.text
        elif each.reason is not None:
            assert receipts.count((each.block.line, each.block.text)) == 1
        else:
            assert each.label is Label.HEADLINE
    assert len(receipts) == sum(each.reason is not None for each in cleaned.judgements)


def test_without_a_trace_there_are_no_receipts() -> None:
    cleaned = clean_document(text_page("en"))
    assert isinstance(cleaned, Cleaned)
    assert cleaned.article.removed == ()
