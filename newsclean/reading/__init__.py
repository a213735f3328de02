"""From paths and standard input to documents and rows."""

from newsclean.reading.columns import FIELDS, parse_columns
from newsclean.reading.containers import open_container
from newsclean.reading.decisions import read_decisions
from newsclean.reading.documents import read_document, split_document
from newsclean.reading.jsonl import build_article, parse_line, read_lines, read_rows
from newsclean.reading.markup import is_heavy
from newsclean.reading.scanning import WITHOUT_NAMES, ScannedRow, restore_row, scan_line, scan_rows
from newsclean.reading.sources import (
    STDIN,
    Source,
    find_holder,
    list_files,
    list_sources,
    name_source,
    read_names,
)
from newsclean.reading.spool import keep_stdin

__all__ = [
    "FIELDS",
    "STDIN",
    "WITHOUT_NAMES",
    "ScannedRow",
    "Source",
    "build_article",
    "find_holder",
    "is_heavy",
    "keep_stdin",
    "list_files",
    "list_sources",
    "name_source",
    "open_container",
    "parse_columns",
    "parse_line",
    "read_decisions",
    "read_document",
    "read_lines",
    "read_names",
    "read_rows",
    "restore_row",
    "scan_line",
    "scan_rows",
    "split_document",
]
