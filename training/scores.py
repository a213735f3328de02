"""The measures of the labelled sets, from the scores of networks."""

import re
from collections import Counter
from statistics import mean

import numpy as np
from alignment import tokenise
from pages import Page

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.furniture import DecidedSite
from newsclean.cleaning.headline import find_headline
from newsclean.cleaning.judging import judge
from newsclean.cleaning.labelling import UNIT, weigh
from newsclean.cleaning.language import detect_language
from newsclean.model import Label

_GRAM = 4


def report(tested: list[tuple[Page, np.ndarray]]) -> None:
    """Print the measures of each data set, and its worst pages. Judged as `clean_document` does."""
    for dataset in sorted({page.dataset for page, _ in tested}):
        found = [(page, *_clean(page, scores)) for page, scores in tested if page.dataset == dataset]
        if dataset == "segments":
            print(dataset, len(found), _segments([(page.gold, text) for page, _, text in found]), flush=True)
            continue
        cells = [(_overlap(page.gold["text"], text), page.id) for page, _, text in found]
        precision = mean(tp / (tp + fp) for (tp, fp, _), _ in cells if tp + fp)
        recall = mean(tp / (tp + fn) for (tp, _, fn), _ in cells if tp + fn)
        titles = mean(_plain(title or "") == _plain(page.gold["title"]) for page, title, _ in found)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{dataset} {len(found)} P {precision:.4f} R {recall:.4f} F1 {f1:.4f} title {titles:.3f}")
        worst = sorted((2 * tp / (2 * tp + fp + fn) if tp else 0.0, name) for (tp, fp, fn), name in cells)
        print("  ", *(f"{name} {value:.2f}" for value, name in worst[:8]), flush=True)
        print("  ", _by_language([(page, cell) for (page, *_), (cell, _) in zip(found, cells, strict=True)]))


def _by_language(tested: list[tuple[Page, tuple[int, int, int]]]) -> str:
    """Return the F1 of each language, the lowest first."""
    cells: dict[str, list[tuple[int, int, int]]] = {}
    for page, cell in tested:
        cells.setdefault(detect_language(page.gold["text"]) or "?", []).append(cell)
    rates = sorted((_mean_f1(each), name, len(each)) for name, each in cells.items())
    return " ".join(f"{name} {rate:.3f} ({count})" for rate, name, count in rates)


def _mean_f1(cells: list[tuple[int, int, int]]) -> float:
    precision = mean(tp / (tp + fp) if tp + fp else 0.0 for tp, fp, _ in cells)
    recall = mean(tp / (tp + fn) if tp + fn else 0.0 for tp, _, fn in cells)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _clean(page: Page, scores: np.ndarray) -> tuple[str | None, str]:
    """Return title and text of a page, from the scores of a network that has not seen it."""
    odds = weigh(scores.astype(np.float64) * UNIT)
    blocks = Blocks.of(page.blocks)
    headline = find_headline(blocks, odds, page.metadata)
    judgements = judge(blocks, odds, headline, DecidedSite(page.context.pages_with))
    return headline.title, "\n\n".join(each.block.text for each in judgements if each.label is Label.BODY)


def _overlap(gold: str, found: str) -> tuple[int, int, int]:
    a, b = _grams(gold), _grams(found)
    return sum((a & b).values()), sum((b - a).values()), sum((a - b).values())


def _grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = tokenise(text)
    size = max(1, len(tokens) - _GRAM + 1)
    return Counter(tuple(tokens[i : i + _GRAM]) for i in range(size)) if tokens else Counter()


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _segments(found: list[tuple[dict, str]]) -> str:
    tp = fp = fn = 0
    for gold, text in found:
        squeezed = " ".join(text.split())
        hits = sum(" ".join(piece.split()) in squeezed for piece in gold["with"])
        tp += hits
        fn += len(gold["with"]) - hits
        fp += sum(" ".join(piece.split()) in squeezed for piece in gold["without"])
    precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return f"P {precision:.4f} R {recall:.4f} F1 {2 * precision * recall / max(1e-9, precision + recall):.4f}"
