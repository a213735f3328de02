"""One page, block by block: what was kept and what was removed, and why."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.text import Text

from newsclean.model import Article, Cause, Cleaned, Judgement, Label, Reason, Repair
from newsclean.writing import escape

MARKS = {Label.HEADLINE: "#", Label.BODY: "+", Label.FURNITURE: "-"}
"""What stands for each label where there is no colour."""

_STYLES = {Label.HEADLINE: "bold cyan", Label.BODY: "green", Label.FURNITURE: "dim"}
_REASON = "dim red"
_LONGEST_REPAIR = 40  # characters of a repair that are shown; all are in the JSON
_FIELDS = ("source", "title", "url", "site", "published", "authors", "section", "language", "words")


def render(cleaned: Cleaned, *, causes: bool = False) -> Iterator[Text]:
    """Yield the lines that explain a page: the article's metadata, then each block in its order.

    A block's line has its number on the page, a mark (`#` headline, `+` body, `-` removed), its text, and if
    it was removed, in brackets, the reason and what decided. Below stands what was repaired, and with
    `causes` by how much each of them decided. The styles show only where colours do.
    """
    yield from _describe(cleaned)
    yield Text()
    width = len(str(max((judgement.block.line for judgement in cleaned.judgements), default=0)))
    headline = _find_headline(cleaned)
    for judgement, found, repairs in _list_blocks(cleaned):
        yield _render_block(judgement, found, width, headline)
        if told := _describe_repairs(repairs):
            yield Text(f"{'':>{width}}   repaired: {told}", "dim italic")
        if causes and (found or judgement.doubt):
            doubt = f"{judgement.doubt:.0%} doubt" if judgement.doubt else ""
            effects = [f"{cause.feature} {cause.effect:+.1f}" for cause in found]
            yield Text(f"{'':>{width}}   " + "; ".join(filter(None, (doubt, *effects))), "dim italic")
    yield Text()
    removed = sum(judgement.reason is not None for judgement in cleaned.judgements)
    kept = len(cleaned.judgements) - removed
    yield Text(f"# headline  + body  - removed: {kept} kept, {removed} removed")


def build_explanation(cleaned: Cleaned) -> dict[str, Any]:
    """Return the same for programs: the fields, where each was found, and the blocks.

    A block that repeats the headline names the headline's line as `repeats`; `causes` are in log odds;
    `repairs` undone from the last to the first give what stood on the page.
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
                "causes": [cause._asdict() for cause in causes],
                "repairs": [repair._asdict() for repair in repairs],
            }
            for each, causes, repairs in _list_blocks(cleaned)
        ],
    }


def _list_blocks(cleaned: Cleaned) -> Iterator[tuple[Judgement, tuple[Cause, ...], tuple[Repair, ...]]]:
    nothing = ((),) * len(cleaned.judgements)
    return zip(cleaned.judgements, cleaned.causes or nothing, cleaned.repairs or nothing, strict=True)


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


def _render_block(judgement: Judgement, causes: tuple[Cause, ...], width: int, headline: int | None) -> Text:
    style = "dim" if judgement.reason else _STYLES[judgement.label]
    mark = MARKS[Label.FURNITURE if judgement.reason else judgement.label]
    reason = ("", _REASON)
    if judgement.reason:
        where = f" in line {headline}" if judgement.reason is Reason.REPEATED_HEADLINE and headline else ""
        told = ": " + ", ".join(cause.feature for cause in causes) if causes else ""
        reason = (f"  [{judgement.reason.value}{where}{told}]", _REASON)
    line = f"{judgement.block.line:>{width}} "
    return Text.assemble((line, "dim"), (f"{mark} ", style), (escape(judgement.block.text), style), reason)


def _describe_repairs(repairs: tuple[Repair, ...]) -> str:
    """Say what was repaired, but for spaces, and the same only once: `U+00AD taken out (3 times)`."""
    counts = Counter(_describe_repair(each) for each in repairs if each.was.strip() or each.now.strip())
    return "; ".join(f"{told} ({count} times)" if count > 1 else told for told, count in counts.items())


def _describe_repair(repair: Repair) -> str:
    if not repair.now:
        return f"{_quote(repair.was)} taken out"
    if unicodedata.normalize("NFC", repair.was) == repair.now:
        return f"{_quote(repair.now)} composed"
    return f"{_quote(repair.was)} to {_quote(repair.now)}" if repair.was else f"{_quote(repair.now)} put in"


def _quote(text: str) -> str:
    """Put characters as they are, and those that can't be seen by their numbers."""
    if text.isprintable() and not text.isspace():
        return f'"{_shorten(text)}"'
    return "a space" if text == " " else " ".join(f"U+{ord(each):04X}" for each in _shorten(text))


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_REPAIR else text[: _LONGEST_REPAIR - 1] + "…"
