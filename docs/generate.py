"""Write what is made from the command line itself: commands.md, the man page, shells' completions.

Usage: generate.py [FOLDER]; FOLDER is the project's by default.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from newsclean import __version__
from newsclean.cli import app

ROOT = Path(__file__).parent.parent
COMPLETIONS = {
    "bash": "share/bash-completion/completions/newsclean",
    "zsh": "share/zsh/site-functions/_newsclean",
    "fish": "share/fish/vendor_completions.d/newsclean.fish",
}
EXIT_STATUS = {
    "0": "Done.",
    "1": "Done, but some inputs were rejected; standard error says which and why.",
    "2": "Nothing was written: wrong usage, no way to write, or --strict and a rejected input.",
    "130": "Interrupted (129 and 143 for SIGHUP and SIGTERM); the output is as it was.",
}


def main() -> None:
    """Write all files."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    for name, text in generate().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def generate() -> dict[str, str]:
    """Return the files by their names."""
    scripts = {name: _run({"_NEWSCLEAN_COMPLETE": f"source_{shell}"}) for shell, name in COMPLETIONS.items()}
    return {
        "docs/commands.md": "\n".join(_write_page()),
        "share/man/man1/newsclean.1": "\n".join(_write_manual()) + "\n",
        **scripts,
    }


def _run(variables: dict[str, str], *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCLEAN_")}
    environment = {**kept, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", **variables}
    command = [sys.executable, "-m", "newsclean", *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603  # ourselves
    return done.stdout.strip("\n") + "\n"


def list_commands() -> dict[str, Any]:
    """Return the commands by their names, those of a group after it."""
    found: dict[str, Any] = {}

    def add(group: Any, path: str) -> None:
        for name, command in group.commands.items():
            found[f"{path} {name}".strip()] = command
            if hasattr(command, "commands"):
                add(command, name)

    add(typer.main.get_command(app), "")
    return found


def _write_page() -> Iterator[str]:
    yield "# Commands\n"
    yield "What `--help` says. Every option can also be set in `newsclean.toml` and in the environment"
    yield "([tuning](tuning.md)). The same stands in `man newsclean`.\n"
    for name in ("", *list_commands()):
        shown = f"newsclean {name}".strip()
        yield f"## {shown}\n\n```text\n{_run({}, *name.split(), '--help')}```\n"


def _write_manual() -> Iterator[str]:
    yield f'.TH NEWSCLEAN 1 "" "newsclean {__version__}" "User Commands"'
    yield ".SH NAME\nnewsclean \\- raw scraped news pages in, clean distinct articles out"
    yield ".SH SYNOPSIS\n.B newsclean\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIFILE\\fR]..."
    yield ".SH DESCRIPTION"
    yield _roff(typer.main.get_command(app).help or "")
    yield ".SH COMMANDS"
    for name, command in list_commands().items():
        yield f".SS newsclean {_roff(name)}"
        yield _roff(command.help or "")
        context = command.make_context(name, [], resilient_parsing=True)
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                shown = (parameter.metavar, parameter.help)
            else:
                shown = parameter.get_help_record(context)
            yield f".TP\n.B {_roff(shown[0])}\n{_roff(shown[1])}"
    yield ".SH EXIT STATUS"
    yield from (f".TP\n.B {status}\n{_roff(meaning)}" for status, meaning in EXIT_STATUS.items())
    yield ".SH ENVIRONMENT\n.TP\n.B NEWSCLEAN_*"
    yield _roff("Sets an option: NEWSCLEAN_THRESHOLD=0.7 stands for --threshold 0.7.")
    yield ".TP\n.B NO_COLOR, FORCE_COLOR\nForbid and force colours."
    yield ".SH FILES\n.TP\n.I newsclean.toml"
    yield _roff("Settings; looked for in the working folder and upwards, or named by --config.")


def _roff(text: str) -> str:
    lines = (line.strip() for line in text.strip().splitlines())
    plain = "\n".join(line or ".PP" for line in lines)
    return plain.replace("\\", "\\e").replace("-", "\\-")


if __name__ == "__main__":
    main()
