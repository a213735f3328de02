"""The forms of the output, told by its name."""

import csv
import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from newsclean.errors import UsageError, WriteError
from newsclean.writing import formats, open_folder, open_output

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROWS: list[dict[str, Any]] = [
    {"id": "a1", "title": "Fähre, ab\n„heute“", "text": 'One.\n\nTwo, "three".', "authors": [], "words": 3},
    {"id": "b2", "title": None, "text": "港湾", "authors": ["Ann Lee", "Bo"], "words": 1},
]


def _write(path: Path, rows: list[dict[str, Any]]) -> bytes:
    with open_output(str(path)) as write:
        write(json.dumps(row).encode() + b"\n" for row in rows)
    return path.read_bytes()


def _rows(lines: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]


def test_compressed_lines(tmp_path: Path) -> None:
    assert _rows(gzip.decompress(_write(tmp_path / "out.jsonl.gz", ROWS))) == ROWS
    assert _rows(zstd.decompress(_write(tmp_path / "OUT.JSONL.ZST", ROWS))) == ROWS
    assert gzip.decompress(_write(tmp_path / "none.jsonl.gz", [])) == b""


def test_the_same_records_are_the_same_bytes(tmp_path: Path) -> None:
    for suffix in ("gz", "zst", "parquet", "csv"):
        first, second = (_write(tmp_path / f"{name}.{suffix}", ROWS) for name in ("one", "two"))
        assert first == second


@pytest.mark.parametrize(("suffix", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_tables(tmp_path: Path, suffix: str, delimiter: str) -> None:
    data = _write(tmp_path / f"out.{suffix}", ROWS).decode()
    rows = list(csv.DictReader(io.StringIO(data, newline=""), delimiter=delimiter))
    assert [row["text"] for row in rows] == [row["text"] for row in ROWS]
    assert [row["title"] for row in rows] == [ROWS[0]["title"], ""]
    assert [json.loads(row["authors"]) for row in rows] == [[], ["Ann Lee", "Bo"]]
    assert _write(tmp_path / f"none.{suffix}", []) == b""


def test_parquet_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_ROWS", 1)
    _write(tmp_path / "out.parquet", ROWS)
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.to_pylist() == ROWS
    _write(tmp_path / "none.parquet", [])
    assert pq.read_table(tmp_path / "none.parquet").num_rows == 0


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_rows_that_fit_no_table_are_told(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "_ROWS", 1)
    path = tmp_path / f"out.{suffix}"
    with pytest.raises(WriteError, match=r"out.*'section'.*jsonl"):
        _write(path, [*ROWS, {"section": "Ports"}])
    assert not list(tmp_path.iterdir())


def test_values_of_different_kinds_fit_no_parquet_column(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"different for one table.*jsonl"):
        _write(tmp_path / "out.parquet", [{"words": 1}, {"words": "many"}])


def test_a_folder_of_texts(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        {"id": "../b2", "text": "Elsewhere."},
        {"id": "a1", "text": "Again."},
        {"text": "Nameless."},
    ]
    with open_folder(f"{tmp_path}/texts/") as write:
        write(json.dumps(row).encode() for row in rows)
        assert not (tmp_path / "texts").exists()
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "texts").iterdir()}
    assert written == {
        "a1.txt": 'Fähre, ab\n„heute“\n\nOne.\n\nTwo, "three".\n',
        "b2.txt": "港湾\n",
        "_._b2.txt": "Elsewhere.\n",
        "a1-2.txt": "Again.\n",
        "article.txt": "Nameless.\n",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/old.txt").write_text("old")
    with pytest.raises(UsageError, match="is there already"), open_folder(f"{tmp_path}/texts/"):
        pass
    assert [path.name for path in tmp_path.rglob("*")] == ["texts", "old.txt"]


def test_an_error_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_folder(f"{tmp_path}/texts/") as write:
        write(b'{"words": %d}' % (1 // number) for number in (1, 0))
    assert not list(tmp_path.iterdir())
