"""Write newsclean/cleaning/data/months.json: the month names of CLDR's languages (needs the package babel).

A name that means different months in different languages (Croatian and Czech share some), or a day of the
week somewhere, is left out.
"""

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

TARGET = Path(__file__).parents[1] / "newsclean/cleaning/data/months.json"
_WORD = re.compile(r"[^\s\d.,;:|/()-]+")
_SHORTEST = 3  # letters; shorter abbreviations are other words too often


def month_names() -> dict[str, set[int]]:
    """Return every name of a month, case folded, with the numbers of the months that it means somewhere."""
    names: dict[str, set[int]] = defaultdict(set)
    days: set[str] = set()
    for identifier in locale_identifiers():
        locale = Locale.parse(identifier)
        if locale.territory or locale.script or locale.variant:
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                days.update(fold(name) for name in locale.days[form][width].values())
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    words = _WORD.findall(fold(name))
                    if len(words) == 1 and (len(words[0]) >= _SHORTEST or not words[0].isascii()):
                        names[words[0]].add(number)
    return {name: numbers for name, numbers in names.items() if name not in days}


def fold(name: str) -> str:
    """Return `name` as the date parser will meet it."""
    return unicodedata.normalize("NFKC", name).casefold().strip(".")


def main() -> None:
    """Write the file, one list of names a month."""
    names = month_names()
    months = [sorted(name for name, numbers in names.items() if numbers == {month}) for month in range(1, 13)]
    text = json.dumps(months, ensure_ascii=False, indent=0).replace('",\n', '", ')
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{sum(map(len, months))} names, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
