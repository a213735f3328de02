"""What is done with one page: nothing that happens to it may cost the others."""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from newsclean.cleaning import KnownFurniture, Sighting, clean_document, clean_documents, guess_site, observe
from newsclean.engines import APART_LIMIT, TIME_LIMIT, DeathError, OvertimeError, limit_time, run_apart
from newsclean.errors import ReadError
from newsclean.model import Article, Cleaned, Document, Kind, Reason, Rejected, Stage
from newsclean.reading import Source, is_heavy, read_document, split_document
from newsclean.settings import Settings

_Done = TypeVar("_Done")

Page = Source | Document | Rejected
"""A page at the start: still to be read, given as text, or refused already."""

MAX_SAMPLE = 1000
"""Pages of one folder from which furniture is learned: ten sites' worth, at a second for each process."""

TOGETHER = 16
"""Documents that are cleaned together: with eight, most is gained that can be."""

_MOST_CHARACTERS = 1 << 23
"""Characters from which on no other document joins those that are cleaned together: several large ones would
take as much memory at once as all of them. Sixteen news pages in HTML have some five million."""

_TOGETHER_LIMIT = TIME_LIMIT / 6
"""Seconds for these: they take a tenth of one, unless one of them is to be stopped, by itself."""

_OBSERVED_LIMIT = APART_LIMIT / 4
"""Seconds for what a page teaches about others, which is worth less."""

_DEATH = "its process died: for want of memory, of time, or of a fault in a library; please report this"

_Read = tuple[int, Document | Rejected, KnownFurniture]
"""A document with the place of its page among others, and what is known of its folder."""


def name_page(page: Page) -> str:
    """Return what the user calls a page."""
    return page.name if isinstance(page, Source) else page.source


def _read_whole(page: Page, settings: Settings) -> Document | Rejected:
    return read_document(page, settings.kind) if isinstance(page, Source) else page


def _read(page: Page, settings: Settings) -> Sequence[Document] | Rejected:
    whole = _read_whole(page, settings)
    return whole if isinstance(whole, Rejected) else split_document(whole, settings.separator)


def name_folder(page: Page) -> str:
    """Return what holds a page, and others of its site with it: a folder, or a container."""
    return page.folder if isinstance(page, Source) else page.source.rpartition("/")[0]


def guess_page_site(page: Page, settings: Settings) -> str | None:
    """Return a page's site where that needs no parse; runs in a worker process."""
    if isinstance(page, Source) and page.url is None and (settings.kind or page.named_kind) is Kind.TEXT:
        return guess_site(Document(page.name, Kind.TEXT, ""))  # its text would tell no more
    try:
        with limit_time():
            document = _read_whole(page, settings)
            return None if isinstance(document, Rejected) else guess_site(document)
    except (ReadError, OvertimeError):
        return None  # the page is read again to be cleaned, and rejected then


def observe_page(page: Page, settings: Settings) -> tuple[str, str, Sighting | None]:
    """Note what a page shows of its site; None for a page that can't be read. Runs in a worker process."""
    sighting = None
    try:
        with limit_time():
            document = _read_whole(page, settings)
            if not isinstance(document, Rejected):
                sighting = _guard(document, partial(observe, document), _OBSERVED_LIMIT)
    except ReadError:
        pass  # the page is read again to be cleaned, and rejected then
    except (Exception, OvertimeError):  # noqa: BLE001, S110  # likewise: cleaning meets the same, and names it
        pass
    return name_folder(page), name_page(page), sighting


def overlook_page(page: Page) -> tuple[str, str, None]:
    """Take a page on which a process died for one that can't be read."""
    return name_folder(page), name_page(page), None


def lose_page_site(_page: Page) -> None:
    """Take a page on which a process died for one whose site is not known."""


class Examined(NamedTuple):
    """What became of a page, its characters that could not be decoded, and the words removed from it."""

    outcome: Article | Rejected
    replacements: int = 0
    words_removed: Mapping[Reason, int] = {}


def examine_page(task: tuple[Page, KnownFurniture], settings: Settings) -> list[Examined]:
    """Clean what one page holds with the furniture known of its folder; runs in a worker process."""
    return examine_pages((task,), settings)[0]


def examine_pages(tasks: Sequence[tuple[Page, KnownFurniture]], settings: Settings) -> list[list[Examined]]:
    """Do what `examine_page` does to several pages."""
    examined: list[list[Examined]] = [[] for _ in tasks]
    read = (
        (place, document, furniture)
        for place, (page, furniture) in enumerate(tasks)
        for document in read_page(page, settings)
    )
    for group in _group(read):
        outcomes = _attempt_pages([(document, furniture) for _, document, furniture in group], settings)
        for (place, document, _), outcome in zip(group, outcomes, strict=True):
            examined[place].append(_examine(document, outcome))
    return examined


def _group(read: Iterable[_Read]) -> Iterator[list[_Read]]:
    """Yield documents by as many as are cleaned together."""
    group: list[_Read] = []
    size = 0
    for place, document, furniture in read:
        group.append((place, document, furniture))
        size += len(document.content) if isinstance(document, Document) else 0
        if len(group) == TOGETHER or size > _MOST_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _attempt_pages(
    tasks: Sequence[tuple[Document | Rejected, KnownFurniture]], settings: Settings
) -> list[Cleaned | Rejected]:
    """Clean documents, whatever happens: the light ones together, or, where something happens, one by one."""
    cleaned: Mapping[int, Cleaned | Rejected] = {}
    if len(tasks) > 1:
        light = {
            place: (document, furniture)
            for place, (document, furniture) in enumerate(tasks)
            if isinstance(document, Document) and not is_heavy(document)
        }
        try:
            with limit_time(_TOGETHER_LIMIT):
                cleaned = dict(zip(light, clean_documents(light.values(), trace=settings.trace), strict=True))
        except (Exception, OvertimeError):  # noqa: BLE001, S110  # whose fault it is shows one by one
            pass
    return [
        cleaned[place] if place in cleaned else attempt_page(document, settings, furniture)
        for place, (document, furniture) in enumerate(tasks)
    ]


def _examine(document: Document | Rejected, cleaned: Cleaned | Rejected) -> Examined:
    if isinstance(cleaned, Rejected) or isinstance(document, Rejected):
        return Examined(cleaned if isinstance(cleaned, Rejected) else cleaned.article)
    return Examined(cleaned.article, document.replacements, cleaned.words_removed)


def lose_page(task: tuple[Page, KnownFurniture]) -> list[Examined]:
    """Reject a page on which a process died."""
    return [Examined(Rejected(name_page(task[0]), Stage.CLEAN, _DEATH))]


def read_page(page: Page, settings: Settings) -> Sequence[Document | Rejected]:
    """Read what a page holds, whatever happens: one document, or as many as a text has articles."""
    found = _try(page, partial(_read, page, settings))
    return [found] if isinstance(found, Rejected) else found


def attempt_page(
    document: Document | Rejected,
    settings: Settings,
    furniture: KnownFurniture | None = None,
    *,
    causes: bool = False,
) -> Cleaned | Rejected:
    """Clean one document, whatever happens."""
    if isinstance(document, Rejected):
        return document
    work = partial(_clean, document, settings, furniture, causes=causes)
    return _try(document, partial(_guard, document, work))


def _try(page: Page, work: Callable[[], _Done]) -> _Done | Rejected:
    """Do something with a page; what goes wrong makes it Rejected."""
    try:
        with limit_time():
            return work()
    except ReadError as error:
        return Rejected(name_page(page), Stage.READ, str(error))
    except OvertimeError as error:
        reason = f"takes more than {error.seconds:.0f} s to clean, too long for one page; split it"
        return Rejected(name_page(page), Stage.CLEAN, reason)
    except DeathError:
        return Rejected(name_page(page), Stage.CLEAN, _DEATH)
    except Exception as error:  # noqa: BLE001  # a fault of ours must not cost the other pages
        return Rejected(name_page(page), Stage.CLEAN, _describe_fault(error))


def _clean(
    document: Document, settings: Settings, furniture: KnownFurniture | None, *, causes: bool
) -> Cleaned | Rejected:
    cleaned = clean_document(document, furniture, trace=settings.trace)
    if not causes or isinstance(cleaned, Rejected):
        return cleaned
    from newsclean.cleaning.explaining import add_causes  # noqa: PLC0415  # start-up time

    return add_causes(document, cleaned)


def _guard(document: Document, work: Callable[[], _Done], seconds: float = APART_LIMIT) -> _Done:
    """Do the work on a document, in a process of its own if there is no telling what it will take."""
    return run_apart(work, seconds) if is_heavy(document) else work()


def _describe_fault(error: Exception) -> str:
    """Name the cause and the place of a fault of ours, so that a report can be acted on."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
    cause = f"{type(error).__name__}: {error}, at {where}"
    return f"newsclean failed on it ({cause}); please report this, with the page"
