"""The compiled path equals the reference, number for number."""

from html import escape

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsclean.cleaning import blocks, description, html, labelling, lines, paths, words
from newsclean.cleaning.compiled import describing, folding, network, relating, tags, tree, walking
from newsclean.cleaning.compiled import lines as compiled_lines
from newsclean.cleaning.description import Known
from newsclean.cleaning.page import take_apart
from newsclean.cleaning.prose import Characters
from newsclean.compiling.rooms import room
from newsclean.model import Document, Kind

TAGS = (
    *(
        "p",
        "div",
        "span",
        "a",
        "b",
        "br",
        "li",
        "ul",
        "td",
        "tr",
        "table",
        "h1",
        "hr",
        "img",
        "article",
        "nav",
    ),
    *(
        "script",
        "style",
        "svg",
        "noscript",
        "template",
        "button",
        "select",
        "iframe",
        "textarea",
        "pre",
        "xmp",
    ),
)
ATTRIBUTES = (
    *("", " class='article-body'", " class='navBar menu_item'", ' id="teaser&quot;card"', " hidden"),
    *(" style='Display : none'", " style='visibility:\tHIDDEN'", " style='display:block'", " role=''"),
    *(" role='Alertdialog'", " role='main dialog' hidden"),
    *(" title='a<b>c &amp; d'", " class='list item' id='list-item'", " data-testid='Überschrift headline'"),
)
TEXTS = (
    *(
        "word",
        " ",
        "\n",
        ".",
        "One.",
        "Zwei! ",
        '."',
        "fin.»",
        " a  b\t",
        "\u00a0",
        "\u3000",
        "你好。",
        "😀",
        "é",
    ),
    *(
        "&lt;b&gt;",
        "&amp;nbsp;",
        "&quot;",
        "<!-- <p> -->",
        "<!-->",
        "<?php $a->b ?>",
        "</p>",
        "</div>",
        "\u200b",
    ),
    *("\x0b", "\x1c", "\u0085", "<", "&", "--", "ẞ"),
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Make tag soup: what opens need not close."""
    pieces = []
    for _ in range(draw(st.integers(0, 40))):
        if draw(st.booleans()):
            pieces.append(draw(st.sampled_from(TEXTS)))
        else:
            tag = draw(st.sampled_from(TAGS))
            pieces.append(f"<{tag}{draw(st.sampled_from(ATTRIBUTES))}>")
            if draw(st.booleans()):
                pieces.append(f"{draw(st.sampled_from(TEXTS))}</{tag}>")
    return "".join(pieces)


def walk_both(markup: str) -> tuple[html.Drafts, html.Drafts | None]:
    body = LexborHTMLParser(markup).body
    assert body is not None
    return html.walk(body), walking.walk(body)


@settings(max_examples=250, deadline=None)  # the first call compiles
@given(pages())
@example("<p>One.)<br>Two<br>three")
@example("<body class=article hidden><p>One")
@example("<a>one <b>two</b> three</a><ul><li><span><b>x</b> y</span></ul>")
@example("<p>a<xmp><p>b</xmp>c<plaintext><p>d")
@example("<svg><!-- </svg> --><style></svg></style><p>no")
@example("<p data-a-name-that-is-a-long-one=menu class=body data-component=nav>x<i-j>y</i-j>")
def test_both_walks_give_the_same_blocks(markup: str) -> None:
    slow, fast = walk_both(markup)
    assert fast == slow


def test_very_deep_nesting_is_left_to_the_slow_walk() -> None:
    assert walk_both("<div>" * 250 + "deep")[1] is None


def test_a_text_that_is_no_utf8_is_left_to_the_slow_walk() -> None:
    body = LexborHTMLParser(b"<p>caf\xe9 noir<p>na\xc3").body
    assert body is not None
    assert walking.walk(body) is None


def test_a_tree_that_lies_otherwise_in_memory_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "NEXT", tree.PARENT)
    tags.make_tables.cache_clear()
    try:
        assert walk_both("<p>One<p>Two")[1] is None
    finally:
        tags.make_tables.cache_clear()


@settings(max_examples=300, deadline=None)
@given(st.text("aAlLeEdDtIiMm-_ 1:\t\x0b\n&é\u00a0K", max_size=200) | st.sampled_from(ATTRIBUTES))
@example("list-item")
@example("list item")
@example("listItem")
@example("_-ad-_")
@example("x" * 159 + " ad ")
@example("teaserCard leadImage sr-only d-none")
def test_both_paths_read_the_same_hints(names: str) -> None:
    slow, fast = walk_both(f'<p class="{escape(names)}">One')
    assert fast == slow


LINES = st.lists(
    st.text("aAbBeéÉ 1½.港湾ไทय😀", min_size=1)
    | st.sampled_from(["The ferry left the harbour at dawn.", "the FERRY left", "港湾局長が話した。"]),
    min_size=1,
)


@settings(deadline=None)
@given(LINES, st.lists(st.just("") | LINES.map(" ".join), min_size=2, max_size=5), st.data())
def test_both_paths_relate_texts_alike(texts: list[str], others: list[str], data: st.DataObject) -> None:
    characters = Characters.of(texts)
    end = data.draw(st.integers(0, len(texts)))
    span = data.draw(st.integers(0, end)), end
    slow, fast = words.relate(characters, span, others), relating.relate(characters, span, others)
    assert np.array_equal(slow, fast)


@settings(deadline=None)
@given(st.text("aoÖ .-•*\t\n\r\x0b\x0c\x1c\u0085\u00a0\u2003\u2028港กー，½😀", max_size=60))
@example("")
@example("\r\n o  one\r\n\ro\u00a0\u00a0\u00a0\u00a0two \n  - three\n\n•\u2028•")
def test_both_paths_read_the_same_lines(content: str) -> None:
    assert compiled_lines.read_lines(content) == lines.read_lines(content)


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(max_codepoint=0xFFFF, exclude_characters="\n"), min_size=1), min_size=1)
)
@example(["Straße 12.345,6", "ΣΊΣΥΦΟΣ ŉ ﬃ", "٣٤٥ ½ ²", "İzmir 7x7 K"])
@example(["".join(map(chr, range(0x0B, 0x10000)))])
def test_both_paths_make_the_same_templates(texts: list[str]) -> None:
    characters = Characters.of(texts)
    assert folding.make_templates(characters) == blocks.make_templates(texts, characters)


def test_characters_beyond_the_tables_are_folded_slowly() -> None:
    assert folding.make_templates(Characters.of(["𝟙𐐀", "One"])) is None


@st.composite
def known_of(draw: st.DrawFn, size: int) -> Known:
    """Invent what is known of the blocks of a page."""
    counts = st.lists(st.integers(0, 20), min_size=size, max_size=size)
    flags = st.lists(st.integers(0, 1), min_size=size, max_size=size)
    shares = st.lists(st.integers(0, 8).map(lambda eighths: eighths / 8), min_size=size, max_size=size)
    end = draw(st.integers(0, size))
    return Known(
        layout=np.array([draw(kind) for kind in (counts, counts, counts, flags)], float),
        repetition=np.array([draw(kind) for kind in (flags, flags, counts, flags, counts)], float)
        + np.array([[0], [0], [1], [0], [0]]),
        relations=np.array([draw(shares) for _ in range(4)], float),
        given=draw(st.tuples(st.booleans(), st.booleans(), st.booleans())),
        start=draw(st.integers(0, end)),
        end=end,
    )


SIGNED = st.sampled_from(
    (
        *("2024-11-02", "2.11.24", "12:45 Uhr", "8時", "2024年", "1987", "119873", "19", "3/4/5", "١٢:٣٠"),
        *(
            "a@b.example",
            "https://a.example",
            "Home | News",
            "Read on …",
            "He said...",
            "..",
            ".",
            "What?",
            "“Yes.”",
        ),
        *("And so,", "The Ferry Left", "SPORT", "港湾局長が話した。", "\u2003x", "😀", "𠮷野家"),
    )
)


@settings(deadline=None)
@given(st.lists(SIGNED | LINES.map(" ".join), min_size=1), st.data())
def test_both_paths_describe_texts_alike(texts: list[str], data: st.DataObject) -> None:
    characters = Characters.of(texts)
    known = data.draw(known_of(len(texts)))
    assert np.array_equal(description.describe(characters, known), describing.describe(characters, known))


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 2**32 - 1), st.sampled_from(Kind))
def test_both_paths_score_alike(size: int, seed: int, kind: Kind) -> None:
    weights = labelling.load_weights(kind)
    features = np.random.default_rng(seed).normal(weights.mean, weights.scale * 3, (size, len(weights.mean)))
    slow, fast = labelling.forward_slowly(features, weights), network.forward(features, weights)
    assert np.array_equal(slow, fast)


def test_a_page_with_very_many_titles_is_related_slowly() -> None:
    characters = Characters.of(["The ferry left the harbour."])
    others = ["", "", *["ferry harbour"] * 80]
    assert np.array_equal(
        words.relate(characters, (0, 1), others), relating.relate(characters, (0, 1), others)
    )


@settings(deadline=None)
@given(st.characters(exclude_categories=["Cs"]))
def test_both_walks_read_every_character(char: str) -> None:
    slow, fast = walk_both(f"<p>One.{escape(char)}<br>Two {escape(char)} three")
    assert fast == slow


@pytest.mark.parametrize("kept", [True, False])
def test_after_many_pages_the_compiled_path_is_taken(kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.setattr(paths, "ENOUGH", 3 if kept else 1)
    monkeypatch.setattr(paths, "ENOUGH_TO_COMPILE", 10**9 if kept else 3)
    monkeypatch.setattr(paths, "_is_kept", lambda: kept)
    monkeypatch.setattr(paths, "_WORK", paths._Work())  # noqa: SLF001
    page = Document("a.html", Kind.HTML, "<p>One<p>Two")
    found = []
    for _ in range(3):
        found.append(paths.find_compiled())
        take_apart(page)
    assert found == [None] * 3
    assert paths.find_compiled() is not None
    assert [block.text for block in take_apart(page).blocks] == ["One", "Two"]


def test_pages_that_are_to_come_count_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "ENOUGH", 3)
    monkeypatch.setattr(paths, "_is_kept", lambda: True)
    monkeypatch.setattr(paths, "_WORK", paths._Work())  # noqa: SLF001
    paths.expect_pages(2)
    assert paths.find_compiled() is None
    paths.expect_pages(3)
    assert paths.find_compiled() is not None


def test_rooms_of_one_name_and_different_kinds_are_kept_apart() -> None:
    assert room("test", 5, np.uint8).dtype == np.uint8
    assert room("test", 5, np.uint64).dtype == np.uint64
