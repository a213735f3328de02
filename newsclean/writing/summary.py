"""What is said about a run on standard error: the inputs that failed, and one line of numbers."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from newsclean.model import Result

PROGRAM = "newsclean"


def print_problems(result: Result, stream: TextIO | None) -> None:
    """Name each rejected input and each one with characters that could not be decoded, one a line."""
    for rejected in result.rejected:
        say(stream, f"{rejected.source}: {rejected.reason}")
    for damaged in result.damaged:
        number = damaged.replacements
        what = (
            "1 character could not be decoded and stands"
            if number == 1
            else f"{number:,} characters could not be decoded and stand"
        )
        say(stream, f"{damaged.source}: {what} as U+FFFD")


def print_summary(result: Result, stream: TextIO | None) -> None:
    """Print the numbers of the run: in colour on a terminal, else as one plain line."""
    if stream is not None and stream.isatty():
        # Imported here, as the plain line does without it.
        from rich.console import Console  # noqa: PLC0415

        Console(file=stream).print(
            "[bold]newsclean:[/] " + ", ".join(_count(result, "[bold cyan]", "[/]")), highlight=False
        )
    else:
        say(stream, ", ".join(_count(result)))


def escape(text: str) -> str:
    """Spell out what a terminal would not show, or would obey: names of files may hold anything."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def say(stream: TextIO | None, text: str) -> None:
    """Print one line that begins with the program's name, as is the custom on standard error.

    Where nobody can hear it (closed, on a full disk, into a pipe that was closed), nothing is said: what the
    work came to is told by the exit status all the same.
    """
    if stream is not None:
        with suppress(OSError):
            stream.write(f"{PROGRAM}: {escape(text)}\n")
            stream.flush()


def _count(result: Result, start: str = "", end: str = "") -> Iterator[str]:
    def tell(number: int, what: str) -> str:
        return f"{start}{number:,}{end} {what}"

    yield tell(result.inputs, "read")
    yield tell(result.distinct, "distinct")
    removed = [tell(number, kind.value) for kind, number in result.removed.items() if number]
    if removed:
        yield f"{tell(sum(result.removed.values()), 'removed')} ({', '.join(removed)})"
    if result.same_headline:
        yield tell(result.same_headline, "with another's headline")
    if result.rejected:
        yield tell(len(result.rejected), "rejected")
    if result.damaged:
        yield tell(len(result.damaged), "with characters lost")
    yield ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in result.seconds.items())
