"""A document taken apart: blocks, and what else is known of the page."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from newsclean.cleaning import html, text
from newsclean.cleaning.features import Context, LineCounts
from newsclean.cleaning.metadata import Metadata, read_metadata
from newsclean.cleaning.paths import count_page
from newsclean.errors import ReadError
from newsclean.model import Block, Document, Kind


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a document in order, and its metadata (empty for text)."""

    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)


def take_apart(document: Document, *, blocks_only: bool = False) -> Page:
    """Split a document into blocks; HTML is parsed once. With `blocks_only`, its metadata are left out.

    Raises ReadError where the parser gives up.
    """
    count_page()
    if document.kind is Kind.TEXT:
        return Page(text.split_blocks(document.content))
    tree = parse(document)
    metadata = Metadata() if blocks_only else read_metadata(tree)
    return Page(html.split_blocks(tree), metadata)


def parse(document: Document) -> LexborHTMLParser:
    """Parse HTML. Raises ReadError where the parser gives up."""
    try:
        return LexborHTMLParser(document.utf8 or document.content)
    except SelectolaxError:
        message = "has markup that takes more memory than a page may; leave it out"
        raise ReadError(message) from None


def page_context(metadata: Metadata, pages_with: LineCounts | None = None) -> Context:
    """Return what metadata, and other pages of the site, tell the labeller."""
    return Context(
        titles=metadata.all_titles,
        witness=metadata.body,
        summary=metadata.summary,
        pages_with=pages_with or {},
    )
