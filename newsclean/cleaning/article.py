"""From a document to its article: judge the blocks, pick the headline, gather the rest."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning import byline
from newsclean.cleaning.characters import ends_sentence
from newsclean.cleaning.features import Context, best_span, count_words, prose_words
from newsclean.cleaning.headline import best_form, fold_headline, same_headline, strip_site
from newsclean.cleaning.labelling import ACTIVATION_SCALE, LABELS, WEIGHT_SCALE, score_blocks
from newsclean.cleaning.language import detect_language
from newsclean.cleaning.metadata import Metadata
from newsclean.cleaning.page import page_context, take_apart
from newsclean.model import (
    Article,
    Block,
    Cleaned,
    Document,
    Judgement,
    Kind,
    Label,
    Reason,
    Rejected,
    Removed,
    Stage,
)

_BODY, _HEADLINE, _FURNITURE = (LABELS.index(label) for label in (Label.BODY, Label.HEADLINE, Label.FURNITURE))
_UNIT = ACTIVATION_SCALE * WEIGHT_SCALE  # one unit of log odds
_WEAKEST_HEADLINE = -4 * _UNIT  # a best line below this is no headline: the page has none
_FEWEST_WORDS = 20  # of prose on a page without any body block, from which the best span is taken all the same
_REPEATED_WORDS = 12  # a repeated sentence of so many words is a second copy of a layout, not a refrain
_DATE_REACH = 4  # blocks around the headline in which the date may stand

Scores = NDArray[np.float64]


def clean_document(document: Document, *, trace: bool = False) -> Cleaned | Rejected:
    """Find the article on a page.

    Returns the article with every block of the page judged, or Rejected when there is no text or nothing that
    reads like an article. The article's `id` is left to the caller. With `trace` it carries what was removed.
    """
    page = take_apart(document)
    if not page.blocks:
        return Rejected(document.source, Stage.CLEAN, "the page has no text")
    context = page_context(page.metadata)
    scores = score_blocks(page.blocks, document.kind, context)
    title, at = _find_title(page.blocks, scores, page.metadata)
    body = _find_body(page.blocks, scores, at)
    judgements = _judge(page.blocks, body, title, context)
    paragraphs = [each.block.text for each in judgements if each.label is Label.BODY]
    if not paragraphs:
        return Rejected(document.source, Stage.CLEAN, "no article found: the page holds nothing but furniture")
    article = _gather(document, page.metadata, judgements, title, paragraphs)
    return Cleaned(article if not trace else _with_trace(article, judgements), judgements)


def _find_title(blocks: Sequence[Block], scores: Scores, metadata: Metadata) -> tuple[str | None, int | None]:
    """Return the title and the index of the block that it stands in, each None where there is none."""
    names = [metadata.site or "", urlsplit(metadata.url or "").hostname or ""]
    margin = scores[:, _HEADLINE] - np.maximum(scores[:, _FURNITURE], scores[:, _BODY])
    known = [strip_site(title, names) for title in (*metadata.titles, metadata.document_title) if title]
    at = _best_headline(blocks, margin, known)
    if at is None:
        return (known[0] if known else None), None
    forms = [strip_site(block.text, names) for block in blocks if same_headline(block.text, blocks[at].text)]
    return (strip_site(blocks[at].text, names) if known else best_form(forms)), at


def _best_headline(blocks: Sequence[Block], margin: Scores, known: Sequence[str]) -> int | None:
    """Return the block that is the headline: where metadata names titles, one that agrees with them."""
    order = np.argsort(-margin, kind="stable")
    if not known:
        at = int(order[0])
        return at if margin[at] > _WEAKEST_HEADLINE else None
    folded = [fold_headline(title) for title in known]
    for at in map(int, order):
        if margin[at] <= _WEAKEST_HEADLINE:
            break
        text = fold_headline(blocks[at].text)
        if text and any(text in title for title in folded):
            return at
    at = int(order[0])
    return at if margin[at] > 0 else None


def _find_body(blocks: Sequence[Block], scores: Scores, headline: int | None) -> NDArray[np.bool_]:
    body: NDArray[np.bool_] = scores[:, _BODY] > np.maximum(scores[:, _FURNITURE], scores[:, _HEADLINE])
    if headline is not None:
        body[headline] = False
    if not body.any():
        texts = [block.text for block in blocks]
        prose = prose_words(texts, count_words(texts))
        start, end = best_span(prose)
        if prose[start:end].sum() >= _FEWEST_WORDS:
            body[start:end] = True
    return body


def _judge(
    blocks: Sequence[Block], body: NDArray[np.bool_], title: str | None, context: Context
) -> tuple[Judgement, ...]:
    """Label every block, and give each one that is removed its reason."""
    inside = np.flatnonzero(body)
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (len(blocks), len(blocks))
    judgements = []
    seen: set[str] = set()
    shown = False
    for index, block in enumerate(blocks):
        if title is not None and same_headline(block.text, title) and not first < index < last:
            label, reason = (Label.FURNITURE, Reason.REPEATED_HEADLINE) if shown else (Label.HEADLINE, None)
            shown = True
        elif not any(map(str.isalnum, block.text)):
            label, reason = Label.FURNITURE, Reason.NO_WORDS
        elif body[index]:
            repeated = block.text in seen and _is_sentence(block.text)
            label, reason = (Label.FURNITURE, Reason.REPEATED_BLOCK) if repeated else (Label.BODY, None)
            seen.add(block.text)
        else:
            place = Reason.BEFORE if index < first else Reason.AFTER if index > last else Reason.INSIDE
            label, reason = Label.FURNITURE, place
        judgements.append(Judgement(block, label, reason))
    return tuple(judgements)


def _is_sentence(text: str) -> bool:
    return ends_sentence(text) and count_words([text])[0] >= _REPEATED_WORDS


def _gather(
    document: Document,
    metadata: Metadata,
    judgements: Sequence[Judgement],
    title: str | None,
    paragraphs: Sequence[str],
) -> Article:
    text = "\n\n".join(paragraphs)
    published, authors, url = metadata.published, metadata.authors, metadata.url
    if document.kind is Kind.TEXT or not published:
        around = _around_headline(judgements)
        published = published or byline.find_date(around)
        authors = authors or byline.find_authors(around)
    if document.kind is Kind.TEXT:
        url = byline.find_url([each.block for each in judgements])
    return Article(
        id="",
        source=document.source,
        text=text,
        title=title,
        url=url,
        site=metadata.site or (urlsplit(url).hostname if url else None),
        language=detect_language(text, metadata.language),
        published=published,
        authors=authors,
        section=metadata.section,
        words=int(count_words(paragraphs).sum()),
    )


def _around_headline(judgements: Sequence[Judgement]) -> list[Block]:
    """Return the furniture between headline and article, then that right before the headline and behind the end."""
    kinds = [each.label for each in judgements]
    first = kinds.index(Label.BODY)
    last = len(kinds) - 1 - kinds[::-1].index(Label.BODY)
    headline = kinds.index(Label.HEADLINE) if Label.HEADLINE in kinds[:first] else first
    near = [
        *range(headline + 1, first + _DATE_REACH),
        *range(max(0, headline - _DATE_REACH), headline),
        *range(last + 1, last + 1 + _DATE_REACH),
    ]
    return [judgements[i].block for i in near if i < len(kinds) and kinds[i] is Label.FURNITURE]


def _with_trace(article: Article, judgements: Sequence[Judgement]) -> Article:
    removed = tuple(
        Removed(each.block.line, each.block.text, str(each.reason)) for each in judgements if each.reason is not None
    )
    return replace(article, removed=removed)
