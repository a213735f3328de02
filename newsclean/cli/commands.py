"""The commands, each built when it is asked for: to build all takes half as long as to import NumPy."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

_NAMES: Final = ("clean", "dedupe", "explain", "furniture", "report", "schema", "memory", "compile")
"""Each is a function, or an app of its own, of this name in a module of this name."""


class Program(TyperGroup):
    """The program with all its commands."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        commands: Any = _Commands()
        self.commands = commands


class _Commands(Mapping[str, Any]):
    """The commands by their names, in the order of the help."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in _NAMES:
            raise KeyError(name)
        if name not in self._built:
            self._built[name] = _build(name)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


def _build(name: str) -> Any:
    command = getattr(import_module(f"newsclean.cli.{name}"), name)
    if not isinstance(command, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command()(command)
        command = alone
    return typer.main.get_command(command)
