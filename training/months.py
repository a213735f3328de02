"""Write newsclean/cleaning/data/months.json: the month names of CLDR's languages (needs the package babel).

Where a name means different months in different languages, the language with more news on the web decides;
among the languages without a rank such a name is left out. Names that are also days of the week somewhere
(Tuesday is "mar" in Spanish) are listed apart: they count only where no other month is named.
"""

import json
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from newsclean.cleaning.dates import find_words

TARGET = Path(__file__).parents[1] / "newsclean/cleaning/data/months.json"
_SHORTEST = 3  # letters; shorter abbreviations are other words too often
_MONTHS = 12
# By share of the web's pages (W3Techs, 2025), then by speakers.
_RANKED = """
    en es de ja fr pt ru it nl pl tr zh fa vi cs id ko uk hu sv ar ro el da fi he sk th bg hr nb sr lt sl ca
    et lv hi bn ur ta te mr gu kn ml pa ms fil sw am az ka hy kk uz mk sq bs is eu gl af cy ga
"""
_GLUED = {"he": "ב"}  # a preposition that is written as one word with the month
_INFLECTED = {  # forms that CLDR lacks: the locative, in which Latvian dates stand
    "lv": """
        janvārī februārī martā aprīlī maijā jūnijā
        jūlijā augustā septembrī oktobrī novembrī decembrī
    """,
}


def read_names(locale: Locale) -> dict[str, int]:
    """Return the names of months in one language, folded as the date parser will meet them."""
    inflected = _INFLECTED.get(locale.language, "").split()
    names = {find_words(name)[0]: number for number, name in enumerate(inflected, 1)}
    prefix = _GLUED.get(locale.language, "")
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[form][width].items():
                word = max(find_words(name), key=len, default="")
                if not any(map(str.isdigit, name)) and (len(word) >= _SHORTEST or not word.isascii()):
                    names[word] = number
                    if prefix:
                        names[prefix + word] = number
    return names


def read_days(locale: Locale) -> set[str]:
    """Return the names of the days of the week in one language."""
    widths = [
        locale.days[form][width] for form in ("format", "stand-alone") for width in ("wide", "abbreviated")
    ]
    return {word for names in widths for name in names.values() for word in find_words(name)}


def gather() -> tuple[dict[str, int], set[str]]:
    """Return the month of each name, and the names that are days of the week somewhere."""
    locales = {code: Locale.parse(code) for code in locale_identifiers() if "_" not in code}
    meanings: dict[str, set[int]] = defaultdict(set)
    for locale in locales.values():
        for name, month in read_names(locale).items():
            meanings[name].add(month)
    months = {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1}
    for code in reversed(_RANKED.split()):
        months |= read_names(locales[code])
    return months, {day for locale in locales.values() for day in read_days(locale)}


def main() -> None:
    """Write the file: for each month its names, then those that are days of the week as well."""
    months, days = gather()
    lists = [
        sorted(n for n, m in months.items() if m == month and n not in days)
        for month in range(1, _MONTHS + 1)
    ]
    shared = {name: month for name, month in sorted(months.items()) if name in days}
    text = json.dumps({"months": lists, "also_days": shared}, ensure_ascii=False, indent=0)
    TARGET.write_text(text.replace('",\n', '", ') + "\n", encoding="utf-8")
    print(f"{len(months)} names, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
