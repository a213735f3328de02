"""Regular expressions that are compiled when they are first used.

A page needs a third of them, and to compile all of them takes as long as cleaning three pages.
"""

import re
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
