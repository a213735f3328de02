"""HTML to blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.hints import ANCESTOR_BITS, DIALOG_BIT, HINT_BITS, TAG_BITS
from newsclean.cleaning.html import split_blocks


def blocks(markup: str) -> Blocks:
    return split_blocks(LexborHTMLParser(markup))


def texts(markup: str) -> list[str]:
    return [block.text for block in blocks(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("", []),
        ("<p></p><div> </div>", []),
        ("just text", ["just text"]),
        ("<p>One<p>Two", ["One", "Two"]),
        ("<div>One<div>Two</div>Three</div>", ["One", "Two", "Three"]),
        ("<p>One<br>goes on", ["One goes on"]),
        ("<p>One.<br>Two.", ["One.", "Two."]),
        ("<p>One<br><br>Two", ["One", "Two"]),
        ("<p>One<br/>\n<br/>Two", ["One", "Two"]),
        ("<p>The <b>bo<i>ld</i></b> <a href=x>link</a>, too.", ["The bold link, too."]),
        ("<p>H<sub>2</sub>O and<span> </span>more", ["H2O and more"]),
        ("<p>one\n   two\t three", ["one two three"]),
        ("<p>a &amp; b &lt;c&gt; &eacute;&#8217;&nbsp;d", ["a & b <c> é’ d"]),
        ("<p>caf\u0065\u0301 co&shy;op", ["café coop"]),
        ("<ul><li>Bread<li>Butter</ul>", ["Bread", "Butter"]),
        ("<div><span>Home</span><span>News</span></div>", ["Home News"]),
        ("<nav><a>Home</a><a>News</a></nav>", ["Home News"]),
        ("<p>Un<b>believ</b><i>able</i>", ["Unbelievable"]),
        ("<h1>Title</h1>text", ["Title", "text"]),
        ("<p>a<script>var x = '<p>no</p>'</script>b<style>p{}</style>c", ["abc"]),
        ("<p>a<!-- no -->b", ["ab"]),
        ("<p></p><noscript>no</noscript><template>no</template><svg><text>no</text></svg>yes", ["yes"]),
        ("<select><option>no</select><button>no</button><textarea>no</textarea>yes", ["yes"]),
        ("<div><p>One<div>Two</p>Three", ["One", "Two", "Three"]),
        ("<b><p>One</b><p>Two", ["One", "Two"]),
        ("<p>这是<b>新闻</b>。</p>", ["这是新闻。"]),
        ("<dl><dt>Term<dd>Meaning</dl>", ["Term", "Meaning"]),
        ("<body><p>One</body></html><p>Two", ["One", "Two"]),
    ],
)
def test_blocks(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_cells_of_a_table_are_not_glued() -> None:
    assert texts("<table><tr><td>1</td><td>Ann</td></tr><tr><th>2</th><td>Bo</td></tr></table>") == [
        "1 Ann",
        "2 Bo",
    ]


@pytest.mark.parametrize(
    "attribute", ["hidden", 'style="display: none"', 'style="color:red;visibility:hidden"']
)
def test_hidden_text_is_kept_and_marked(attribute: str) -> None:
    shown, hidden = blocks(f"<p>Shown</p><div {attribute}><p>Paywalled</p></div>")
    assert shown.markup is not None
    assert hidden.markup is not None
    assert (shown.text, hidden.text) == ("Shown", "Paywalled")
    assert hidden.markup.signs & HINT_BITS["hidden"]
    assert not shown.markup.signs & HINT_BITS["hidden"]


@pytest.mark.parametrize(
    ("opening", "marked"),
    [
        ("<dialog open>", True),
        ('<section role="dialog">', True),
        ('<div role="AlertDialog">', True),
        ('<div role="document">', False),
        ('<div class="dialog">', False),
    ],
)
def test_all_that_stands_in_a_dialog_is_marked(opening: str, *, marked: bool) -> None:
    deep = f"{opening}<p>Cookies</p>{'<div>' * 7}Accept"
    inside, inner, outside = [each.markup for each in blocks(f"<section>{deep}</section><p>Out")]
    for markup in (inside, inner, outside):
        assert markup is not None
        assert bool(markup.signs & DIALOG_BIT) == (marked and markup is not outside)


def test_what_markup_tells() -> None:
    (block,) = blocks('<article class="story-body"><p id="leadText"><a href="x">1234</a>5678</p></article>')
    assert block.markup is not None
    assert (block.markup.tag, block.markup.linked, block.depth) == ("p", 0.5, 3)
    assert block.markup.signs == (
        HINT_BITS["article"] | HINT_BITS["body"] | HINT_BITS["lead"]
        | TAG_BITS["p"] | ANCESTOR_BITS["p"] | ANCESTOR_BITS["article"]
    )  # fmt: skip


def test_paragraphs_of_one_parent_share_a_container() -> None:
    one, two, other = blocks("<div><p>One</p><p>Two</p></div><div><p>Other</p></div>")
    assert one.markup is not None
    assert two.markup is not None
    assert other.markup is not None
    assert one.markup.container == two.markup.container != other.markup.container


def test_items_of_lists_are_marked() -> None:
    assert [block.item for block in blocks("<ul><li><a>One</a></li></ul><p>Two</p>")] == [True, False]


def test_lines_count_the_blocks() -> None:
    assert [block.line for block in blocks("<p>One</p><p> </p><p>Two</p>")] == [1, 2]


@pytest.mark.parametrize("tag", ["div", "span", "b", "li", "table"])
def test_deep_nesting(tag: str) -> None:
    found = texts(f"<p>Before</p>{f'<{tag}>' * 10_000}deep{f'</{tag}>' * 10_000}<p>After</p>")
    words = " ".join(found).split()
    assert words == ["Before", "deep", "After"]


@given(st.text("<>/abpdivstrongbr =\"'&;!-\n中ा", max_size=80))
def test_tag_soup_is_no_error(markup: str) -> None:
    found = blocks(markup)
    assert [block.line for block in found] == list(range(1, len(found) + 1))
    assert all(block.text == " ".join(block.text.split()) != "" for block in found)
