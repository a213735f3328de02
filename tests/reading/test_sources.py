import os
from pathlib import Path

import pytest

from newsclean.errors import UsageError
from newsclean.model import Rejected
from newsclean.reading import Source, list_files, list_sources, read_names


def _make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words")


def _list(*inputs: str) -> list[str]:
    return [source.name for source in list_sources(inputs) if isinstance(source, Source)]


def test_folder_gives_its_pages_sorted_without_hidden_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _make(tmp_path, "raw/b.txt", "raw/a/z.html.gz", "raw/a.HTM", "raw/c.pdf", "raw/.d.txt", "raw/.git/e.txt")
    assert _list("raw") == ["raw/a.HTM", "raw/a/z.html.gz", "raw/b.txt"]
    assert _list("raw/") == ["raw/a.HTM", "raw/a/z.html.gz", "raw/b.txt"]


def test_order_and_repetition_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _make(tmp_path, "a.txt", "b.txt")
    assert (
        _list("b.txt", "./a.txt", "a.txt", "b.txt")
        == _list("a.txt", "./a.txt", "b.txt")
        == ["./a.txt", "b.txt"]
    )


def test_named_files_are_taken_whatever_their_name(tmp_path: Path) -> None:
    assert _list(str(tmp_path / ".hidden.xyz")) == [str(tmp_path / ".hidden.xyz")]


def test_folder_without_pages_is_rejected(tmp_path: Path) -> None:
    (rejected,) = list_sources([str(tmp_path)])
    assert isinstance(rejected, Rejected)
    assert "holds no" in rejected.reason


def test_names_separated_by_nul(tmp_path: Path) -> None:
    path = tmp_path / "names"
    path.write_bytes(b"a b.txt\0c\nd.txt\0\xff.txt\0")
    assert read_names(str(path)) == ["a b.txt", "c\nd.txt", os.fsdecode(b"\xff.txt")]


def test_missing_list_of_names(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--files0-from"):
        read_names(str(tmp_path / "none"))


def test_row_files_keep_their_order_and_count_once() -> None:
    assert list_files(["b", "a", "./b"]) == ["b", "a"]
