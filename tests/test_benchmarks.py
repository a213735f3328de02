"""What the benchmarks run beside newsclean says itself what it needs."""

import runpy
from pathlib import Path

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
