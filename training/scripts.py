"""Pages in scripts that the labelled sets hardly have: the same pages, their letters exchanged."""

import random
import re
import zlib
from collections.abc import Callable

from pages import Page

from newsclean.cleaning.blocks import fold_line

_LETTER_SCRIPTS = (  # caseless, with spaces: Hebrew, Arabic, Devanagari, Bengali, Tamil, Georgian, Hangul
    (0x05D0, 26),
    (0x0628, 18),
    (0x0915, 33),
    (0x0995, 20),
    (0x0B95, 1),
    (0x10D0, 30),
    (0xAC00, 4000),
)
_DEVANAGARI, _BENGALI, _ARABIC = 0x0915, 0x0995, 0x0628
_HAN, _HAN_COUNT = 0x4E00, 5000
_THAI, _THAI_COUNT = 0x0E01, 40
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_A_HAN = 3  # a Chinese word of one or two characters is a word of five letters elsewhere


def rescript(page: Page, chance: random.Random) -> Page:
    """Return the page with each word replaced by one of another script, the same for the same word."""
    translate = chance.choice((_caseless, _caseless, _unspaced))(chance)
    blocks = tuple(block._replace(text=translate(block.text) or block.text) for block in page.blocks)
    context = page.context._replace(
        titles=tuple(map(translate, page.context.titles)),
        witness=translate(page.context.witness),
        summary=translate(page.context.summary),
        pages_with={fold_line(translate(line)): count for line, count in page.context.pages_with.items()},
    )
    return Page("rescripted", page.id, page.group, page.kind, blocks, page.targets, page.gold, context)


def _caseless(chance: random.Random) -> Callable[[str], str]:
    first, count = chance.choice(_LETTER_SCRIPTS)
    stop = "।" if first in (_DEVANAGARI, _BENGALI) and chance.random() < 0.7 else "."  # noqa: PLR2004 newer texts use dots
    marks = str.maketrans({",": "،", ";": "؛", "?": "؟"}) if first == _ARABIC else {}
    letters_each = 2 if count > 1000 else 1  # noqa: PLR2004 a Hangul character is a syllable

    def word(match: re.Match[str]) -> str:
        text = match.group().casefold()[::letters_each]
        return "".join(chr(first + zlib.crc32(letter.encode()) % count) for letter in text)

    return lambda text: re.sub(r"\.(?=\s|$)", stop, _WORD.sub(word, text)).translate(marks)


def _unspaced(chance: random.Random) -> Callable[[str], str]:
    thai = chance.random() < 0.2  # noqa: PLR2004 most text without spaces is Chinese or Japanese
    first, count = (_THAI, _THAI_COUNT) if thai else (_HAN, _HAN_COUNT)
    marks = {} if thai else str.maketrans({".": "。", ",": "、", "?": "？", "!": "！", ":": "："})

    def word(match: re.Match[str]) -> str:
        text = match.group().casefold()
        size = len(text) if thai else -(-len(text) // _LETTERS_A_HAN)
        return "".join(chr(first + zlib.crc32(f"{text}{i}".encode()) % count) for i in range(size))

    def translate(text: str) -> str:
        changed = _WORD.sub(word, text).translate(marks)
        return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])|(?<=[。、？！：]) ", "", changed)

    return translate
