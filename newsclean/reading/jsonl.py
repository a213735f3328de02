"""Rows of JSON, one a line, to articles. A row keeps all its fields: they are written back as they came."""

import gzip
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import orjson

from newsclean.errors import ReadError
from newsclean.model import Article, Rejected, Stage
from newsclean.reading.charset import REPLACEMENT, find_mark
from newsclean.reading.content import CONTENT_LIMIT, GZIP_MAGIC, open_regular, open_stdin, reading
from newsclean.reading.sources import STDIN, list_files

_BEYOND_64_BITS = float(1 << 63)

_SURROGATE = re.compile("[\ud800-\udfff]")

_Field = TypeVar("_Field", str, int)


def _drop_constant(_name: str) -> None:
    return None


def _parse_float(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None


# Made once, as making it takes as long as reading a short row.
_DECODER = json.JSONDecoder(parse_constant=_drop_constant, parse_float=_parse_float)


def read_rows(
    inputs: Iterable[str],
    identify: Callable[[str], str],
    open_standard_input: Callable[[], io.BufferedReader] = open_stdin,
) -> Iterator[Article | Rejected]:
    """Read the rows of JSONL files (`-`: standard input; gzipped or not), in order, as articles.

    A row is an object with at least a string `text`. `identify` gives the id to a row that has none of its
    own. A bad row is Rejected as FILE#LINE and a bad file as FILE, and the others go on; blank lines are
    passed over, and a file without rows is no error. JSON has no NaN and no infinity, though programs write
    them: they become null, so that what is written back is JSON.
    An article's `words` are what the row tells, else 0. Where rows are read twice, `open_standard_input`
    opens a copy of it.
    """
    for name in list_files(inputs):
        try:
            with open_standard_input() if name == STDIN else open_regular(name) as stream:
                yield from _read_stream(name, stream, identify)
        except ReadError as error:
            yield Rejected(name, Stage.READ, str(error))


def _read_stream(
    name: str, stream: io.BufferedReader, identify: Callable[[str], str]
) -> Iterator[Article | Rejected]:
    for number, line in enumerate(_read_lines(stream), 1):
        if not line.isspace():
            yield read_row(line, f"{name}#{number}", identify)


def read_row(line: bytes, place: str, identify: Callable[[str], str]) -> Article | Rejected:
    """Read one row as an article, as `read_rows` does; `place` is what it is called without a source."""
    try:
        row, intact = _parse(line)
        return _build_article(row, line if intact else None, place, identify)
    except ReadError as error:
        return Rejected(place, Stage.READ, str(error))


def _read_lines(stream: io.BufferedReader) -> Iterator[bytes]:
    with reading():
        # A look ahead, as standard input can't be wound back.
        zipped = stream.peek(len(GZIP_MAGIC)).startswith(GZIP_MAGIC)
        lines = gzip.GzipFile(fileobj=stream) if zipped else stream
        first = True
        while line := lines.readline(CONTENT_LIMIT + 1):
            mark = find_mark(line) if first else None
            if mark and mark[1] != "utf-8":
                message = f"is {mark[1][:6].upper()}; JSON is UTF-8: convert it with iconv"
                raise ReadError(message)
            yield line[len(mark[0]) :] if mark else line
            while len(line) > CONTENT_LIMIT and not line.endswith(b"\n"):
                line = lines.readline(CONTENT_LIMIT)  # the rest of an oversized row
            first = False


def _parse(line: bytes) -> tuple[dict[str, Any], bool]:
    """Return the row, and whether the line can be written back with fields added at its end."""
    if len(line) > CONTENT_LIMIT:
        message = f"is larger than {CONTENT_LIMIT // (1024 * 1024)} MB, too large for one article"
        raise ReadError(message)
    row = _parse_strict(line)
    # What has no line end in it: to some readers, a carriage return is one.
    return (_parse_any(line), False) if row is None else (row, b"\r" not in line.strip())


def _parse_strict(line: bytes) -> dict[str, Any] | None:
    """Read what is JSON to the letter, twice as fast as `_parse_any` does; None for all else.

    Numbers of more than 64 bits come out as others, and are left to `_parse_any`, too.
    """
    try:
        row = orjson.loads(line)
        return row if type(row) is dict and _is_exact(row) else None
    except (orjson.JSONDecodeError, RecursionError):
        return None


def _is_exact(value: Any) -> bool:
    if isinstance(value, float):
        return -_BEYOND_64_BITS < value < _BEYOND_64_BITS
    if isinstance(value, dict):
        return all(map(_is_exact, value.values()))
    return not isinstance(value, list) or all(map(_is_exact, value))


def _parse_any(line: bytes) -> dict[str, Any]:
    try:
        row = _DECODER.decode(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start + 1}: 0x{line[error.start]:02x})"
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} at column {error.colno}"
    except RecursionError:
        message = "is nested too deeply"
    except ValueError as error:
        message = f"is not JSON that can be read: {error}"
    else:
        if isinstance(row, dict):
            return row
        message = 'is not an object; a row looks like {"text": "…"}'
    raise ReadError(message)


def _build_article(
    row: dict[str, Any], line: bytes | None, place: str, identify: Callable[[str], str]
) -> Article:
    text = row.get("text")
    if not isinstance(text, str):
        message = 'has a "text" that is not a string' if "text" in row else 'has no "text"'
        raise ReadError(message)
    if not text or text.isspace():
        message = 'has an empty "text"'
        raise ReadError(message)
    # JSON can spell half a surrogate pair, which no text may hold. The row keeps it.
    text = text if _is_whole(text) else _SURROGATE.sub(REPLACEMENT, text)
    return Article(
        id=_find_id(row) or identify(text),
        source=_pick(row, "source", str) or place,
        text=text,
        title=_pick(row, "title", str),
        url=_pick(row, "url", str),
        site=_pick(row, "site", str),
        language=_pick(row, "language", str),
        published=_pick(row, "published", str),
        authors=_pick_authors(row),
        section=_pick(row, "section", str),
        words=_pick(row, "words", int) or 0,
        row=row,
        line=line,
    )


def _is_whole(text: str) -> bool:
    try:
        text.encode()  # ten times as fast as looking for half a pair
    except UnicodeEncodeError:
        return False
    return True


def _find_id(row: Mapping[str, Any]) -> str | None:
    number = _pick(row, "id", int)
    return _pick(row, "id", str) if number is None else str(number)


def _pick(row: Mapping[str, Any], name: str, kind: type[_Field]) -> _Field | None:
    value = row.get(name)
    # Not isinstance: to Python, true and false are numbers.
    return value if type(value) is kind else None


def _pick_authors(row: Mapping[str, Any]) -> tuple[str, ...]:
    authors = row.get("authors")
    return tuple(author for author in authors if isinstance(author, str)) if isinstance(authors, list) else ()
