"""The data that cleaning comes with: tables of numbers and lists of words."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).with_name("data")


def load_tables(name: str) -> Mapping[str, NDArray[Any]]:
    """Return the tables in a file by their names.

    They are the fields of one record, which is read in one piece. An archive of several files (.npz) would
    take as long as the rest of cleaning a page.
    """
    record = np.load(FOLDER / f"{name}.npy")
    return {field: record[field] for field in record.dtype.names or ()}


def load_words(name: str) -> Any:
    """Return the lists of words in a file."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
