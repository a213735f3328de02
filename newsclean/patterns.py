"""Regular expressions that are compiled when they are first used, and parts of them that come from data.

A page needs a third of them, and to compile all of them takes as long as cleaning three pages.
"""

import re
from collections.abc import Iterable
from typing import Any, AnyStr, cast


class LatePattern:
    """Stands for a pattern; what is asked of it is asked of the pattern, and kept at hand from then on."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._arguments = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # Called for what is not at hand yet. Of one that is compiled, `re` keeps the result.
        found = getattr(re.compile(*self._arguments), name)
        setattr(self, name, found)
        return found


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what is used like `re.compile(pattern, flags)`."""
    return cast("re.Pattern[AnyStr]", LatePattern(pattern, flags))


def alternatives(texts: Iterable[str]) -> str:
    """Return a part of a regular expression that matches one of the texts, of which none is empty.

    The longest goes first. It looks for their initials before it tries them, as hardly any place in a text
    begins with one.
    """
    ordered = sorted(set(texts), key=lambda text: (-len(text), text))
    initials = "".join(sorted({re.escape(text[0]) for text in ordered}))
    return f"(?=[{initials}])(?:{'|'.join(map(re.escape, ordered))})"
