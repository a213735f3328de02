"""Names of authors, taken out of what bylines and metadata say around them."""

import re
from collections.abc import Sequence
from functools import cache

from newsclean.cleaning.tables import load_words
from newsclean.patterns import alternatives, late

_LONGEST_NAME = 60  # characters; a longer "name" is a sentence about someone
_LEAST_WORDS = 2  # in a name from whose end a role is taken: "Ann Lee Reporter"
_MOST_WORDS = 6  # in a name with titles and particles
_BRACKETS = late(r"\s*[(\[（【<][^()\[\]（）【】<>]*[)\]）】>]")
_LEAD = late(r"^[\s\-–—:：|•·,]+|[\s\-–—:：|•·,;*]+$")
_SEPARATOR = late(r"\s*[,;|&、，；｜•·・+]\s*|\s+[/–—-]\s+|\s*／\s*|(?<=\w\s)/|/(?=\w+\s)|(?<=[가-힣])/")
_CONTACT = late(r"https?:|www\.|\S+@\S+|@")
_FOREIGN = late(r"[<>()\[\]{}\"=*/\\_#%?!]")  # in no name
_ELIDED = (
    "d'",
    "d’",
    "al-",
    "el-",
    "as-",
    "ash-",
    "ar-",
    "an-",
)  # particles written as one word with the name
_LABEL = late(r"\s*[^\s:：]+\s?[:：].*$")


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of one `kind` in data/bylines.json, case folded."""
    return frozenset(word.casefold() for word in _lists()[kind])


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = load_words("bylines")
    return lists


def match_words(*kinds: str) -> str:
    """Return a part of a regular expression that matches the words of `kinds`."""
    return alternatives(word for kind in kinds for word in words(kind))


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"^(?:{match_words('before')}\s+|{match_words('labels')}\s?[:：]\s*)", re.IGNORECASE)


@cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(rf"\s+({match_words('and')})\s+", re.IGNORECASE)


def read_names(text: str) -> list[str]:
    """Return the names in what metadata gives as author: a name, a list, perhaps with a word for "by"."""
    return split_names(_by().sub("", text.strip()))


def read_parted_names(parts: Sequence[str]) -> list[str]:
    """Return the names in a byline whose parts stand in elements of their own.

    Where some are written like persons' names, role, medium and date beside them are none; else it is read as
    one text: given name and surname may stand apart, too.
    """
    if len(parts) > 1:
        names = [name for part in parts for name in read_names(part)]
        persons = [name for name in names if " " in name and is_name(name) and not _ends_in_role(name)]
        if persons:
            return persons
    return read_names(" ".join(parts))


def _drop_brackets(text: str) -> str:
    """Return `text` without what stands in brackets; the words around it stay apart."""
    return _BRACKETS.sub(lambda match: " " if text[match.end() :][:1].strip() else "", text)


def split_names(text: str) -> list[str]:
    """Return the names in a list of authors; what brackets add, and addresses, are left out."""
    names = []
    for part in _SEPARATOR.split(_drop_brackets(text)):
        if _CONTACT.search(part):
            continue
        names += [_LEAD.sub("", name) for name in _split_pair(part)]
    return [name for name in names if 0 < len(name) <= _LONGEST_NAME and _names_someone(name)]


def _split_pair(text: str) -> list[str]:
    """Split at "and". Where the word may be part of a name (Ortega y Gasset), its sides must be alike."""
    match = _conjunction().search(text)
    if match is None:
        return [text]
    left, right = text[: match.start()], text[match.end() :]
    doubtful = match.group(1).casefold() in words("doubtful and")
    if doubtful and (" " in left) != (" " in right.strip()):
        return [text]
    return [left, *_split_pair(right)]


def _names_someone(name: str) -> bool:
    return any(map(str.isalpha, name)) and name.casefold() not in words("nobody")


def read_byline_names(text: str) -> tuple[str, ...]:
    """Return the names behind the word for "by" in a line of text; none if other words stand there."""
    text = _LABEL.sub("", _CONTACT.split(_drop_brackets(text))[0])
    names: list[str] = []
    for part in split_names(_cut(text)):
        if names and _is_aside(part, names[0]):
            continue
        if not is_name(part):
            return ()
        names.append(part)
    return tuple(dict.fromkeys(names))


def _cut(text: str) -> str:
    """Cut where a place, a medium, a time or a role begins: "Ann Lee in Rome", "Ann Lee | 3 May"."""
    text = re.split(r"\s*(?:[|•｜]|\s[–—-]\s|\d|\s{2,})", text, maxsplit=1)[0]
    kept: list[str] = []
    for word in text.split(" "):
        if kept and word.casefold() in words("until") and word.casefold() not in words("and"):
            break
        kept.append(word)
    while len(kept) > _LEAST_WORDS and kept[-1].casefold() in words("roles") | words("buttons"):
        kept.pop()
    return " ".join(kept)


def _is_aside(part: str, first: str) -> bool:
    """Tell whether a part behind a name is a place, an agency or a role rather than a second author."""
    tokens = part.casefold().split()
    single = len(tokens) == 1 and " " in first
    return single or not tokens or _ends_in_role(part)


def _ends_in_role(text: str) -> bool:
    return not words("roles").isdisjoint(text.casefold().split()[-1:])


def is_name(text: str) -> bool:
    """Tell whether `text` is written like a name: in capitals, but for particles; caseless scripts pass."""
    tokens = text.split()
    if len(tokens) == 1 and text.casefold() in words("agencies"):
        return True
    if not tokens or len(tokens) > _MOST_WORDS or not _starts_name(tokens[-1]) or not _starts_name(tokens[0]):
        return False
    if _FOREIGN.search(text):
        return False
    return all(_starts_name(token) or token in words("particles") for token in tokens)


def _starts_name(token: str) -> bool:
    letter = next((char for char in token if char.isalpha()), "")
    return (bool(letter) and not letter.islower()) or token.startswith(_ELIDED)
