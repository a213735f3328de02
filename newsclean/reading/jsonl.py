"""Rows of JSON, one a line, to articles. A row keeps all its fields: they are written back as they came."""

import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

import orjson

from newsclean.errors import ReadError
from newsclean.model import Article, Rejected, Stage
from newsclean.reading.charset import REPLACEMENT, find_mark
from newsclean.reading.compression import decompress, decompressing
from newsclean.reading.content import CONTENT_LIMIT, open_regular, open_stdin
from newsclean.reading.sources import STDIN, list_files

# Bytes read at once.
_BUFFER: Final = 1 << 20
_BEYOND_64_BITS = float(1 << 63)
# Values that come out of the quick parser as JSON has them.
_PLAIN: Final = frozenset({str, int, bool, type(None)})

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
    """Read the rows of JSONL files (`-`: standard input; compressed or not), in order, as articles.

    A row is an object with at least a string `text`. `identify` gives the id to a row that has none of its
    own. A bad row is Rejected as FILE#LINE and a bad file as FILE, and the others go on; blank lines are
    passed over, and a file without rows is no error. JSON has no NaN and no infinity, though programs write
    them: they become null, so that what is written back is JSON.
    An article's `words` are what the row tells, else 0. Where rows are read twice, `open_standard_input`
    opens a copy of it.
    """
    for place, line in read_lines(inputs, open_standard_input):
        try:
            yield build_article(parse_line(line), place, identify)
        except ReadError as error:
            yield Rejected(place, Stage.READ, str(error))


def read_lines(
    inputs: Iterable[str], open_standard_input: Callable[[], io.BufferedReader] = open_stdin
) -> Iterator[tuple[str, bytes | ReadError]]:
    """Yield each line that is not blank, named FILE#LINE; as FILE, what is wrong with a file."""
    for name in list_files(inputs):
        try:
            with open_standard_input() if name == STDIN else open_regular(name, _BUFFER) as stream:
                for number, line in enumerate(_read_lines(stream), 1):
                    if not line.isspace():
                        yield f"{name}#{number}", line
        except ReadError as error:
            yield name, error


def read_objects(name: str, stream: io.BufferedReader) -> Iterator[dict[str, Any] | Rejected]:
    """Read the objects of a JSONL file, whatever is in them. A bad row is Rejected as FILE#LINE."""
    for number, line in enumerate(_read_lines(stream), 1):
        if not line.isspace():
            try:
                yield parse_line(line)
            except ReadError as error:
                yield Rejected(f"{name}#{number}", Stage.READ, str(error))


def _read_lines(stream: io.BufferedReader) -> Iterator[bytes]:
    with decompressing():
        lines = decompress(stream)
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


def parse_line(line: bytes | ReadError) -> dict[str, Any]:
    """Return the row in a line. Raises ReadError when there is none, and what is handed over as such."""
    if isinstance(line, ReadError):
        raise line
    row = parse_strictly(line)
    return parse_leniently(line) if row is None else row


def parse_strictly(line: bytes) -> dict[str, Any] | None:
    """Read what is JSON to the letter, twice as fast as other lines; None for all else.

    Numbers of more than 64 bits would come out as others, and count as something else, too. Raises ReadError
    for a line that is too long.
    """
    if len(line) > CONTENT_LIMIT:
        message = f"is larger than {CONTENT_LIMIT // (1024 * 1024)} MB, too large for one article"
        raise ReadError(message)
    try:
        row = orjson.loads(line)
    except (orjson.JSONDecodeError, RecursionError):
        return None
    plain = type(row) is dict and (_PLAIN.issuperset(map(type, row.values())) or _is_exact(row))
    return row if plain else None


def _is_exact(value: Any) -> bool:
    if isinstance(value, float):
        return -_BEYOND_64_BITS < value < _BEYOND_64_BITS
    if isinstance(value, dict):
        return all(map(_is_exact, value.values()))
    return not isinstance(value, list) or all(map(_is_exact, value))


def parse_leniently(line: bytes) -> dict[str, Any]:
    """Read whatever Python takes for JSON. Raises ReadError when it is none, or no object."""
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


def build_article(row: Mapping[str, Any], place: str, identify: Callable[[str], str]) -> Article:
    """Take from a row what an article has. Raises ReadError when it has no text."""
    text = repair_halves(pick_text(row))
    return Article(
        id=find_id(row) or identify(text),
        source=pick(row, "source", str) or place,
        text=text,
        title=pick(row, "title", str),
        url=pick(row, "url", str),
        site=pick(row, "site", str),
        language=pick(row, "language", str),
        published=pick(row, "published", str),
        authors=_pick_authors(row),
        section=pick(row, "section", str),
        words=pick(row, "words", int) or 0,
        row=row,
    )


def pick_text(row: Mapping[str, Any]) -> str:
    """Return the text of a row. Raises ReadError when it has none."""
    text = row.get("text")
    if not isinstance(text, str):
        message = 'has a "text" that is not a string' if "text" in row else 'has no "text"'
        raise ReadError(message)
    if not text or text.isspace():
        message = 'has an empty "text"'
        raise ReadError(message)
    return text


def repair_halves(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can spell and no text may hold. The row keeps them."""
    return text if _is_whole(text) else _SURROGATE.sub(REPLACEMENT, text)


def _is_whole(text: str) -> bool:
    try:
        text.encode()  # ten times as fast as looking for half a pair
    except UnicodeEncodeError:
        return False
    return True


def find_id(row: Mapping[str, Any]) -> str | None:
    """Return the id of a row, which may be a number there; None if it has none."""
    name = row.get("id")
    # Not isinstance: to Python, true and false are numbers.
    return name if type(name) is str else str(name) if type(name) is int else None


def pick(row: Mapping[str, Any], name: str, kind: type[_Field]) -> _Field | None:
    """Return a field of a row, None if it is not there or of another type."""
    value = row.get(name)
    # Not isinstance: to Python, true and false are numbers.
    return value if type(value) is kind else None


def _pick_authors(row: Mapping[str, Any]) -> tuple[str, ...]:
    authors = row.get("authors")
    return tuple(author for author in authors if isinstance(author, str)) if isinstance(authors, list) else ()
