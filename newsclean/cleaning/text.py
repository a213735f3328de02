"""Plain text to blocks: lines that a renderer or a hard wrap tore apart are joined again."""

import re
from dataclasses import dataclass

from newsclean.cleaning.characters import COMMAS, TERMINALS, ends_sentence
from newsclean.cleaning.repair import repair, squeeze
from newsclean.model import Block

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"\w")
_BULLET = re.compile(r"^(?:[*+•·‣▪◦●■□–—-]|o(?=\s{1,3}\S.*$))\s+")
_SYMBOL_BULLET = re.compile(r"^[*+•‣▪◦●■□]\s+")
_CONTINUES = re.compile(rf"^[{re.escape(TERMINALS + COMMAS)})\]}}»”’%]")
_DASH_CONTINUES = re.compile(r"^[–—] [^\W\d_A-Z]")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f]")
_PARAGRAPH_WORDS = 6  # a line of fewer words may be a menu entry: no evidence of prose by itself
_WRAP_COLUMNS = range(40, 121)  # widths at which mail, terminals and HTML source wrap
_WRAPPED_LINES = 4  # fewer long lines show no margin
_OVERLONG_SHARE = 0.04  # of long lines may stick out of the margin: addresses, long words
_RAGGED_COLUMNS = 12  # a wrapped line ends within the length of a long word before the margin
_FULL_SHARE = 0.5  # of long lines that end there; menus and headline lists are far more ragged
_CONFIRMED_SHARE = 0.75  # of lines without a sentence end that must be full where a whole page is wrapped
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]")
_INDENTED_SHARE = 0.3  # of lines that start with two spaces: a renderer that draws nesting by indentation
_MAX_FRAGMENT_GAP = 2  # blank lines that a torn inline element may leave inside a sentence


@dataclass(slots=True)
class _Line:
    raw: str
    text: str
    number: int
    gap: int
    words: int


@dataclass(slots=True)
class _Draft:
    """A block in the making: its lines' texts, and the line it ends with."""

    first: _Line
    last: _Line
    pieces: list[str]
    words: int

    def text(self) -> str:
        joined = self.pieces[0]
        for piece in self.pieces[1:]:
            joined += _glue(joined, piece) + piece
        return joined


def split_blocks(content: str) -> tuple[Block, ...]:
    """Take plain text apart.

    Returns the page's blocks from top to bottom. Lines of one paragraph that were hard-wrapped, or torn at
    links and other inline elements, stand in one block; lines without any letter or digit are blocks too, so
    that a trace can name them.
    """
    lines = _read_lines(content)
    if not lines:
        return ()
    indented = sum(line.raw.startswith("  ") for line in lines) > _INDENTED_SHARE * len(lines)
    wrapped = _wrapped_pairs(lines)
    drafts: list[_Draft] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if drafts and _joins(drafts[-1], line, following, indented=indented, wrapped=index in wrapped):
            draft = drafts[-1]
            draft.pieces.append(line.text)
            draft.words += line.words
            draft.last = line
        else:
            drafts.append(_Draft(line, line, [line.text], line.words))
    return tuple(
        Block(
            draft.text(),
            line=draft.first.number,
            height=draft.last.number - draft.first.number + 1,
            gap=draft.first.gap,
            depth=len(draft.first.raw) - len(draft.first.raw.lstrip()),
            item=_BULLET.match(draft.first.raw.lstrip()) is not None,
        )
        for draft in drafts
    )


def _read_lines(content: str) -> list[_Line]:
    lines = []
    gap = 0
    for number, raw in enumerate(_LINE_END.split(repair(content)), 1):
        text = _SYMBOL_BULLET.sub("", squeeze(raw))
        if not text:
            gap += 1
            continue
        lines.append(_Line(raw, text, number, gap, _count_words(text)))
        gap = 0
    return lines


def _count_words(text: str) -> int:
    spaceless = len(_SPACELESS.findall(text))
    return text.count(" ") + 1 + spaceless // 2


def _glue(before: str, after: str) -> str:
    if _CONTINUES.match(after) and after[0] not in "%":
        return ""
    if _SPACELESS.match(before[-1:]) and _SPACELESS.match(after[:1]):
        return ""
    return " "


def _wrapped_pairs(lines: list[_Line]) -> set[int]:
    """Return the indexes of lines that continue the one before because of a hard wrap.

    A wrap at column W leaves each line but a paragraph's last just so long that the next word would not have
    fit. Either the whole page has such a margin, which tells in every script, or a single run of lines without
    a blank between them has, where a small letter must confirm it: lists of headlines look alike.
    """
    widths = [_columns(line.raw.strip()) for line in lines]
    margin = _page_margin(widths)
    adjacent = [i for i in range(1, len(lines)) if lines[i].gap == 0]
    found = {i for i in adjacent if _is_full(lines, widths, i, margin)}
    unfinished = [i for i in adjacent if widths[i - 1] >= _WRAP_COLUMNS.start and not ends_sentence(lines[i - 1].text)]
    if len(found) < _CONFIRMED_SHARE * len(unfinished):
        found = set()
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].gap:
            found |= _wrapped_in_run(lines, widths, start, index)
            start = index
    return found


def _columns(text: str) -> int:
    """Return the width of `text` on a terminal, where East Asian characters take two columns."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _page_margin(widths: list[int]) -> int:
    """Return the column at which a page is wrapped, 0 if it is not."""
    long = sorted(width for width in widths if width >= _WRAP_COLUMNS.start)
    if len(long) < _WRAPPED_LINES:
        return 0
    margin = long[int(len(long) * (1 - _OVERLONG_SHARE))]
    near = sum(margin - _RAGGED_COLUMNS <= width <= margin for width in long)
    return margin if margin in _WRAP_COLUMNS and near >= _FULL_SHARE * len(long) else 0


def _is_full(lines: list[_Line], widths: list[int], index: int, margin: int) -> bool:
    """Tell whether the line before `index` ends where it does because the next word did not fit."""
    text = lines[index].text
    if not margin or not margin - _RAGGED_COLUMNS * 2 <= widths[index - 1] <= margin:
        return False
    if _BULLET.match(lines[index].raw.strip()):
        return False
    first_word = 4 if _SPACELESS.match(text) else _columns(text.split(" ", 1)[0])
    return widths[index - 1] + 1 + first_word > margin


def _wrapped_in_run(lines: list[_Line], widths: list[int], start: int, end: int) -> set[int]:
    fitting = [width for width in widths[start:end] if width in _WRAP_COLUMNS]
    margin = max(fitting, default=0)
    passing = {
        index
        for index in range(start + 1, end)
        if _is_full(lines, widths, index, margin) and lines[index - 1].words >= _PARAGRAPH_WORDS
    }
    small = {index for index in passing if lines[index].text[:1].islower()}
    return passing if len(small) * 2 >= len(passing) else small


def _joins(draft: _Draft, line: _Line, following: _Line | None, *, indented: bool, wrapped: bool) -> bool:
    """Tell whether `line` continues the paragraph `draft`."""
    last = draft.last
    if line.gap > _MAX_FRAGMENT_GAP or not _WORD.search(last.text):
        return False
    if wrapped:
        return True
    if _BULLET.match(line.raw.strip()) or (indented and line.gap):
        return False
    complete = ends_sentence(last.text)
    prose = draft.words >= _PARAGRAPH_WORDS or line.words >= _PARAGRAPH_WORDS
    if not indented and _torn(last, line) and not (complete and line.text[:1].isupper()):
        return True
    if line.gap > 1 or not prose or complete:
        return False
    if _goes_on(line.text):
        return True
    return (
        draft.words >= _PARAGRAPH_WORDS
        and line.gap == 0
        and following is not None
        and following.gap == 0
        and line.words < _PARAGRAPH_WORDS
        and not ends_sentence(line.text)
        and _goes_on(following.text)
        and (following.words >= 2 or _CONTINUES.match(following.text) is not None)  # noqa: PLR2004
    )


def _torn(before: _Line, line: _Line) -> bool:
    """Tell whether the space between two words was left at a line's edge: the mark of a torn inline element."""
    return before.raw[-1:] in " \u00a0\t" or line.raw[:1] in " \u00a0"


def _goes_on(text: str) -> bool:
    return text[:1].islower() or _CONTINUES.match(text) is not None or _DASH_CONTINUES.match(text) is not None
