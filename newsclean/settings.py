"""Everything that can be set, with its default."""

from dataclasses import dataclass, field
from enum import StrEnum


class Keep(StrEnum):
    """Which copy of a duplicated article is kept. Ties go to the one that comes first."""

    FIRST = "first"
    EARLIEST = "earliest"
    LONGEST = "longest"
    CLEANEST = "cleanest"


@dataclass(frozen=True, slots=True)
class DeduplicationSettings:
    """How duplicates are found. `threshold` is the Jaccard similarity (0 to 1) from which two are near."""

    threshold: float = 0.7
    keep: Keep = Keep.FIRST


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run.

    `jobs` is the number of processes (0: one per core). `keep_duplicates` writes every article, the duplicates
    with `duplicate_of`; `trace` adds what was removed from each page.
    """

    deduplication: DeduplicationSettings = field(default_factory=DeduplicationSettings)
    jobs: int = 0
    keep_duplicates: bool = False
    trace: bool = False
