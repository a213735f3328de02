"""From paths and standard input to documents and rows."""

from newsclean.reading.decisions import read_decisions
from newsclean.reading.documents import read_document
from newsclean.reading.jsonl import read_row, read_rows
from newsclean.reading.sources import STDIN, Source, list_files, list_sources, name_source, read_names
from newsclean.reading.spool import keep_stdin

__all__ = [
    "STDIN",
    "Source",
    "keep_stdin",
    "list_files",
    "list_sources",
    "name_source",
    "read_decisions",
    "read_document",
    "read_names",
    "read_row",
    "read_rows",
]
