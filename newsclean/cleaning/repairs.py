"""What was repaired in each block of a page, so that it can be undone."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from newsclean.cleaning.html import draw_up
from newsclean.cleaning.page import parse
from newsclean.cleaning.repair import repair
from newsclean.cleaning.text import repair_text, strip_bullet
from newsclean.model import Block, Document, Kind, Repair

_LONGEST: Final = 5_000
"""Characters of a changed stretch that are compared one by one: a second for ten times as many."""

_PLAIN: Final = " \t\r\n"
_LINE_END: Final = re.compile(r"\r\n|[\r\n]")
_OTHER_END: Final = re.compile("[\v\f\x85\u2028\u2029]")


def find_repairs(document: Document, blocks: Sequence[Block]) -> tuple[tuple[Repair, ...], ...]:
    """Return for each block of a document what was repaired in it."""
    find = _find_lines if document.kind is Kind.TEXT else _find_drafts
    originals = find(document, blocks)
    return tuple(tuple(_compare(was, block.text)) for was, block in zip(originals, blocks, strict=True))


def _find_lines(document: Document, blocks: Sequence[Block]) -> Iterator[str]:
    """Yield what stands on the page for each block of a text, on one line."""
    lines: list[str] = []
    for line in _LINE_END.split(document.content):
        pieces = _OTHER_END.split(line)
        count = len(_OTHER_END.split(repair_text(line)))
        # What looks like a line end may be half of a broken character, and the other way round.
        lines += pieces if len(pieces) == count else [line, *[""] * (count - 1)]
    for block in blocks:
        yield _join(lines[block.line - 1 : block.line - 1 + block.height])


def _find_drafts(document: Document, _blocks: Sequence[Block]) -> Iterator[str]:
    """Yield what stands on the page for each block of HTML. White space is folded there by all browsers."""
    for text in draw_up(parse(document)).texts:
        if repair(text).split():
            yield text


def _join(lines: Sequence[str]) -> str:
    """Join lines without their bullets, and fold the white space that is no more than that."""
    bare = (strip_bullet(line.replace("\t", " ").strip(_PLAIN)) for line in lines)
    parts = (part for line in bare for part in line.split(" "))
    return " ".join(part for part in parts if part)


def _compare(was: str, now: str) -> Iterator[Repair]:
    """Yield the places where a block's text differs from what stood on the page."""
    if was == now:
        return
    begin = _count_common(was, now)
    end = _count_common(was[begin:][::-1], now[begin:][::-1])
    left, right = was[begin : len(was) - end], now[begin : len(now) - end]
    if max(len(left), len(right)) > _LONGEST:
        yield Repair(begin, left, right)
        return
    for kind, start, stop, first, last in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal" and (left[start:stop] + right[first:last]).strip(_PLAIN):
            yield Repair(begin + first, left[start:stop], right[first:last])


def _count_common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))
