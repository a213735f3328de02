"""The one file that knows the order: read, learn the furniture of the sites, clean, find duplicates."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from newsclean.cleaning import (
    FEWEST_PAGES,
    Furniture,
    Sighting,
    SiteFurniture,
    clean_document,
    guess_site,
    learn_furniture,
    observe,
)
from newsclean.deduplication import article_id
from newsclean.engines import TIME_LIMIT, OvertimeError, count_cores, limit_time, map_documents
from newsclean.errors import ReadError
from newsclean.ledger import Ledger
from newsclean.model import Article, Cleaned, Cluster, Document, Reason, Rejected, Result, Stage
from newsclean.reading import Source, read_document
from newsclean.settings import Settings
from newsclean.shelves import PageShelf, RowShelf

Page = Source | Document | Rejected
"""A page at the start: still to be read, given as text, or refused already."""

MAX_SAMPLE = 1000
"""Pages of one folder from which furniture is learned: ten sites' worth, at a second for each process."""

Listener = Callable[[str, int, int | None], None]
"""Is told the stage, how much of it is done, and of how much (None while that is not known)."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run whose articles are still on disk: they can be gone through once. `result` has all but them."""

    articles: Iterator[Article]
    result: Result


def clean(pages: Iterable[Page], settings: Settings, listener: Listener | None = None) -> Result:
    """Clean pages and find their duplicates. The result does not depend on the order of `pages`.

    What is wrong with a page makes it Rejected; raises EngineError when processes can't work at all.
    """
    with cleaning(pages, settings, listener) as run:
        return replace(run.result, articles=tuple(run.articles))


def dedupe(inputs: Iterable[str], settings: Settings, listener: Listener | None = None) -> Result:
    """Find the duplicates among the rows of JSONL files (`-`: standard input), which keep their order."""
    with deduping(inputs, settings, listener) as run:
        return replace(run.result, articles=tuple(run.articles))


@contextmanager
def cleaning(pages: Iterable[Page], settings: Settings, listener: Listener | None = None) -> Iterator[Run]:
    """Do what `clean` does, and leave the articles on disk."""
    ordered = sorted(pages, key=_name)
    ledger = Ledger()
    with ledger.timed("learn furniture"):
        furniture = _learn(ordered, settings)
    tasks = [(page, furniture.get(_folder(page), {})) for page in ordered]
    examined = map_documents(partial(_examine, settings=settings), tasks, settings.jobs, _lose)
    with PageShelf(settings.deduplication, settings.jobs or count_cores()) as shelf:
        with ledger.timed("read and clean"), closing(examined):
            for done, (outcome, replacements, words_removed) in enumerate(examined, 1):
                _take_in(outcome, ledger, shelf)
                ledger.add_damage(outcome.source, replacements)
                if isinstance(outcome, Article):
                    ledger.add_words(outcome, words_removed)
                if listener:
                    listener("cleaning", done, len(ordered))
        yield _conclude(ledger, shelf, settings, listener)


@contextmanager
def deduping(inputs: Iterable[str], settings: Settings, listener: Listener | None = None) -> Iterator[Run]:
    """Do what `dedupe` does, and leave the rows in their files."""
    ledger = Ledger()
    with RowShelf(tuple(inputs), settings.deduplication, settings.jobs or count_cores()) as shelf:
        with ledger.timed("read"):
            for done, row in enumerate(shelf.read(), 1):
                _take_in(row, ledger, shelf)
                if listener:
                    listener("reading", done, None)
        yield _conclude(ledger, shelf, settings, listener)


def learn(pages: Iterable[Page], settings: Settings) -> Furniture:
    """Learn the furniture of the sites that `pages` are from, as `clean` does before it cleans them."""
    learned: dict[str, SiteFurniture] = {}
    for furniture in _learn(sorted(pages, key=_name), settings).values():
        for site, lines in furniture.items():
            if site not in learned or lines.pages > learned[site].pages:
                learned[site] = lines
    return dict(sorted(learned.items()))


def explain(page: Page, settings: Settings) -> Cleaned | Rejected:
    """Clean one page and keep the judgement on each of its blocks."""
    cleaned = _attempt(page, settings)[0]
    if isinstance(cleaned, Rejected):
        return cleaned
    # Elsewhere the id comes out of deduplication.
    return replace(cleaned, article=replace(cleaned.article, id=article_id(cleaned.article.text)))


def _name(page: Page) -> str:
    return page.name if isinstance(page, Source) else page.source


def _read(page: Page, settings: Settings) -> Document | Rejected:
    return read_document(page, settings.kind) if isinstance(page, Source) else page


def _folder(page: Page) -> str:
    return _name(page).rpartition("/")[0]


def _learn(ordered: Sequence[Page], settings: Settings) -> dict[str, Furniture]:
    """Return for each folder the furniture of the sites whose pages it holds, from its first pages."""
    folders: dict[str, list[Page]] = {}
    for page in ordered:
        folders.setdefault(_folder(page), []).append(page)
    samples = (group[:MAX_SAMPLE] for group in folders.values() if len(group) >= FEWEST_PAGES)
    pages = _find_company([page for sample in samples for page in sample], settings)
    seen: dict[str, list[Sighting]] = {}
    observed = map_documents(partial(_observe, settings=settings), pages, settings.jobs, _overlook)
    with closing(observed):
        for page, sighting in zip(pages, observed, strict=True):
            if sighting is not None:
                seen.setdefault(_folder(page), []).append(sighting)
    return {folder: learn_furniture(sightings) for folder, sightings in seen.items()}


def _find_company(pages: Sequence[Page], settings: Settings) -> list[Page]:
    """Return the pages that others of their folder may share a site with: alone they teach nothing."""
    guessed = map_documents(partial(_guess_site, settings=settings), pages, settings.jobs, _overlook)
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


def _observe(page: Page, settings: Settings) -> Sighting | None:
    """Note what a page shows of its site; None for a page that can't be read. Runs in a worker process."""
    try:
        with limit_time():
            document = _read(page, settings)
            return None if isinstance(document, Rejected) else observe(document)
    except ReadError:
        return None  # the page is read again to be cleaned, and rejected then
    except (Exception, OvertimeError):  # noqa: BLE001  # likewise: cleaning meets the same, and names it
        return None


def _overlook(_page: Page) -> None:
    """Take a page on which a process died for one that can't be read."""


class _Examined(NamedTuple):
    """What became of a page, its characters that could not be decoded, and the words removed from it."""

    outcome: Article | Rejected
    replacements: int = 0
    words_removed: Mapping[Reason, int] = {}


def _examine(task: tuple[Page, Furniture], settings: Settings) -> _Examined:
    """Clean one page with the furniture known of its folder; runs in a worker process."""
    cleaned, replacements = _attempt(task[0], settings, task[1])
    if isinstance(cleaned, Rejected):
        return _Examined(cleaned, replacements)
    return _Examined(cleaned.article, replacements, cleaned.words_removed)


def _lose(task: tuple[Page, Furniture]) -> _Examined:
    """Reject a page on which a process died."""
    reason = "its process died: for want of memory, of time, or of a fault in a library; please report this"
    return _Examined(Rejected(_name(task[0]), Stage.CLEAN, reason))


def _attempt(
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


def _take_in(outcome: Article | Rejected, ledger: Ledger, shelf: PageShelf | RowShelf) -> None:
    if isinstance(outcome, Article):
        ledger.articles += 1
        shelf.add(outcome)
    else:
        ledger.rejected.append(outcome)


def _conclude(
    ledger: Ledger, shelf: PageShelf | RowShelf, settings: Settings, listener: Listener | None
) -> Run:
    with ledger.timed("deduplicate"):
        verdicts = shelf.judge(listener)
    drop_headlines = settings.deduplication.drop_headlines
    found = verdicts.find_largest(headlines=drop_headlines)
    largest = Cluster(shelf.describe(found[0]).source, found[1]) if found else None
    result = ledger.close(verdicts, largest, drop_headlines=drop_headlines)
    return Run(shelf.articles(verdicts, removed=settings.keep_duplicates), result)
