"""What reviewers decided on the lines of pages, as training examples."""

from collections.abc import Iterable, Iterator

import numpy as np
from pages import UNKNOWN, Page

from newsclean.cleaning.blocks import fold_line
from newsclean.cleaning.furniture import find_site
from newsclean.cleaning.labelling import LABELS
from newsclean.cleaning.page import page_context, take_apart
from newsclean.errors import ReadError
from newsclean.model import Kind, Label
from newsclean.reading import Source, list_sources, read_decisions, read_document


def load_reviewed(paths: Iterable[str], decisions: str, kind: Kind) -> Iterator[Page]:
    """Yield the pages of a kind with the lines that were decided about; the others are `UNKNOWN`.

    Raises UsageError when the file of decisions can't be read; a page that can't is passed over.
    """
    decided = read_decisions(decisions)
    known = {
        (site, fold_line(line)): LABELS.index(label)
        for lines, label in ((decided.kept_lines, Label.BODY), (decided.furniture_lines, Label.FURNITURE))
        for site, line in lines
    }
    for source in list_sources(paths):
        page = _load(source, known, kind) if isinstance(source, Source) else None
        if page:
            yield page


def _load(source: Source, known: dict[tuple[str, str], int], kind: Kind) -> Page | None:
    """Return a page on which something was decided, None for any other."""
    try:
        document = read_document(source)
        blocks, metadata = (taken := take_apart(document)).blocks, taken.metadata
    except ReadError:
        return None
    site = find_site(document, metadata.url or document.url)
    targets = np.array([known.get((site, fold_line(block.text)), UNKNOWN) for block in blocks])
    if document.kind is not kind or (targets == UNKNOWN).all():
        return None
    gold = {"id": source.name, "title": None, "text": ""}
    context = page_context(metadata)
    return Page("reviewed", source.name, site, kind, blocks, targets, gold, context, metadata)
