"""Band keys that are written text by text and read band by band."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsclean.compiling.rooms import room
from newsclean.deduplication.storage import Spool, release


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
        keys = self._keys.map()
        pieces, start = [], 0
        for texts, bands in self._lots:
            pieces.append(keys[start + band * texts : start + (band + 1) * texts])
            start += bands * texts
        found = np.concatenate([np.empty(0, dtype=np.uint64), *pieces])
        release(keys)
        return found

    def close(self) -> None:
        """Give the disk space back."""
        self._keys.close()
