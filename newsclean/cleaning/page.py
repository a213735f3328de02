"""A document taken apart: blocks, and what else is known of the page."""

from typing import TYPE_CHECKING, NamedTuple

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.features import Context, LineCounts
from newsclean.cleaning.metadata import Metadata
from newsclean.cleaning.paths import count_page
from newsclean.errors import ReadError
from newsclean.model import Document, Kind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


class Page(NamedTuple):
    """The blocks of a document in order, and its metadata (empty for text)."""

    blocks: Blocks
    metadata: Metadata = Metadata()


def take_apart(document: Document, *, blocks_only: bool = False) -> Page:
    """Split a document into blocks; HTML is parsed once. With `blocks_only`, its metadata are left out.

    Raises ReadError where the parser gives up.
    """
    count_page()
    # Imported here, as a run over text needs no parser, and one over HTML no rules for lines.
    if document.kind is Kind.TEXT:
        from newsclean.cleaning import text  # noqa: PLC0415

        return Page(text.split_blocks(document.content))
    from newsclean.cleaning import html  # noqa: PLC0415
    from newsclean.cleaning.declarations import read_metadata  # noqa: PLC0415

    tree = parse(document)
    metadata = Metadata() if blocks_only else read_metadata(tree)
    return Page(html.split_blocks(tree), metadata)


def load_parsers() -> None:
    """Load what pages of either kind need: before processes are copied from this one, not in each of them."""
    from newsclean.cleaning import declarations, html, markup, text  # noqa: F401, PLC0415


def parse(document: Document) -> "LexborHTMLParser":
    """Parse HTML. Raises ReadError where the parser gives up."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # noqa: PLC0415  # as above

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
