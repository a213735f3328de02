"""`newsclean compile`."""

import subprocess
import sys

from .conftest import ROOT, Run, make_environment

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
from newsclean.__main__ import run
run()
"""


def test_what_is_compiled_is_not_compiled_again(run: Run) -> None:
    first = run("compile")
    assert first.returncode == 0, first.stderr
    again = run("compile")
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "newsclean: nothing to compile: all is there\n"
    assert run("compile", "--quiet").stderr == ""


def test_without_numba_it_says_what_to_install() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMBA, "compile"],
        cwd=ROOT,
        env=make_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "newsclean: compile needs Numba, which is not installed: pip install 'newsclean[fast]'\n"
    )
