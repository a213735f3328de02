"""What is known of each article of a run, beside its sketches."""

from typing import Final

import numpy as np

FACTS: Final = np.dtype(
    [
        ("high", "u8"),
        ("low", "u8"),
        ("merit", "f8"),
        ("title", "u8"),
        ("core", "u8"),
        ("suffix", "u8"),
        ("tokens", "i4"),
        ("figures", "i4"),
        ("shingles", "i4"),
        ("core_figures", "u8"),
        ("title_figures", "u8"),
        ("core_tokens", "i4"),
        ("core_bytes", "i4"),
        ("core_features", "i4"),
        ("title_tokens", "i4"),
        ("title_bytes", "i4"),
        ("title_features", "i4"),
        ("day", "i4"),
        ("cut", "?"),
    ]
)
"""What is known of each article, in 117 bytes."""
