import bz2
import csv
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsclean.errors import ReadError, UsageError
from newsclean.model import Kind, Rejected
from newsclean.reading import Source, list_sources, parse_columns, read_document
from newsclean.reading.containers import open_container

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGES = {"news/b.txt": "The ferry of Skarne sails.", "a.html": "<p>The ferry of Averill sails."}


def _write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**PAGES, "picture.png": "x", ".hidden.txt": "x", "__MACOSX/a.txt": "x"}.items():
            archive.writestr(name, text)


def _write_tar(path: Path) -> None:
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w") as archive:
        for name, text in PAGES.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)


def _open(path: Path, **columns: str) -> list[Source | Rejected]:
    return list(open_container(Source(str(path)), columns))


def _texts(pages: list[Source | Rejected]) -> list[str]:
    return [read_document(page).content for page in pages if isinstance(page, Source)]


@pytest.mark.parametrize(
    ("name", "write"),
    [("p.zip", _write_zip), ("p.tar", _write_tar), ("p.tar.gz", _write_tar), ("p.tgz", _write_tar)],
)
def test_archives_give_their_pages_in_order(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    pages = _open(tmp_path / name)
    assert [page.name for page in pages if isinstance(page, Source)] == [
        f"{tmp_path / name}#news/b.txt",
        f"{tmp_path / name}#a.html",
    ]
    assert _texts(pages) == list(PAGES.values())


@pytest.mark.parametrize(("name", "write"), [("p.zip", _write_zip), ("p.tar.gz", _write_tar)])
@pytest.mark.parametrize("length", [0, 60, 150])
def test_damaged_archives_are_rejected_by_name(
    tmp_path: Path, name: str, write: Callable[[Path], None], length: int
) -> None:
    path = tmp_path / name
    write(path)
    path.write_bytes(path.read_bytes()[:length])
    last = _open(path)[-1]
    assert isinstance(last, Rejected)
    assert last.source == str(path)
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_unpacked_outside(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../up.txt", "words")
        archive.writestr("/root.txt", "more words")
    assert _texts(_open(path)) == ["words", "more words"]
    assert list(tmp_path.iterdir()) == [path]


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(20 * 1024 * 1024))
        archive.writestr("good.txt", "words")
    bomb, good = _open(path)
    assert isinstance(bomb, Rejected)
    assert "larger than 16 MB" in bomb.reason
    assert _texts([good]) == ["words"]


ROWS = [{"Body": "One ferry sails.", "link": "https://a.example/1"}, {"Body": " ", "link": None}]


def test_rows_of_json_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in [*ROWS, 1]).encode()))
    page, empty, wrong = _open(path)
    assert isinstance(page, Source)
    assert (page.name, page.url, page.kind) == (f"{path}#1", "https://a.example/1", Kind.TEXT)
    assert read_document(page).content == "One ferry sails."
    assert isinstance(empty, Rejected)
    assert empty.reason == 'has nothing in "Body"'
    assert isinstance(wrong, Rejected)


@pytest.mark.parametrize(("name", "separator"), [("t.csv", ","), ("t.tsv", "\t")])
def test_tables_are_pages(tmp_path: Path, name: str, separator: str) -> None:
    with (tmp_path / name).open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=separator).writerows([["n", "story"], ["1", "One ferry, it sails."]])
    (refused,) = _open(tmp_path / name)
    assert isinstance(refused, Rejected)
    assert "--column" in refused.reason
    assert _texts(_open(tmp_path / name, text="story")) == ["One ferry, it sails."]


def test_columns_are_named_in_pairs() -> None:
    assert parse_columns(["text=body", "url=at"]) == {"text": "body", "url": "at"}
    for wrong in ("text", "colour=x", "text="):
        with pytest.raises(UsageError, match="--column"):
            parse_columns([wrong])


def _record(number: int, kind: str, content: bytes, headers: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: https://a.example/{number}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"{headers}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def _response(number: int, status: str, kind: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    return _record(number, "response", http, "Content-Type: application/http; msgtype=response")


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_crawls_give_pages_with_their_address(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    path = tmp_path / ("c.warc" if compress is bytes else "c.warc.gz")
    path.write_bytes(
        compress(_response(1, "200 OK", "text/html; charset=iso-8859-1", "<p>Fähre".encode("latin-1")))
        + compress(_response(2, "404 Not Found", "text/html", b"<p>Nothing"))
        + compress(_response(3, "200 OK", "image/png", b"x"))
        + compress(_record(4, "conversion", "Fähre zwei".encode(), "Content-Type: text/plain"))
    )
    pages = _open(path)
    assert [page.url for page in pages if isinstance(page, Source)] == [
        "https://a.example/1",
        "https://a.example/4",
    ]
    assert _texts(pages) == ["<p>Fähre", "Fähre zwei"]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstd.compress])
def test_compression_is_known_by_its_bytes(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(compress(b"words " * 1000))
    assert read_document(Source(str(path))).content == "words " * 1000
    path.write_bytes(compress(b"words " * 1000)[:-6])
    with pytest.raises(ReadError, match=r"breaks off|damaged"):
        read_document(Source(str(path)))


def test_folders_stand_for_pages_and_archives_but_no_tables(tmp_path: Path) -> None:
    for name in ("a.txt.zst", "b.zip", "c.warc.gz", "d.jsonl", "e.csv"):
        (tmp_path / name).write_bytes(b"x")
    names = [Path(source.name).name for source in list_sources([str(tmp_path)]) if isinstance(source, Source)]
    assert names == ["a.txt.zst", "b.zip", "c.warc.gz"]
