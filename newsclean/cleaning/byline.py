"""Author, date and address of a plain text, from the lines around its headline."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from newsclean.cleaning.characters import ends_sentence
from newsclean.cleaning.dates import parse_written_date
from newsclean.model import Block

_LONGEST_DATE_LINE = 90  # characters; longer lines tell a story in which dates occur
_LONGEST_BYLINE = 12  # words, with two or three names in them
_URL_LINE = re.compile(r"^(?:URL:?\s*)?(https?://[^\s<>\"]+)$", re.IGNORECASE)
_NAMES_PART = re.compile(r"\s*(?:,|;|/|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bve\b|、)\s*")
_NAME_END = re.compile(r"\s*(?:[|•·(]|\s[-–—]\s|\d).*$")


def find_date(blocks: Iterable[Block]) -> str | None:
    """Return the first date in short lines, as YYYY-MM-DD."""
    for block in blocks:
        if len(block.text) <= _LONGEST_DATE_LINE:
            found = parse_written_date(block.text)
            if found:
                return found
    return None


def find_authors(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the names in the first line that says by whom the article is."""
    for block in blocks:
        match = _byline().match(block.text)
        if match is None or block.text.count(" ") >= _LONGEST_BYLINE or ends_sentence(block.text):
            continue
        names = [name for name in _NAMES_PART.split(_NAME_END.sub("", match.group(1))) if name]
        if names and all(name[0].isupper() or not name[0].isascii() for name in names):
            return tuple(names)
    return ()


@cache
def _byline() -> re.Pattern[str]:
    """Match a byline; the words for "by" in many languages are data."""
    text = resources.files("newsclean.cleaning").joinpath("data/bylines.json").read_text("utf-8")
    words = sorted(json.loads(text), key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(map(re.escape, words))})\s*[:：]?\s+(\S.*)$|^\b$", re.IGNORECASE)


def find_url(blocks: Sequence[Block]) -> str | None:
    """Return the page's address if a line at its top or end is nothing but one."""
    for block in (*blocks[:3], *blocks[-3:]):
        match = _URL_LINE.match(block.text)
        if match:
            return match.group(1)
    return None
