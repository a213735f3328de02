"""HTML to blocks: one parse, one walk over the tree."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsclean.cleaning.characters import ends_sentence
from newsclean.cleaning.repair import repair
from newsclean.model import Block, Markup

# Elements whose text a reader never sees, or sees as a control rather than as text.
SKIPPED = frozenset((
    *("applet", "area", "audio", "base", "button", "canvas", "datalist", "embed", "frame", "frameset"),
    *("head", "iframe", "input", "link", "map", "math", "meta", "noframes", "noscript", "object"),
    *("optgroup", "option", "param", "picture", "progress", "script", "select", "source", "style"),
    *("svg", "template", "textarea", "title", "track", "video"),
))  # fmt: skip
# Elements that end the paragraph before them and after them.
BLOCK_LEVEL = frozenset((
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog"),
    *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"),
    *("p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
))  # fmt: skip
_LEAVES = frozenset((
    *("address", "blockquote", "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("li", "p", "pre", "td", "th", "tr"),
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_HINT_ATTRIBUTES = frozenset(("class", "id", "role", "itemprop", "data-component", "data-testid"))
_HINT_DEPTH = 4  # how many ancestors may speak through their class names
_HINT_CHARS = 160  # per attribute: utility-class soup says nothing more after that
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REMEMBERED = 8192  # class names: a site has some hundreds
_LEAF_REACH = 2  # how near above an inline element the paragraph must be of whose words it may be part
_LIST_REACH = 3  # how near above a block the list item must be of which it is part
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
    """An open element. `path` holds the tags from the body down to it.

    Its attributes are read only if a block ends in it or below.
    """

    __slots__ = ("_node", "_words", "above", "number", "path", "tag")

    def __init__(self, node: LexborNode, tag: str, above: "_Element | None", number: int) -> None:
        self.tag = tag
        self.above = above
        self.number = number
        self.path: tuple[str, ...] = (*above.path, tag) if above else (tag,)
        self._node = node
        self._words: tuple[tuple[str, ...], bool] | None = None

    @property
    def nearest(self) -> "_Element":
        """The element itself if it is block-level, else the nearest one above that is."""
        element = self
        while element.above and element.tag not in BLOCK_LEVEL:
            element = element.above
        return element

    @property
    def words(self) -> tuple[tuple[str, ...], bool]:
        """The class, id and role words of the element and of those nearest above, and whether it is hidden.

        One string for each element that has any, the outermost first.
        """
        if self._words is None:
            hints, hidden = self.above.words if self.above else ((), False)
            own = []
            for name, value in self._node.attributes.items():
                if name in _HINT_ATTRIBUTES:
                    own.append(_read_words(value or ""))
                elif name == "hidden" or (name == "style" and value and _HIDDEN.search(value)):
                    hidden = True
            self._words = ((*hints[1 - _HINT_DEPTH :], " ".join(own)) if own else hints, hidden)
        return self._words


class _Draft(NamedTuple):
    """The text of a block, the element in which it ends, and the number of its characters inside links."""

    text: str
    element: _Element
    linked: int


class _Walker:
    """The state of the walk: the innermost open element, and the text since the last paragraph end."""

    def __init__(self, body: LexborNode) -> None:
        self.drafts: list[_Draft] = []
        self._here = _Element(body, "body", None, 1)
        self._elements = 1
        self._links = 0  # open <a> elements
        self._pieces: list[str] = []
        self._linked = 0  # characters gathered inside links
        self._breaks = 0  # <br> since the last text

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
                if tag in _CELLS or (beside and self._stands_apart()):
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
        return _LEAVES.isdisjoint(self._here.path[-_LEAF_REACH:])

    def _add(self, text: str) -> None:
        """Take in a text node."""
        if text.isspace():
            self._add_space()
            return
        if self._breaks:
            # A double <br> ends a paragraph; a single one does so only behind a full sentence.
            if self._breaks > 1 or ends_sentence("".join(self._pieces[-3:]).rstrip()):
                self.flush()
            self._pieces.append(" ")
            self._breaks = 0
        self._pieces.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _add_space(self) -> None:
        """Part what stands before from what follows."""
        if self._pieces:
            self._pieces.append(" ")

    def flush(self) -> None:
        """End the paragraph."""
        self._breaks = 0
        if self._pieces:
            text = " ".join("".join(self._pieces).split())
            if text:
                self.drafts.append(_Draft(text, self._here, self._linked))
            self._pieces.clear()
            self._linked = 0


@lru_cache(_REMEMBERED)
def _read_words(names: str) -> str:
    """Return class names in lower case, with words that CamelCase glues set apart."""
    return _CAMEL.sub(" ", names[:_HINT_CHARS]).lower()


def split_blocks(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """Take a parsed page apart.

    Returns the visible blocks in document order; `Block.line` is the block's ordinal. Hidden elements are
    kept and hinted as `hidden`, since paywalls and lazy loading hide whole articles.
    """
    if tree.body is None:
        return ()
    walker = _Walker(tree.body)
    walker.walk(tree.body, 1)
    walker.flush()
    return tuple([_finish(line, draft) for line, draft in enumerate(_repair(walker.drafts), 1)])


def _repair(drafts: list[_Draft]) -> Iterator[_Draft]:
    """Repair the texts of a page, all at once; what was nothing but invisible characters falls away."""
    joined = "\n".join([draft.text for draft in drafts])
    repaired = repair(joined)
    if repaired == joined:
        yield from drafts
        return
    for draft, line in zip(drafts, repaired.split("\n"), strict=True):
        text = " ".join(line.split())
        if text:
            yield draft._replace(text=text)


def _finish(line: int, draft: _Draft) -> Block:
    element, nearest = draft.element, draft.element.nearest
    path, (hints, hidden) = element.path, element.words
    container = nearest.above if nearest.above and nearest.tag in _LEAVES else nearest
    linked = min(1.0, draft.linked / len(draft.text)) if draft.linked else 0.0
    markup = Markup(nearest.tag, path, (*hints, "hidden") if hidden else hints, linked, container.number)
    return Block(draft.text, line, depth=len(path), item="li" in path[-_LIST_REACH:], markup=markup)
