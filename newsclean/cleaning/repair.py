"""Repairs of the characters of a text that leave its words as they are."""

import re
import unicodedata

from newsclean.cleaning.marks import CENTRAL, CYRILLIC, GREEK, INVISIBLE, LATIN, LEADS, Mark, find_marks
from newsclean.cleaning.paths import find_compiled
from newsclean.patterns import late

_INVISIBLE = late(f"[{INVISIBLE}]")
# Windows-1252 read as Latin-1: its quotes and dashes become controls. U+0085 stays: it is a line end as well.
_WINDOWS_1252 = {
    chr(code): char
    for code in range(0x80, 0xA0)
    if code != 0x85 and (char := bytes([code]).decode("cp1252", "ignore"))  # noqa: PLR2004 next line
}
# Mojibake: only a line with such a sequence is looked at closer, and ftfy has the last word.
# (One class of lead characters at the front makes the search ten times as fast as alternatives do.)
_DAMAGE = late(
    f"[{LEADS}](?:(?<=[Â-ß])[{LATIN}]|(?<=[à-ï])[{LATIN}]{{2}}|(?<=ð)Ÿ[{LATIN}]|(?<=[a-z]Ã)\\s"
    f"|(?<=[РС])[{CYRILLIC}][РС][{CYRILLIC}]|(?<=[ΞΟ])[{GREEK}][ΞΟ][{GREEK}]|(?<=[ĂĹ])[{CENTRAL}])"
)
_LONG = (
    500  # characters from which a look at all of them pays before what is invisible or damaged is searched
)
# With the semicolon: without one it may be part of an address. Whoever saved a page as text left them, or
# wrote them twice (&amp;quot;), which all is resolved at once, so that a second time changes nothing.
_ENTITY = late(r"&(?:amp;)*(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)")
_TAG = late(r"<[^<>]{1,200}>")
_MAX_TEXT = 2_000  # characters of a title or a summary; whatever is longer is none
_LINE = late(r"[^\r\n]+")


def repair(text: str) -> str:
    """Return `text` in Unicode normal form C, without mojibake and invisible characters.

    >>> repair("co\u00adoperate\u200b")
    'cooperate'
    >>> repair("cafe\u0301 fÃ¼r")
    'café für'
    """
    if len(text) >= _LONG:
        compiled = find_compiled()
        marks = (compiled.find_marks if compiled else find_marks)(text)
        if not marks & (Mark.REPAIRED | Mark.LEAD):
            return unicodedata.normalize("NFC", text) if marks & Mark.UNSTABLE else text
    if text.isascii():
        return _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub(_read_control, repair_encoding(text)))


def resolve_entities(text: str) -> str:
    """Return `text` with HTML's entities as what they stand for, those for line ends as spaces.

    >>> resolve_entities("Smith &amp; Sons&#8217; caf&eacute; &amp;amp;quot;")
    'Smith & Sons’ café "'
    """
    return _ENTITY.sub(_resolve_entity, text) if "&" in text else text


def _resolve_entity(match: re.Match[str]) -> str:
    from html import unescape  # noqa: PLC0415  # start-up time: most texts have none

    character = unescape(f"&{match[1]}")
    return " " if character.isspace() else character


def _read_control(match: re.Match[str]) -> str:
    return _WINDOWS_1252.get(match.group(), "")


def repair_encoding(text: str) -> str:
    """Return `text` with every line put right that is UTF-8 read in another encoding.

    >>> repair_encoding("Ãœber den DÃ¤chern")
    'Über den Dächern'
    >>> repair_encoding("Weiß“, à «droite» – NÃO")
    'Weiß“, à «droite» – NÃO'
    """
    return _LINE.sub(_repair_line, text) if _DAMAGE.search(text) else text


def _repair_line(match: re.Match[str]) -> str:
    line = match.group()
    if not _DAMAGE.search(line):
        return line
    from ftfy import fix_encoding  # noqa: PLC0415 start-up time

    return fix_encoding(line)


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def plain(text: str, limit: int | None = _MAX_TEXT) -> str:
    """Return text out of an attribute or JSON: entities (escaped twice, at times), tags, spaces resolved."""
    text = text[:limit]
    for _ in range(2):
        if "&" in text:
            from html import unescape  # noqa: PLC0415  # likewise

            text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return squeeze(repair(text))
