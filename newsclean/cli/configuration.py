"""Where options come from that are not on the command line: newsclean.toml and the environment.

The options themselves are the only list of what can be set: a new one is known here at once.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import typer

from newsclean.cli.running import running
from newsclean.errors import UsageError

FILE = "newsclean.toml"
"""Looked for in the working folder, then in the one that holds it, and so on."""

PREFIX = "NEWSCLEAN_"

FARTHEST = 64
"""So many folders upward are looked into: more than any real path has."""

ALIKE = 0.8
"""A slip of the pen is as like the right name (KEEPDUPLICATES .96, JOB .86); OUTBOX is not (.5 to OUTPUT)."""

_TRUTHS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


def configure(context: typer.Context, file: str | None) -> str | None:
    """Put what the file and the environment say in the place of a command's defaults.

    To be called before the command's other options are looked at.
    """
    if not context.resilient_parsing:
        with running():
            context.default_map = _read_configuration(context, file)
    return file


def list_options(command: Any) -> dict[str, Any]:
    """Return what can be set of a command (of a group: of all its commands): options by their long names."""
    options = {
        _name(option): option
        for option in command.params
        if option.param_type_name == "option" and not option.is_eager
    }
    for inner in getattr(command, "commands", {}).values():
        options |= list_options(inner)
    return options


def _name(option: Any) -> str:
    longest: str = max(option.opts, key=len)
    return longest.removeprefix("--")


def _read_configuration(context: typer.Context, file: str | None) -> dict[str, Any]:
    path, root = _find_command(context)
    name = file or _find_file()
    settings = dict(_pick(_read_file(name, root), path)) if name else {}
    values = {}
    for key, option in list_options(context.command).items():
        variable = _variable(key)
        if text := os.environ.get(variable):
            values[option.name] = _read_value(context, option, _TRUTHS.get(text.lower(), text), variable)
        elif key in settings:
            value = _read_value(context, option, settings[key], f"{name}: {key}")
            values[option.name] = _place(value, option, name)
    _check_environment(root)
    return values


def _find_command(context: Any) -> tuple[list[str], Any]:
    """Return the names that lead to a command, and the program."""
    path: list[str] = []
    while context.parent is not None:
        path.insert(0, context.info_name)
        context = context.parent
    return path, context.command


def _find_file() -> str | None:
    folder = ""
    for _ in range(FARTHEST):
        if os.path.isfile(folder + FILE):  # noqa: PTH113  # the shortest name there is, for messages
            return folder + FILE
        folder += "../"
    return None


def _read_file(name: str, root: Any) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # start-up time

    try:
        with open(name, "rb") as stream:  # noqa: PTH123  # the name as the user wrote it
            table = tomllib.load(stream)
    except (OSError, ValueError) as error:
        message = f"{name}: can't be read: {getattr(error, 'strerror', None) or error}"
        raise UsageError(message) from None
    _check(table, root, name)
    return table


def _check(table: Mapping[str, Any], command: Any, name: str) -> None:
    """Refuse what is not the name of an option, or a table that is not named like a command."""
    options, commands = list_options(command), getattr(command, "commands", {})
    for key, value in table.items():
        if isinstance(value, Mapping) and key in commands:
            _check(value, commands[key], f"{name}: [{key}]")
        elif key not in options or isinstance(value, Mapping):
            what, known = ("command", commands) if isinstance(value, Mapping) else ("setting", options)
            message = f"{name}: there is no {what} {key}; {_suggest(key, known)}"
            raise UsageError(message)


def _suggest(key: str, known: Mapping[str, Any]) -> str:
    nearest = _find_nearest(key, known)
    return f"did you mean {nearest}?" if nearest else f"there are {', '.join(sorted(known)) or 'none here'}"


def _find_nearest(key: str, known: Mapping[str, Any], likeness: float = 0.6) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415  # start-up time

    return next(iter(get_close_matches(key, known, 1, likeness)), None)


def _pick(table: Mapping[str, Any], path: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield what holds for a command: what stands outside the tables, then what stands in its own."""
    yield from ((key, value) for key, value in table.items() if not isinstance(value, Mapping))
    if path:
        yield from _pick(table.get(path[0], {}), path[1:])


def _read_value(context: typer.Context, option: Any, value: Any, origin: str) -> Any:
    """Take a value as if it stood on the command line; for a flag true or false."""
    if option.is_flag != isinstance(value, bool):
        wanted = "true or false" if option.is_flag else f"a value as behind --{_name(option)}"
        message = f"{origin} should be {wanted}, not {str(value).lower()}"
        raise UsageError(message)
    if not option.is_flag:
        value = [str(one) for one in value] if isinstance(value, list) else str(value)
        value = [value] if option.multiple and isinstance(value, str) else value
    try:
        option.process_value(context, value)
    except typer.BadParameter as error:
        # The prefix is Typer's and says nothing.
        message = f"{origin}: {error.message.removeprefix('Value error, ')}"
        raise UsageError(message) from None
    return value


def _place(value: Any, option: Any, file: str | None) -> Any:
    """Make a name of a file count from the folder of the configuration file, wherever one works below it."""
    if option.metavar == "FILE" and isinstance(value, str) and value != "-" and file:
        return os.path.join(os.path.dirname(file), value)  # noqa: PTH118, PTH120  # as the user wrote it
    return value


def _variable(key: str) -> str:
    return PREFIX + key.upper().replace("-", "_")


def _check_environment(root: Any) -> None:
    """Refuse a variable that is nearly one of ours; others may well begin with our name, too."""
    variables = [variable for variable in os.environ if variable.startswith(PREFIX)]
    if not variables:
        return  # and no command needs to be built but the one that runs
    known = {_variable(key).removeprefix(PREFIX): key for key in (*list_options(root), "config")}
    for variable in variables:
        name = variable.removeprefix(PREFIX)
        if name not in known and (nearest := _find_nearest(name, known, ALIKE)):
            message = f"{variable}: there is no such setting; did you mean {PREFIX}{nearest}?"
            raise UsageError(message)
