"""Plain text to blocks: lines that a renderer or a hard wrap tore apart are joined again."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from newsclean.cleaning.characters import COMMAS, TERMINALS, ends_sentence
from newsclean.cleaning.repair import repair, resolve_entities
from newsclean.model import Block

_BULLETS = "*+•·‣▪◦●■□–—-"
_BULLET = re.compile(rf"(?:[{_BULLETS}]|o(?=\s{{1,3}}\S))\s+")
_SYMBOL_BULLET = re.compile(r"[*+•‣▪◦●□]\s+(?=\w|[^\s*+•‣▪◦●□])")
_CONTINUES = re.compile(rf"[{re.escape(TERMINALS + COMMAS)})\]}}»”’%）］｝」』】〉》]")
_WIDE_MARKS = "、。，．！？：；「『（【《〈）」』】》〉…"  # bring their own space
_COMMA = re.compile(rf"[{re.escape(COMMAS)}]")
# Japanese has no small letters, but a line that begins with a particle goes on like one that does: a particle
# before anything but Hiragana, with which words like もっと begin, too.
_PARTICLE = re.compile("[はがをにのとでもへや](?=[^\u3040-\u309f\\s])")
_DASH_CONTINUES = re.compile(r"[–—] [^\W\d_A-Z]")
_FIRST_SPACELESS = "\u0e00"  # no character before it is wide, or of a script without spaces
_PARAGRAPH_WORDS = 6  # a line of fewer words may be a menu entry: no evidence of prose by itself
_TWICE = 2  # times in a row a headline stands, but so does a name, as a link and as a word:
_HEADLINE_WORDS = 3  # then the headline has so many words
_WRAP_COLUMNS = range(40, 121)  # widths at which mail, terminals and HTML source wrap
_WRAPPED_LINES = 4  # fewer long lines show no margin
_OVERLONG_SHARE = 0.04  # of long lines may stick out of the margin: addresses, long words
_RAGGED_COLUMNS = 12  # a wrapped line ends within the length of a long word before the margin
_FULL_SHARE = 0.5  # of long lines that end there; menus and headline lists are far more ragged
_CONFIRMED_SHARE = 0.75  # of lines without a sentence end that must be full where a whole page is wrapped
_INDENTED_SHARE = 0.3  # of lines that start with two spaces: a renderer that draws nesting by indentation
_MAX_FRAGMENT_GAP = 2  # blank lines that a torn inline element may leave inside a sentence


# Compiled when the first such text is met: they are large.
@cache
def _spaceless() -> re.Pattern[str]:
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f]"
    )


@cache
def _wide() -> re.Pattern[str]:
    return re.compile(
        "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]"
    )


@dataclass(slots=True)
class _Line:
    """A line that is not blank: as it stands, cleaned, how many blank lines are above it, words and columns.

    A column is a character's width on a terminal, where East Asian characters take two.
    """

    raw: str
    text: str
    number: int
    gap: int
    words: int
    width: int


@dataclass(slots=True)
class _Draft:
    """A block in the making: its first and last line, all lines' texts, and their words."""

    first: _Line
    last: _Line
    pieces: list[str]
    words: int

    def add(self, line: _Line) -> None:
        self.pieces.append(_glue(self.pieces[-1], line.text) + line.text)
        self.words += line.words
        self.last = line

    def finish(self) -> Block:
        first = self.first
        stripped = first.raw.lstrip()
        height = self.last.number - first.number + 1
        depth = len(first.raw) - len(stripped)
        return Block("".join(self.pieces), first.number, height, first.gap, depth, _has_bullet(stripped))


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
    wrapped = _wrapped_lines(lines)
    repeated = _repeated_lines(lines)
    drafts: list[_Draft] = []
    for index, line in enumerate(lines):
        goes_on = index in wrapped or (drafts and _continues(drafts[-1], lines, index, indented=indented))
        if goes_on and not {index - 1, index} & repeated:
            drafts[-1].add(line)
        else:
            drafts.append(_Draft(line, line, [line.text], line.words))
    return tuple([draft.finish() for draft in drafts])


def _read_lines(content: str) -> list[_Line]:
    repaired = repair_text(content)
    wide = max(repaired, default="") >= _FIRST_SPACELESS and any(
        pattern.search(repaired) for pattern in (_wide(), _spaceless())
    )
    lines = []
    gap = 0
    for number, raw in enumerate(repaired.splitlines(), 1):
        if not raw or not (parts := raw.split()):
            gap += 1
            continue
        if parts[0][0] in _BULLETS:
            parts = strip_bullet(" ".join(parts)).split(" ")
        text = " ".join(parts)
        words, width = len(parts), len(raw.strip())
        if wide and not raw.isascii():
            words += len(_spaceless().findall(text)) // 2
            width += len(_wide().findall(raw))
        lines.append(_Line(raw, text, number, gap, words, width))
        gap = 0
    return lines


def strip_bullet(line: str) -> str:
    """Return a line without the mark that makes it an item of a list."""
    return _SYMBOL_BULLET.sub("", line, count=1) if line[:1] in _BULLETS else line


def repair_text(content: str) -> str:
    """Repair the characters of a plain text. Its line ends stay."""
    return repair(resolve_entities(content))


def _repeated_lines(lines: list[_Line]) -> set[int]:
    """Return the indexes of lines with copies of themselves right above or below: headlines, never torn."""
    repeated: set[int] = set()
    for _, run in groupby(range(len(lines)), lambda index: lines[index].text):
        places = list(run)
        if len(places) > _TWICE or (len(places) == _TWICE and lines[places[0]].words >= _HEADLINE_WORDS):
            repeated.update(places)
    return repeated


def _has_bullet(text: str) -> bool:
    return (text[0] in _BULLETS or text[0] == "o") and _BULLET.match(text) is not None


def _glue(before: str, after: str) -> str:
    """Return what parts two joined lines: nothing before punctuation and in scripts without spaces."""
    if _CONTINUES.match(after) and after[0] != "%":
        return ""
    if after[0] < _FIRST_SPACELESS:
        return " "
    unspaced = before[-1] in _WIDE_MARKS or _spaceless().match(before[-1])
    return "" if unspaced and _spaceless().match(after) else " "


def _wrapped_lines(lines: list[_Line]) -> set[int]:
    """Return the indexes of lines that continue the one before because of a hard wrap.

    A wrap at column W leaves each line but a paragraph's last just so long that the next word would not have
    fit. Either the whole page has such a margin, which tells in every script, or a single run of lines
    without a blank between them has, where a small letter must confirm it: lists of headlines look alike.
    """
    narrowest = _WRAP_COLUMNS.start
    adjacent = [i for i in range(1, len(lines)) if not lines[i].gap and lines[i - 1].width >= narrowest]
    margin = _page_margin(lines)
    found = {i for i in adjacent if margin and _is_full(lines, i, margin)}
    unfinished = [i for i in adjacent if margin and not ends_sentence(lines[i - 1].text)]
    if len(found) < _CONFIRMED_SHARE * len(unfinished):
        found = set()
    runs: dict[int, list[int]] = {}
    parted = [0] * len(lines)  # for each line the last one up to it that has a blank line above
    for index in range(1, len(lines)):
        parted[index] = index if lines[index].gap else parted[index - 1]
    start = 0
    for index in adjacent:
        if parted[index - 1] > start:
            start = index - 1
        runs.setdefault(start, []).append(index)
    for run in runs.values():
        found |= _wrapped_in_run(lines, run)
    return found


def _page_margin(lines: list[_Line]) -> int:
    """Return the column at which a page is wrapped, 0 if it is not."""
    long = sorted(line.width for line in lines if line.width >= _WRAP_COLUMNS.start)
    if len(long) < _WRAPPED_LINES:
        return 0
    margin = long[int(len(long) * (1 - _OVERLONG_SHARE))]
    near = sum(margin - _RAGGED_COLUMNS <= width <= margin for width in long)
    return margin if margin in _WRAP_COLUMNS and near >= _FULL_SHARE * len(long) else 0


def _is_full(lines: list[_Line], index: int, margin: int) -> bool:
    """Tell whether the line before `index` ends where it does because the next word did not fit."""
    line, width = lines[index], lines[index - 1].width
    if not margin - _RAGGED_COLUMNS * 2 <= width <= margin or _has_bullet(line.raw.lstrip()):
        return False
    # No line may begin with closing punctuation in Chinese and Japanese: it takes a character with it.
    word = line.text.split(" ", 1)[0]
    first_word = len(word)
    if not word.isascii():
        first_word = 4 if _spaceless().match(word) else first_word + len(_wide().findall(word))
    return width + 1 + first_word > margin


def _wrapped_in_run(lines: list[_Line], run: list[int]) -> set[int]:
    widths = (lines[i].width for index in run for i in (index - 1, index))
    margin = max((width for width in widths if width in _WRAP_COLUMNS), default=0)
    passing = {
        index
        for index in run
        if lines[index - 1].words >= _PARAGRAPH_WORDS and _is_full(lines, index, margin)
    }
    small = {index for index in passing if lines[index].text[0].islower()}
    return passing if len(small) * 2 >= len(passing) else small


def _continues(draft: _Draft, lines: list[_Line], index: int, *, indented: bool) -> bool:
    """Tell whether the line at `index` goes on in the sentence where `draft` was torn off."""
    last, line = draft.last, lines[index]
    if line.gap > _MAX_FRAGMENT_GAP or (indented and line.gap):
        return False
    torn = not indented and _is_torn(last, line)
    prose = draft.words >= _PARAGRAPH_WORDS or line.words >= _PARAGRAPH_WORDS or _parts_list(last, line)
    if not torn and (line.gap > 1 or not prose):
        return False
    if _has_bullet(line.raw.lstrip()) or not (any(map(str.isalnum, last.text)) or _COMMA.match(last.text)):
        return False
    complete = ends_sentence(last.text)
    if torn and not (complete and line.text[0].isupper()):
        return True
    if line.gap > 1 or not prose or complete:
        return False
    return _goes_on(line.text) or _parts_list(last, line) or _is_inner(draft, lines, index)


def _is_torn(before: _Line, line: _Line) -> bool:
    """Tell whether the space between two words is at a line's edge: the mark of a torn inline element."""
    return before.raw[-1] in " \u00a0\t" or line.raw[0] in " \u00a0"


def _parts_list(before: _Line, line: _Line) -> bool:
    """Tell whether a comma parts the two lines: neither menus nor headlines hold one at a line's edge."""
    return not line.gap and (_COMMA.match(line.text) is not None or before.text[-1] in "、，")


def _goes_on(text: str) -> bool:
    patterns = (_CONTINUES, _DASH_CONTINUES, _PARTICLE)
    return text[0].islower() or any(pattern.match(text) for pattern in patterns)


def _is_inner(draft: _Draft, lines: list[_Line], index: int) -> bool:
    """Tell whether a short line is a link or name inside a sentence that goes on in the next line."""
    line = lines[index]
    if index + 1 == len(lines) or draft.words < _PARAGRAPH_WORDS or line.words >= _PARAGRAPH_WORDS:
        return False
    following = lines[index + 1]
    if line.gap or following.gap or ends_sentence(line.text) or not _goes_on(following.text):
        return False
    return following.words > 1 or _CONTINUES.match(following.text) is not None
