"""One page, block by block: what was kept and what was removed, and why."""

from collections.abc import Iterator

from rich.text import Text

from newsclean.model import Article, Cleaned, Judgement, Label
from newsclean.writing import escape

MARKS = {Label.HEADLINE: "#", Label.BODY: "+", Label.FURNITURE: "-"}
"""What stands for each label where there is no colour."""

_STYLES = {Label.HEADLINE: "bold cyan", Label.BODY: "green", Label.FURNITURE: "dim"}


def render(cleaned: Cleaned) -> Iterator[Text]:
    """Yield the lines that explain a page: the article's metadata, then each block in its order.

    A block's line has its number on the page, a mark (`#` headline, `+` body, `-` removed), the reason in
    brackets if it was removed, and its text. The styles show only where colours do.
    """
    yield from _describe(cleaned.article)
    yield Text()
    width = len(str(max((judgement.block.line for judgement in cleaned.judgements), default=0)))
    for judgement in cleaned.judgements:
        yield _render_block(judgement, width)
    yield Text()
    removed = sum(judgement.reason is not None for judgement in cleaned.judgements)
    kept = len(cleaned.judgements) - removed
    yield Text(f"# headline  + body  - removed: {kept} kept, {removed} removed")


def _describe(article: Article) -> Iterator[Text]:
    facts = {
        "source": article.source,
        "title": article.title,
        "url": article.url,
        "site": article.site,
        "published": article.published,
        "authors": ", ".join(article.authors),
        "section": article.section,
        "language": article.language,
        "words": str(article.words),
    }
    width = max(map(len, facts))
    for name, fact in facts.items():
        if fact:
            yield Text.assemble((name.ljust(width), "bold"), "  ", escape(fact))


def _render_block(judgement: Judgement, width: int) -> Text:
    style = "dim" if judgement.reason else _STYLES[judgement.label]
    mark = MARKS[Label.FURNITURE if judgement.reason else judgement.label]
    reason = (f"[{judgement.reason.value}] ", "red") if judgement.reason else ""
    line = f"{judgement.block.line:>{width}} "
    return Text.assemble((line, "dim"), (f"{mark} ", style), reason, (escape(judgement.block.text), style))
