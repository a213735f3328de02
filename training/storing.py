"""Write tables as `newsclean.cleaning.tables.load_tables` reads them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.tables import FOLDER


def save_tables(name: str, tables: Mapping[str, NDArray]) -> None:
    """Write tables into a file of that name among the package's data, as the fields of one record."""
    record = np.zeros((), [(field, table.dtype, table.shape) for field, table in tables.items()])
    for field, table in tables.items():
        record[field] = table
    np.save(FOLDER / f"{name}.npy", record)
