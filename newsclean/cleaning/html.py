"""HTML to blocks: one parse, one walk over the tree."""

import re
from dataclasses import dataclass
from functools import lru_cache

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
_HINT_ATTRIBUTES = ("class", "id", "role", "itemprop", "data-component", "data-testid")
_HINT_DEPTH = 4  # how many ancestors may speak through their class names
_HINT_CHARS = 160  # per attribute: utility-class soup says nothing more after that
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REMEMBERED = 8192  # class names: a site has some hundreds
_LEAF_REACH = 2  # how near above an inline element the paragraph must be of whose words it may be part
_LIST_REACH = 3  # how near above a block the list item must be of which it is part
# Deeper nesting is an attack or a broken generator; text below it joins in one block. A level takes three
# calls, of which Python allows 1,000.
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element: its path of tags, its and its ancestors' hints, its number and its parent's."""

    tag: str
    path: tuple[str, ...]
    hints: tuple[str, ...]
    hidden: bool
    number: int
    parent: int


_OUTSIDE = _Element("html", (), (), hidden=False, number=0, parent=0)


class _Walker:
    """The state of the walk: the open elements, and the text gathered since the last paragraph end."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: list[_Element] = [_OUTSIDE]
        self.links = 0  # open <a> elements
        self._pieces: list[str] = []
        self._linked = 0  # characters gathered inside links
        self._breaks = 0  # <br> since the last text
        self._elements = 0

    def enter(self, node: LexborNode, tag: str) -> None:
        """Open an element."""
        above = self.open[-1]
        attributes = node.attributes
        words = [_read_words(attributes[name] or "") for name in _HINT_ATTRIBUTES if name in attributes]
        hints = (*above.hints[1 - _HINT_DEPTH :], " ".join(words)) if words else above.hints
        style = attributes.get("style")
        hidden = above.hidden or "hidden" in attributes or bool(style and _HIDDEN.search(style))
        self._elements += 1
        self.open.append(_Element(tag, (*above.path, tag), hints, hidden, self._elements, above.number))

    def leave(self) -> None:
        """Close the innermost element."""
        self.open.pop()

    def add(self, text: str) -> None:
        """Take in a text node."""
        if text.isspace():
            self.add_space()
            return
        if self._breaks:
            # A double <br> ends a paragraph; a single one does so only behind a full sentence.
            if self._breaks > 1 or ends_sentence("".join(self._pieces[-3:]).rstrip()):
                self.flush()
            self._pieces.append(" ")
            self._breaks = 0
        self._pieces.append(text)
        if self.links:
            self._linked += len(text.strip())

    def add_space(self) -> None:
        """Part what stands before from what follows."""
        if self._pieces:
            self._pieces.append(" ")

    def add_break(self) -> None:
        """Take in a <br>."""
        self._breaks += 1

    def flush(self) -> None:
        """End the paragraph."""
        self._breaks = 0
        if not self._pieces:
            return
        text = " ".join(repair("".join(self._pieces)).split())
        if text:
            here = self.open[-1]
            nearest = next(element for element in reversed(self.open) if element.tag in BLOCK_LEVEL)
            markup = Markup(
                tag=nearest.tag,
                path=here.path,
                hints=(*here.hints, "hidden") if here.hidden else here.hints,
                linked=min(1.0, self._linked / len(text)),
                container=nearest.parent if nearest.tag in _LEAVES else nearest.number,
            )
            item = "li" in here.path[-_LIST_REACH:]
            line = len(self.blocks) + 1
            self.blocks.append(Block(text, line, depth=len(here.path), item=item, markup=markup))
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
    walker = _Walker()
    if tree.body is not None:
        walker.enter(tree.body, "body")
        _walk(tree.body, walker, 1)
        walker.flush()
    return tuple(walker.blocks)


def _walk(parent: LexborNode, walker: _Walker, depth: int) -> None:
    node = parent.first_child
    while node is not None:
        tag = node.tag
        if tag == "-text":
            walker.add(node.text_content or " ")
        elif tag == "br":
            walker.add_break()
        elif tag in BLOCK_LEVEL:
            walker.flush()
            walker.enter(node, tag or "")
            _descend(node, walker, depth)
            walker.flush()
            walker.leave()
        elif tag not in SKIPPED and node.is_element_node:
            if tag in _CELLS or _stands_apart(node, walker):
                walker.add_space()
            walker.links += tag == "a"
            _take_inline(node, walker, depth)
            walker.links -= tag == "a"
        node = node.next


def _take_inline(node: LexborNode, walker: _Walker, depth: int) -> None:
    child = node.first_child
    if child is None:
        return
    if child.next is None and child.tag == "-text":
        # Most inline elements: words of a sentence, inside which no paragraph ends.
        walker.add(child.text_content or " ")
        return
    walker.enter(node, node.tag or "")
    _descend(node, walker, depth)
    walker.leave()


def _descend(node: LexborNode, walker: _Walker, depth: int) -> None:
    if depth < MAX_DEPTH:
        _walk(node, walker, depth + 1)
    else:
        walker.add(node.text(separator=" ") or " ")


def _stands_apart(node: LexborNode, walker: _Walker) -> bool:
    """Tell whether an inline element is laid out as a box of its own.

    Outside paragraphs, headings and the like, two inline elements without a character between them are boxes
    of a design, not parts of one word.
    """
    if not _LEAVES.isdisjoint(walker.open[-1].path[-_LEAF_REACH:]):
        return False
    before = node.prev
    return before is not None and before.is_element_node and before.tag != "br"
