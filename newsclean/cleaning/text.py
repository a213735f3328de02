"""Plain text to blocks: lines that a renderer or a hard wrap tore apart are joined again."""

import re
from collections.abc import Iterable, Sequence
from itertools import compress, count, groupby, pairwise
from operator import eq

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.characters import COMMAS, TERMINALS, ends_sentence
from newsclean.cleaning.lines import BULLETS, Lines, count_columns, is_spaceless, read_lines
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.repair import repair, resolve_entities
from newsclean.patterns import late

SYMBOL_BULLETS = "*+•‣▪◦●□"
CONTINUING = f"{TERMINALS}{COMMAS})]}}»”’%）］｝」』】〉》"
WIDE_MARKS = "、。，．！？：；「『（【《〈）」』】》〉…"  # bring their own space
LIST_COMMAS = "、，"
PARTICLES = "はがをにのとでもへや"
_SYMBOL_BULLET = late(rf"^[{SYMBOL_BULLETS}]\s+(?=\w|[^\s{SYMBOL_BULLETS}])")
_CONTINUES = late(rf"[{re.escape(CONTINUING)}]")
_COMMA = late(rf"[{re.escape(COMMAS)}]")
# Japanese has no small letters, but a line that begins with a particle goes on like one that does: a particle
# before anything but Hiragana, with which words like もっと begin, too.
_PARTICLE = late(f"[{PARTICLES}](?=[^\u3040-\u309f\\s])")
_DASH_CONTINUES = late(r"[–—] [^\W\d_A-Z]")
PARAGRAPH_WORDS = 6  # a line of fewer words may be a menu entry: no evidence of prose by itself
_TWICE = 2  # times in a row a headline stands, but so does a name, as a link and as a word:
HEADLINE_WORDS = 3  # then the headline has so many words
WRAP_COLUMNS = range(40, 121)  # widths at which mail, terminals and HTML source wrap
WRAPPED_LINES = 4  # fewer long lines show no margin
OVERLONG_SHARE = 0.04  # of long lines may stick out of the margin: addresses, long words
RAGGED_COLUMNS = 12  # a wrapped line ends within the length of a long word before the margin
# In Chinese and Japanese, no line may begin with closing punctuation: it takes a character with it.
SPACELESS_COLUMNS = 4
FULL_SHARE = 0.5  # of long lines that end there; menus and headline lists are far more ragged
CONFIRMED_SHARE = 0.75  # of lines without a sentence end that must be full where a whole page is wrapped
INDENTED_SHARE = 0.3  # of lines that start with two spaces: a renderer that draws nesting by indentation
MAX_FRAGMENT_GAP = 2  # blank lines that a torn inline element may leave inside a sentence


def split_blocks(content: str) -> Blocks:
    """Take plain text apart.

    Returns the page's blocks from top to bottom. Lines of one paragraph that were hard-wrapped, or torn at
    links and other inline elements, stand in one block; lines without any letter or digit are blocks too, so
    that a trace can name them.
    """
    repaired = repair_text(content)
    compiled = find_compiled()
    blocks = compiled.split_blocks(repaired) if compiled else None
    if blocks is None:
        return join_lines((compiled.read_lines if compiled else read_lines)(repaired))
    return blocks


def join_lines(lines: Lines) -> Blocks:
    """Return the blocks that lines make: the reference path, with a fast twin in `compiled.paragraphs`."""
    _strip_bullets(lines)
    size = len(lines.texts)
    if not size:
        return Blocks.of(())
    indented = sum(lines.indented) > INDENTED_SHARE * size
    wrapped = _wrapped_lines(lines)
    repeated = _repeated_lines(lines)
    telling = _telling_lines(lines)
    starts = [0]  # of the blocks
    words = lines.words[0]  # of the block under way
    for index in range(1, size):
        # Most lines are an entry of a menu, as the one before is.
        goes_on = index in wrapped or (
            (words >= PARAGRAPH_WORDS or telling[index])
            and _continues(words, lines, index, indented=indented)
        )
        if goes_on and index not in repeated and index - 1 not in repeated:
            words += lines.words[index]
        else:
            starts.append(index)
            words = lines.words[index]
    return _gather(lines, starts)


def _telling_lines(lines: Lines) -> list[bool]:
    """Tell of each line whether it, or how it meets the one before, may be part of a paragraph."""
    columns = zip(
        lines.words, lines.leading, (False, *lines.trailing), (" ", *lines.texts), lines.texts, strict=False
    )
    return [
        words >= PARAGRAPH_WORDS or leading or trailing or _parts_list(before, text)
        for words, leading, trailing, before, text in columns
    ]


def _gather(lines: Lines, starts: Sequence[int]) -> Blocks:
    """Return the blocks that begin with the lines at `starts`."""
    texts = [lines.texts[start] for start in starts]
    numbers, gaps, depths = (
        [column[start] for start in starts] for column in (lines.numbers, lines.gaps, lines.depths)
    )
    items = [lines.items[start] for start in starts]
    heights = [1] * len(starts)
    for block, (start, end) in enumerate(pairwise((*starts, len(lines.texts)))):
        if end - start > 1:
            texts[block] = _join(lines.texts[start:end])
            heights[block] = lines.numbers[end - 1] - numbers[block] + 1
    return Blocks(texts, numbers, heights, gaps, depths, items)


def _join(texts: Sequence[str]) -> str:
    return "".join([texts[0], *(_glue(before, text) + text for before, text in pairwise(texts))])


def _strip_bullets(lines: Lines) -> None:
    for index in compress(range(len(lines.texts)), lines.items):
        text = lines.texts[index]
        lines.texts[index] = strip_bullet(text)
        lines.words[index] += lines.texts[index].count(" ") - text.count(" ")


def strip_bullet(line: str) -> str:
    """Return a line without the mark that makes it an item of a list."""
    return _SYMBOL_BULLET.sub("", line, count=1) if line[:1] in BULLETS else line


def repair_text(content: str) -> str:
    """Repair the characters of a plain text. Its line ends stay."""
    return repair(resolve_entities(content))


def _repeated_lines(lines: Lines) -> set[int]:
    """Return the indexes of lines with copies of themselves right above or below: headlines, never torn."""
    repeated: set[int] = set()
    copies = enumerate(compress(count(1), map(eq, lines.texts, lines.texts[1:])))
    # Of copies that stand below each other, the index grows as their number does.
    for _, run in groupby(copies, lambda copy: copy[1] - copy[0]):
        below = [at for _, at in run]
        places = [below[0] - 1, *below]
        headline = len(places) == _TWICE and lines.words[below[0]] >= HEADLINE_WORDS
        if len(places) > _TWICE or headline:
            repeated.update(places)
    return repeated


def _glue(before: str, after: str) -> str:
    """Return what parts two joined lines: nothing before punctuation and in scripts without spaces."""
    if _CONTINUES.match(after) and after[0] != "%":
        return ""
    unspaced = before[-1] in WIDE_MARKS or is_spaceless(before[-1])
    return "" if unspaced and is_spaceless(after[0]) else " "


def _wrapped_lines(lines: Lines) -> set[int]:
    """Return the indexes of lines that continue the one before because of a hard wrap.

    A wrap at column W leaves each line but a paragraph's last just so long that the next word would not have
    fit. Either the whole page has such a margin, which tells in every script, or a single run of lines
    without a blank between them has, where a small letter must confirm it: lists of headlines look alike.
    """
    narrowest = WRAP_COLUMNS.start
    before = zip(lines.gaps[1:], lines.widths, strict=False)
    adjacent = [i for i, (gap, width) in enumerate(before, 1) if not gap and width >= narrowest]
    if not adjacent:
        return set()
    margin = _page_margin(lines)
    found = {i for i in adjacent if margin and _is_full(lines, i, margin)}
    unfinished = [i for i in adjacent if margin and not ends_sentence(lines.texts[i - 1])]
    if len(found) < CONFIRMED_SHARE * len(unfinished):
        found = set()
    for run in _group_runs(lines, adjacent):
        found |= _wrapped_in_run(lines, run)
    return found


def _group_runs(lines: Lines, adjacent: Sequence[int]) -> Iterable[list[int]]:
    """Return the `adjacent` lines, those together between which no blank line stands."""
    runs: dict[int, list[int]] = {}
    parted = [0] * len(lines.gaps)  # for each line the last one up to it that has a blank line above
    for index in range(1, len(parted)):
        parted[index] = index if lines.gaps[index] else parted[index - 1]
    start = 0
    for index in adjacent:
        if parted[index - 1] > start:
            start = index - 1
        runs.setdefault(start, []).append(index)
    return runs.values()


def _page_margin(lines: Lines) -> int:
    """Return the column at which a page is wrapped, 0 if it is not."""
    long = sorted([width for width in lines.widths if width >= WRAP_COLUMNS.start])
    if len(long) < WRAPPED_LINES:
        return 0
    margin = long[int(len(long) * (1 - OVERLONG_SHARE))]
    near = sum([margin - RAGGED_COLUMNS <= width <= margin for width in long])
    return margin if margin in WRAP_COLUMNS and near >= FULL_SHARE * len(long) else 0


def _is_full(lines: Lines, index: int, margin: int) -> bool:
    """Tell whether the line before `index` ends where it does because the next word did not fit."""
    width = lines.widths[index - 1]
    if not margin - RAGGED_COLUMNS * 2 <= width <= margin or lines.items[index]:
        return False
    word = lines.texts[index].split(" ", 1)[0]
    first_word = SPACELESS_COLUMNS if is_spaceless(word[0]) else count_columns(word)
    return width + 1 + first_word > margin


def _wrapped_in_run(lines: Lines, run: list[int]) -> set[int]:
    widths = (lines.widths[i] for index in run for i in (index - 1, index))
    margin = max((width for width in widths if width in WRAP_COLUMNS), default=0)
    passing = {
        index for index in run if lines.words[index - 1] >= PARAGRAPH_WORDS and _is_full(lines, index, margin)
    }
    small = {index for index in passing if lines.texts[index][0].islower()}
    return passing if len(small) * 2 >= len(passing) else small


def _continues(words: int, lines: Lines, index: int, *, indented: bool) -> bool:
    """Tell whether the line at `index` goes on in the sentence where the block above was torn off."""
    gap = lines.gaps[index]
    # A space between two words that is at a line's edge is the mark of a torn inline element.
    torn = not indented and (lines.trailing[index - 1] or lines.leading[index])
    if gap > (0 if indented else MAX_FRAGMENT_GAP if torn else 1):
        return False
    before, text = lines.texts[index - 1], lines.texts[index]
    prose = words >= PARAGRAPH_WORDS or lines.words[index] >= PARAGRAPH_WORDS
    parted = not gap and _parts_list(before, text)
    if not torn and not prose and not parted:
        return False
    if lines.items[index] or not (any(map(str.isalnum, before)) or _COMMA.match(before)):
        return False
    complete = ends_sentence(before)
    if torn and not (complete and text[0].isupper()):
        return True
    if gap > 1 or not (prose or parted) or complete:
        return False
    return parted or _goes_on(text) or _is_inner(words, lines, index)


def _parts_list(before: str, text: str) -> bool:
    """Tell whether a comma parts two lines: neither menus nor headlines hold one at a line's edge."""
    return text[0] in COMMAS or before[-1] in LIST_COMMAS


def _goes_on(text: str) -> bool:
    patterns = (_CONTINUES, _DASH_CONTINUES, _PARTICLE)
    return text[0].islower() or any(pattern.match(text) for pattern in patterns)


def _is_inner(words: int, lines: Lines, index: int) -> bool:
    """Tell whether a short line is a link or name inside a sentence that goes on in the next line."""
    if index + 1 == len(lines.texts) or words < PARAGRAPH_WORDS or lines.words[index] >= PARAGRAPH_WORDS:
        return False
    following = lines.texts[index + 1]
    if (
        lines.gaps[index]
        or lines.gaps[index + 1]
        or ends_sentence(lines.texts[index])
        or not _goes_on(following)
    ):
        return False
    return lines.words[index + 1] > 1 or _CONTINUES.match(following) is not None
