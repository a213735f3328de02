"""Two articles side by side: how alike they are, and where."""

import dataclasses
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from newsclean.deduplication.pairs import Comparison, Passage
from newsclean.model import Article
from newsclean.writing import escape

WIDTH: Final = 120
"""Columns in which two texts stand side by side, where no terminal says otherwise."""

_BETWEEN: Final = 4  # columns of the mark, and between the texts


def render_pair(left: Article, right: Article, comparison: Comparison, width: int = WIDTH) -> Iterator[Text]:
    """Yield the lines that tell how alike two articles are, then their texts side by side.

    A line of what both have begins with `=`, one of what only the first has with `<`, only the second with
    `>`, and of what they have in different words with `|`. `width` is that of all, in columns.
    """
    yield Text.assemble(("< ", "red"), escape(f"{left.source}: {left.title or ''}"))
    yield Text.assemble(("> ", "green"), escape(f"{right.source}: {right.title or ''}"))
    yield Text()
    yield Text.assemble(("verdict      ", "bold"), _judge(comparison))
    met = ", ".join(map(str, comparison.bands)) or "none"
    facts = {
        "Jaccard": f"{comparison.jaccard:.3f} of word 5-grams, {comparison.pairs:.3f} of word pairs",
        "MinHash": f"{comparison.estimate:.3f}, the estimate from 128 numbers",
        "contained": f"{comparison.left_in_right:.0%} of < in >, {comparison.right_in_left:.0%} of > in <",
        "bands met": f"{len(comparison.bands)} of {comparison.all_bands}: {met}",
    }
    for name, fact in facts.items():
        yield Text.assemble((name.ljust(11), "bold"), "  ", fact)
    yield Text()
    room = (width - _BETWEEN) // 2
    for passage in comparison.passages:
        yield from _lay_side_by_side(passage, room)


def _lay_side_by_side(passage: Passage, room: int) -> Iterator[Text]:
    mark = "=" if passage.shared else "|" if passage.left and passage.right else "<" if passage.left else ">"
    styles = ("dim", "dim") if passage.shared else ("red", "green")
    columns = (_wrap(passage.left, room), _wrap(passage.right, room))
    for left, right in zip_longest(*columns, fillvalue=""):
        first = set_cell_size(left, room) + "  " if right else left
        yield Text.assemble(f"{mark} ", (first, styles[0]), (right, styles[1]))


def _wrap(text: str, room: int) -> list[str]:
    """Wrap a text by the room that its characters take: those of Chinese take two columns."""
    lines = Text(escape(text.replace("\n\n", " ¶ "))).wrap(Console(width=room), room)
    return [line.plain.rstrip() for line in lines] if text else []


def build_pair(left: Article, right: Article, comparison: Comparison) -> dict[str, Any]:
    """Return the same for programs."""
    found = comparison.found and comparison.found._asdict()
    return {"left": left.source, "right": right.source, **dataclasses.asdict(comparison), "found": found}


def _judge(comparison: Comparison) -> str:
    found = comparison.found
    if found is None:
        return "no duplicates"
    return f"{found.kind.value}, similarity {found.similarity:.3f}"
