"""The one file that knows the order: read, learn the furniture of the sites, clean, find duplicates.

What `dedupe` does, which begins with articles, is in `runs`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, TypeVar

from newsclean.cleaning import (
    FEWEST_PAGES,
    Furniture,
    KnownFurniture,
    Sighting,
    SiteFurniture,
    add_decisions,
    expect_pages,
    learn_furniture,
    load_parsers,
)
from newsclean.deduplication import article_id
from newsclean.engines import count_cores, map_documents
from newsclean.ledger import Ledger
from newsclean.model import Article, Cleaned, Document, Rejected, Stage
from newsclean.pages import (
    MAX_SAMPLE,
    Page,
    attempt_page,
    examine_page,
    examine_pages,
    guess_page_site,
    lose_page,
    lose_page_site,
    name_folder,
    name_page,
    observe_page,
    overlook_page,
    read_page,
)
from newsclean.reading import Source, find_holder
from newsclean.result import Result
from newsclean.runs import Listener, Run, conclude
from newsclean.settings import Settings
from newsclean.shelves import PageShelf

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from newsclean.memory import Memory

_Item = TypeVar("_Item")

NO_FURNITURE: KnownFurniture = {}


def clean(pages: Iterable[Page], settings: Settings, listener: Listener | None = None) -> Result:
    """Clean pages and find their duplicates. The result does not depend on the order of `pages`.

    What is wrong with a page makes it Rejected; raises EngineError when processes can't work at all.
    """
    with cleaning(pages, settings, listener) as run:
        return run.result._replace(articles=tuple(run.articles))


@contextmanager
def cleaning(
    pages: Iterable[Page],
    settings: Settings,
    listener: Listener | None = None,
    memory: "Memory | None" = None,
) -> Iterator[Run[Article]]:
    """Do what `clean` does, and leave the articles on disk. With a `memory`, earlier runs count, too."""
    ordered = _prepare(pages, settings)
    ledger = Ledger()
    with ledger.timed("learn furniture"):
        furniture = _learn(ordered, settings, listener, memory)
    decisions = settings.deduplication.decisions
    known = {
        folder: add_decisions(furniture.get(folder, NO_FURNITURE), decisions)
        for folder in {page.name if _is_container(page) else name_folder(page) for page in ordered}
    }
    total = None if any(map(_is_container, ordered)) else len(ordered)
    tasks = _Sized(
        ((page, known.get(name_folder(page), NO_FURNITURE)) for page in _open_pages(ordered, settings)), total
    )
    examined = map_documents(
        partial(examine_page, settings=settings),
        tasks,
        settings.jobs,
        lose_page,
        together=partial(examine_pages, settings=settings),
    )
    with PageShelf(settings.deduplication, settings.jobs or count_cores()) as shelf:
        with ledger.timed("read and clean"), closing(examined):
            for done, held in enumerate(examined, 1):
                for outcome, replacements, words_removed in held:
                    ledger.add_damage(outcome.source, replacements)
                    if isinstance(outcome, Rejected):
                        ledger.rejected.append(outcome)
                    else:
                        ledger.articles += 1
                        ledger.add_words(outcome, words_removed)
                        shelf.add(outcome)
                if listener:
                    listener("cleaning", done, total)
        yield conclude(ledger, shelf, settings, listener, memory)


def learn(pages: Iterable[Page], settings: Settings) -> Furniture:
    """Learn the furniture of the sites that `pages` are from, as `clean` does before it cleans them."""
    learned: dict[str, SiteFurniture] = {}
    for furniture in _group_sightings(_prepare(pages, settings), settings).values():
        for site, lines in learn_furniture(furniture.values()).items():
            if site not in learned or lines.pages > learned[site].pages:
                learned[site] = lines
    return dict(sorted(learned.items()))


def explain(page: Page, settings: Settings) -> Cleaned | Rejected:
    """Clean one page and keep the judgement on each of its blocks, and what decided.

    A page that stands with others in a file is named as its record names it: `crawl.warc.gz#7`, `day.txt#2`.
    """
    documents = _read_one(page, settings)
    if len(documents) > 1:
        names = f"{documents[0].source} to {documents[-1].source.rpartition('#')[2]}"
        return Rejected(name_page(page), Stage.READ, f"holds {len(documents)} articles; name one: {names}")
    cleaned = attempt_page(documents[0], settings, causes=True)
    if isinstance(cleaned, Rejected):
        return cleaned
    # Elsewhere the id comes out of deduplication.
    return cleaned._replace(article=cleaned.article._replace(id=article_id(cleaned.article.text)))


def _prepare(pages: Iterable[Page], settings: Settings) -> list[Page]:
    """Sort pages, and make ready for so many what the processes inherit that are forked later."""
    ordered = sorted(pages, key=name_page)
    if len(ordered) > 1 or any(map(_is_container, ordered)):
        load_parsers()
    expect_pages(len(ordered) // (settings.jobs or count_cores()))
    return ordered


def _read_one(page: Page, settings: Settings) -> Sequence[Document | Rejected]:
    """Read one page, which may be named by its place in a file with others."""
    name = name_page(page)
    holder = find_holder(name) if isinstance(page, Source) and page.content is None else None
    if holder is None:
        return read_page(page, settings)
    inside = _open_pages([Source(holder)], settings)
    for held in inside if Source(holder).form else read_page(Source(holder), settings):
        if name_page(held) == name:
            return read_page(held, settings)
    return [Rejected(name, Stage.READ, f"there is no such page in {holder}")]


def _is_container(page: Page) -> "TypeIs[Source]":
    return isinstance(page, Source) and page.form is not None


def _open_pages(pages: Iterable[Page], settings: Settings, most: int | None = None) -> Iterator[Page]:
    """Yield the pages, and in the place of a container those that it holds, or the first of them."""
    for page in pages:
        if _is_container(page):
            from newsclean.reading.containers import open_container  # noqa: PLC0415  # start-up time

            yield from islice(open_container(page, settings.columns), most)
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
    ordered: Sequence[Page], settings: Settings, listener: Listener | None, memory: "Memory | None"
) -> Mapping[str, KnownFurniture]:
    """Return for each folder the furniture of the sites whose pages it holds, from its first pages."""
    if memory is None:
        seen = _group_sightings(ordered, settings, listener)
        return {folder: learn_furniture(sightings.values()) for folder, sightings in seen.items()}
    # A page that is alone today may have had company before.
    seen = _observe_folders(_open_pages(ordered, settings), settings, listener)
    return {folder: memory.furniture(sightings) for folder, sightings in seen.items()}


def _group_sightings(
    ordered: Sequence[Page], settings: Settings, listener: Listener | None = None
) -> dict[str, dict[str, Sighting]]:
    """Observe the first pages of each folder, as far as others of their site may stand there."""
    folders: dict[str, list[Page]] = {}
    containers: list[Page] = []
    for page in ordered:
        if _is_container(page):
            containers.append(page)
        else:
            folders.setdefault(name_folder(page), []).append(page)
    samples = (group[:MAX_SAMPLE] for group in folders.values() if len(group) >= FEWEST_PAGES)
    pages = _find_company([page for sample in samples for page in sample], settings)
    # A container is read from front to back: to look at its pages twice would take reading it twice.
    opened = chain(pages, _open_pages(containers, settings, MAX_SAMPLE))
    return _observe_folders(opened, settings, listener, None if containers else len(pages))


def _observe_folders(
    pages: Iterable[Page], settings: Settings, listener: Listener | None, total: int | None = None
) -> dict[str, dict[str, Sighting]]:
    """Return for each folder what its pages show of their sites."""
    seen: dict[str, dict[str, Sighting]] = {}
    observed = map_documents(partial(observe_page, settings=settings), pages, settings.jobs, overlook_page)
    with closing(observed):
        for done, (folder, name, sighting) in enumerate(observed, 1):
            if sighting is not None:
                seen.setdefault(folder, {})[name] = sighting
            if listener:
                listener("learning furniture", done, total)
    return seen


def _find_company(pages: Sequence[Page], settings: Settings) -> list[Page]:
    """Return the pages that others of their folder may share a site with: alone they teach nothing."""
    guessed = map_documents(partial(guess_page_site, settings=settings), pages, settings.jobs, lose_page_site)
    with closing(guessed):
        sites = [site and (name_folder(page), site) for page, site in zip(pages, guessed, strict=True)]
    counts = Counter(sites)
    alone = {site for site, count in counts.items() if site and count < FEWEST_PAGES}
    return [page for page, site in zip(pages, sites, strict=True) if site not in alone]
