"""Where other programs are installed: each in an environment of its own, by what its script needs."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^# /// script\n((?:# .*\n)+)# ///$", re.MULTILINE)
_NAME = re.compile(r"[\w.-]+")
_VERSION = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the script that runs it, and the Python that it is installed for."""

    name: str
    version: str
    script: Path
    python: str

    def __str__(self) -> str:
        """Name the program and its version."""
        return f"{self.name} {self.version}"


def install(script: Path, folder: Path) -> Program | str:
    """Install what a script needs, unless it is there already; where that fails, return pip's last words."""
    needed = read_needs(script)
    if not needed:  # newsclean itself
        return Program("newsclean", importlib.metadata.version("newsclean"), script, sys.executable)
    home, done = folder / script.stem, folder / script.stem / "needed"
    python = str(home / "bin" / "python")
    if not done.exists() or done.read_text("utf-8").splitlines() != needed:
        venv.create(home, clear=True, with_pip=True)
        for what in (["--upgrade", "pip"], needed):
            command = [python, "-m", "pip", "install", "--quiet", *what]
            pip = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
        if pip.returncode:
            return f"{needed[0]} can't be installed: {pip.stderr.strip().splitlines()[-1]}"
        done.write_text("\n".join(needed), "utf-8")
    name = _NAME.match(needed[0])[0]
    asked = subprocess.run([python, "-c", _VERSION, name], check=True, stdout=subprocess.PIPE, text=True)
    return Program(name, asked.stdout.strip(), script, python)


def read_needs(script: Path) -> list[str]:
    """Return the dependencies that stand at the head of a script, as `pipx run` and `uv run` read them."""
    found = _BLOCK.search(script.read_text("utf-8"))
    block = re.sub(r"^# ", "", found[1], flags=re.MULTILINE) if found else ""
    needed: list[str] = tomllib.loads(block).get("dependencies", [])
    return needed
