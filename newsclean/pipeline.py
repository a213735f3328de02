"""The one file that knows the order: read, learn the furniture of the sites, clean, find duplicates.

What `dedupe` does, which begins with articles, is in `runs`.
"""

import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from typing_extensions import TypeIs

from newsclean.cleaning import (
    FEWEST_PAGES,
    Furniture,
    KnownFurniture,
    Sighting,
    SiteFurniture,
    add_causes,
    add_decisions,
    clean_document,
    guess_site,
    learn_furniture,
    observe,
)
from newsclean.deduplication import article_id
from newsclean.engines import TIME_LIMIT, OvertimeError, count_cores, limit_time, map_documents
from newsclean.errors import ReadError
from newsclean.ledger import Ledger
from newsclean.model import Article, Cleaned, Document, Reason, Rejected, Result, Stage
from newsclean.reading import Source, find_container, open_container, read_document
from newsclean.runs import Listener, Run, conclude, take_in
from newsclean.settings import Settings
from newsclean.shelves import PageShelf

if TYPE_CHECKING:
    from newsclean.memory import Memory

_Item = TypeVar("_Item")

Page = Source | Document | Rejected
"""A page at the start: still to be read, given as text, or refused already."""

MAX_SAMPLE = 1000
"""Pages of one folder from which furniture is learned: ten sites' worth, at a second for each process."""

NO_FURNITURE: KnownFurniture = {}


def clean(pages: Iterable[Page], settings: Settings, listener: Listener | None = None) -> Result:
    """Clean pages and find their duplicates. The result does not depend on the order of `pages`.

    What is wrong with a page makes it Rejected; raises EngineError when processes can't work at all.
    """
    with cleaning(pages, settings, listener) as run:
        return replace(run.result, articles=tuple(run.articles))


@contextmanager
def cleaning(
    pages: Iterable[Page],
    settings: Settings,
    listener: Listener | None = None,
    memory: "Memory | None" = None,
) -> Iterator[Run[Article]]:
    """Do what `clean` does, and leave the articles on disk. With a `memory`, earlier runs count, too."""
    ordered = sorted(pages, key=_name)
    ledger = Ledger()
    with ledger.timed("learn furniture"):
        furniture = _learn(ordered, settings, memory)
    decisions = settings.deduplication.decisions
    known = {
        folder: add_decisions(furniture.get(folder, NO_FURNITURE), decisions)
        for folder in {page.name if _is_container(page) else _folder(page) for page in ordered}
    }
    total = None if any(map(_is_container, ordered)) else len(ordered)
    tasks = _Sized(
        ((page, known.get(_folder(page), NO_FURNITURE)) for page in _open_pages(ordered, settings)), total
    )
    examined = map_documents(partial(_examine, settings=settings), tasks, settings.jobs, _lose)
    with PageShelf(settings.deduplication, settings.jobs or count_cores()) as shelf:
        with ledger.timed("read and clean"), closing(examined):
            for done, (outcome, replacements, words_removed) in enumerate(examined, 1):
                take_in(outcome, ledger, shelf)
                ledger.add_damage(outcome.source, replacements)
                if isinstance(outcome, Article):
                    ledger.add_words(outcome, words_removed)
                if listener:
                    listener("cleaning", done, total)
        yield conclude(ledger, shelf, settings, listener, memory)


def learn(pages: Iterable[Page], settings: Settings) -> Furniture:
    """Learn the furniture of the sites that `pages` are from, as `clean` does before it cleans them."""
    learned: dict[str, SiteFurniture] = {}
    for furniture in _group_sightings(sorted(pages, key=_name), settings).values():
        for site, lines in learn_furniture(furniture.values()).items():
            if site not in learned or lines.pages > learned[site].pages:
                learned[site] = lines
    return dict(sorted(learned.items()))


def explain(page: Page, settings: Settings) -> Cleaned | Rejected:
    """Clean one page and keep the judgement on each of its blocks, and what decided."""
    cleaned = _attempt(page, settings, causes=True)[0]
    if isinstance(cleaned, Rejected):
        return cleaned
    # Elsewhere the id comes out of deduplication.
    return replace(cleaned, article=replace(cleaned.article, id=article_id(cleaned.article.text)))


def _name(page: Page) -> str:
    return page.name if isinstance(page, Source) else page.source


def _read(page: Page, settings: Settings) -> Document | Rejected:
    return read_document(page, settings.kind) if isinstance(page, Source) else page


def _folder(page: Page) -> str:
    """Return what holds a page, and others of its site with it: a folder, or a container."""
    return page.folder if isinstance(page, Source) else page.source.rpartition("/")[0]


def _is_container(page: Page) -> TypeIs[Source]:
    return isinstance(page, Source) and page.content is None and find_container(page.name) is not None


def _open_pages(pages: Iterable[Page], settings: Settings, most: int | None = None) -> Iterator[Page]:
    """Yield the pages, and in the place of a container those that it holds, or the first of them."""
    for page in pages:
        if _is_container(page):
            yield from islice(open_container(page.name, settings.columns), most)
        else:
            yield page


class _Sized(Generic[_Item]):
    """An iterator that tells how much it will give, where that is known."""

    def __init__(self, items: Iterator[_Item], size: int | None) -> None:
        self._items = items
        self._size = size

    def __iter__(self) -> Iterator[_Item]:
        return self._items

    def __length_hint__(self) -> int:
        return NotImplemented if self._size is None else self._size


def _learn(
    ordered: Sequence[Page], settings: Settings, memory: "Memory | None"
) -> Mapping[str, KnownFurniture]:
    """Return for each folder the furniture of the sites whose pages it holds, from its first pages."""
    if memory is None:
        seen = _group_sightings(ordered, settings)
        return {folder: learn_furniture(sightings.values()) for folder, sightings in seen.items()}
    # A page that is alone today may have had company before.
    seen = _observe_folders(_open_pages(ordered, settings), settings)
    return {folder: memory.furniture(sightings) for folder, sightings in seen.items()}


def _group_sightings(ordered: Sequence[Page], settings: Settings) -> dict[str, dict[str, Sighting]]:
    """Observe the first pages of each folder, as far as others of their site may stand there."""
    folders: dict[str, list[Page]] = {}
    containers: list[Page] = []
    for page in ordered:
        if _is_container(page):
            containers.append(page)
        else:
            folders.setdefault(_folder(page), []).append(page)
    samples = (group[:MAX_SAMPLE] for group in folders.values() if len(group) >= FEWEST_PAGES)
    pages = _find_company([page for sample in samples for page in sample], settings)
    # A container is read from front to back: to look at its pages twice would take reading it twice.
    return _observe_folders(chain(pages, _open_pages(containers, settings, MAX_SAMPLE)), settings)


def _observe_folders(pages: Iterable[Page], settings: Settings) -> dict[str, dict[str, Sighting]]:
    """Return for each folder what its pages show of their sites."""
    seen: dict[str, dict[str, Sighting]] = {}
    observed = map_documents(partial(_observe, settings=settings), pages, settings.jobs, _overlook)
    with closing(observed):
        for folder, name, sighting in observed:
            if sighting is not None:
                seen.setdefault(folder, {})[name] = sighting
    return seen


def _find_company(pages: Sequence[Page], settings: Settings) -> list[Page]:
    """Return the pages that others of their folder may share a site with: alone they teach nothing."""
    guessed = map_documents(partial(_guess_site, settings=settings), pages, settings.jobs, _lose_site)
    with closing(guessed):
        sites = [site and (_folder(page), site) for page, site in zip(pages, guessed, strict=True)]
    counts = Counter(sites)
    alone = {site for site, count in counts.items() if site and count < FEWEST_PAGES}
    return [page for page, site in zip(pages, sites, strict=True) if site not in alone]


def _guess_site(page: Page, settings: Settings) -> str | None:
    """Return a page's site where that needs no parse; runs in a worker process."""
    try:
        with limit_time():
            document = _read(page, settings)
            return None if isinstance(document, Rejected) else guess_site(document)
    except (ReadError, OvertimeError):
        return None  # the page is read again to be cleaned, and rejected then


def _observe(page: Page, settings: Settings) -> tuple[str, str, Sighting | None]:
    """Note what a page shows of its site; None for a page that can't be read. Runs in a worker process."""
    sighting = None
    try:
        with limit_time():
            document = _read(page, settings)
            sighting = None if isinstance(document, Rejected) else observe(document)
    except ReadError:
        pass  # the page is read again to be cleaned, and rejected then
    except (Exception, OvertimeError):  # noqa: BLE001, S110  # likewise: cleaning meets the same, and names it
        pass
    return _folder(page), _name(page), sighting


def _overlook(page: Page) -> tuple[str, str, None]:
    """Take a page on which a process died for one that can't be read."""
    return _folder(page), _name(page), None


def _lose_site(_page: Page) -> None:
    """Take a page on which a process died for one whose site is not known."""


class _Examined(NamedTuple):
    """What became of a page, its characters that could not be decoded, and the words removed from it."""

    outcome: Article | Rejected
    replacements: int = 0
    words_removed: Mapping[Reason, int] = {}


def _examine(task: tuple[Page, KnownFurniture], settings: Settings) -> _Examined:
    """Clean one page with the furniture known of its folder; runs in a worker process."""
    cleaned, replacements = _attempt(task[0], settings, task[1])
    if isinstance(cleaned, Rejected):
        return _Examined(cleaned, replacements)
    return _Examined(cleaned.article, replacements, cleaned.words_removed)


def _lose(task: tuple[Page, KnownFurniture]) -> _Examined:
    """Reject a page on which a process died."""
    reason = "its process died: for want of memory, of time, or of a fault in a library; please report this"
    return _Examined(Rejected(_name(task[0]), Stage.CLEAN, reason))


def _attempt(
    page: Page, settings: Settings, furniture: KnownFurniture | None = None, *, causes: bool = False
) -> tuple[Cleaned | Rejected, int]:
    """Read and clean one page, whatever happens; count the characters that could not be decoded."""
    try:
        with limit_time():
            document = _read(page, settings)
            if isinstance(document, Rejected):
                return document, 0
            cleaned = clean_document(document, furniture, trace=settings.trace)
            if causes and isinstance(cleaned, Cleaned):
                cleaned = add_causes(document, cleaned)
    except ReadError as error:
        return Rejected(_name(page), Stage.READ, str(error)), 0
    except OvertimeError:
        reason = f"takes more than {TIME_LIMIT:.0f} s to clean, too long for one page; split it"
        return Rejected(_name(page), Stage.CLEAN, reason), 0
    except Exception as error:  # noqa: BLE001  # a fault of ours must not cost the other pages
        return Rejected(_name(page), Stage.CLEAN, _describe_fault(error)), 0
    return cleaned, 0 if isinstance(cleaned, Rejected) else document.replacements


def _describe_fault(error: Exception) -> str:
    """Name the cause and the place of a fault of ours, so that a report can be acted on."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
    cause = f"{type(error).__name__}: {error}, at {where}"
    return f"newsclean failed on it ({cause}); please report this, with the page"
