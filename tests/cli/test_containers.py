"""Files with many pages, as a user hands them over: by name, or through standard input."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from .conftest import NEWSCLEAN, STORY, Run, make_environment

PLACES = ("Skarne", "Averill")
TEXTS = [STORY.format(place=place, day="Friday", headline=f"A ferry for {place}") for place in PLACES]


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for at, text in enumerate(TEXTS):
            archive.writestr(f"{at}.txt", text)
    return held.getvalue()


def _tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for at, text in enumerate(TEXTS):
            member = tarfile.TarInfo(f"{at}.txt")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return held.getvalue()


def _warc() -> bytes:
    head = "WARC/1.1\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: "
    return "".join(f"{head}{len(text)}\r\n\r\n{text}\r\n\r\n" for text in TEXTS).encode()


def _rows() -> bytes:
    return "".join(json.dumps({"text": text, "title": "none"}) + "\n" for text in TEXTS).encode()


def _parquet() -> bytes:
    held = io.BytesIO()
    pq.write_table(pa.table({"text": TEXTS, "id": ["one", "two"]}), held, row_group_size=1)
    return held.getvalue()


def _clean(data: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(
        [*NEWSCLEAN, "clean", "-", "--keep-duplicates", "--quiet"],
        input=data, stdout=subprocess.PIPE, check=True, env=make_environment(),
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("pack", [_zip, _tar, _warc, _rows, _parquet])
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_what_comes_through_standard_input_is_told_by_its_bytes(pack: Any, compress: Any) -> None:
    if compress is gzip.compress and pack in (_zip, _parquet):
        compress = bytes  # nobody packs them twice
    records = _clean(compress(pack()))
    assert [record["source"].partition("#")[0] for record in records] == ["-", "-"]
    assert sorted("Averill" in record["text"] for record in records) == [False, True]


def test_a_page_that_begins_like_a_row_is_a_page() -> None:
    (record,) = _clean(("{ not a row\n\n" + TEXTS[0]).encode())
    assert record["source"] == "-"


def test_a_table_tells_headline_date_and_name(run: Run, tmp_path: Path) -> None:
    body = TEXTS[0].partition("\n\n")[2]
    table = {"text": [body], "title": ["Told &amp; sold"], "published": [date(2026, 3, 4)], "id": [17]}
    pq.write_table(pa.table(table), tmp_path / "t.parquet")
    (record,) = map(json.loads, run("clean", "t.parquet").stdout.splitlines())
    assert (record["source"], record["title"], record["published"]) == (
        "t.parquet#17",
        "Told & sold",
        "2026-03-04",
    )
    assert record["text"] == body.strip()
    other = run(
        "clean", "t.parquet", "--column", "title=none", "--column", "id=none", "--column", "date=none"
    )
    (record,) = map(json.loads, other.stdout.splitlines())
    assert (record["source"], record["published"]) == ("t.parquet#1", None)


def test_a_page_says_more_of_itself_than_a_table(run: Run, tmp_path: Path) -> None:
    page = f"<title>Shown</title><h1>Shown</h1><p>{TEXTS[0].partition(chr(10))[2]}".replace("\n\n", "<p>")
    (tmp_path / "t.jsonl").write_text(json.dumps({"html": page, "title": "Told"}))
    (record,) = map(json.loads, run("clean", "t.jsonl").stdout.splitlines())
    assert record["title"] == "Shown"


def _save(kind: str = "html") -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://ferry.example/skarne"
    page = "<h1>A ferry for Skarne</h1><p>" + TEXTS[0].partition("\n")[2].strip().replace(
        "\n\n", "<p>Fähre: "
    )
    message.set_content(page, subtype=kind, charset="iso-8859-1", cte="quoted-printable")
    message.make_related()
    message.add_related(b"x", "image", "png")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page.dat"])
def test_a_page_saved_by_a_browser_with_all_that_belongs_to_it(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(_save())
    (record,) = map(json.loads, run("clean", name).stdout.splitlines())
    assert (record["title"], record["url"]) == ("A ferry for Skarne", "https://ferry.example/skarne")
    assert record["text"].count("Fähre: ") == 3


def test_an_archive_without_a_page_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.mht").write_bytes(_save("plain"))
    done = run("clean", "page.mht")
    assert (done.returncode, done.stdout) == (1, "")
    assert "page.mht: is a web archive without a page in it; save the page as HTML" in done.stderr


def test_a_directory_too_large_to_read_is_refused(run: Run, tmp_path: Path) -> None:
    # The end of a ZIP archive claims the size of what stands before it.
    end = b"PK\x05\x06" + bytes(8) + (1 << 27).to_bytes(4, "little") + bytes(6)
    (tmp_path / "big.zip").write_bytes(b"PK\x03\x04" + bytes(200) + end)
    done = run("clean", "big.zip")
    assert done.returncode == 1
    assert (
        "big.zip: has a directory of 128 MB, too large; pack its files as .tar, or in several" in done.stderr
    )


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_rows_of_a_table_come_a_few_at_a_time(tmp_path: Path) -> None:
    # One row group of 160 MB.
    rows = [f"{at} " + "word " * 800_000 for at in range(40)]
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({"text": rows}), path, compression="zstd", use_dictionary=False)
    program = (
        "import resource, sys; from newsclean.reading import Source;"
        "from newsclean.reading.containers import open_container;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "print(sum(1 for _ in open_container(Source(sys.argv[1]), {})),"
        " (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    count, megabytes = map(
        int, subprocess.check_output([sys.executable, "-c", program, str(path)], text=True).split()
    )
    assert count == 40
    assert megabytes < 130, megabytes
