"""The report: one HTML file that holds all it shows, and needs no network and no other program."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from typing import Any, Final

from newsclean.model import Article
from newsclean.review.counts import Counts
from newsclean.review.listing import Listing
from newsclean.review.rows import read_row
from newsclean.review.selection import Selection

ROOM_FOR_TEXTS: Final = 2_000_000
"""Bytes that the texts of clusters may take: some 400 articles, as many as anybody compares."""

LONGEST_TEXT: Final = 20_000
"""Characters of a text that are compared; what follows is left out."""

# In a script element, these could end it or begin another; as escapes they are the same JSON.
_UNSAFE: Final = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})

_PLACE: Final = re.compile(r"\{\{(\w+)\}\}")


def build_report(
    read: Callable[[], Iterable[Article]],
    summary: Mapping[str, Any] | None = None,
    rejected: Iterable[Mapping[str, Any]] | None = None,
) -> Iterator[bytes]:
    """Yield the report on the articles that `read` gives, as UTF-8.

    They are read twice, as it shows only then whose texts are needed. `summary` is what `--summary` wrote of
    the run, `rejected` the rows of `--rejects`; without them, and without trace or duplicates in the rows,
    the report says what it lacks. The same input gives the same bytes.
    """
    counts, selection, listing = Counts(), Selection(), Listing()
    written_duplicates = False
    for article in read():
        row = read_row(article)
        counts.add(row)
        selection.add(row)
        listing.add(row)
        written_duplicates = written_duplicates or row.is_duplicate
    clusters = selection.clusters()
    data = {
        "kept": counts.kept,
        "words": counts.words,
        "cut": counts.cut,
        "kinds": counts.kinds,
        "traced": counts.traced,
        "written_duplicates": written_duplicates,
        "summary": summary,
        "rejected": None if rejected is None else _group_rejected(rejected),
        "sites": [[name, *numbers] for name, numbers in sorted(counts.sites.items())],
        "days": [[name, *numbers] for name, numbers in sorted(counts.days.items())],
        "languages": [[name, *numbers] for name, numbers in sorted(counts.languages.items())],
        "clusters": clusters,
        "texts": _read_texts(clusters, read) if clusters else {},
        "pages": selection.pages(),
        "doubts": selection.doubts(),
        "furniture": counts.furniture(),
        "rows": listing.columns(),
    }
    yield from _fill_in(data)


def _read_texts(
    clusters: Iterable[Mapping[str, Any]], read: Callable[[], Iterable[Article]]
) -> dict[str, str]:
    """Return the texts of clusters by source, those of the first clusters first while there is room."""
    wanted = {}
    for cluster in clusters:
        for page in (cluster["kept"], *cluster["copies"]):
            wanted[page["source"]] = ""
    for article in read():
        if article.source in wanted:
            wanted[article.source] = article.text[:LONGEST_TEXT]
    room, texts = ROOM_FOR_TEXTS, {}
    for source, text in wanted.items():
        room -= len(text.encode("utf-8", "replace"))
        if text and room >= 0:
            texts[source] = text
    return texts


def _group_rejected(rejected: Iterable[Mapping[str, Any]]) -> list[tuple[str, int, list[str]]]:
    """Return for each reason how many inputs it was given to, and the first few of them."""
    examples = 5
    groups: dict[str, list[str]] = {}
    for each in rejected:
        groups.setdefault(str(each.get("reason")), []).append(str(each.get("source")))
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(reason, len(sources), sources[:examples]) for reason, sources in ranked]


def _fill_in(data: Mapping[str, Any]) -> Iterator[bytes]:
    page = resources.files("newsclean.review") / "page"
    parts = {
        "style": (page / "report.css").read_text("utf-8"),
        "script": '"use strict";\n'
        + "\n".join((page / f"{name}.js").read_text("utf-8") for name in _SCRIPTS),
    }
    policy = {f"{name}_hash": _hash(part) for name, part in parts.items()}
    template = (page / "report.html").read_text("utf-8")
    for at, piece in enumerate(_PLACE.split(template)):
        if not at % 2:
            yield piece.encode()
        elif piece == "data":
            # One piece at a time, as all of it can be 20 MB.
            for chunk in _ENCODER.iterencode(data):
                yield chunk.translate(_UNSAFE).encode("utf-8", "backslashreplace")
        else:
            yield (parts | policy)[piece].encode()


def _hash(part: str) -> str:
    """Return what a content security policy names a script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()


_SCRIPTS: Final = (
    *("elements", "charts", "diff", "decisions"),
    *("overview", "clusters", "review", "articles", "start"),
)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
