"""Band keys that are written text by text and read band by band."""

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.storage import Spool, release


class BandedKeys:
    """The band keys of texts, which come in lots. Up to `room` bytes of them are kept in memory."""

    def __init__(self, room: int) -> None:
        self._keys: Spool[np.uint64] = Spool(np.uint64, room)
        self._lots: list[tuple[int, int]] = []

    def append(self, keys: npt.NDArray[np.uint64]) -> None:
        """Add the keys of a lot: (texts, bands), with as many bands in each lot."""
        self._keys.append(keys.T.ravel())
        self._lots.append(keys.shape)

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
