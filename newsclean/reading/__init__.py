"""From paths and standard input to documents and rows.

Here is what a page needs that is a file of its own; `containers`, and `jsonl` and `scanning` for rows, are
loaded by who reads those.
"""

from newsclean.reading.columns import FIELDS, parse_columns
from newsclean.reading.decisions import read_decisions
from newsclean.reading.documents import read_document, split_document
from newsclean.reading.heavy import is_heavy
from newsclean.reading.sources import (
    STDIN,
    Source,
    find_holder,
    list_files,
    list_sources,
    name_source,
    read_names,
)

__all__ = [
    "FIELDS",
    "STDIN",
    "Source",
    "find_holder",
    "is_heavy",
    "list_files",
    "list_sources",
    "name_source",
    "parse_columns",
    "read_decisions",
    "read_document",
    "read_names",
    "split_document",
]
