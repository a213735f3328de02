"""Rows that are kept as columns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

Row = TypeVar("Row")


class Columnar(Sequence[Row]):
    """A sequence of rows that holds a column for each of their fields; a row is made when it is asked for.

    A page has hundreds of blocks, and most steps look at one field of all of them: making the rows would take
    a tenth of the time in which a page is cleaned.
    """

    def __init__(self, make: Callable[[Iterable[Any]], Row], *columns: Sequence[Any]) -> None:
        """Take the function that makes a row of its fields, and the columns, equally long."""
        self._make = make
        self._columns = columns

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Row]:
        """Make the rows one by one."""
        return map(self._make, zip(*self._columns, strict=True))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        """Make the row, or those, that stand there. Raises IndexError where there is none."""
        if isinstance(at, slice):
            return tuple(map(self._make, zip(*(column[at] for column in self._columns), strict=True)))
        return self._make([column[at] for column in self._columns])

    def __eq__(self, other: object) -> bool:
        """Tell whether another one has the same rows."""
        return tuple(self) == tuple(other) if isinstance(other, Columnar) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # what can be as long as a page is no key

    def __repr__(self) -> str:
        """Show the rows."""
        return repr(tuple(self))
