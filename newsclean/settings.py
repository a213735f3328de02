"""Everything that can be set, with its default."""

from dataclasses import dataclass, field
from enum import StrEnum

from newsclean.errors import UsageError
from newsclean.model import Kind

THRESHOLD = 0.7
"""Jaccard similarity of word 5-grams: an edited story passes, another on the same event doesn't."""


class Keep(StrEnum):
    """Which copy of a duplicated article is kept. Ties go to the one that comes first."""

    FIRST = "first"
    EARLIEST = "earliest"
    LONGEST = "longest"
    CLEANEST = "cleanest"


@dataclass(frozen=True, slots=True)
class DeduplicationSettings:
    """How duplicates are found. `threshold` is the Jaccard similarity (0 to 1) from which two are near."""

    threshold: float = THRESHOLD
    keep: Keep = Keep.FIRST
    block_bytes: int = 1 << 26
    drop_headlines: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:  # which refuses NaN, too
            message = f"the threshold is a similarity above 0 and up to 1, not {self.threshold}"
            raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run.

    `kind` is what every page is taken for (None: each by its name, or its content). `jobs` is the number of
    processes (0: one per core). `keep_duplicates` writes every article, the duplicates
    with `duplicate_of`; `trace` adds what was removed from each page.
    """

    deduplication: DeduplicationSettings = field(default_factory=DeduplicationSettings)
    kind: Kind | None = None
    jobs: int = 0
    keep_duplicates: bool = False
    trace: bool = False

    def __post_init__(self) -> None:
        if self.jobs < 0:
            message = f"the number of jobs is 0 (one per core) or more, not {self.jobs}"
            raise UsageError(message)
