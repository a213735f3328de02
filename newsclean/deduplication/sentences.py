"""Where sentences end, in any script."""

import re
from typing import Final

# What ends a sentence in the scripts of the world's news, and what may stand behind it. An ellipsis doesn't.
_END: Final = re.compile(r"(?<![.。])[.!?。．！？｡।॥؟۔።។៕။։][\"'”’»«›‹」』）)\]】〉》]*\s*$")
_TAIL: Final = 16


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with sentence punctuation, quotes and brackets aside."""
    return _END.search(text[-_TAIL:]) is not None


def sentence_share(text: str) -> float:
    """Return the share (0 to 1) of a text's characters in paragraphs that end as sentences do.

    Menus, captions, share bars and cut teasers don't. Empty text gives 0.
    """
    paragraphs = [line for line in map(str.strip, text.splitlines()) if line]
    total = sum(map(len, paragraphs))
    return sum(len(line) for line in paragraphs if ends_sentence(line)) / total if total else 0.0
