"""From a document to its article: judge the blocks, pick the headline, gather the rest."""

from collections.abc import Generator, Iterable, Sequence
from urllib.parse import urlsplit

from newsclean.cleaning import byline
from newsclean.cleaning.dates import parse_machine_date
from newsclean.cleaning.furniture import DecidedSite, KnownFurniture, KnownSite, find_site
from newsclean.cleaning.headline import find_headline
from newsclean.cleaning.judging import judge
from newsclean.cleaning.labelling import forward, load_weights, page_features, weigh
from newsclean.cleaning.language import detect_language
from newsclean.cleaning.metadata import Metadata
from newsclean.cleaning.page import page_context, take_apart
from newsclean.cleaning.repair import plain
from newsclean.model import (
    Article,
    Cleaned,
    Document,
    Judgements,
    Kind,
    Label,
    Rejected,
    Removed,
    Stage,
)

# Python 3.11 takes longer to look up a member than to compare two.
_BODY, _FURNITURE = Label.BODY, Label.FURNITURE
_BYLINE_REACH = 4  # blocks around the headline in which author and date may stand

_Steps = Generator[None, None, Cleaned | Rejected]


def clean_document(
    document: Document, furniture: KnownFurniture | None = None, *, trace: bool = False
) -> Cleaned | Rejected:
    """Find the article on a page.

    `furniture` is what `learn_furniture` learned from other pages of the site. Returns the article with every
    block of the page judged, or Rejected when there is no text or nothing that reads like an article. The
    article's `id` is left to the caller. With `trace` it carries what was removed.
    """
    return clean_documents(((document, furniture or {}),), trace=trace)[0]


def clean_documents(
    tasks: Iterable[tuple[Document, KnownFurniture]], *, trace: bool = False
) -> list[Cleaned | Rejected]:
    """Do what `clean_document` does to several documents, each with the furniture known of its site.

    All take a step before the first takes the next one: what a step needs of code and tables stays in the
    processor's caches, which makes it a quarter faster for eight pages and more.
    """
    found: dict[int, Cleaned | Rejected] = {}
    under_way = dict(enumerate(_clean(document, furniture, trace=trace) for document, furniture in tasks))
    while under_way:
        for at, steps in list(under_way.items()):
            try:
                next(steps)
            except StopIteration as end:
                found[at] = end.value
                del under_way[at]
    return [found[at] for at in range(len(found))]


def _clean(document: Document, furniture: KnownFurniture, *, trace: bool) -> _Steps:
    """Find the article on a page, in steps between which others may take theirs."""
    page = take_apart(document)
    if not page.blocks:
        return Rejected(document.source, Stage.CLEAN, "the page has no text")
    yield
    url = page.metadata.url or document.url
    named = byline.find_url(page.blocks.texts) if document.kind is Kind.TEXT else None
    known = _find_known(document, url, named, furniture)
    features = page_features(page.blocks, document.kind, page_context(page.metadata, known.lines))
    yield
    odds = weigh(forward(features, load_weights(document.kind)))
    yield
    metadata = _add_told(page.metadata, document)
    headline = find_headline(page.blocks, odds, metadata)
    yield
    judgements = judge(page.blocks, odds, headline, known)
    if _BODY not in judgements.labels:
        reason = "no article found: the page holds nothing but furniture"
        return Rejected(document.source, Stage.CLEAN, reason)
    yield
    article = _gather(document, metadata, page.blocks.texts, judgements, headline.title, url or named)
    return Cleaned(_add_trace(article, judgements) if trace else article, judgements)


def _add_told(metadata: Metadata, document: Document) -> Metadata:
    """Return the metadata with what whoever fetched the page tells, where it does not tell itself."""
    if not document.title and not document.date:
        return metadata
    titles = metadata.titles if metadata.all_titles or not document.title else (plain(document.title),)
    published = metadata.published or (parse_machine_date(document.date) if document.date else None)
    return metadata._replace(titles=titles, published=published)


def _find_known(
    document: Document, url: str | None, named: str | None, furniture: KnownFurniture
) -> KnownSite:
    """Return what is known of a page's site; what was decided holds for the host that a text names, too."""
    known = furniture.get(find_site(document, url)) or DecidedSite({})
    if named:
        other = furniture.get(find_site(document, named)) or known
        known = DecidedSite(known.lines, known.kept | other.kept, known.removed | other.removed)
    return known


def _gather(
    document: Document,
    metadata: Metadata,
    texts: Sequence[str],
    judgements: Judgements,
    title: str | None,
    url: str | None,
) -> Article:
    body = [at for at, label in enumerate(judgements.labels) if label is _BODY]
    text = "\n\n".join([texts[at] for at in body])
    around = _around_headline(texts, judgements.labels)
    return Article(
        id="",
        source=document.source,
        text=text,
        title=title,
        url=url,
        site=metadata.site or (urlsplit(url).hostname if url else None),
        language=detect_language(text, metadata.language),
        published=metadata.published or byline.find_date(around),
        authors=metadata.authors or byline.find_authors(around),
        section=metadata.section,
        words=int(sum([judgements.words[at] for at in body])),
    )


def _around_headline(texts: Sequence[str], labels: Sequence[Label]) -> list[str]:
    """Return the texts of furniture in the order in which it may tell author and date.

    First what stands between headline and article, then right before the headline, then behind the end.
    """
    first = labels.index(_BODY)
    last = len(labels) - 1 - labels[::-1].index(_BODY)
    headline = labels.index(Label.HEADLINE) if Label.HEADLINE in labels[:first] else first
    near = [
        *range(headline + 1, first + _BYLINE_REACH),
        *range(max(0, headline - _BYLINE_REACH), headline),
        *range(last + 1, last + 1 + _BYLINE_REACH),
    ]
    return [texts[i] for i in near if i < len(labels) and labels[i] is _FURNITURE]


def _add_trace(article: Article, judgements: Judgements) -> Article:
    removed = (
        Removed(each.block.line, each.block.text, str(each.reason), each.doubt)
        for each in judgements
        if each.reason is not None
    )
    body = [each for each in judgements if each.label is _BODY]
    lines, doubts = tuple(each.block.line for each in body), tuple(each.doubt for each in body)
    return article._replace(removed=tuple(removed), lines=lines, doubts=doubts)
