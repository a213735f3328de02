"""The blocks of a page as columns, with what every step that looks at all of them shares."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from newsclean.cleaning.characters import CharClass
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.prose import Characters, Numbers, Places
from newsclean.columnar import Columnar
from newsclean.model import Block, Markup
from newsclean.patterns import late

_DIGITS = late(r"\d+")


class Markups(Columnar[Markup]):
    """The markup of the blocks of a page; see `Markup` for the columns."""

    def __init__(
        self, tags: Sequence[str], signs: Sequence[int], linked: Sequence[float], containers: Sequence[int]
    ) -> None:
        """Take the columns."""
        super().__init__(Markup._make, tags, signs, linked, containers)
        self.tags = tags
        self.signs = signs
        self.linked = linked
        self.containers = containers

    @cached_property
    def sign_bits(self) -> Places:
        """The signs of all blocks as an array."""
        return np.array(self.signs, np.int64)


class Blocks(Columnar[Block]):
    """The blocks of a page from top to bottom; see `Block` for the columns. `markups` is None for text."""

    def __init__(  # noqa: PLR0913  # as many as a block has fields
        self,
        texts: Sequence[str],
        lines: Sequence[int],
        heights: Sequence[int],
        gaps: Sequence[int],
        depths: Sequence[int],
        items: Sequence[bool],
        *,
        markups: Markups | None = None,
        characters: Characters | None = None,
        layout: Numbers | None = None,
    ) -> None:
        """Take the columns, and the characters of the texts and the `layout` if they are there already."""
        rows: Sequence[Markup | None] = (None,) * len(texts) if markups is None else markups
        super().__init__(Block._make, texts, lines, heights, gaps, depths, items, rows)
        self.texts = texts
        self._layout = (heights, gaps, depths, items) if layout is None else layout
        self.markups = markups
        self._characters = characters

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> "Blocks":
        """Return blocks as columns, with their markup if all of them have any."""
        columns: list[Sequence[Any]] = list(zip(*blocks, strict=True)) or [()] * len(Block._fields)
        texts, lines, heights, gaps, depths, items, rows = columns
        markups = Markups(*zip(*rows, strict=True)) if rows and all(rows) else None
        return cls(texts, lines, heights, gaps, depths, items, markups=markups)

    @cached_property
    def layout(self) -> Numbers:
        """Height, gap, depth and whether it is an item of each block, shape (4, blocks)."""
        return np.asarray(self._layout, float)

    @cached_property
    def characters(self) -> Characters:
        """The characters of the texts, of which there must be one."""
        return self._characters or Characters.of(self.texts)

    @cached_property
    def templates(self) -> Sequence[str]:
        """Each text as `fold_line` gives it."""
        compiled = find_compiled()
        templates = compiled.make_templates(self.characters) if compiled else None
        return templates or make_templates(self.texts, self.characters)


def make_templates(texts: Sequence[str], characters: Characters) -> Sequence[str]:
    """Return each text as a template: the reference path, with `compiled.folding` as its fast twin."""
    lines = [text.casefold() for text in texts]
    for index in characters.by_class[:, CharClass.DIGIT].nonzero()[0].tolist():
        lines[index] = _DIGITS.sub("0", lines[index])
    return lines


def fold_line(text: str) -> str:
    """Return `text` as a template: case folded, each run of digits as one 0."""
    return _DIGITS.sub("0", text.casefold())
