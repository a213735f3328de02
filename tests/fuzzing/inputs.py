"""Files that were whole once: pages, rows and containers, cut, turned round, filled with what is hard."""

import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage
from typing import Final

from hypothesis import strategies as st

STORY: Final = """Home | News | Sport

A ferry for Skarne | The Lorne Post

By Berta Calloway, 3 March 2026

The Skarne ferry will sail again on Monday after eleven weeks in the dock, the harbour office said on Friday.

Repairs to the ramp took longer than planned because a part had to be cast anew in a foundry abroad.

Read also: The weathercock of Cape Lorne
"""
_DATA: Final = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "NewsArticle",
            "headline": "A ferry for Skarne",
            "datePublished": "2026-03-03T10:00:00Z",
            "author": [{"@type": "Person", "name": "Berta Calloway"}],
            "articleBody": STORY,
        }
    ],
}
PAGE: Final = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>A ferry for Skarne - Post</title>
<meta property="og:title" content="A ferry for Skarne"><link rel="canonical" href="https://post.example/ferry">
<script type="application/ld+json">{json.dumps(_DATA)}</script></head><body>
<nav class="menu"><ul><li><a href="/">Home</a><li><a href="/news">News</a></ul></nav>
<article class="story"><h1>A ferry for Skarne</h1><time datetime="2026-03-03">3 March 2026</time>
<p>The Skarne ferry will sail again on Monday after eleven weeks in the dock, the harbour office said.</p>
<div style="display:none">Hidden<br>twice</div><table><tr><td colspan=2>1</td><th>2</th></tr></table>
<p>Repairs to the ramp took longer than planned because a part had to be cast anew &amp; shipped.</p>
</article>
<aside class="related"><a href="/weathercock">The weathercock of Cape Lorne</a></aside></body></html>
"""


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("news/b.txt", STORY)
    return held.getvalue()


def _tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, text in (("a.html", PAGE), ("b.txt", STORY)):
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return held.getvalue()


def _warc() -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}".encode()
    records = [
        ("response", "application/http; msgtype=response", http),
        ("conversion", "text/plain", STORY.encode()),
    ]
    return b"".join(
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://post.example/{kind}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
        + b"\r\n\r\n"
        for kind, content_type, body in records
    )


def _mhtml() -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://post.example/ferry"
    message.set_content(PAGE, subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"x", "image", "png")
    return message.as_bytes()


def _rows() -> bytes:
    facts = {"title": "A ferry", "url": "https://post.example/", "date": "2026-03-03"}
    rows = ({"id": at, "text": STORY * at, **facts} for at in (1, 2))
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _table() -> bytes:
    return ('id,title,body\n1,"A ferry","' + STORY + '"\n2,"Another","' + STORY + '"\n').encode()


WHOLE: Final[dict[str, bytes]] = {
    "page.txt": STORY.encode(),
    "page.html": PAGE.encode(),
    "page.html.gz": gzip.compress(PAGE.encode(), mtime=0),
    "page.mhtml": _mhtml(),
    "pages.zip": _zip(),
    "pages.tar": _tar(),
    "crawl.warc": _warc(),
    "crawl.warc.gz": gzip.compress(_warc(), mtime=0),
    "rows.jsonl": _rows(),
    "rows.csv": _table(),
}
"""Files that newsclean reads, by their names."""

_HARD: Final = [
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\r", b"\x85",
    b"\x0c", b"\x1b$B", b"\xc2\xad", b"\xe2\x80\x8b", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc3\x83\xc2\xbc",
    "日本語。".encode(), "हिन्दी".encode(), b"<", b">", b"<!--", b"-->", b"<![CDATA[", b"<script>",
    b"</script>", b"<svg>", b"<template>", b"<table>", b"<br>", b"<p>", b"<plaintext>", b"<div>" * 300,
    b"<b><i>" * 40, b"</p>", b"<a href=", b"\"'", b"&#x110000;", b"&#0;", b"&amp;amp;", b"&nbsp;", b"{",
    b"}" * 5, b"[" * 200, b'"', b"\\", b"\\ud800", b"null", b"1e999", b"99999999999999999999", b"-1",
    b"0000-00-00", b"https://[", b"http://x:y@/", b"Content-Length: 9999999", b"Content-Type: ",
    b"charset=utf-7", b"WARC/1.0\r\n", b",,", b"| " * 60, b". " * 200, b"\n\n\n", b"word " * 300,
    b"\xc2\xb7 " * 100,
]  # fmt: skip

_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["put in", "take out", "double", "turn round", "write over"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 400),
        st.sampled_from(_HARD) | st.binary(max_size=12),
    ),
    max_size=6,
)


def damage(data: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    """Return data after some changes, each at a share of its length."""
    for how, where, length, hard in changes:
        start = int(where * len(data))
        end = start + length
        middle = {
            "put in": hard + data[start:end],
            "take out": b"",
            "double": data[start:end] * 2,
            "turn round": data[start:end][::-1],
            "write over": (hard * length)[: len(data[start:end])],
        }[how]
        data = data[:start] + middle + data[end:]
    return data


def files(*names: str) -> st.SearchStrategy[tuple[str, bytes]]:
    """Return a strategy for files of these names (all: none), damaged or not, and some of noise."""
    chosen = st.sampled_from(names or sorted(WHOLE))
    content = st.builds(damage, chosen.map(WHOLE.__getitem__), _CHANGES)
    return st.tuples(chosen, content | st.binary(max_size=200))
