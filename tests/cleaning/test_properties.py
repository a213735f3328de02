"""What holds for every page."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsclean.cleaning import clean_document
from newsclean.cleaning.page import take_apart
from newsclean.cleaning.repair import squeeze
from newsclean.cleaning.text import repair_text
from newsclean.model import Cleaned, Document, Kind, Label, Rejected

from .pages import FOOT, MENU, STORIES

READABLE = st.text(max_size=40)
PROSE = [line for story in STORIES.values() for line in story]
ODD = ["", "", "  - item", "***", "Ends &amp; means", "&amp;nbsp;&#10;"]
LINES = st.one_of(
    st.sampled_from([*MENU, *FOOT, *PROSE, *ODD]),
    READABLE,
)
TEXTS = st.lists(LINES, max_size=25).map("\n".join)
TAGS = [
    "p",
    "div",
    "h1",
    "li",
    "td",
    "span",
    "a",
    "b",
    "br",
    "article",
    "script",
    "title",
    "time",
    "svg",
    "table",
]
NODES = st.recursive(
    LINES,
    lambda inner: st.builds(
        lambda tag, inside, attribute: f"<{tag} {attribute}>{''.join(inside)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=5),
        st.sampled_from(
            ["", "hidden", 'class="author"', 'class="storyBody"', 'href="x"', 'style="display:none"']
        ),
    ),
    max_leaves=20,
)
LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SPACES = re.compile(r"\s+")
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def characters(text: str) -> str:
    """Return `text` without spaces: joining lines may put a space between words, or take it away."""
    return SPACES.sub("", text)


def stands_in(part: str, whole: str) -> bool:
    """Tell whether `part` is a subsequence of `whole`."""
    rest = iter(whole)
    return all(character in rest for character in part)


@QUICK
@given(TEXTS)
def test_the_words_of_an_article_stand_in_the_text_in_order(content: str) -> None:
    cleaned = clean_document(Document("x", Kind.TEXT, content))
    if isinstance(cleaned, Cleaned):
        assert stands_in(characters(cleaned.article.text), characters(repair_text(content)))


@QUICK
@given(TEXTS)
def test_every_word_of_a_text_stands_in_one_block(content: str) -> None:
    joined = "".join(characters(block.text) for block in take_apart(Document("x", Kind.TEXT, content)).blocks)
    bullets = re.compile(r"[*+•‣▪◦●□]")
    assert bullets.sub("", joined) == bullets.sub("", characters(repair_text(content)))


@QUICK
@given(TEXTS)
def test_lines_point_at_their_blocks(content: str) -> None:
    blocks = take_apart(Document("x", Kind.TEXT, content)).blocks
    lines = LINE_END.split(repair_text(content))
    numbers = [block.line for block in blocks]
    assert numbers == sorted(set(numbers))
    for block in blocks:
        first = squeeze(lines[block.line - 1])
        assert block.text.startswith((first, first[1:].lstrip()))
        assert block.line + block.height - 1 <= len(lines)


@QUICK
@given(st.sampled_from(Kind), TEXTS | NODES)
def test_every_block_is_judged_once(kind: Kind, content: str) -> None:
    document = Document("x", kind, content)
    cleaned = clean_document(document, trace=True)
    if not isinstance(cleaned, Cleaned):
        return
    assert [each.block for each in cleaned.judgements] == list(take_apart(document).blocks)
    labels = [each.label for each in cleaned.judgements]
    assert labels.count(Label.HEADLINE) <= 1
    assert all((each.label is Label.FURNITURE) == (each.reason is not None) for each in cleaned.judgements)
    assert len(cleaned.article.removed) == labels.count(Label.FURNITURE)
    body = [each.block.text for each in cleaned.judgements if each.label is Label.BODY]
    assert cleaned.article.text == "\n\n".join(body)
    assert body


@QUICK
@given(READABLE | NODES | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_no_page_is_an_error(content: str) -> None:
    for kind in Kind:
        assert isinstance(clean_document(Document("x", kind, content)), Cleaned | Rejected)


@QUICK
@given(
    st.sampled_from(sorted(STORIES)),
    st.sets(st.sampled_from(MENU)),
    st.sets(st.sampled_from(FOOT)),
    st.integers(1, 3),
    st.sampled_from(Kind),
)
def test_what_is_clean_stays_as_it_is(
    language: str, menu: set[str], foot: set[str], headlines: int, kind: Kind
) -> None:
    title, *story = STORIES[language]
    parts = {"div": sorted(menu), "h1": [title] * headlines, "p": story, "li": sorted(foot)}
    lines = [(tag, line) for tag, lines in parts.items() for line in lines]
    markup = "".join(f"<{tag}>{line}</{tag}>" for tag, line in lines)
    content = "\n\n".join(line for _, line in lines) if kind is Kind.TEXT else markup
    first = clean_document(Document("x", kind, content))
    assert isinstance(first, Cleaned)
    clean = f"{first.article.title}\n\n{first.article.text}"
    second = clean_document(Document("x", Kind.TEXT, clean))
    assert isinstance(second, Cleaned)
    assert (second.article.title, second.article.text) == (first.article.title, first.article.text)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_the_same_page_gives_the_same_article(content: str) -> None:
    document = Document("x", Kind.TEXT, content)
    assert clean_document(document) == clean_document(document)
