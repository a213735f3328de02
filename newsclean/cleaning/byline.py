"""Author, date and address of a plain text, from the lines around its headline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from newsclean.cleaning.authors import match_words, read_byline_names
from newsclean.cleaning.characters import ends_sentence
from newsclean.cleaning.dates import parse_written_date
from newsclean.patterns import late

_LONGEST_DATE_LINE = 90  # characters; longer lines tell a story in which dates occur
_LONGEST_DATE = 40  # characters of a date with weekday, time and a word like "Published"
_LONGEST_BYLINE = 100  # characters: two or three names, and the date
_URL_LINE = late(r"^(?:URL:?\s*)?(https?://[^\s<>\"]+)$", re.IGNORECASE)
# Without the middle dot, which parts names: what could be either is tried in every combination.
_COLON = late("[:：｜]")
# What a word for "by" may stand behind: most lines have none of it, and are looked at from their start alone.
_PARTING = late(r"[|•·｜/–—\d-]")
_CJK = "[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3々〆]"


def find_date(lines: Iterable[str]) -> str | None:
    """Return the first date in short lines, as YYYY-MM-DD."""
    for line in lines:
        if len(line) <= _LONGEST_DATE_LINE:
            found = parse_written_date(line)
            if found:
                return found
    return None


def find_authors(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the names in the first line that says by whom the article is."""
    for line in lines:
        names = read_byline(line)
        if names:
            return names
    return ()


def is_byline(line: str) -> bool:
    """Tell whether a line is nothing but the author or the date of the article."""
    short = len(line) <= _LONGEST_DATE and not ends_sentence(line)
    return bool(read_byline(line)) or (short and find_date([line]) is not None)


def read_byline(text: str) -> tuple[str, ...]:
    """Return the authors that a line names, none if it is no byline.

    >>> read_byline("2 May 2024 | By Ann Lee and Juan de la Cruz | Photo: Cho Min")
    ('Ann Lee', 'Juan de la Cruz')
    >>> read_byline("By the time they came, it was over")
    ()
    """
    if len(text) > _LONGEST_BYLINE or ends_sentence(text):
        return ()
    for match in _find_openings(text):
        names = read_byline_names(text[match.end() :])
        if names:
            return names
    reporter = None if text.isascii() else _reporter().search(text)
    return read_byline_names(reporter.group(1)) if reporter else ()


def _find_openings(text: str) -> Iterator[re.Match[str]]:
    """Yield what may stand before the names in a line."""
    if _COLON.search(text):
        yield from _label().finditer(text)
    if _PARTING.search(text):
        yield from _word().finditer(text)
    elif match := _word().match(text):
        yield match


@cache
def _label() -> re.Pattern[str]:
    """Match a label with a colon anywhere in a line: "18:20 来源：… 作者："."""
    return re.compile(
        rf"(?:^|(?<=[\s|•/／｜（(【])){match_words('labels', 'before')}\s?[:：｜]\s*", re.IGNORECASE
    )


@cache
def _word() -> re.Pattern[str]:
    """Match a word for "by" at the start of a line, or behind a separator or a date."""
    return re.compile(
        rf"(?:^|(?<=[|•·｜/])\s*|(?<=\d)\s+|(?<=[–—-])\s+){match_words('before')}[\s/／｜]\s*(?=\S)",
        re.IGNORECASE,
    )


@cache
def _reporter() -> re.Pattern[str]:
    """Match a name in front of a word for "reporter", as in Korean and Japanese bylines."""
    names = rf"{_CJK}{{2,6}}(?:[·・,、]\s?{_CJK}{{2,6}})*"
    return re.compile(rf"(?:^|(?<=[\s\])】=|]))({names})\s?{match_words('after')}(?!\w)")


def find_url(lines: Sequence[str]) -> str | None:
    """Return the page's address if a line at its top or end is nothing but one."""
    for line in (*lines[:3], *lines[-3:]):
        match = _URL_LINE.match(line)
        if match:
            return match.group(1)
    return None
