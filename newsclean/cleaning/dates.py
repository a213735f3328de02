"""Dates as news pages write them: ISO 8601, RFC 2822, numbers, and month names in many languages."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache

from newsclean.cleaning.tables import load_words
from newsclean.patterns import late

_FIRST_YEAR = 1990  # older than the web: a birthday or a history, not a date of publication
_LAST_YEAR = 2100
_TWO_DIGITS = 100
_MONTHS = 12
_DAYS = 31
_LONGEST = 200  # characters; a longer text is no date, whatever numbers stand in it
_REACH = 3  # words on each side of a month's name: "24 de mayo de 2024", "2024. gada 24. maijā"

_ISO = late(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:(?:T|\s+)(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_ISO_WEEK = late(r"\d{4}-?W\d{2}-?[1-7](?!\d)")
_COMPACT = late(r"(20\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?Z?)?")
_EPOCH = late(r"(\d{10})(?:\d{3})?")  # seconds or milliseconds since 1970
_RFC_2822 = late(r"(?:[A-Z][a-z]{2},\s+)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d{2}:\d{2}")
_IN_URL = late(
    r"[/_.-]((?:19|20)\d{2})"
    r"(?:([/_-])(\d{1,2})\2(\d{1,2})|[/_-]?(\d{2})[/_-]?(\d{2}))(?!\d)"
)
_DIGIT = late(r"\d")
_YEAR_FIRST = late(r"(?<!\d)(\d{4})\s?(?:[./-]|年|년)\s?(\d{1,2})\s?(?:[./-]|月|월)\s?(\d{1,2})(?!\d)")
_DAY_FIRST = late(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_VIETNAMESE = late(r"(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})(?:\s*,|\s+năm)?\s+(\d{4})", re.IGNORECASE)
_ERA = late(r"(令和|平成|民國|民国)\s?(\d{1,3}|元)\s?年")
_ERA_STARTS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}  # the year before the era's first
_BUDDHIST = 543  # years that the Thai calendar is ahead
_THAI = late("[\u0e00-\u0e7f]")
_ABBREVIATED = late(r"(?<=[^\W\d])\.(?=[^\W\d])")  # Thai months: พ.ค.
_ACCENTS = late("[\u0300-\u036f]")  # Capitals often lack them. Vowel signs of Indic scripts stay
_WORDS = late(r"\d+|[^\s\d.,;:|/()\[\]{}<>\"'`·•–—،。’‘“”-]+")  # vowel signs are not \w, but parts of words
_ORDINAL_OCTOBER = late(r"\d\.\s*listopada", re.IGNORECASE)  # Croatian; the Polish November has no full stop


def parse_machine_date(text: str) -> str | None:
    """Return a date written for machines (JSON-LD, meta, time) as ISO 8601, with time and zone where given.

    Falls back on `parse_written_date`. None if there is no plausible date in `text`.
    """
    text = text.strip()
    if match := _ISO.match(text):
        return _timestamp(*match.groups())
    if match := _COMPACT.fullmatch(text):
        return _timestamp(*match.groups(), None)
    if match := _EPOCH.fullmatch(text):
        return _plausible(datetime.fromtimestamp(int(match.group(1)), UTC))
    if match := _ISO_WEEK.match(text):
        return _plausible_week(match.group())
    if _RFC_2822.match(text):
        from email.utils import parsedate_to_datetime  # noqa: PLC0415  # start-up time

        try:
            return _plausible(parsedate_to_datetime(text))
        except (ValueError, OverflowError, IndexError, TypeError):
            pass  # a date written for people may stand there all the same
    return parse_written_date(text)


def _timestamp(*parts: str | None) -> str | None:
    """Return year, month, day, hour, minute, second and zone as ISO 8601; an impossible time is left out."""
    year, month, day, hour, minute, second, zone = parts
    found = _calendar(year or "", month or "", day or "")
    if found is None or hour is None:
        return found
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone or ""
    try:
        return datetime.fromisoformat(f"{found}T{hour}:{minute}:{second or '00'}{zone}").isoformat()
    except ValueError:
        return found


def _plausible(moment: datetime) -> str | None:
    return moment.isoformat() if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _plausible_week(text: str) -> str | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return _calendar(found.year, found.month, found.day)


def parse_written_date(text: str) -> str | None:
    """Return the first plausible date in a line written for people as YYYY-MM-DD, else None.

    Knows numbers with the year first, numbers with the day first (the month where only that is possible), and
    a day, a month's name and a year in any order; eras of Japan and Taiwan, Buddhist years beside Thai names.
    """
    if not _DIGIT.search(text, 0, _LONGEST):
        return None
    text = _plain_digits(text[:_LONGEST])
    for match in _YEAR_FIRST.finditer(text):
        if found := _calendar(*match.groups()):
            return found
    for match in _DAY_FIRST.finditer(text):
        day, mark, month, year = match.groups()
        if found := _day_first(int(day), int(month), int(year), american=mark == "/"):
            return found
    if vietnamese := _VIETNAMESE.search(text):
        return _calendar(*vietnamese.groups()[::-1])
    return _named_month(text)


def _plain_digits(text: str) -> str:
    """Turn Devanagari, Arabic and other digits into ASCII ones, and years of an era into common ones."""
    if text.isascii():
        return text
    text = "".join(
        str(unicodedata.digit(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFKC", text)
    )
    return _ERA.sub(lambda match: f"{_ERA_STARTS[match[1]] + int(match[2].replace('元', '1'))}年", text)


def _day_first(day: int, month: int, year: int, *, american: bool) -> str | None:
    if year < _TWO_DIGITS:
        year += 2000
    if month > _MONTHS and american:
        day, month = month, day
    return _calendar(year, month, day)


def _named_month(text: str) -> str | None:
    """Look for day and year near a month's name."""
    words = find_words(text)
    certain, also_days = _months()
    for names in (certain, also_days):
        for index, word in enumerate(words):
            month = names.get(word)
            if month is None:
                continue
            if word == "listopada" and _ORDINAL_OCTOBER.search(text):
                month = 10
            before = words[max(0, index - _REACH) : index][::-1]
            found = _complete(month, [*before, *words[index + 1 : index + 1 + _REACH]], thai=_is_thai(word))
            if found:
                return found
    return None


def _is_thai(word: str) -> bool:
    return _THAI.match(word) is not None


def _complete(month: int, neighbours: Sequence[str], *, thai: bool) -> str | None:
    """Pick day and year from the words near a month, the nearest first."""
    numbers = [int(word) for word in neighbours if word.isdigit() and len(word) <= 4]  # noqa: PLR2004 a year
    if thai:
        numbers = [n - _BUDDHIST if n > _LAST_YEAR else n for n in numbers]
    years = [n for n in numbers if _FIRST_YEAR <= n <= _LAST_YEAR]
    days = [n for n in numbers if 1 <= n <= _DAYS]
    return _calendar(years[0], month, days[0]) if years and days else None


def find_words(text: str) -> list[str]:
    """Return the words and numbers of `text`, folded: without case, accents and dots of abbreviations."""
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i")
        text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    return _WORDS.findall(_ABBREVIATED.sub("", text))


@cache
def _months() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Month names, full and short, of all languages; those that are also days of the week somewhere apart."""
    data = load_words("months")
    certain = {name: number for number, names in enumerate(data["months"], 1) for name in names}
    return certain, data["also_days"]


def date_in_url(url: str) -> str | None:
    """Return the first day named in `url` as YYYY-MM-DD, else None."""
    for match in _IN_URL.finditer(url):
        year, _, month, day, glued_month, glued_day = match.groups()
        if found := _calendar(year, month or glued_month, day or glued_day):
            return found
    return None


def _calendar(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year <= _LAST_YEAR else None
