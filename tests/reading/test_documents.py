import gzip
import os
from pathlib import Path

import pytest

from newsclean.errors import ReadError
from newsclean.model import Document, Kind
from newsclean.reading import Source, read_document, split_document
from newsclean.reading.content import CONTENT_LIMIT
from newsclean.reading.documents import PIECES_LIMIT


def _read(path: Path, content: bytes, kind: Kind | None = None) -> Document:
    path.write_bytes(content)
    return read_document(Source(str(path)), kind)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"<html>", Kind.TEXT),
        ("a.HTML", b"words", Kind.HTML),
        ("a.htm", b"words", Kind.HTML),
        ("a.txt.gz", b"<html>", Kind.TEXT),
        ("a", b"words and <b>marks</b>", Kind.TEXT),
        ("a.asp", b"\n<!DOCTYPE html><title>", Kind.HTML),
        ("a.php", b"<div>words", Kind.HTML),
        ("a", b"junk <html lang=en>", Kind.HTML),
        ("a", b"\xff\xfe" + "<html>".encode("utf-16-le"), Kind.HTML),
    ],
)
def test_kind(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    assert _read(tmp_path / name, content).kind is kind


def test_forced_kind(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.html", b"words", Kind.TEXT).kind is Kind.TEXT


def test_standard_input_goes_by_its_content() -> None:
    assert read_document(Source("-", b"<html><body>")).kind is Kind.HTML
    assert read_document(Source("-", b"words")).kind is Kind.TEXT


def test_gzip_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.txt", gzip.compress(b"words")).content == "words"
    assert _read(tmp_path / "b.txt.gz", b"words").content == "words"
    assert (
        _read(tmp_path / "c.txt.gz", gzip.compress(b"two ") + gzip.compress(b"members")).content
        == "two members"
    )


def test_meta_counts_in_html_only(tmp_path: Path) -> None:
    page = b'<meta charset="koi8-r"><p>' + "Привет, мир".encode("koi8-r")
    assert "Привет, мир" in _read(tmp_path / "a.html", page).content


def test_wrong_meta_over_utf8(tmp_path: Path) -> None:
    document = _read(tmp_path / "a.html", '<meta charset="iso-8859-1"><p>Grüße'.encode())
    assert document.content.endswith("Grüße")
    assert document.replacements == 0


def test_undecodable_bytes_are_counted(tmp_path: Path) -> None:
    document = _read(tmp_path / "a.txt", "Grüße über Köln ".encode() + b"\xff")
    assert document.content.endswith("\ufffd")
    assert document.replacements == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\r\n", "is empty"),
        ("a.txt", b"\xef\xbb\xbf\n", "is empty"),
        ("a.txt", "\u3000\u00a0\n".encode(), "is empty"),
        ("a.txt.gz", gzip.compress(b""), "is empty"),
        ("a.txt", bytes(range(256)) * 4, "is binary"),
        ("a.txt", "二十日の会見で首相は述べた。".encode("utf-16-le") * 9, "is binary"),
        ("a.txt", bytes(range(256)) * 4 + b"a\0b\0" * 200, "is binary"),
        ("a.txt.gz", gzip.compress(gzip.compress(b"words " * 100)), "compressed twice"),
        ("a.txt", b"word\n" * (PIECES_LIMIT + 1), "more than 200,000 lines"),
        ("a.html", b"<p>word" * (PIECES_LIMIT + 1), "more than 200,000 tags"),
        ("a.txt", b"%PDF-1.7\n%words", "is a PDF"),
        ("a.txt.gz", gzip.compress(b"words " * 1000)[:-9], "breaks off"),
        ("a.txt.gz", gzip.compress(b"words")[:10] + b"garbage!", "damaged gzip"),
        ("a.txt.gz", gzip.compress(b"words") + b"garbage!", "damaged gzip"),
        ("a.jsonl", b'{"text": "words"}', "holds many pages"),
    ],
)
def test_bad_content(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        _read(tmp_path / name, content)


def test_one_stray_control_character_is_no_binary(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.txt", b"Some words of an ordinary page.\0 " * 3).content


def test_blank_lines_are_no_pieces(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.txt", b"word\n" + b" \n\n" * PIECES_LIMIT).kind is Kind.TEXT


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Words of a page.\n", "Слова со страницы.\n", "<html><p>首相は述べた。"])
def test_utf16_without_its_mark(tmp_path: Path, charset: str, text: str) -> None:
    document = _read(tmp_path / "a", text.encode(charset) * 9)
    assert (document.content, document.charset, document.replacements) == (text * 9, charset, 0)
    assert document.kind is (Kind.HTML if text.startswith("<") else Kind.TEXT)


def test_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="larger than 16 MB"):
        _read(tmp_path / "a.txt.gz", gzip.compress(bytes(CONTENT_LIMIT + 1), 1))


def test_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as sparse:
        sparse.truncate(CONTENT_LIMIT + 1)
    with pytest.raises(ReadError, match="larger than 16 MB"):
        read_document(Source(str(path)))


def test_missing_folder_pipe_and_impossible_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for name, reason in (
        ("none", "no such file"),
        ("", "is a folder"),
        ("pipe.txt", "regular file"),
        ("\0", "null"),
    ):
        with pytest.raises(ReadError, match=reason):
            read_document(Source(str(tmp_path / name)))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    path.chmod(0)
    with pytest.raises(ReadError, match="Permission denied"):
        read_document(Source(str(path)))


@pytest.mark.parametrize(
    ("content", "separator", "texts"),
    [
        ("One.\fTwo.\n\f\n", None, ["One.", "Two.\n"]),
        ("One.\n-----\nTwo.\n-----\n", "^-{5,}$", ["One.\n", "\nTwo.\n"]),
        ("One.\fTwo.", "^-+$", ["One.\fTwo."]),
        ("\fOne.", None, ["\fOne."]),
        ("Story 1\nA.\nStory 2\nB.", "^(?=Story )", ["Story 1\nA.\n", "Story 2\nB."]),
    ],
)
def test_a_text_may_hold_several_articles(content: str, separator: str | None, texts: list[str]) -> None:
    document = Document("a.txt", Kind.TEXT, content, replacements=3)
    parts = split_document(document, separator)
    assert [part.content for part in parts] == texts
    names = [f"a.txt#{number}" for number in range(1, len(texts) + 1)] if len(texts) > 1 else ["a.txt"]
    assert [part.source for part in parts] == names
    assert sum(part.replacements for part in parts) == 3


def test_html_is_not_split() -> None:
    document = Document("a.html", Kind.HTML, "<p>One.\f<p>Two.")
    assert split_document(document, "<p>") == [document]
