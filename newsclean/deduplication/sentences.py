"""Where sentences end, in any script."""

from typing import Final

# What ends a sentence in the scripts of the world's news, and what may stand behind it. An ellipsis doesn't.
_ENDS: Final = frozenset(".!?。．！？｡।॥؟۔።។៕။։")
_ELLIPSIS: Final = frozenset(".。")
_CLOSING: Final = "\"'”’»«›‹」』）)]】〉》"
# Characters of a text in which its end is looked for.
TAIL: Final = 16


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with sentence punctuation, quotes and brackets aside."""
    tail = text[-TAIL:].rstrip().rstrip(_CLOSING)
    return tail[-1:] in _ENDS and tail[-2:-1] not in _ELLIPSIS


def sentence_share(text: str) -> float:
    """Return the share (0 to 1) of a text's characters in paragraphs that end as sentences do.

    Menus, captions, share bars and cut teasers don't. Empty text gives 0.
    """
    paragraphs = [line for line in map(str.strip, text.splitlines()) if line]
    total = sum(map(len, paragraphs))
    return sum(len(line) for line in paragraphs if ends_sentence(line)) / total if total else 0.0
