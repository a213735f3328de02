"""Which path pages take: the reference, or the compiled one once there are enough of them."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from newsclean.compiling.presence import announce_compiling, is_installed, is_kept

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newsclean.cleaning.blocks import Blocks, Markups
    from newsclean.cleaning.body import Bonuses
    from newsclean.cleaning.description import Features, Known
    from newsclean.cleaning.html import Drafts
    from newsclean.cleaning.labelling import Scores, Weights
    from newsclean.cleaning.lines import Lines
    from newsclean.cleaning.marks import Mark
    from newsclean.cleaning.prose import Characters, Flags, Measures, Numbers

ENOUGH = 30
"""Pages after which a process goes over to the compiled path, if its machine code is kept. To load that takes
what is saved on 15 pages of HTML or 30 of text: on a slow machine 100 ms, and 6 or 3 ms a page."""

ENOUGH_TO_COMPILE = 1000
"""Pages after which it does so if there is none, or not for this version and this machine. To compile takes
up to 20 s, the time that is saved on some thousand pages; but who has more than these comes again."""

_LAST: Final = "newsclean.cleaning.compiled.neighbours"
"""Its kernels are the last that a page needs: where they are kept, all are."""


class _Work:
    """How many pages this process has taken apart, and will."""

    def __init__(self) -> None:
        self.pages = 0


class CompiledPath(NamedTuple):
    """The compiled functions, each equal to its twin."""

    find_marks: Callable[[str], "Mark"]
    read_lines: Callable[[str], "Lines"]
    split_blocks: Callable[[str], "Blocks | None"]
    walk: Callable[["LexborNode"], "Drafts | None"]
    make_templates: Callable[["Characters"], Sequence[str] | None]
    relate: Callable[["Characters", tuple[int, int], Sequence[str]], "Numbers"]
    describe: Callable[["Characters", "Known"], "Features"]
    describe_markup: Callable[["Markups", "Numbers"], "Features"]
    take_measures: Callable[["Characters"], "Measures"]
    best_span: Callable[["Numbers"], tuple[int, int]]
    count_copies: Callable[["Characters"], "Numbers | None"]
    may_open: Callable[["Characters"], "Flags"]
    find_bonuses: Callable[["Characters", "Flags", "Flags"], "Bonuses"]
    forward: Callable[["Features", "Weights"], "Scores"]


_WORK = _Work()


def count_page() -> None:
    """Note that another page is taken apart."""
    _WORK.pages += 1


def expect_pages(number: int) -> None:
    """Note that so many pages are to come in each process that does the work, so that the first is done fast.

    Processes that are forked from this one know of it; others count the pages that they get.
    """
    _WORK.pages += number
    if _WORK.pages >= ENOUGH_TO_COMPILE:
        announce_compiling(_LAST)


def find_compiled() -> CompiledPath | None:
    """Return the compiled path if there were pages enough to pay for its start, and Numba is installed."""
    if _WORK.pages < ENOUGH or (_WORK.pages < ENOUGH_TO_COMPILE and not _is_kept()):
        return None
    return load_compiled()


@cache
def _is_kept() -> bool:
    """Tell it once: looking takes a millisecond, and each page would look six times."""
    return is_kept(_LAST)


@cache
def load_compiled() -> CompiledPath | None:
    """Return the compiled path, None where Numba is not installed."""
    if not is_installed():
        return None
    # LLVM's start.
    from newsclean.cleaning.compiled.beginnings import may_open  # noqa: PLC0415
    from newsclean.cleaning.compiled.describing import describe  # noqa: PLC0415
    from newsclean.cleaning.compiled.folding import make_templates  # noqa: PLC0415
    from newsclean.cleaning.compiled.lines import read_lines  # noqa: PLC0415
    from newsclean.cleaning.compiled.looking import find_marks  # noqa: PLC0415
    from newsclean.cleaning.compiled.marking import describe_markup  # noqa: PLC0415
    from newsclean.cleaning.compiled.measuring import best_span, take_measures  # noqa: PLC0415
    from newsclean.cleaning.compiled.neighbours import find_bonuses  # noqa: PLC0415
    from newsclean.cleaning.compiled.network import forward  # noqa: PLC0415
    from newsclean.cleaning.compiled.paragraphs import split_blocks  # noqa: PLC0415
    from newsclean.cleaning.compiled.relating import relate  # noqa: PLC0415
    from newsclean.cleaning.compiled.repeating import count_copies  # noqa: PLC0415
    from newsclean.cleaning.compiled.walking import walk  # noqa: PLC0415

    return CompiledPath(
        find_marks,
        read_lines,
        split_blocks,
        walk,
        make_templates,
        relate,
        describe,
        describe_markup,
        take_measures,
        best_span,
        count_copies,
        may_open,
        find_bonuses,
        forward,
    )
