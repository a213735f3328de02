"""From a source to a Document: its bytes, its kind, its charset."""

import re
from dataclasses import replace

from newsclean.errors import ReadError
from newsclean.model import Document, Kind
from newsclean.patterns import late
from newsclean.reading.charset import add_mark, decode, find_codec, find_declared, find_mark
from newsclean.reading.content import check_text, open_regular, read_content
from newsclean.reading.markup import check_markup, count_tags
from newsclean.reading.mhtml import unpack_web_archive
from newsclean.reading.sources import Source
from newsclean.reading.wayback import restore_page, restore_url

KIND_BYTES = 4096
"""How far into a file of unknown kind to look for HTML."""

PIECES_LIMIT = 200_000
"""The most lines with words, or tags, that a page may have: each may become a block, which takes 7 KB of
memory to judge. Of 1,600 news pages, none had a tenth of it."""

_FORM_FEED = "\f"
_OPENS_WITH_MARKUP = late(rb"\s*<[!?a-z]", re.IGNORECASE)
_HOLDS_MARKUP = late(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def read_document(source: Source, kind: Kind | None = None) -> Document:
    """Read and decode one page. `kind` is forced when given; else source, name or content tell.

    Raises ReadError when there is no page to be had: missing, unreadable, too large, empty, binary, damaged.
    """
    if source.form:
        message = "holds many pages; `newsclean clean` reads it"
        raise ReadError(message)
    source = unpack_web_archive(_read_file(source) if source.content is None else source)
    data = add_mark(source.content or b"")
    marked = find_mark(data)
    if not marked:
        check_text(data)
    kind = kind or source.named_kind or _guess_kind(data)
    if kind is Kind.HTML:
        data = restore_page(data)
    declared = find_codec(source.charset) if source.charset else None
    if not declared and kind is Kind.HTML and not marked:
        declared = find_declared(data)
    decoded = decode(data, declared=declared)
    if not decoded.text or decoded.text.isspace():
        message = "is empty"
        raise ReadError(message)
    utf8 = None if marked or decoded.charset != "utf-8" or decoded.replacements else data
    url = restore_url(source.url) if source.url else None
    document = Document(source.name, kind, *decoded, url, utf8, source.title, source.date)
    if kind is Kind.HTML:
        tags = count_tags(document)
        _limit_pieces(tags, "tags")
        check_markup(document, tags)
    else:
        _limit_pieces(_count_lines(decoded.text), "lines")
    return document


def _read_file(source: Source) -> Source:
    with open_regular(source.name) as stream:
        return source._replace(content=read_content(stream))


def _guess_kind(data: bytes) -> Kind:
    marked = find_mark(data)
    # Without its NULs, UTF-16 markup reads like ASCII.
    head = data[len(marked[0]) if marked else 0 :][:KIND_BYTES].replace(b"\0", b"")
    return Kind.HTML if _OPENS_WITH_MARKUP.match(head) or _HOLDS_MARKUP.search(head) else Kind.TEXT


def split_document(document: Document, separator: str | None) -> list[Document]:
    """Return the articles of a text that are parted by lines or marks of their own, each named TEXT#NUMBER.

    `separator` is a regular expression in which ^ and $ match at line ends (None: a form feed). A text with
    one article, and HTML, stay as they are.
    """
    if document.kind is not Kind.TEXT or (separator is None and _FORM_FEED not in document.content):
        return [document]
    cuts = [found.span() for found in re.finditer(separator or _FORM_FEED, document.content, re.MULTILINE)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(document.content)]
    texts = [document.content[start:end] for start, end in zip(starts, ends, strict=True)]
    texts = [text for text in texts if text and not text.isspace()]
    if len(texts) < 2:  # noqa: PLR2004  # one article
        return [document]
    # What could not be decoded is counted once, with the first.
    counts = [document.replacements, *[0] * (len(texts) - 1)]
    return [
        replace(document, source=f"{document.source}#{number}", content=text, replacements=count, utf8=None)
        for number, (text, count) in enumerate(zip(texts, counts, strict=True), 1)
    ]


def _count_lines(text: str) -> int:
    """Return the number of lines with words; of a page that can't have too many, no more than it can have."""
    if len(text) <= PIECES_LIMIT:
        return len(text)
    return sum(not line.isspace() for line in text.splitlines() if line)


def _limit_pieces(number: int, what: str) -> None:
    if number > PIECES_LIMIT:
        message = f"has more than {PIECES_LIMIT:,} {what}, too many for one page; split it"
        raise ReadError(message)
