"""Bytes to text: which charset a page is in, decided from its bytes and what it says of itself."""

import codecs
import re
import unicodedata
from typing import NamedTuple

from newsclean.patterns import late
from newsclean.reading.labels import CODECS

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

DECLARATION_BYTES = 4096
"""Where a page may state its charset. Browsers look at 1024 bytes; real pages put scripts before it."""

GUESS_BYTES = 32 * 1024
"""What charset-normalizer gets to see. Its time grows with the input and more does not change its mind."""

UTF8_MAJORITY = 2
"""Well-formed UTF-8 characters for each malformed one, from which a page is damaged UTF-8 and not another
charset. Text in a legacy charset forms UTF-8 sequences by accident only, far less often than it breaks them
(measured on a dozen charsets and scripts: 0.4 well-formed for each malformed at most)."""

UTF16_ZEROS = 0.1
"""The share of units with one byte 0, from which data is taken for UTF-16 without its mark. In alphabets at
least the spaces have it (a seventh); Chinese and Japanese text can't be told from binary data this way."""

UTF16_FAULTS = 0.01
"""The share of units up to which the other byte may be 0, and of characters that no text should have."""

FALLBACK = "cp1252"
"""What browsers take for a page of the West that says nothing."""

# UTF-32's little-endian mark begins with UTF-16's: the longer ones go first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMENT = late(rb"<!--.*?-->", re.DOTALL)
_META = late(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = late(rb"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)


class Decoded(NamedTuple):
    """Text, the codec that gave it, and how many characters could not be decoded."""

    text: str
    charset: str
    replacements: int


def find_mark(data: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark that `data` begins with and its codec, or None."""
    return next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), None)


def add_mark(data: bytes) -> bytes:
    """Return `data` with a byte order mark if it is UTF-16 that lacks one, else as it is."""
    sample = data[:GUESS_BYTES]
    if b"\0" not in sample:
        return data
    units = len(sample) // 2
    zeros = {codecs.BOM_UTF16_BE: sample[::2].count(0), codecs.BOM_UTF16_LE: sample[1::2].count(0)}
    mark = max(zeros, key=lambda mark: zeros[mark])
    if zeros[mark] < max(1, UTF16_ZEROS * units) or min(zeros.values()) > UTF16_FAULTS * units:
        return data
    text = (mark + sample).decode("utf-16", "replace")
    faults = sum(unicodedata.category(one)[0] == "C" and not one.isspace() for one in text)
    return mark + data if faults <= 1 + UTF16_FAULTS * units else data


def find_declared(data: bytes) -> str | None:
    """Return the codec for the charset that an HTML page declares in its first bytes, or None."""
    head = _COMMENT.sub(b"", data[:DECLARATION_BYTES])
    found = _META.search(head) or _XML.search(head)
    return CODECS.get(found[1].decode("ascii", "replace").lower()) if found else None


def find_codec(label: str) -> str | None:
    """Return the codec that browsers take for a charset's name, None for one that they don't know."""
    return CODECS.get(label.strip().lower())


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Decode `data`. `declared` is the codec that the page names; well-formed UTF-8 overrules it.

    In this order: a byte order mark; UTF-8 that holds without an error; the declared charset; UTF-8 that is
    damaged in a few places; a guess. Nothing raises: what can't be decoded becomes U+FFFD and is counted.
    """
    marked = find_mark(data)
    if marked:
        mark, codec = marked
        return _decode_as(data[len(mark) :], codec)
    # ISO-2022-JP is ASCII to the eye; without its escape character, ASCII is the same in every charset.
    if not (declared == "iso2022-jp" and data.isascii()):
        try:
            return Decoded(data.decode("utf-8"), "utf-8", 0)
        except UnicodeDecodeError:
            pass
    if declared and declared != "utf-8":
        return _decode_as(data, declared)
    damaged = _decode_as(data, "utf-8")
    if _is_damaged_utf8(damaged):
        return damaged
    return _decode_as(data, _guess(data))


def _decode_as(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    if REPLACEMENT not in text:
        return Decoded(text, codec, 0)
    # A page may hold U+FFFD of its own, from an earlier program's trouble: those are not ours to report.
    own = data.count(REPLACEMENT.encode(codec)) if codec.startswith("utf") else 0
    return Decoded(text, codec, max(0, text.count(REPLACEMENT) - own))


def _is_damaged_utf8(decoded: Decoded) -> bool:
    beyond_ascii = sum(not character.isascii() for character in decoded.text)
    return beyond_ascii - decoded.replacements >= UTF8_MAJORITY * decoded.replacements


def _guess(data: bytes) -> str:
    # Imported here: most runs meet nothing but UTF-8, and the import costs more than reading them.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    sample = data[:GUESS_BYTES]
    if len(data) > GUESS_BYTES:
        # Cut at white space, lest half a character at the end rule the right charset out.
        sample = sample.rpartition(b"\n")[0] or sample.rpartition(b" ")[0] or sample
    matches = from_bytes(sample, cp_isolation=_CANDIDATES)
    # Several charsets often fit equally well; the commonest is then the likeliest.
    best = max(
        matches, key=lambda match: (-match.chaos, match.coherence, match.encoding == FALLBACK), default=None
    )
    return best.encoding.replace("_", "-") if best else FALLBACK


# The charsets of the web. Left to itself the guesser also offers EBCDIC and the code pages of DOS.
_CANDIDATES = sorted({codec.replace("-", "_") for codec in CODECS.values()} - {"utf_8"})
