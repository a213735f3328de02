"""The one file that knows the order: read, learn the furniture of the sites, clean, find duplicates."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial

from newsclean.cleaning import (
    FEWEST_PAGES,
    Furniture,
    Sighting,
    SiteFurniture,
    add_decisions,
    learn_furniture,
)
from newsclean.deduplication import article_id
from newsclean.engines import count_cores, map_documents
from newsclean.engines.pages import (
    MAX_SAMPLE,
    Page,
    attempt_page,
    examine_page,
    guess_page_site,
    lose_page,
    name_folder,
    name_page,
    observe_page,
    overlook_page,
)
from newsclean.ledger import Ledger
from newsclean.model import Article, Cleaned, Cluster, Rejected, Result
from newsclean.settings import Settings
from newsclean.shelves import PageShelf, RowShelf

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
    ordered = sorted(pages, key=name_page)
    ledger = Ledger()
    with ledger.timed("learn furniture"):
        furniture = _learn(ordered, settings)
    decisions = settings.deduplication.decisions
    known = {
        folder: add_decisions(furniture.get(folder, {}), decisions) for folder in map(name_folder, ordered)
    }
    tasks = [(page, known[name_folder(page)]) for page in ordered]
    examined = map_documents(partial(examine_page, settings=settings), tasks, settings.jobs, lose_page)
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
    for furniture in _learn(sorted(pages, key=name_page), settings).values():
        for site, lines in furniture.items():
            if site not in learned or lines.pages > learned[site].pages:
                learned[site] = lines
    return dict(sorted(learned.items()))


def explain(page: Page, settings: Settings) -> Cleaned | Rejected:
    """Clean one page and keep the judgement on each of its blocks."""
    cleaned = attempt_page(page, settings)[0]
    if isinstance(cleaned, Rejected):
        return cleaned
    # Elsewhere the id comes out of deduplication.
    return replace(cleaned, article=replace(cleaned.article, id=article_id(cleaned.article.text)))


def _learn(ordered: Sequence[Page], settings: Settings) -> dict[str, Furniture]:
    """Return for each folder the furniture of the sites whose pages it holds, from its first pages."""
    folders: dict[str, list[Page]] = {}
    for page in ordered:
        folders.setdefault(name_folder(page), []).append(page)
    samples = (group[:MAX_SAMPLE] for group in folders.values() if len(group) >= FEWEST_PAGES)
    pages = _find_company([page for sample in samples for page in sample], settings)
    seen: dict[str, list[Sighting]] = {}
    observed = map_documents(partial(observe_page, settings=settings), pages, settings.jobs, overlook_page)
    with closing(observed):
        for page, sighting in zip(pages, observed, strict=True):
            if sighting is not None:
                seen.setdefault(name_folder(page), []).append(sighting)
    return {folder: learn_furniture(sightings) for folder, sightings in seen.items()}


def _find_company(pages: Sequence[Page], settings: Settings) -> list[Page]:
    """Return the pages that others of their folder may share a site with: alone they teach nothing."""
    guessed = map_documents(partial(guess_page_site, settings=settings), pages, settings.jobs, overlook_page)
    with closing(guessed):
        sites = [site and (name_folder(page), site) for page, site in zip(pages, guessed, strict=True)]
    counts = Counter(sites)
    alone = {site for site, count in counts.items() if site and count < FEWEST_PAGES}
    return [page for page, site in zip(pages, sites, strict=True) if site not in alone]


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
