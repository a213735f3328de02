"""What the benchmarks run beside newsclean says itself what it needs."""

import runpy
import sys
from pathlib import Path
from pkgutil import resolve_name
from types import SimpleNamespace

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
RIVALS = sorted(BENCHMARKS.glob("rivals/*_rows.py")) + sorted(BENCHMARKS.glob("rivals/*_pages.py"))


@pytest.mark.parametrize("script", RIVALS, ids=lambda path: path.stem)
def test_a_rival_says_what_has_to_be_installed(script: Path) -> None:
    needed = runpy.run_path(str(BENCHMARKS / "environments.py"))["read_needs"](script)
    if script.stem == "newsclean_pages":
        assert needed == []
    else:
        assert needed[0].lower().startswith(script.stem.rsplit("_", 1)[0].replace("_", "-"))


def test_the_stages_that_are_timed_are_where_they_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    stages = runpy.run_path(str(BENCHMARKS / "stages.py"))
    monkeypatch.setitem(sys.modules, "stages", SimpleNamespace(**stages))
    for names in stages["STAGES"].values():
        assert all(callable(resolve_name(name)) for name in names)
