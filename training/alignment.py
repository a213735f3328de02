"""Labels for the blocks of a page, by aligning the known article with them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from newsclean.cleaning.headline import same_headline
from newsclean.model import Block, Label

_SPACELESS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}])\w)+")
_GRAM = 4
_COVERED = 0.5  # share of a block's tokens that must stand in the article for it to be a candidate
_SLACK = 2  # tokens by which two neighbouring matches may overlap


def tokenise(text: str) -> list[str]:
    """Split into words; in scripts without spaces, into characters."""
    return _TOKEN.findall(text.casefold())


def label_blocks(blocks: Sequence[Block], title: str | None, text: str) -> list[Label]:
    """Label the blocks of a page whose clean article is known.

    Blocks are body when their tokens stand in `text` in order: the heaviest chain of blocks with increasing
    positions is taken, then short blocks that fill the gaps between two links of the chain. Blocks that equal
    the title are headline.
    """
    gold = tokenise(text)
    body = _align([tokenise(block.text) for block in blocks], gold)
    labels = []
    for index, block in enumerate(blocks):
        if index in body:
            labels.append(Label.BODY)
        elif title and same_headline(block.text, title):
            labels.append(Label.HEADLINE)
        else:
            labels.append(Label.FURNITURE)
    return labels


def _align(blocks: Sequence[list[str]], gold: list[str]) -> set[int]:
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in range(len(gold) - _GRAM + 1):
        where[tuple(gold[position : position + _GRAM])].append(position)
    candidates = []
    for index, tokens in enumerate(blocks):
        candidates += [(index, *match) for match in _matches(tokens, where)]
    chain = _heaviest_chain(candidates)
    chosen = {index for index, *_ in chain}
    edges = [(-1, 0, 0, 0), *chain, (len(blocks), len(gold), len(gold), 0)]
    for (before, _, start, _), (after, end, _, _) in pairwise(edges):
        position = max(0, start - _SLACK)
        for index in range(before + 1, after):
            found = _find(blocks[index], gold, position, end + _SLACK)
            if found is not None:
                chosen.add(index)
                position = found
    return chosen


def _matches(tokens: list[str], where: dict[tuple[str, ...], list[int]]) -> list[tuple[int, int, int]]:
    """Return (start, end, tokens covered) in the article for each place where the block may stand."""
    by_offset: dict[int, int] = defaultdict(int)
    covered = set()
    for place in range(len(tokens) - _GRAM + 1):
        for position in where.get(tuple(tokens[place : place + _GRAM]), ()):
            by_offset[(position - place) // 8] += 1
            covered.update(range(place, place + _GRAM))
    if len(covered) < _COVERED * len(tokens):
        return []
    starts = sorted(by_offset, key=lambda offset: -by_offset[offset])[:3]
    return [(max(0, s * 8), max(0, s * 8) + len(tokens), len(covered) * by_offset[s]) for s in starts]


def _heaviest_chain(candidates: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    best: list[int] = []
    previous: list[int] = []
    slack = 16  # offsets are rounded
    for here, (index, start, _, weight) in enumerate(candidates):
        best.append(weight)
        previous.append(-1)
        for earlier in range(here):
            other = candidates[earlier]
            if other[0] < index and other[2] - slack <= start and best[earlier] + weight > best[here]:
                best[here], previous[here] = best[earlier] + weight, earlier
    if not best:
        return []
    at = max(range(len(best)), key=best.__getitem__)
    chain = []
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return chain[::-1]


def _find(tokens: list[str], gold: list[str], start: int, end: int) -> int | None:
    size = len(tokens)
    if not size:
        return None
    for position in range(start, min(end, len(gold)) - size + 1):
        if gold[position : position + size] == tokens:
            return position + size
    return None
