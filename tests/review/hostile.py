"""A run whose pages are as hostile as pages can be, written as records."""

import json
from pathlib import Path
from typing import Any

SCRIPT = "</script><script>document.title = 'taken'</script>"
IMAGE = "<img src=x onerror=\"document.title = 'taken'\"> & \u2028 '\"`"
PARAGRAPHS = [
    f"The ferry to Skarne will sail again on Monday after eleven weeks in the dock. {IMAGE}",
    "Repairs to the ramp took longer than planned because a part had to be cast anew.",
    "The first boat leaves at seven in the morning, and passengers travel free until Friday.",
]
EDITED = [*PARAGRAPHS[:1], "Repairs to the bridge took longer than planned.", *PARAGRAPHS[2:]]


def _record(number: int, **fields: Any) -> dict[str, Any]:
    record = {
        "id": f"{number:032x}",
        "source": f"raw/{SCRIPT}/{number}.html",
        "url": f"https://light.example/{number}",
        "site": "Light",
        "title": f"Story {number} of the harbour",
        "text": "\n\n".join(PARAGRAPHS),
        "language": "en",
        "published": f"2026-03-{1 + number % 28:02}",
        "authors": [],
        "section": None,
        "words": 45,
        "duplicates": [],
        "duplicate_of": None,
        "removed": [
            {"line": 1, "text": "Letters to the editor", "reason": "stands before the article", "doubt": 0.0},
            {"line": 9, "text": f"Tides {IMAGE}", "reason": "stands after the article", "doubt": 0.4},
        ],
        "lines": [3, 5, 7],
        "doubts": [0.0, 0.0, 0.3],
    }
    return record | fields


def write_records(folder: Path) -> Path:
    """Write sixty records, one with a near copy and a namesake, one with a script for a title and address."""
    copy = _record(2, duplicate_of=f"{1:032x}", text="\n\n".join(EDITED))
    told = {name: copy[name] for name in ("source", "id", "url", "title")}
    hostile = _record(
        3,
        title=SCRIPT,
        url="javascript:document.title='taken'",
        site=SCRIPT,
        language=SCRIPT,
        published="<b>2026",
        text=f"{SCRIPT}\n\n{IMAGE}",
    )
    duplicates = [
        {**told, "kind": "near", "similarity": 0.71},
        {**{name: hostile[name] for name in told}, "kind": "headline", "similarity": 0.0},
    ]
    records = [_record(1, duplicates=duplicates), copy, hostile, *(_record(at) for at in range(4, 61))]
    path = folder / "clean.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
