"""Records, their files, and what is said about a run."""

from newsclean.writing.output import STDOUT, Write, open_output
from newsclean.writing.record import build_record, dump_articles, dump_rejected
from newsclean.writing.summary import (
    dump_summary,
    escape,
    find_warnings,
    print_problems,
    print_summary,
    print_warnings,
    read_shares,
    say,
)

__all__ = [
    "STDOUT",
    "Write",
    "build_record",
    "dump_articles",
    "dump_rejected",
    "dump_summary",
    "escape",
    "find_warnings",
    "open_output",
    "print_problems",
    "print_summary",
    "print_warnings",
    "read_shares",
    "say",
]
