"""Dates as people, machines and addresses write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.cleaning.dates import date_in_url, parse_machine_date, parse_written_date


@pytest.mark.parametrize(
    "text",
    [
        "May 24, 2024",
        "MAY 24TH, 2024",
        "Fri, May 24, 2024 at 10:15 AM",
        "24. Mai 2024, 10:15 Uhr",
        "vendredi 24 mai 2024",
        "24 de mayo de 2024",
        "24 DE MAYO DE 2024",
        "24 de maig del 2024",
        "24 maggio 2024",
        "24 de maio de 2024",
        "24 mei 2024 om 10:15",
        "den 24 maj 2024",
        "24. toukokuuta 2024",
        "24 maja 2024 r.",
        "24. května 2024",
        "2024. május 24.",
        "2024 m. gegužės 24 d.",
        "2024. gada 24. maijā",
        "24 Mayıs 2024",
        "24 MAYIS 2024",
        "24 Μαΐου 2024",
        "24 ΜΑΪΟΥ 2024",
        "24 мая 2024 г.",
        "24 травня 2024",
        "24 במאי 2024",
        "24 مايو 2024",
        "٢٤ أيار/مايو ٢٠٢٤",
        "24 مئی 2024",
        "२४ मई २०२४",
        "২৪ মে ২০২৪",
        "24 மே 2024",
        "24 พฤษภาคม 2567",
        "24 พ.ค. 2567",
        "๒๔ พฤษภาคม ๒๕๖๗",
        "Ngày 24 tháng 5 năm 2024",
        "24 Mei 2024",
        "2024年5月24日",
        "令和6年5月24日",
        "民國113年5月24日",
        "2024년 5월 24일",
        "2024.05.24. 오전 9:12",
        "24.05.2024",
        "24. 5. 2024",
        "24/05/2024",
        "5/24/2024",
        "24.05.24",
    ],
)
def test_one_day_in_many_languages(text: str) -> None:
    assert parse_written_date(text) == "2024-05-24"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mar 5 nov 2024", "2024-11-05"),  # "mar" is Tuesday in French
        ("Mar 5, 2024", "2024-03-05"),
        ("5 listopada 2024", "2024-11-05"),  # Polish
        ("5. listopada 2024.", "2024-10-05"),  # Croatian
        ("令和元年5月24日", "2019-05-24"),
        ("31.02.2024, corrected 01.03.2024", "2024-03-01"),
    ],
)
def test_names_with_two_meanings(text: str, day: str) -> None:
    assert parse_written_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24 May",
        "May I ask why 300 people came?",
        "Born 24 May 1958",
        "24 May 2567",  # Buddhist years need a Thai month
        "24/13/2024/2",
        "31 April 2024",
        "call 030 2024 5566",
        "1403/03/05",  # the Persian calendar
        "²²²²",
    ],
)
def test_no_date(text: str) -> None:
    assert parse_written_date(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-24", "2024-05-24"),
        ("2024-05-24T10:15:00Z", "2024-05-24T10:15:00+00:00"),
        ("2024-05-24T10:15:00.123456789+0200", "2024-05-24T10:15:00+02:00"),
        ("2024-05-24T10:15+02", "2024-05-24T10:15:00+02:00"),
        ("2024-05-24T10:15:00-05:00[America/Lima]", "2024-05-24T10:15:00-05:00"),
        ("2024-05-24 10:15:30 UTC", "2024-05-24T10:15:30+00:00"),
        ("2024-05-24T25:61", "2024-05-24"),
        ("2024-05-24T10:15:00+99:00", "2024-05-24"),
        ("2024-W21-5", "2024-05-24"),
        ("20240524", "2024-05-24"),
        ("20240524101500", "2024-05-24T10:15:00"),
        ("1716545700", "2024-05-24T10:15:00+00:00"),
        ("1716545700000", "2024-05-24T10:15:00+00:00"),
        ("Fri, 24 May 2024 10:15:00 +0200", "2024-05-24T10:15:00+02:00"),
        ("Fri May 24 2024 10:15:00 GMT+0200 (CEST)", "2024-05-24"),
        ("May 24, 2024 10:15 AM", "2024-05-24"),
        ("24/05/2024", "2024-05-24"),
        ("0001-01-01T00:00:00", None),
        ("1970-01-01T00:00:00Z", None),
        ("2024-02-30", None),
        ("Mon, 99 Foo 2024 99:99:99 +9999", None),
        ("now", None),
    ],
)
def test_dates_for_machines(text: str, moment: str | None) -> None:
    assert parse_machine_date(text) == moment


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/05/24/a-story", "2024-05-24"),
        ("/2024/5/7/a-story", "2024-05-07"),
        ("/news/2024-05-24-a-story.html", "2024-05-24"),
        ("/news/20240524.html", "2024-05-24"),
        ("/2024/0524/c1001.html", "2024-05-24"),
        ("/2024-05/24/content_1.htm", "2024-05-24"),
        ("/20231301/a-story", None),
        ("/2024561234", None),
        ("/2024/12/345678", None),
        ("/season-2024-25-preview", None),
        ("/2024/02/31/", None),
        ("/1789/07/14/", None),
    ],
)
def test_days_in_addresses(path: str, day: str | None) -> None:
    assert date_in_url(f"https://daily.example{path}") == day


def _is_day(found: str | None) -> bool:
    return found is None or date.fromisoformat(found[:10]).isoformat() == found[:10]


@given(st.text())
def test_garbage_is_no_date_or_a_real_one(text: str) -> None:
    assert all(map(_is_day, (parse_written_date(text), parse_machine_date(text), date_in_url(text))))


@given(st.text("0123456789-/.:TZ +年月日令和May,٣२", max_size=30))
def test_what_looks_like_a_date_is_none_or_a_real_one(text: str) -> None:
    assert all(map(_is_day, (parse_written_date(text), parse_machine_date(text), date_in_url(text))))
