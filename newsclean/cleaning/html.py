"""HTML to blocks: one parse, one walk over the tree."""

import re
from collections.abc import Mapping
from enum import Enum, auto
from itertools import compress
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsclean.cleaning.blocks import Blocks, Markups
from newsclean.cleaning.characters import CLOSERS, SPACES, TERMINAL_SET
from newsclean.cleaning.elements import BLOCK_LEVEL, CELLS, HINT_ATTRIBUTES, ITEMS, LEAVES, SKIPPED
from newsclean.cleaning.hints import DIALOG_BIT, HINT_BITS, INNER_BITS, TAG_BITS, read_hints
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.repair import repair
from newsclean.patterns import late

HINT_DEPTH = 4  # how many ancestors may speak through their class names
_HIDDEN = late(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE | re.ASCII)
_DIALOG = late("dialog", re.IGNORECASE | re.ASCII)  # as a role, or the end of "alertdialog"
_CLOSING = CLOSERS + SPACES
LEAF_REACH = 2  # how near above an inline element the paragraph must be of whose words it may be part
LIST_REACH = 3  # how near above a block the list item must be of which it is part
# Deeper nesting is an attack or a broken generator; text below it joins in one block. Python allows 1,000
# calls in one another.
MAX_DEPTH = 200


class _Role(Enum):
    """What the walk does with a node."""

    TEXT = auto()
    BREAK = auto()
    BLOCK = auto()
    INLINE = auto()
    SKIP = auto()
    COMMENT = auto()


_TEXT, _BREAK, _BLOCK, _INLINE, _SKIP, _COMMENT = _Role
_ROLES: Mapping[str | None, _Role] = {
    **dict.fromkeys(SKIPPED, _SKIP),
    **dict.fromkeys(BLOCK_LEVEL, _BLOCK),
    **dict.fromkeys(("-comment", "!doctype", "-undef", None), _COMMENT),
    "-text": _TEXT,
    "br": _BREAK,
}


class _Element:
    """An open element. `inner` has the bits that the tags from the body down to it give.

    Its attributes are read only if a block ends in it or below.
    """

    __slots__ = ("_hints", "_node", "above", "depth", "inner", "number", "tag")

    def __init__(self, node: LexborNode, tag: str, above: "_Element | None", number: int) -> None:
        self.tag = tag
        self.above = above
        self.number = number
        self.depth: int = above.depth + 1 if above else 1
        self.inner: int = (above.inner if above else 0) | INNER_BITS.get(tag, 0)
        self._node = node
        self._hints: tuple[tuple[int, ...], int] | None = None

    @property
    def nearest(self) -> "_Element":
        """The element itself if it is block-level, else the nearest one above that is."""
        element = self
        while element.above and element.tag not in BLOCK_LEVEL:
            element = element.above
        return element

    @property
    def hints(self) -> tuple[tuple[int, ...], int]:
        """What the names of the element and of those nearest above say, and what holds for all inside.

        A number for each element that has any, the outermost first; then the bits of what is hidden, or
        stands in a dialog.
        """
        if self._hints is None:
            hints, inherited = self.above.hints if self.above else ((), 0)
            own = -1
            for name, value in self._node.attributes.items():
                if name in HINT_ATTRIBUTES:
                    own = max(own, 0) | read_hints(value or "")
                    if name == "role" and value and _DIALOG.search(value):
                        inherited |= DIALOG_BIT
                elif name == "hidden" or (name == "style" and value and _HIDDEN.search(value)):
                    inherited |= HINT_BITS["hidden"]
            self._hints = ((*hints[1 - HINT_DEPTH :], own) if own >= 0 else hints, inherited)
        return self._hints

    def is_inside(self, tags: frozenset[str], reach: int) -> bool:
        """Tell whether the element, or one of those nearest above, has one of the tags."""
        element: _Element | None = self
        while element and reach:
            if element.tag in tags:
                return True
            element, reach = element.above, reach - 1
        return False


class Drafts(NamedTuple):
    """The blocks of a page in the making, a list for each of what is known of them.

    Their texts, and what `Markup` and `Block` tell of the element in which each ends; `linked` is the number
    of characters inside links.
    """

    texts: list[str]
    tags: list[str]
    signs: list[int]
    linked: list[int]
    containers: list[int]
    depths: list[int]
    items: list[bool]


class _Walker:
    """The state of the walk: the innermost open element, and the text since the last paragraph end."""

    def __init__(self, body: LexborNode) -> None:
        self.drafts = Drafts([], [], [], [], [], [], [])
        self._here = _Element(body, "body", None, 1)
        self._elements = 1
        self._links = 0  # open <a> elements
        self._pieces: list[str] = []
        self._linked = 0  # characters gathered inside links
        self._breaks = 0  # <br> since the last text
        self._weighed = 0  # of the pieces, those that were looked at for the end of a sentence
        self._complete = False  # whether they end like one

    def walk(self, parent: LexborNode, depth: int) -> None:
        """Take in what is inside an element that is open, at that depth of nesting."""
        roles, pieces = _ROLES, self._pieces
        node = parent.first_child
        beside = False  # whether an element other than <br> stands right before
        while node is not None:
            tag = node.tag
            role = roles.get(tag, _INLINE)
            if role is _TEXT:
                # Most text nodes are what stands between tags in well laid out source.
                if not node.is_empty_text_node:
                    self._add(node.text_content or " ")
                elif pieces:
                    pieces.append(" ")
                beside = False
            elif role is _BLOCK:
                if pieces or self._breaks:
                    self.flush()
                self._descend(node, tag or "", depth, ends=True)
                beside = True
            elif role is _INLINE:
                if tag in CELLS or (beside and self._stands_apart()):
                    self._add_space()
                self._take_inline(node, tag or "", depth)
                beside = True
            else:
                self._breaks += role is _BREAK
                beside = role is _SKIP
            node = node.next

    def _descend(self, node: LexborNode, tag: str, depth: int, *, ends: bool) -> None:
        """Open an element, take in what is inside, and close it; `ends` tells that a paragraph ends there."""
        above = self._here
        self._elements += 1
        self._here = _Element(node, tag, above, self._elements)
        if depth < MAX_DEPTH:
            self.walk(node, depth + 1)
        else:
            self._add(node.text(separator=" ") or " ")
        if ends and (self._pieces or self._breaks):
            self.flush()
        self._here = above

    def _take_inline(self, node: LexborNode, tag: str, depth: int) -> None:
        child = node.first_child
        if child is None:
            return
        self._links += tag == "a"
        if child.next is None and child.tag == "-text":
            # Most inline elements: words of a sentence, inside which no paragraph ends.
            self._add(child.text_content or " ")
        else:
            self._descend(node, tag, depth, ends=False)
        self._links -= tag == "a"

    def _stands_apart(self) -> bool:
        """Tell whether an inline element right behind another one is laid out as a box of its own.

        Outside paragraphs, headings and the like, two inline elements without a character between them are
        boxes of a design, not parts of one word.
        """
        return not self._here.is_inside(LEAVES, LEAF_REACH)

    def _add(self, text: str) -> None:
        """Take in a text node."""
        if text.isspace():
            self._add_space()
            return
        if self._breaks:
            # A double <br> ends a paragraph; a single one does so only behind a full sentence.
            if self._breaks > 1 or self._is_complete():
                self.flush()
            self._pieces.append(" ")
            self._breaks = 0
        self._pieces.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _join(self) -> str:
        """Return the text since the last paragraph end, on one line."""
        return " ".join("".join(self._pieces).split())

    def _is_complete(self) -> bool:
        """Tell whether the text since the last paragraph end ends like a sentence."""
        tail = "".join(self._pieces[self._weighed :]).rstrip(_CLOSING)
        self._weighed = len(self._pieces)  # lest many <br> in one paragraph take for ever
        if tail:
            self._complete = tail[-1] in TERMINAL_SET
        return self._complete

    def _add_space(self) -> None:
        """Part what stands before from what follows."""
        if self._pieces:
            self._pieces.append(" ")

    def flush(self) -> None:
        """End the paragraph."""
        self._breaks = 0
        if self._pieces:
            self._draft(self._here)
            self._pieces.clear()
            self._linked = self._weighed = 0
            self._complete = False

    def _draft(self, element: _Element) -> None:
        nearest = element.nearest
        hints, signs = element.hints
        for hint in hints:
            signs |= hint
        container = nearest.above if nearest.above and nearest.tag in LEAVES else nearest
        drafts = self.drafts
        drafts.texts.append(self._join())
        drafts.tags.append(nearest.tag)
        drafts.signs.append(signs | element.inner | TAG_BITS.get(nearest.tag, 0))
        drafts.linked.append(self._linked)
        drafts.containers.append(container.number)
        drafts.depths.append(element.depth)
        drafts.items.append(element.is_inside(ITEMS, LIST_REACH))


def walk(body: LexborNode) -> Drafts:
    """Walk what is inside an element: the reference path, with `compiled.walking.walk` as its fast twin."""
    walker = _Walker(body)
    walker.walk(body, 1)
    walker.flush()
    return walker.drafts


def draw_up(tree: LexborHTMLParser) -> Drafts:
    """Return the drafts of a parsed page's blocks, their texts as they stand there."""
    if tree.body is None:
        return Drafts([], [], [], [], [], [], [])
    drafts = compiled.walk(tree.body) if (compiled := find_compiled()) else None
    return walk(tree.body) if drafts is None else drafts


def split_blocks(tree: LexborHTMLParser) -> Blocks:
    """Return the blocks of a parsed page in document order; `Block.line` is the block's ordinal.

    Hidden elements are kept and hinted as `hidden`, since paywalls and lazy loading hide whole articles.
    """
    texts, tags, signs, linked, containers, depths, items = _repair(draw_up(tree))
    shares = [
        min(1.0, inside / len(text)) if inside else 0.0 for text, inside in zip(texts, linked, strict=True)
    ]
    size = len(texts)
    markups = Markups(tags, signs, shares, containers)
    return Blocks(texts, range(1, size + 1), [1] * size, [0] * size, depths, items, markups=markups)


def _repair(drafts: Drafts) -> Drafts:
    """Repair the texts of a page, all at once; what was nothing but invisible characters falls away."""
    joined = "\n".join(drafts.texts)
    if (repaired := repair(joined)) == joined:
        return drafts
    texts = [" ".join(line.split()) for line in repaired.split("\n")]
    columns: list[Any] = [list(compress(column, texts)) for column in (texts, *drafts[1:])]
    return Drafts(*columns)
