"""Which pages a parser may take very long over."""

import re
from dataclasses import replace
from itertools import product
from string import ascii_lowercase
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.model import Document, Kind
from newsclean.reading import heavy, is_heavy

NAMES = ["".join(letters) for letters in product(ascii_lowercase, repeat=3)]
STORY = "<p>The ferry of Culloe was <b>late</b> again, <a href='/rain'>for the rain</a>.</p>\n" * 400
LONG = " ".join(f"{name}=1" for name in NAMES * 5)
"""Attributes of one tag that take more than ten seconds."""


def _is_heavy(content: str, kind: Kind = Kind.HTML) -> bool:
    page = Document("page.html", kind, content, "utf-8", 0)
    heavy = is_heavy(page)
    assert is_heavy(replace(page, utf8=content.encode())) == heavy
    return heavy


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<",
        STORY,
        STORY.upper(),
        "<p>left open: " + "".join(f"<b class={name}>" for name in NAMES[:50]) + STORY[:4000],
        "<p>closed first</b></i></a>" * 300 + STORY,
        # Much that is no tag, and a tag with much in it, but not many attributes.
        STORY
        + "<script>"
        + "if (a < b && c > d) { e = '<p title=\"' + d + '\">'; }" * 1_000
        + "let f = (g) => 1;" * 50_000
        + "</script>",
        STORY
        + "<div data-story='"
        + '{"&lt;p&gt;": "a \\"word\\" of it"}' * 6_000
        + "'>"
        + "words, and more words " * 40_000,
        STORY + "<img alt='5 > 4'>" * 3_000 + "words, and more words " * 40_000,
    ],
    ids=["empty", "sign", "story", "capitals", "few", "closed", "script", "data", "quoted"],
)
def test_news_pages_are_not_heavy(content: str) -> None:
    assert not _is_heavy(content)


@pytest.mark.parametrize(
    "content",
    [
        "<br>" * 20_001,
        "<p>" + "".join(f"<b class={name}>" for name in NAMES[:300]) + "</p>" + "<p>x</p>" * 500,
        "<p>" + "".join(f"<FONT SIZE={name}>" for name in NAMES[:300]) + "</p>" + "<p>x</p>" * 500,
        "<p>"
        + "</em>" * 300
        + "".join(f"<em\nid={name}>" for name in NAMES[:300])
        + "</p>"
        + "<p>x</p>" * 500,
        f"<p {LONG}>",
        f"<p {LONG}",
        f"<p a='>' b=\"<\" {LONG} c = '>'>",
        "<p " + LONG.replace("fed=1", "fed='>'").replace("wed=1", 'wed = ">"') + ">",
        "<p " + LONG.replace("e=", "e<="),
    ],
    ids=["tags", "style", "capitals", "closed", "attributes", "unclosed", "quotes", "hidden", "signs"],
)
def test_what_can_take_a_parser_long_is_heavy(content: str) -> None:
    assert _is_heavy(content)
    assert not _is_heavy(content, Kind.TEXT)


# A tag up to its end, as the standard for HTML has it (13.2.5, tokenization): values in quotes hold any sign.
TAG = re.compile(
    r"""<[a-z][^ />]*+(?:[ /]++|[^ />][^ />=]*+(?:[ ]*+=[ ]*+(?:"[^"]*+"?|'[^']*+'?|[^ >"'][^ >]*+)?)?+)*+"""
)
PIECES = ["<a ", "<p>", "</p>", "<", ">", '"', "'", "=", " ", "/", "x", '="', "='", "= '", " and more words "]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.integers(10, 4000))
def test_no_tag_is_longer_than_it_is_taken_for(page: str, most: int) -> None:
    # Where a parser sees tags hangs on what stands before: one may begin at any sign.
    tags = (TAG.match(page, at) for at in range(len(page)))
    longest = max((len(tag.group()) for tag in tags if tag), default=0)
    content = page.encode()
    with patch.object(heavy, "HEAVY_SQUARES", most):
        if not heavy._may_have_long_tags(content):  # noqa: SLF001
            assert longest * len(page) <= most
    array = np.frombuffer(content, np.uint8)
    assert longest**2 <= heavy._sum_squares(array, np.flatnonzero(array == ord("<")))  # noqa: SLF001
