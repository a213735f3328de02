"""Two articles side by side: how alike they are, and where."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from rich.text import Text

from newsclean.deduplication.pairs import Comparison
from newsclean.model import Article
from newsclean.writing import escape


def render_pair(left: Article, right: Article, comparison: Comparison) -> Iterator[Text]:
    """Yield the lines that tell how alike two articles are, then what both have and what each has alone.

    A passage that both have begins with `=`, one of the first with `<`, one of the second with `>`; they are
    shown as they are compared, without case and punctuation.
    """
    yield Text.assemble(("< ", "red"), escape(f"{left.source}: {left.title or ''}"))
    yield Text.assemble(("> ", "green"), escape(f"{right.source}: {right.title or ''}"))
    yield Text()
    yield Text.assemble(("verdict      ", "bold"), _judge(comparison))
    met = ", ".join(map(str, comparison.bands)) or "none"
    facts = {
        "Jaccard": f"{comparison.jaccard:.3f} of word 5-grams, {comparison.pairs:.3f} of word pairs",
        "MinHash": f"{comparison.estimate:.3f}, the estimate from 128 numbers",
        "contained": f"{comparison.left_in_right:.0%} of < in >, {comparison.right_in_left:.0%} of > in <",
        "bands met": f"{len(comparison.bands)} of {comparison.all_bands}: {met}",
    }
    for name, fact in facts.items():
        yield Text.assemble((name.ljust(11), "bold"), "  ", fact)
    yield Text()
    for passage in comparison.passages:
        if passage.left == passage.right:
            yield Text(f"= {escape(passage.left)}", "dim")
            continue
        if passage.left:
            yield Text(f"< {escape(passage.left)}", "red")
        if passage.right:
            yield Text(f"> {escape(passage.right)}", "green")


def build_pair(left: Article, right: Article, comparison: Comparison) -> dict[str, Any]:
    """Return the same for programs."""
    return {"left": left.source, "right": right.source, **dataclasses.asdict(comparison)}


def _judge(comparison: Comparison) -> str:
    found = comparison.found
    if found is None:
        return "no duplicates"
    return f"{found.kind.value}, similarity {found.similarity:.3f}"
