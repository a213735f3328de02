import os
import stat
from pathlib import Path

import pytest

from newsclean.errors import UsageError, WriteError
from newsclean.writing import open_output


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_file_is_replaced_when_the_block_has_ended(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old")
    with open_output(str(out)) as write:
        write([b"one\n", b"two\n"])
        assert out.read_text() == "old"
    assert out.read_text() == "one\ntwo\n"
    assert list(tmp_path.iterdir()) == [out]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old")
    with pytest.raises(ZeroDivisionError), open_output(str(out)) as write:
        write(b"%d" % (1 // number) for number in (1, 0))
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_an_error_leaves_no_file_where_there_was_none(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), open_output(str(tmp_path / "out")):
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_new_file_has_the_permissions_that_open_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with open_output(str(tmp_path / "out")):
            pass
    finally:
        os.umask(before)
    assert _mode(tmp_path / "out") == 0o640


def test_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.touch()
    out.chmod(0o604)
    with open_output(str(out)):
        pass
    assert _mode(out) == 0o604


def test_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "folder" / "old", tmp_path / "folder" / "new"):
        link = tmp_path / f"link-{target.name}"
        link.symlink_to(target)
        with open_output(str(link)) as write:
            write([b"words"])
        assert link.is_symlink()
        assert target.read_text() == "words"


def test_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    out = tmp_path / ("x" * 255)
    with open_output(str(out)) as write:
        write([b"words"])
    assert out.read_text() == "words"


def test_device_is_written_to_and_stays() -> None:
    with open_output(os.devnull) as write:
        write([b"words"])
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_full_disk() -> None:
    with pytest.raises(WriteError, match="No space left"), open_output("/dev/full") as write:
        write([b"words"])


@pytest.mark.parametrize(
    ("target", "reason"),
    [("none/out", "there is no folder"), (".", "is a folder"), ("file/out", "there is no folder")],
)
def test_what_is_in_the_way_is_found_first(tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=reason), open_output(str(tmp_path / target)):
        pytest.fail("the work began")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_forbidden_folder_and_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.touch()
    out.chmod(0o400)
    with pytest.raises(UsageError, match="read-only"), open_output(str(out)):
        pytest.fail("the work began")
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="Permission denied"), open_output(str(tmp_path / "new")):
        pytest.fail("the work began")
    tmp_path.chmod(0o700)


def test_input_is_not_overwritten(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text("words")
    (tmp_path / "link").symlink_to(page)
    (tmp_path / "hard").hardlink_to(page)
    for target in (page, tmp_path / "link", tmp_path / "hard"):
        with pytest.raises(UsageError, match="also an input"), open_output(str(target), [str(page)]):
            pytest.fail("the work began")
    assert page.read_text() == "words"


def _write(path: Path) -> None:
    with open_output(str(path)) as write:
        write([b"new\n"])


def _age(draft: Path) -> None:
    os.utime(draft, (0, 0))


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    file, folder = tmp_path / ".newsclean-00.tmp", tmp_path / ".newsclean-01.tmp"
    file.write_text("half")
    folder.mkdir()
    (folder / "half.txt").write_text("half")
    _age(file)
    _age(folder)
    _write(tmp_path / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_drafts_of_others_stay(tmp_path: Path) -> None:
    young, sealed = tmp_path / ".newsclean-00.tmp", tmp_path / ".newsclean-01.sealed"
    for draft in (young, sealed):
        draft.write_text("theirs")
    _age(sealed)
    with open_output(str(tmp_path / "slow.jsonl")) as write:
        (written,) = set(tmp_path.glob(".newsclean-*.tmp")) - {young}
        _age(written)
        _write(tmp_path / "quick.jsonl")
        assert written.exists()
        write([b"slow\n"])
    assert {path.name for path in tmp_path.iterdir()} == {
        young.name,
        sealed.name,
        "slow.jsonl",
        "quick.jsonl",
    }
