"""One page, block by block: what was kept and what was removed, and why."""

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from newsclean.model import Article, Cause, Cleaned, Judgement, Label, Reason
from newsclean.writing import escape

MARKS = {Label.HEADLINE: "#", Label.BODY: "+", Label.FURNITURE: "-"}
"""What stands for each label where there is no colour."""

_STYLES = {Label.HEADLINE: "bold cyan", Label.BODY: "green", Label.FURNITURE: "dim"}
_FIELDS = ("source", "title", "url", "site", "published", "authors", "section", "language", "words")


def render(cleaned: Cleaned, *, causes: bool = False) -> Iterator[Text]:
    """Yield the lines that explain a page: the article's metadata, then each block in its order.

    A block's line has its number on the page, a mark (`#` headline, `+` body, `-` removed), the reason in
    brackets if it was removed, and its text; with `causes`, what decided stands below. The styles show only
    where colours do.
    """
    yield from _describe(cleaned)
    yield Text()
    width = len(str(max((judgement.block.line for judgement in cleaned.judgements), default=0)))
    headline = _find_headline(cleaned)
    for judgement, found in zip(cleaned.judgements, _list_causes(cleaned), strict=True):
        yield _render_block(judgement, width, headline)
        if causes and (found or judgement.doubt):
            doubt = f"{judgement.doubt:.0%} doubt" if judgement.doubt else ""
            told = [f"{cause.feature} {cause.effect:+.1f}" for cause in found]
            yield Text(f"{'':>{width}}   " + "; ".join(filter(None, (doubt, *told))), "dim italic")
    yield Text()
    removed = sum(judgement.reason is not None for judgement in cleaned.judgements)
    kept = len(cleaned.judgements) - removed
    yield Text(f"# headline  + body  - removed: {kept} kept, {removed} removed")


def build_explanation(cleaned: Cleaned) -> dict[str, Any]:
    """Return the same for programs: the fields, where each was found, and the blocks.

    A block that repeats the headline names the headline's line as `repeats`; `causes` are in log odds.
    """
    headline = _find_headline(cleaned)
    return {
        "fields": _list_fields(cleaned.article),
        "origins": dict(cleaned.origins),
        "blocks": [
            {
                "line": each.block.line,
                "text": each.block.text,
                "label": each.label.value,
                "reason": each.reason.value if each.reason else None,
                "repeats": headline if each.reason is Reason.REPEATED_HEADLINE else None,
                "words": int(each.words),
                "doubt": each.doubt,
                "causes": [{"feature": cause.feature, "effect": cause.effect} for cause in causes],
            }
            for each, causes in zip(cleaned.judgements, _list_causes(cleaned), strict=True)
        ],
    }


def _list_causes(cleaned: Cleaned) -> tuple[tuple[Cause, ...], ...]:
    return cleaned.causes or ((),) * len(cleaned.judgements)


def _find_headline(cleaned: Cleaned) -> int | None:
    """Return the line of the headline."""
    return next((each.block.line for each in cleaned.judgements if each.label is Label.HEADLINE), None)


def _list_fields(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in _FIELDS}


def _describe(cleaned: Cleaned) -> Iterator[Text]:
    width = max(map(len, _FIELDS))
    for name, value in _list_fields(cleaned.article).items():
        if value:
            fact = ", ".join(value) if isinstance(value, tuple) else str(value)
            origin = f"  ({cleaned.origins[name]})" if name in cleaned.origins else ""
            yield Text.assemble((name.ljust(width), "bold"), "  ", escape(fact), (escape(origin), "dim"))


def _render_block(judgement: Judgement, width: int, headline: int | None) -> Text:
    style = "dim" if judgement.reason else _STYLES[judgement.label]
    mark = MARKS[Label.FURNITURE if judgement.reason else judgement.label]
    reason = ("", "red")
    if judgement.reason:
        where = f" in line {headline}" if judgement.reason is Reason.REPEATED_HEADLINE and headline else ""
        reason = (f"[{judgement.reason.value}{where}] ", "red")
    line = f"{judgement.block.line:>{width}} "
    return Text.assemble((line, "dim"), (f"{mark} ", style), reason, (escape(judgement.block.text), style))
