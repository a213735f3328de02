"""Repairs of the characters of a text that leave its words as they are."""

import re
import unicodedata

# Zero-width and bidirectional marks, soft hyphens, the byte order mark, and control characters other than
# line ends and tabs: invisible in a browser, poison in a corpus. The zero-width (non-)joiners U+200C and
# U+200D stay: Persian, Hindi and emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]"
)
_SPACES = re.compile(r"\s+")


def repair(text: str) -> str:
    """Return `text` in Unicode normal form C without invisible characters."""
    if text.isascii():
        return _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space, and none at its ends."""
    return _SPACES.sub(" ", text).strip()
