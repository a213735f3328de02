"""The lines of a plain text, and what their characters tell of each."""

from itertools import pairwise
from typing import NamedTuple

from newsclean.cleaning.marks import SPACELESS, WIDE, Mark, find_marks
from newsclean.patterns import late

BULLETS = "*+•·‣▪◦●■□–—-"
MOST_BLANKS = 3  # spaces behind an "o" that is a bullet
LEADING, TRAILING = " \u00a0", " \u00a0\t"
_BULLET = late(rf"(?:[{BULLETS}]|o(?=\s{{1,{MOST_BLANKS}}}\S))\s")
_SPACELESS = late(f"[{SPACELESS}]")
_WIDE = late(f"[{WIDE}]")


class Lines(NamedTuple):
    """The lines of a page that are not blank, an entry in each list for each of them.

    `texts` are they with single spaces; `numbers` count from 1; `gaps` are the blank lines above; `words` and
    `widths` are their words and columns (a character's width on a terminal, where East Asian characters take
    two). `depths` are the characters of white space before each, `items` tell whether a bullet stands there;
    `leading` and `trailing` tell of a space at the line's beginning and end, `indented` of two.
    """

    texts: list[str]
    numbers: list[int]
    gaps: list[int]
    words: list[int]
    widths: list[int]
    depths: list[int]
    items: list[bool]
    leading: list[bool]
    trailing: list[bool]
    indented: list[bool]


def read_lines(text: str) -> Lines:
    """Take a text apart at its line ends: the reference path, with a fast twin in `compiled.lines`."""
    every = enumerate(text.splitlines(), 1)
    shown = [(number, raw) for number, raw in every if raw and not raw.isspace()]
    numbers, raws = [number for number, _ in shown], [raw for _, raw in shown]
    texts = [" ".join(raw.split()) for raw in raws]
    words = [text.count(" ") + 1 for text in texts]
    widths = [len(raw.strip()) for raw in raws]
    if find_marks(text) & (Mark.WIDE | Mark.SPACELESS):
        for index, raw in enumerate(raws):
            if not raw.isascii():
                words[index] += len(_SPACELESS.findall(raw)) // 2
                widths[index] += len(_WIDE.findall(raw))
    stripped = [raw.lstrip() for raw in raws]
    return Lines(
        texts=texts,
        numbers=numbers,
        gaps=[number - before - 1 for before, number in pairwise((0, *numbers))],
        words=words,
        widths=widths,
        depths=[len(raw) - len(bare) for raw, bare in zip(raws, stripped, strict=True)],
        items=[_BULLET.match(bare) is not None for bare in stripped],
        leading=[raw[0] in LEADING for raw in raws],
        trailing=[raw[-1] in TRAILING for raw in raws],
        indented=[raw.startswith("  ") for raw in raws],
    )


def is_spaceless(char: str) -> bool:
    """Tell whether a character is of a script that does not part words by spaces."""
    return char >= SPACELESS[0] and _SPACELESS.match(char) is not None


def count_columns(text: str) -> int:
    """Return how wide a text is on a terminal, where East Asian characters take two columns."""
    return len(text) + (0 if text.isascii() else len(_WIDE.findall(text)))
