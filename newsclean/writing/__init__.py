"""Records, their files, and what is said about a run."""

from newsclean.writing.colour import wants_colour
from newsclean.writing.depfile import dump_dependencies
from newsclean.writing.folder import names_folder, open_folder
from newsclean.writing.output import STDOUT, Seal, Write, open_output
from newsclean.writing.record import ADDED, build_record, dump_articles, dump_rejected
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
    "ADDED",
    "STDOUT",
    "Seal",
    "Write",
    "build_record",
    "dump_articles",
    "dump_dependencies",
    "dump_rejected",
    "dump_summary",
    "escape",
    "find_warnings",
    "names_folder",
    "open_folder",
    "open_output",
    "print_problems",
    "print_summary",
    "print_warnings",
    "read_shares",
    "say",
    "wants_colour",
]
