"""Lines of JSON as they are: what is written where no name tells another form."""

from collections.abc import Callable, Iterable
from typing import BinaryIO

Encode = Callable[[Iterable[bytes], BinaryIO], None]
"""Writes lines of JSON to a stream, in its form. Raises RowError for rows that don't fit."""


class RowError(Exception):
    """A row doesn't fit the form of the file."""


def write_lines(lines: Iterable[bytes], stream: BinaryIO) -> None:
    """Write lines as they are."""
    stream.writelines(lines)
