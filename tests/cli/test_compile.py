"""`newsclean compile`."""

import subprocess
import sys
from pathlib import Path

from .conftest import ROOT, make_environment

# Two of the kernels, which take a second, and a folder of their own.
FEW = """
from pathlib import Path
from newsclean.compiling import ahead, keeping
list_kernels = ahead.list_kernels
ahead.list_kernels = lambda: list_kernels()[:2]
keeping._find_folders = lambda source, make: [Path({folder!r})]
from newsclean.__main__ import run
run()
"""
WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
from newsclean.__main__ import run
run()
"""


def _compile(code: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, "compile", *arguments],
        cwd=folder,
        env=make_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_compiled_is_not_compiled_again(tmp_path: Path) -> None:
    code = FEW.format(folder=str(tmp_path / "kept"))
    first = _compile(code, tmp_path)
    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr == "newsclean: functions compiled: 2\n"
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()}
    assert len(kept) == 2

    again = _compile(code, tmp_path)
    assert (again.returncode, again.stderr) == (0, "newsclean: nothing to compile: all is there\n")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()} == kept
    assert _compile(code, tmp_path, "--quiet").stderr == ""


def test_where_nothing_can_be_kept_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _compile(FEW.format(folder=str(tmp_path / "file" / "kept")), tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("newsclean: there is no place to keep machine code: let ")


def test_without_numba_it_says_what_to_install() -> None:
    done = _compile(WITHOUT_NUMBA, ROOT)
    assert done.returncode == 2
    assert done.stderr == (
        "newsclean: compile needs Numba, which is not installed: pip install 'newsclean[fast]'\n"
    )
