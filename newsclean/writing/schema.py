"""The JSON Schema of what is written."""

from collections.abc import Iterable, Mapping
from typing import Any

from newsclean.model import Match, Reason

VERSION = "1"
"""Raised when a record changes so that a reader of the old one would stumble. New fields don't do that."""

_Schema = Mapping[str, Any]

_TEXT: _Schema = {"type": "string"}
_TEXT_OR_NULL: _Schema = {"type": ["string", "null"]}
_SHARE: _Schema = {"type": "number", "minimum": 0, "maximum": 1}
_ID: _Schema = {"type": "string"}


def build_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record as `clean` writes it, with what options add."""
    always = {
        "id": {**_ID, "pattern": "^[0-9a-f]{32}$", "description": "Hash of the text's words."},
        "source": {**_TEXT, "description": "Where the page came from: its path as given, or -."},
        "url": {**_TEXT_OR_NULL, "description": "The page's own address."},
        "site": {**_TEXT_OR_NULL, "description": "The outlet's name, else the host of url."},
        "title": {**_TEXT_OR_NULL, "description": "The headline, once, without the site's name."},
        "text": {**_TEXT, "description": "Paragraphs, separated by a blank line."},
        "language": {**_TEXT_OR_NULL, "description": "BCP 47."},
        "published": {**_TEXT_OR_NULL, "description": "ISO 8601 date or date-time."},
        "authors": {"type": "array", "items": _TEXT},
        "section": _TEXT_OR_NULL,
        "words": {"type": "integer", "minimum": 0},
        "duplicates": {"type": "array", "items": {"$ref": "#/$defs/duplicate"}},
    }
    on_request = {
        "duplicate_of": {**_TEXT_OR_NULL, "description": "With --keep-duplicates: id of the kept article."},
        "original": {"$ref": "#/$defs/original", "description": "With --memory: the earlier run's article."},
        "supersedes": {"type": "array", "items": _ID, "description": "With --memory and --update."},
        "removed": {
            "type": "array",
            "items": {"$ref": "#/$defs/removed"},
            "description": "With --trace: what was taken off the page.",
        },
        "lines": {
            "type": "array",
            "items": {"type": "integer", "minimum": 1},
            "description": "With --trace: for each paragraph, where it stands on the page.",
        },
        "doubts": {
            "type": "array",
            "items": _SHARE,
            "description": "With --trace: for each paragraph, how likely it is furniture.",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A newsclean record",
        "description": f"One distinct article. Version {VERSION}.",
        **_describe_object(always | on_request, always),
        "$defs": {"duplicate": _DUPLICATE, "original": _ORIGINAL, "removed": _REMOVED},
    }


def _describe_object(properties: Mapping[str, Any], required: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required or properties),
        "additionalProperties": False,
    }


_RESEMBLANCE: _Schema = {"kind": {"enum": [match.value for match in Match]}, "similarity": _SHARE}
_OTHER: _Schema = {"source": _TEXT, "id": _ID, "url": _TEXT_OR_NULL, "title": _TEXT_OR_NULL}
_DUPLICATE = _describe_object({**_OTHER, **_RESEMBLANCE})
_ORIGINAL = _describe_object({**_OTHER, "published": _TEXT_OR_NULL, **_RESEMBLANCE})
_REMOVED = _describe_object(
    {
        "line": {"type": "integer", "minimum": 1},
        "text": _TEXT,
        "reason": {"enum": [reason.value for reason in Reason]},
        "doubt": _SHARE,
    }
)
