"""Imprints of many texts, and the hashes of others on their marks: the reference, and which path is taken."""

from typing import Final, Protocol

import numpy as np

from newsclean.compiling.presence import announce_compiling, is_installed
from newsclean.deduplication.collection import compiling_pays
from newsclean.deduplication.ragged import Ragged
from newsclean.deduplication.texts import Texts
from newsclean.memory.imprints import Counts, Imprints, Traces
from newsclean.memory.lots import Numbers

_COMPILED: Final = "newsclean.memory.compiled.imprinting"


class Imprinting(Protocol):
    """What both paths offer."""

    def imprint(self, corpus: Texts, texts: Numbers) -> list[bytes]:
        """Return what is to be remembered of the parts of some texts."""

    def count(self, sets: Ragged, texts: Numbers, imprints: Imprints, rows: Numbers) -> Counts:
        """Count for each pair how many of the one text's shingles fall on marks of the other's, and these.

        `texts` are rows of `sets`, `rows` those of `imprints`, a pair at each place.
        """


class ReferenceImprinting:
    """Imprinting by NumPy, text by text and pair by pair."""

    def imprint(self, corpus: Texts, texts: Numbers) -> list[bytes]:
        """Return what is to be remembered of the parts of some texts."""
        return [
            Traces.of(corpus.tokens[text], corpus.sets[text], corpus.figures[text]).imprint()
            for text in texts.tolist()
        ]

    def count(self, sets: Ragged, texts: Numbers, imprints: Imprints, rows: Numbers) -> Counts:
        """Count for each pair how many of the one text's shingles fall on marks of the other's, and these."""
        counts = np.empty((2, len(texts)), np.int64)
        for at, (text, row) in enumerate(zip(texts.tolist(), rows.tolist(), strict=True)):
            marks = imprints[row]
            counts[:, at] = marks.marked(sets[text]).sum(), marks.bits.sum()
        return Counts(*counts)


def choose_imprinting(count: int) -> Imprinting:
    """Return the path that pays for so many articles."""
    if not is_installed() or not compiling_pays(count, _COMPILED):
        return ReferenceImprinting()
    announce_compiling(_COMPILED)
    from newsclean.memory.compiled.imprinting import CompiledImprinting  # noqa: PLC0415  # LLVM's start

    return CompiledImprinting()
