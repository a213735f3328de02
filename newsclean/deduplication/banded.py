"""Band keys that are written text by text and read band by band."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsclean.compiling.rooms import room
from newsclean.deduplication.storage import Spool


class BandedKeys:
    """The band keys of texts, which come in lots. Up to `in_memory` bytes of them stay there."""

    def __init__(self, in_memory: int) -> None:
        self._keys: Spool[np.uint64] = Spool(np.uint64, in_memory)
        self._lots: list[tuple[int, int]] = []

    def append(self, pieces: Sequence[npt.NDArray[np.uint64]]) -> None:
        """Add the keys of a lot, which may come in pieces: (texts, bands), with as many bands in each lot."""
        texts, bands = sum(map(len, pieces)), pieces[0].shape[1]
        lot = room("bands", texts * bands, np.uint64)[: texts * bands]
        np.concatenate([piece.T for piece in pieces], axis=1, out=lot.reshape(bands, texts))
        self._keys.append(lot)
        self._lots.append((texts, bands))

    def band(self, band: int) -> npt.NDArray[np.uint64]:
        """Return the keys of all texts in one band, in the order in which they came."""
        texts, bands = np.array(self._lots, dtype=np.int64).reshape(-1, 2).T
        lots = np.cumsum(bands * texts) - bands * texts
        return self._keys.fetch(lots + band * texts, texts)

    def close(self) -> None:
        """Give the disk space back."""
        self._keys.close()
