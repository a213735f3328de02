"""Dates as news pages write them: ISO 8601, RFC 2822, numbers, and month names in many languages."""

import json
import re
import unicodedata
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib import resources

_FIRST_YEAR = 1990  # older than the web: a birthday or a history, not a date of publication
_LAST_YEAR = 2100
_TWO_DIGITS = 100
_MONTHS = 12

_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_IN_URL = re.compile(r"(?:^|[/_.-])((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2]|[1-9](?=[/_-]))[/_-]?(0[1-9]|[12]\d|3[01]|[1-9](?=/))(?=\D|$)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?(?:[./-]|年|년)\s?(\d{1,2})\s?(?:[./-]|月|월)\s?(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_WORDS = re.compile(r"\d+|[^\s\d.,;:|/()\[\]·•–—،。-]+")  # vowel signs are not \w, but belong to words
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)")


def parse_machine_date(text: str) -> str | None:
    """Return a date written for machines (JSON-LD, meta, time) as ISO 8601, with time and zone where given.

    Falls back on `parse_written_date`. None if there is no plausible date in `text`.
    """
    text = text.strip()
    match = _ISO.match(text)
    if match:
        year, month, day, hour, minute, second, zone = match.groups()
        if _calendar(year, month, day) is None:
            return None
        if hour is None:
            return f"{year}-{month}-{day}"
        zone = "" if zone is None else "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
        return _valid_time(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}")
    match = _COMPACT.match(text)
    if match:
        return _calendar(*match.groups())
    if "," in text and ":" in text:
        try:
            return parsedate_to_datetime(text).isoformat()
        except (ValueError, OverflowError):
            pass  # not RFC 2822: a date written for people may stand there instead
    return parse_written_date(text)


def _valid_time(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


def parse_written_date(text: str) -> str | None:
    """Return the first plausible date in a line written for people as YYYY-MM-DD, else None.

    Knows numbers with the year first, numbers with the day first (the month where only that is possible), and
    a day, a month's name and a year in any order. Two-digit years count only between dots or slashes.
    """
    text = _plain_digits(text)
    match = _YEAR_FIRST.search(text)
    if match:
        found = _calendar(*match.groups())
        if found:
            return found
    match = _DAY_FIRST.search(text)
    if match:
        day, mark, month, year = match.groups()
        found = _day_first(int(day), int(month), int(year), american=mark == "/")
        if found:
            return found
    return _named_month(text)


def _plain_digits(text: str) -> str:
    """Turn Devanagari, Arabic, Bengali and other digits into ASCII ones."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFKC", text))


def _day_first(day: int, month: int, year: int, *, american: bool) -> str | None:
    if year < _TWO_DIGITS:
        year += 2000
    if month > _MONTHS and american:
        day, month = month, day
    return _calendar(year, month, day)


def _named_month(text: str) -> str | None:
    """Look for day, month name and year within three neighbouring words, small words between them aside."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    months = _months()
    for index, word in enumerate(words):
        month = months.get(word)
        if month is None or word.isdigit():
            continue
        before = [int(w) for w in words[max(0, index - 2) : index] if w.isdigit()]
        after = [int(w) for w in words[index + 1 : index + 4] if w.isdigit()]
        numbers = before[::-1] + after
        years = [n for n in numbers if _FIRST_YEAR <= n <= _LAST_YEAR]
        days = [n for n in numbers if 1 <= n <= 31]  # noqa: PLR2004 days of a month
        if years and days:
            found = _calendar(years[0], month, days[0])
            if found:
                return found
    return None


@cache
def _months() -> dict[str, int]:
    """Month names, full and short, of all languages in which they mean one month only."""
    data = resources.files("newsclean.cleaning").joinpath("data/months.json").read_text("utf-8")
    return {name: number for number, names in enumerate(json.loads(data), 1) for name in names}


def date_in_url(url: str) -> str | None:
    """Return the day named in the path of `url` as YYYY-MM-DD, else None."""
    match = _IN_URL.search(url)
    return _calendar(*match.groups()) if match else None


def _calendar(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def has_clock(text: str) -> bool:
    """Tell whether `text` names a time of day."""
    return _CLOCK.search(text) is not None
