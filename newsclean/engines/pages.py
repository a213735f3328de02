"""What is done with one page, on whatever machine: nothing that happens to it may cost the others."""

import traceback
from collections.abc import Mapping
from typing import NamedTuple

from newsclean.cleaning import Furniture, Sighting, clean_document, guess_site, observe
from newsclean.engines.limits import TIME_LIMIT, OvertimeError, limit_time
from newsclean.errors import ReadError
from newsclean.model import Article, Cleaned, Document, Reason, Rejected, Stage
from newsclean.reading import Source, read_document
from newsclean.settings import Settings

Page = Source | Document | Rejected
"""A page at the start: still to be read, given as text, or refused already."""

MAX_SAMPLE = 1000
"""Pages of one folder from which furniture is learned: ten sites' worth, at a second for each process."""


def name_page(page: Page) -> str:
    """Return what the user calls a page."""
    return page.name if isinstance(page, Source) else page.source


def _read(page: Page, settings: Settings) -> Document | Rejected:
    return read_document(page, settings.kind) if isinstance(page, Source) else page


def name_folder(page: Page) -> str:
    """Return the folder that a page lies in; its furniture is learned from the others there."""
    return name_page(page).rpartition("/")[0]


def guess_page_site(page: Page, settings: Settings) -> str | None:
    """Return a page's site where that needs no parse; runs in a worker process."""
    try:
        with limit_time():
            document = _read(page, settings)
            return None if isinstance(document, Rejected) else guess_site(document)
    except (ReadError, OvertimeError):
        return None  # the page is read again to be cleaned, and rejected then


def observe_page(page: Page, settings: Settings) -> Sighting | None:
    """Note what a page shows of its site; None for a page that can't be read. Runs in a worker process."""
    try:
        with limit_time():
            document = _read(page, settings)
            return None if isinstance(document, Rejected) else observe(document)
    except ReadError:
        return None  # the page is read again to be cleaned, and rejected then
    except (Exception, OvertimeError):  # noqa: BLE001  # likewise: cleaning meets the same, and names it
        return None


def overlook_page(_page: Page) -> None:
    """Take a page on which a process died for one that can't be read."""


class Examined(NamedTuple):
    """What became of a page, its characters that could not be decoded, and the words removed from it."""

    outcome: Article | Rejected
    replacements: int = 0
    words_removed: Mapping[Reason, int] = {}


def examine_page(task: tuple[Page, Furniture], settings: Settings) -> Examined:
    """Clean one page with the furniture known of its folder; runs in a worker process."""
    cleaned, replacements = attempt_page(task[0], settings, task[1])
    if isinstance(cleaned, Rejected):
        return Examined(cleaned, replacements)
    return Examined(cleaned.article, replacements, cleaned.words_removed)


def lose_page(task: tuple[Page, Furniture]) -> Examined:
    """Reject a page on which a process died."""
    reason = "its process died: for want of memory, of time, or of a fault in a library; please report this"
    return Examined(Rejected(name_page(task[0]), Stage.CLEAN, reason))


def attempt_page(
    page: Page, settings: Settings, furniture: Furniture | None = None
) -> tuple[Cleaned | Rejected, int]:
    """Read and clean one page, whatever happens; count the characters that could not be decoded."""
    try:
        with limit_time():
            document = _read(page, settings)
            if isinstance(document, Rejected):
                return document, 0
            cleaned = clean_document(document, furniture, trace=settings.trace)
    except ReadError as error:
        return Rejected(name_page(page), Stage.READ, str(error)), 0
    except OvertimeError:
        reason = f"takes more than {TIME_LIMIT:.0f} s to clean, too long for one page; split it"
        return Rejected(name_page(page), Stage.CLEAN, reason), 0
    except Exception as error:  # noqa: BLE001  # a fault of ours must not cost the other pages
        return Rejected(name_page(page), Stage.CLEAN, _describe_fault(error)), 0
    return cleaned, 0 if isinstance(cleaned, Rejected) else document.replacements


def _describe_fault(error: Exception) -> str:
    """Name the cause and the place of a fault of ours, so that a report can be acted on."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
    cause = f"{type(error).__name__}: {error}, at {where}"
    return f"newsclean failed on it ({cause}); please report this, with the page"
