"""From a source to a Document: its bytes, its kind, its charset."""

import re

from newsclean.errors import ReadError
from newsclean.model import Document, Kind
from newsclean.reading.charset import add_mark, decode, find_declared, find_mark
from newsclean.reading.content import check_text, open_regular, read_content
from newsclean.reading.sources import Source, find_kind, holds_rows

KIND_BYTES = 4096
"""How far into a file of unknown kind to look for HTML."""

PIECES_LIMIT = 200_000
"""The most lines with words, or tags, that a page may have: each may become a block, which takes 7 KB of
memory to judge. Of 1,600 news pages, none had a tenth of it."""

_OPENS_WITH_MARKUP = re.compile(rb"\s*<[!?a-z]", re.IGNORECASE)
_HOLDS_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def read_document(source: Source, kind: Kind | None = None) -> Document:
    """Read and decode one page. `kind` is forced when given; else the name decides, or the content.

    Raises ReadError when there is no page to be had: missing, unreadable, too large, empty, binary, damaged.
    """
    data = add_mark(source.content if source.content is not None else _read_file(source.path or source.name))
    marked = find_mark(data)
    if not marked:
        check_text(data)
    kind = kind or _find_kind(source, data)
    decoded = decode(data, declared=find_declared(data) if kind is Kind.HTML and not marked else None)
    if not decoded.text.strip():
        message = "is empty"
        raise ReadError(message)
    _check_pieces(decoded.text, kind)
    return Document(source.name, kind, decoded.text, decoded.charset, decoded.replacements)


def _read_file(path: str) -> bytes:
    if holds_rows(path):
        message = "holds rows of JSON, not a page; `newsclean dedupe` reads it"
        raise ReadError(message)
    with open_regular(path) as stream:
        return read_content(stream)


def _find_kind(source: Source, data: bytes) -> Kind:
    named = find_kind(source.name)
    if named:
        return named
    marked = find_mark(data)
    # Without its NULs, UTF-16 markup reads like ASCII.
    head = data[len(marked[0]) if marked else 0 :][:KIND_BYTES].replace(b"\0", b"")
    return Kind.HTML if _OPENS_WITH_MARKUP.match(head) or _HOLDS_MARKUP.search(head) else Kind.TEXT


def _check_pieces(text: str, kind: Kind) -> None:
    if kind is Kind.HTML:
        number, what = text.count("<"), "tags"
    else:
        lines = text.splitlines()
        # Most pages are told by their number of lines at once.
        number = (
            len(lines) if len(lines) <= PIECES_LIMIT else sum(not line.isspace() for line in lines if line)
        )
        what = "lines"
    if number > PIECES_LIMIT:
        message = f"has more than {PIECES_LIMIT:,} {what}, too many for one page; split it"
        raise ReadError(message)
