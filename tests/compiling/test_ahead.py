"""Machine code can be made ahead of the runs that need it."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from newsclean.cleaning.compiled.measuring import _measure as measure
from newsclean.compiling import ahead, keeping

PROGRAM = Path(ahead.__file__).parents[1]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Keep machine code in these folders, of which there is one."""
    folders = [tmp_path / "kept"]
    monkeypatch.setattr(keeping, "_find_folders", lambda *_, **__: iter(folders))
    return folders


def test_all_kernels_are_listed_those_that_speak_for_the_others_last() -> None:
    kernels = ahead.list_kernels()
    written = sum(
        len(re.findall(r"^@kernel\(", path.read_text("utf-8"), re.MULTILINE))
        for path in PROGRAM.glob("**/compiled/*.py")
    )
    assert len(kernels) == written > 0
    modules = [import_module(each.function.__module__) for each in kernels]
    signs = [hasattr(module, "is_kept") for module in modules]
    assert signs == sorted(signs)
    assert {module.__name__.split(".")[1] for module in modules} >= {"cleaning", "deduplication", "memory"}


def test_what_is_missing_is_compiled_and_kept(
    places: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = next(each for each in ahead.list_kernels() if each is not measure)
    kernels = [other, measure]
    monkeypatch.setattr(ahead, "list_kernels", lambda: kernels)
    told: list[tuple[int, int]] = []
    assert ahead.compile_ahead(lambda *done: told.append(done)) == 2
    assert told == [(1, 2), (2, 2)]
    assert all(each.is_kept for each in kernels)
    assert len(list(places[0].iterdir())) == 2
    assert ahead.compile_ahead(lambda *done: told.append(done)) == 0

    next(each for each in places[0].iterdir() if "measur" in each.name).unlink()
    assert ahead.compile_ahead(lambda *done: told.append(done)) == 1
    assert told[2:] == [(2, 2)]

    places[:] = [tmp_path / "file" / "kept"]
    (tmp_path / "file").touch()
    assert ahead.compile_ahead(lambda *done: told.append(done)) is None
    assert len(told) == 3
