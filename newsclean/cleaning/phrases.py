"""Lines that say themselves that they are furniture: links to other articles, credits, tags, breadcrumbs.

The last resort, for what shape and place don't tell: a link to another article in the middle of this one is a
sentence between sentences. The phrases are data.
"""

import json
import re
from functools import cache
from importlib import resources

_LONGEST = 240  # characters; a paragraph that opens so goes on to tell something


def has_furniture_phrase(text: str) -> bool:
    """Tell whether a line says what it is: "Read also: …", "Photo: …", "Tags: …", "You are here: …".

    The phrase must stand at the line's start and be followed by a colon or nothing, or be the whole line but
    for marks like ▶.
    """
    return len(text) <= _LONGEST and _pattern().match(text) is not None


@cache
def _pattern() -> re.Pattern[str]:
    text = resources.files("newsclean.cleaning").joinpath("data/phrases.json").read_text("utf-8")
    phrases = sorted(
        {phrase for group in json.loads(text).values() for phrase in group}, key=len, reverse=True
    )
    # Behind "Fot." and the like no colon is usual.
    return re.compile(
        rf"[\W_]{{0,4}}(?:{'|'.join(map(re.escape, phrases))})(?:\s?[:：|>»→▶]|(?<=\.)\s|\W*$)", re.IGNORECASE
    )
