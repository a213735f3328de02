"""Lines that say themselves that they are furniture: links to other articles, credits, tags, breadcrumbs.

The last resort, for what shape and place don't tell: a link to another article in the middle of this one is a
sentence between sentences. The phrases are data.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.prose import Characters, Flags
from newsclean.cleaning.tables import load_words
from newsclean.patterns import alternatives, late

_MARKS = late(r"[\W_]{1,4}")  # brackets, arrows and the like before the phrase
STEM = 4  # characters by which phrases are looked up
_REMEMBERED = 1 << 14  # such beginnings of lines
_LONGEST = 240  # characters; a paragraph that opens so goes on to tell something


def has_furniture_phrase(text: str) -> bool:
    """Tell whether a line says what it is: "Read also: …", "Photo: …", "Tags: …", "You are here: …", "Share".

    The phrase must stand at the line's start and be followed by a colon or nothing, or be the whole line but
    for marks like ▶.
    """
    if len(text) > _LONGEST:
        return False
    mark = None if text[:1].isalnum() else _MARKS.match(text)
    start = mark.end() if mark else 0
    opening = _openings()[text[start : start + STEM]]
    return opening is not None and opening.match(text, start) is not None


def find_furniture_phrases(texts: Sequence[str], characters: Characters) -> Flags:
    """Tell of each line, none of them empty, whether it has a furniture phrase, with all their characters."""
    compiled = find_compiled()
    found = compiled.may_open(characters) if compiled else np.array(list(map(_may_open, texts)))
    for at in found.nonzero()[0].tolist():
        found[at] = has_furniture_phrase(texts[at])
    return found


def _may_open(text: str) -> bool:
    """Tell whether a line begins with marks, or like a phrase: most don't."""
    return not text[0].isalnum() or _openings()[text[:STEM]] is not None


def list_stems() -> list[str]:
    """Return how phrases begin, their first characters folded."""
    return sorted({phrase[:STEM].casefold() for phrase in list_phrases()})


def list_phrases() -> list[str]:
    """Return all phrases."""
    return [phrase for group in _phrases().values() for phrase in group]


def names_credit(text: str) -> bool:
    """Tell whether a line names the maker of a picture: "The old mill. Photo: Ann Lee".

    Behind a word, it may be part of a sentence: "First picture: how the new mill will look".
    """
    return (":" in text or "：" in text) and _credit().search(text) is not None


class _Openings(dict[str, re.Pattern[str] | None]):
    """For the first characters of a line the phrases that begin so: hardly any line begins with any."""

    def __init__(self, phrases: Iterable[str]) -> None:
        super().__init__()
        self._phrases: defaultdict[str, set[str]] = defaultdict(set)
        for phrase in phrases:
            self._phrases[phrase[:STEM].casefold()].add(phrase)

    def __missing__(self, stem: str) -> re.Pattern[str] | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        folded = stem.casefold()
        # Some phrases are shorter than the stem.
        phrases = {
            phrase for size in range(1, len(folded) + 1) for phrase in self._phrases.get(folded[:size], ())
        }
        # Behind "Fot." and the like no colon is usual.
        ending = r"(?:\s?[:：|>»→▶]|(?<=\.)\s|\W*$)"
        opening = re.compile(f"{alternatives(phrases)}{ending}", re.IGNORECASE) if phrases else None
        self[stem] = opening
        return opening


@cache
def _openings() -> _Openings:
    return _Openings(list_phrases())


@cache
def _credit() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^\w\s]\s?){alternatives(_phrases()['credit'])}\s?[:：]", re.IGNORECASE)


@cache
def _phrases() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = load_words("phrases")
    return groups
