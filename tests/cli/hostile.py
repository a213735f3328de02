"""A folder of what no run may be brought down by. Everything is made here; nothing is fetched."""

import gzip
import os
import random
import zipfile
from pathlib import Path

WORDS = "The harbour of {name} was quiet on Monday while the council spoke of the new bridge for an hour."

GOOD = ("Anholt", "Brandle", "Culloe")


def write_good(folder: Path) -> None:
    """Write pages that have to come out unharmed, as text and as HTML."""
    for name in GOOD:
        lines = [
            f"The bridge of {name} opens after three long years",
            WORDS.format(name=name),
            f"Boats from {name} now pass below it, and the ferry that took their place is up for sale.",
            f"Nobody in {name} wanted to buy it at first, said the keeper of the harbour on Friday.",
        ]
        (folder / f"good-{name}.txt").write_text("\n\n".join(lines), encoding="utf-8")
        body = "".join(f"<p>{line.replace(name, name[::-1].title())}</p>" for line in lines[1:])
        title = lines[0].replace(name, name[::-1].title())
        (folder / f"good-{name}.html").write_text(
            f"<html><body><article><h1>{title}</h1>{body}</article></body></html>", encoding="utf-8"
        )


# Each is rejected, and the words stand in the sentence that says why.
REJECTED: dict[str, tuple[bytes, str]] = {
    "bomb.txt.gz": (gzip.compress(bytes(64 << 20), 9), "is larger than 16 MB"),
    "twice.txt.gz": (gzip.compress(gzip.compress(b"a page")), "compressed twice"),
    "cut.txt.gz": (gzip.compress(random.Random(1).randbytes(9999))[:5000], "breaks off"),  # noqa: S311
    "nested.html": (b"<div>" * 200_001 + b"deep", "too many for one page"),
    "deep.html": (b"<div>" * 190_000 + b"deep", "nested more than 2,000 deep"),
    "fonts.html": (b"".join(b"<p><font size=%d>" % at for at in range(20_000)), "nested more than 2,000"),
    "attributes.html": (
        b"<p " + b" ".join(b"a%d=1" % at for at in range(200_000)) + b">",
        "5,000 attributes",
    ),
    "large.txt": (b"word " * (17 << 18), "is larger than 16 MB"),
    "random.txt": (random.Random(2).randbytes(99_999), "is binary data"),  # noqa: S311
    "nul.txt": (bytes(9999), "is binary data"),
    "empty.html": (b"", "is empty"),
    "image.html": (b"\x89PNG\r\n\x1a\n" + bytes(99), "is an image"),
    "lines.txt": (b"a\n" * 200_001, "too many for one page"),
}

_SPAN = "9" * 16
_STORY = b"".join(b"<p>" + WORDS.format(name=name).encode() + b"</p>" for name in GOOD)

# Each may give an article or be rejected, but ends.
ENDURED: dict[str, bytes] = {
    "classes.html": b'<body><p class="' + b"menu-bar " * 200_000 + b'">' + _STORY,
    "json-ld.html": b'<script type="application/ld+json">' + b'{"a":[' * 100_000 + b"</script>" + _STORY,
    "colspan.html": f"<table><tr><td colspan={_SPAN} rowspan={_SPAN}>a</table>".encode() + _STORY,
    "entities.html": b"<p>" + b"&amp;&#x110000;&nbsp;" * 300_000 + _STORY,
    "long-line.txt": b"word, and " * (1 << 20),
    "one-word.txt": b"a" * (10 << 20),
    "spaces.txt": b"a" + b" " * (10 << 20) + b"b",
    "marks.txt": b"a | " * (1 << 20),
    "brackets.txt": b"(" * (1 << 20),
    "surrogates.txt": WORDS.format(name="x").encode() * 9 + b"\xed\xa0\x80\xed\xb0\x80",
    "utf-16.txt": (WORDS.format(name="Drommel") * 9).encode("utf-16-le"),
    "mixed.txt": "Übermut tut selten gut. ".encode() * 30 + "Übermut tut selten gut. ".encode("cp1252") * 30,
    "bidi.txt": "\u202e\u2066\u200b\ufeff".encode() * 9999,
    "unclosed.html": b"<!--" * 99_999 + b"<meta charset" * 9999 + _STORY,
    "dates.txt": b"1. 1. 20" * 200_000,
}

# The rules for broken markup make a parser take minutes, and all memory, over it: it is stopped.
STOPPED: dict[str, bytes] = {
    "options.html": b"<select>" + b"<option>x" * 90_000 + b"</select>" + _STORY,
    "copies.html": b"<p>"
    + b"".join(b"<b a b c d e=%d>" % at for at in range(2000))
    + b"</p>"
    + b"<p>x</p>" * 1900,
}


def write_hostile(folder: Path) -> None:
    """Write what means harm, as far as the file system allows."""
    for name, (content, _) in REJECTED.items():
        (folder / name).write_bytes(content)
    for name, content in (ENDURED | STOPPED).items():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "archive.txt", "w") as archive:
        archive.writestr("../../escaped.txt", "a page that wants to lie elsewhere")
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "broken.txt").symlink_to("nowhere")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "circle").symlink_to(".")
    Path(os.fsdecode(os.fsencode(folder) + b"/not-utf-8-\xff.txt")).write_bytes(b"")


PLACED: dict[str, str] = {
    "archive.txt": "ZIP archive",
    "pipe.txt": "is not a regular file",
    "device.txt": "is not a regular file",
    "broken.txt": "no such file",
    "loop.txt": "can't be opened",
}
"""What `write_hostile` adds by other means than content, with words of its rejection."""
