import json
from pathlib import Path
from typing import Any

import pytest

from newsclean.errors import UsageError
from newsclean.reading import read_decisions


def _write(folder: Path, **lists: Any) -> str:
    path = folder / "decisions.json"
    path.write_text(json.dumps({"version": 1, **lists}))
    return str(path)


def test_all_kinds_are_read(tmp_path: Path) -> None:
    decisions = read_decisions(
        _write(
            tmp_path,
            never_merge=[{"ids": ["b", "a"], "sources": ["x", "y"]}],
            always_merge=[{"ids": ["c", "d"]}],
            keep=[{"site": "light.example", "line": "Tides"}],
            furniture=[{"site": "light.example", "line": "Letters"}],
        )
    )
    assert decisions.never_merge == (("a", "b"),)
    assert decisions.always_merge == (("c", "d"),)
    assert decisions.kept_lines == {("light.example", "Tides")}
    assert decisions.furniture_lines == {("light.example", "Letters")}


def test_contradictions_are_refused(tmp_path: Path) -> None:
    pair = [{"ids": ["a", "b"]}]
    with pytest.raises(UsageError, match="a and b are always and never to be merged"):
        read_decisions(_write(tmp_path, never_merge=pair, always_merge=pair))
    line = [{"site": "light.example", "line": "Tides"}]
    with pytest.raises(UsageError, match=r"line of light\.example is kept and furniture: Tides"):
        read_decisions(_write(tmp_path, keep=line, furniture=line))


@pytest.mark.parametrize("lists", [{"keep": [1]}, {"never_merge": [{"ids": ["a"]}]}, {"keep": None}])
def test_what_is_something_else_is_refused(tmp_path: Path, lists: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="is no file of decisions"):
        read_decisions(_write(tmp_path, **lists))


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none: can't be read: No such file"):
        read_decisions(str(tmp_path / "none"))
    with pytest.raises(UsageError, match="is of version 2"):
        read_decisions(_write(tmp_path, version=2))
    (tmp_path / "decisions.json").write_text("[]")
    with pytest.raises(UsageError, match="is no file of decisions"):
        read_decisions(str(tmp_path / "decisions.json"))
