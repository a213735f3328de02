"""Decisions of a reviewer, as the report saves them."""

import json
from collections.abc import Iterator
from typing import Any

from newsclean.errors import UsageError
from newsclean.settings import Decisions

VERSION = 1


def read_decisions(path: str) -> Decisions:
    """Read a file of decisions: an object with the lists `never_merge`, `always_merge`, `keep`, `furniture`.

    The entries of the first two have `ids`, two of articles; those of the others `site` and `line`. Raises
    UsageError when it can't be read, is something else, or contradicts itself.
    """
    try:
        with open(path, encoding="utf-8") as stream:  # noqa: PTH123  # the name as the user wrote it
            record = json.load(stream)
        if record["version"] != VERSION:
            message = f"{path}: is of version {record['version']}; this newsclean reads version {VERSION}"
            raise UsageError(message)
        decisions = Decisions(
            never_merge=tuple(_read_pairs(record, "never_merge")),
            always_merge=tuple(_read_pairs(record, "always_merge")),
            kept_lines=frozenset(_read_lines(record, "keep")),
            furniture_lines=frozenset(_read_lines(record, "furniture")),
        )
    except OSError as error:
        message = f"{path}: can't be read: {error.strerror or error}"
        raise UsageError(message) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        message = f"{path}: is no file of decisions, as the report saves them"
        raise UsageError(message) from None
    _check(path, decisions)
    return decisions


def _check(path: str, decisions: Decisions) -> None:
    for one, other in sorted({*decisions.never_merge} & {*decisions.always_merge}):
        message = f"{path}: says that {one} and {other} are always and never to be merged; remove one of both"
        raise UsageError(message)
    for site, line in sorted(decisions.kept_lines & decisions.furniture_lines):
        message = f"{path}: says that a line of {site} is kept and furniture: {line}; remove one of both"
        raise UsageError(message)


def _read_pairs(record: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    for entry in record.get(name, ()):
        one, other = sorted(map(str, entry["ids"]))
        yield one, other


def _read_lines(record: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    return ((str(entry["site"]), str(entry["line"])) for entry in record.get(name, ()))
