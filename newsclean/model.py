"""The core types, from the raw page to the record. All are frozen; collections in them are tuples.

All but the document, two of which are equal whatever bytes they came from, are named tuples: a frozen
dataclass takes five times as long to be made, and its class seven times as long when the program starts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from newsclean.columnar import Columnar


class Kind(StrEnum):
    """How a document is to be taken apart."""

    TEXT = "text"
    HTML = "html"


class Stage(StrEnum):
    """Where a document was rejected."""

    READ = "read"
    CLEAN = "clean"


class Label(StrEnum):
    """What a block of a page is."""

    HEADLINE = "headline"
    BODY = "body"
    FURNITURE = "furniture"


class Reason(StrEnum):
    """Why a block was removed. The value is what the user reads in a trace."""

    REPEATED_HEADLINE = "repeats the headline"
    REPEATED_BLOCK = "repeats a block above"
    BEFORE = "stands before the article"
    AFTER = "stands after the article"
    INSIDE = "furniture inside the article"
    SITE = "stands on other pages of the site"
    NO_WORDS = "has no words"
    DECIDED = "was marked as furniture in review"


class Match(StrEnum):
    """How a duplicate resembles the kept article."""

    EXACT = "exact"
    NEAR = "near"
    EXCERPT = "excerpt"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Document:
    """One raw page, decoded.

    `source` is where it came from, as the user would name it; `replacements` counts the characters that
    could not be decoded and stand in `content` as U+FFFD. `url` is where it was fetched from, `title` its
    headline and `date` when it was published, where whoever fetched it tells. `utf8` is `content` as it came,
    if it came in UTF-8: the HTML parser works on that.
    """

    source: str
    kind: Kind
    content: str
    charset: str = "utf-8"
    replacements: int = 0
    url: str | None = None
    utf8: bytes | None = field(default=None, repr=False, compare=False)
    title: str | None = None
    date: str | None = None


class Rejected(NamedTuple):
    """A document that gives no article: where, at which stage, and a sentence that says why."""

    source: str
    stage: Stage
    reason: str


class Block(NamedTuple):
    """A paragraph-like unit of a page.

    `text` is what will be written if it is kept: one line, single spaces. `line` is the 1-based number of
    its first source line (for HTML: its ordinal on the page); `height` counts the source lines joined in it
    and `gap` the blank lines before it. `depth` is how deep it stands: columns of indentation in text, open
    elements in HTML; `item` tells that it is marked as an item of a list.
    """

    text: str
    line: int
    height: int = 1
    gap: int = 0
    depth: int = 0
    item: bool = False
    markup: "Markup | None" = None


class Markup(NamedTuple):
    """What HTML knows of a block and plain text does not.

    `tag` is the nearest block-level element, `signs` what the names and tags around it say, as the bits of
    `cleaning.hints`, `linked` the share of its characters inside links (0 to 1), `container` a number that
    blocks of one parent element share.
    """

    tag: str
    signs: int
    linked: float
    container: int


class Judgement(NamedTuple):
    """A block with what it was taken for. `reason` is set when it was removed.

    `words` is its length. `doubt` is how likely the labeller finds it that the decision between article and
    furniture is wrong, 0 to 1; above 0.5 where a rule overruled it.
    """

    block: Block
    label: Label
    reason: Reason | None = None
    words: float = 0.0
    doubt: float = 0.0


class Judgements(Columnar[Judgement]):
    """The judgements on the blocks of a page, in order; see `Judgement` for the columns."""

    def __init__(
        self,
        blocks: Sequence[Block],
        labels: Sequence[Label],
        reasons: Sequence[Reason | None],
        words: Sequence[float],
        doubts: Sequence[float],
    ) -> None:
        """Take the columns."""
        super().__init__(Judgement._make, blocks, labels, reasons, words, doubts)
        self.labels = labels
        self.reasons = reasons
        self.words = words


class Removed(NamedTuple):
    """The receipt for one removed block; `doubt` is how likely it is article after all, 0 to 1."""

    line: int
    text: str
    reason: str
    doubt: float = 0.0


class Duplicate(NamedTuple):
    """An article that resembles the kept one; `similarity` is Jaccard (an excerpt: containment), 0 to 1."""

    source: str
    id: str
    url: str | None
    title: str | None
    kind: Match
    similarity: float


class Original(NamedTuple):
    """An article of an earlier run that was kept, and how one of this run resembles it."""

    id: str
    source: str
    url: str | None
    title: str | None
    published: str | None
    kind: Match = Match.EXACT
    similarity: float = 1.0


class Article(NamedTuple):
    """A clean article, and what deduplication found out about it.

    `removed`, and for each paragraph where it stands on the page (`lines`, numbered as `removed` is) and how
    likely it is furniture (`doubts`, 0 to 1), are there on request. `text` holds paragraphs separated by a
    blank line. `published` is ISO 8601, `language` BCP 47. `row` is the input row when the article was read
    from JSONL rather than cleaned from a page.
    """

    id: str
    source: str
    text: str
    title: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    words: int = 0
    removed: tuple[Removed, ...] = ()
    lines: tuple[int, ...] = ()
    doubts: tuple[float, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    duplicate_of: str | None = None
    original: Original | None = None
    supersedes: tuple[str, ...] = ()
    row: Mapping[str, Any] | None = None


class Row(NamedTuple):
    """A row of JSONL that is given back with all its fields, and what deduplication found out about it.

    `line` is the row as it came. Where it can be written so, with fields added at its end, `fields` is None;
    else it is what the row says. `lacks` names those of "source" and "id" that the row doesn't tell itself:
    `source` is its place, `id` the hash of its words.
    """

    line: bytes
    fields: Mapping[str, Any] | None
    lacks: tuple[str, ...]
    source: str
    id: str
    duplicates: tuple[Duplicate, ...] = ()
    duplicate_of: str | None = None
    original: Original | None = None
    supersedes: tuple[str, ...] = ()


class Cause(NamedTuple):
    """A kind of feature that spoke for a decision, and by how much, in log odds."""

    feature: str
    effect: float


class Repair(NamedTuple):
    """A repair of a block's text: `was` stood on the page where `now` stands, from character `at` on.

    Undone from the last to the first, they give what stood there, but for line ends, tabs and runs of spaces.
    """

    at: int
    was: str
    now: str


class Cleaned(NamedTuple):
    """A page taken apart: the article, and every block of the page in order with its judgement.

    Where they were asked for, `causes` names for each block what decided, the strongest first, `repairs` what
    was repaired in it, and `origins` for each field of the article where it was found.
    """

    article: Article
    judgements: Judgements
    causes: tuple[tuple[Cause, ...], ...] = ()
    repairs: tuple[tuple[Repair, ...], ...] = ()
    origins: Mapping[str, str] = {}

    @property
    def words_removed(self) -> dict[Reason, int]:
        """The number of words removed for each reason."""
        sums: dict[Reason, float] = {}
        for reason, words in zip(self.judgements.reasons, self.judgements.words, strict=True):
            if reason:
                sums[reason] = sums.get(reason, 0.0) + words
        return {reason: int(words) for reason, words in sums.items()}
