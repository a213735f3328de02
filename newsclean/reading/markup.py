"""Markup that may be built to do harm: a parser's time can grow with the square of its size, and worse."""

import re
from collections.abc import Iterator

from newsclean.errors import ReadError
from newsclean.model import Document
from newsclean.patterns import late

LARGE_TAGS = 6_000
"""Tags from which on it is looked at how deep they are nested. Of 1,063 news pages, 17 had more."""

LARGE_CHARACTERS = 700_000
"""Characters from which on it is looked at how many attributes a tag has. 61 of 1,063 had more."""

MOST_NESTED = 2_000
"""Elements open at once. Of 638 news pages, none had more than 317; parsers look at them again and again."""

MOST_ATTRIBUTES = 5_000
"""Attributes of one tag. News pages have 71 at the most; each is compared with all before it."""

_TAG = ord("<")
_GAP = 10_000  # characters without another tag: too many attributes take twice as many
_ATTRIBUTE = late(r"[\s\"'/][\w:.-]+\s*=")
# Elements that stay open until they are closed.
_LASTING = late(
    r"<(/?)(?:div|span|section|article|main|aside|header|footer|nav|ul|ol|dl|table|blockquote|center|font|big|"
    r"small|b|i|u|s|em|strong|tt|code|form|fieldset|object|svg|g|details|figure)[\s/>]",
    re.IGNORECASE,
)


def count_tags(document: Document) -> int:
    """Return the number of tags, roughly. NumPy counts them in a tenth of the time."""
    if document.utf8 is None:
        return document.content.count("<")
    import numpy as np  # noqa: PLC0415  # start-up time

    return int(np.count_nonzero(np.frombuffer(document.utf8, np.uint8) == _TAG))


def check_markup(document: Document, tags: int) -> None:
    """Raise ReadError for a large page, with so many tags, that has what no page has and no parser bears."""
    if len(document.content) > LARGE_CHARACTERS:
        _check_attributes(document.content)
    if tags > LARGE_TAGS:
        _check_nesting(document.content)


def _check_attributes(content: str) -> None:
    for tag in _find_long_tags(content):
        # Each has a sign, which is counted in no time.
        if tag.count("=") > MOST_ATTRIBUTES and len(_ATTRIBUTE.findall(tag)) > MOST_ATTRIBUTES:
            message = f"has a tag with more than {MOST_ATTRIBUTES:,} attributes, which no news page has"
            raise ReadError(message)


def _find_long_tags(content: str) -> Iterator[str]:
    """Yield the tags in which other tags are so far away that they may hold too many attributes."""
    at = 0
    while at < len(content):
        if content.find("<", at, at + _GAP) < 0:
            begin = content.rfind("<", 0, at)
            if begin >= 0 and content.find(">", begin, at) < 0:
                end = content.find(">", at)
                at = end if end >= 0 else len(content)
                yield content[begin:at]
        at += _GAP


def _check_nesting(content: str) -> None:
    depth = 0
    for closing in _LASTING.findall(content):
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > MOST_NESTED:
            message = f"has elements nested more than {MOST_NESTED:,} deep, which no news page has"
            raise ReadError(message)
