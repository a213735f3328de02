"""HTML to blocks: one parse, one walk over the tree."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsclean.cleaning.characters import ends_sentence
from newsclean.cleaning.repair import repair, squeeze
from newsclean.model import Block, Markup

# Elements whose text a reader never sees, or sees as a control rather than as text.
SKIPPED = frozenset(
    "applet area audio base button canvas datalist embed frame frameset head iframe input link map math meta noframes"
    " noscript object optgroup option param picture progress script select source style svg template textarea title"
    " track video".split()
)
# Elements that end the paragraph before them and after them.
BLOCK_LEVEL = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table"
    " tbody tfoot thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_LEAF_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd figcaption blockquote pre caption td th tr address".split())
_HINT_ATTRIBUTES = ("class", "id", "role", "itemprop", "data-component", "data-testid")
_HINT_DEPTH = 4  # how many ancestors may speak through their class names
_HINT_CHARS = 160  # per element: utility-class soup says nothing more after that
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MAX_DEPTH = 400  # deeper nesting is an attack or a broken generator; text below it joins the block above
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True)
class _Element:
    tag: str
    hints: str
    hidden: bool
    container: int


@dataclass(slots=True)
class _Walker:
    """The state of the walk: the open elements, the text gathered since the last paragraph end."""

    blocks: list[Block] = field(default_factory=list)
    open: list[_Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    breaks: int = 0
    containers: int = 0

    def enter(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        hints = []
        for name in _HINT_ATTRIBUTES:
            value = attributes.get(name)
            if value:
                hints.append(value[:_HINT_CHARS])
        style = attributes.get("style")
        hidden = "hidden" in attributes or (style is not None and _HIDDEN.search(style) is not None)
        self.containers += 1
        words = _CAMEL.sub(" ", " ".join(hints)).lower() if hints else ""
        self.open.append(_Element(tag, words, hidden, self.containers))

    def add(self, text: str) -> None:
        if self.breaks:
            self._break_line()
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def _break_line(self) -> None:
        """A double <br> ends a paragraph; a single one does so only behind a full sentence."""
        ended = self.breaks > 1 or ends_sentence(squeeze("".join(self.pieces[-3:])))
        self.breaks = 0
        if ended:
            self.flush()
        else:
            self.pieces.append("\n")

    def flush(self) -> None:
        text = squeeze(repair("".join(self.pieces)))
        if text:
            markup = self._markup(len(text))
            item = "li" in markup.path[-3:]
            line = len(self.blocks) + 1
            self.blocks.append(Block(text, line, depth=len(self.open), item=item, markup=markup))
        self.pieces.clear()
        self.linked = 0
        self.breaks = 0

    def _markup(self, chars: int) -> Markup:
        path = tuple(element.tag for element in self.open)
        nearest = len(path) - 1
        while nearest > 0 and path[nearest] not in BLOCK_LEVEL:
            nearest -= 1
        container = nearest - 1 if path[nearest] in _LEAF_TAGS and nearest else nearest
        hints = [element.hints for element in self.open[-_HINT_DEPTH:] if element.hints]
        if any(element.hidden for element in self.open):
            hints.append("hidden")
        return Markup(
            tag=path[nearest] if path else "",
            path=path,
            hints=" ".join(hints),
            linked=min(1.0, self.linked / chars),
            container=self.open[container].container if path else 0,
        )


def _stands_apart(node: LexborNode, parent: str) -> bool:
    """Tell whether an inline element is laid out as a box of its own.

    Outside paragraphs, headings and the like, two inline elements without a character between them are boxes
    of a design, not parts of one word.
    """
    before = node.prev
    return before is not None and before.is_element_node and parent not in _LEAF_TAGS


def split_blocks(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """Take a parsed page apart.

    Returns the visible blocks in document order; `Block.line` is the block's ordinal. Hidden elements are
    kept and hinted as `hidden`, since paywalls and lazy loading hide whole articles.
    """
    walker = _Walker()
    body = tree.body
    if body is None:
        return ()
    depth = 0
    walker.enter(body, "body")
    node: LexborNode | None = body.first_child
    while node is not None:
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text:
                walker.add(text) if not text.isspace() else walker.pieces.append(" ")
        elif tag == "br":
            walker.breaks += 1
        elif tag not in SKIPPED and node.is_element_node:
            child = node.first_child
            if child is not None and depth < MAX_DEPTH:
                if tag in BLOCK_LEVEL:
                    walker.flush()
                elif tag in _CELLS or _stands_apart(node, walker.open[-1].tag):
                    walker.pieces.append(" ")
                walker.enter(node, tag)
                walker.links += tag == "a"
                depth += 1
                node = child
                continue
            if tag in BLOCK_LEVEL:
                walker.flush()
        while node.next is None and depth:
            node = node.parent
            assert node is not None
            depth -= 1
            closed = walker.open[-1].tag
            if closed in BLOCK_LEVEL:
                walker.flush()
            walker.open.pop()
            walker.links -= closed == "a"
        node = node.next
    walker.flush()
    return tuple(walker.blocks)
