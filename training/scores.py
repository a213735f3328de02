"""The measures of the labelled sets, on scores straight from the network."""

import re
from collections import Counter
from statistics import mean

import numpy as np
from alignment import tokenise
from pages import Page

from newsclean.cleaning.labelling import BODY, FURNITURE, HEADLINE

_GRAM = 4


def report(tested: list[tuple[Page, np.ndarray]]) -> None:
    """Print the measures of each data set, and its worst pages."""
    for dataset in sorted({page.dataset for page, _ in tested}):
        pages = [(page, scores) for page, scores in tested if page.dataset == dataset]
        if dataset == "segments":
            print(dataset, len(pages), _segments(pages), flush=True)
            continue
        cells = [(_overlap(page.gold["text"], body(page, scores)), page.id) for page, scores in pages]
        precision = mean(tp / (tp + fp) for (tp, fp, _), _ in cells if tp + fp)
        recall = mean(tp / (tp + fn) for (tp, _, fn), _ in cells if tp + fn)
        titles = mean(_title(page, scores) for page, scores in pages)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{dataset} {len(pages)} P {precision:.4f} R {recall:.4f} F1 {f1:.4f} title {titles:.3f}")
        worst = sorted((2 * tp / (2 * tp + fp + fn) if tp else 0.0, name) for (tp, fp, fn), name in cells)
        print("  ", *(f"{name} {value:.2f}" for value, name in worst[:8]), flush=True)


def body(page: Page, scores: np.ndarray) -> str:
    """Return the text of the blocks whose likeliest label is body."""
    kept = scores[:, BODY] > np.maximum(scores[:, FURNITURE], scores[:, HEADLINE])
    return "\n\n".join(block.text for block, keep in zip(page.blocks, kept, strict=True) if keep)


def _overlap(gold: str, found: str) -> tuple[int, int, int]:
    a, b = _grams(gold), _grams(found)
    return sum((a & b).values()), sum((b - a).values()), sum((a - b).values())


def _grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = tokenise(text)
    return (
        Counter(tuple(tokens[i : i + _GRAM]) for i in range(max(1, len(tokens) - _GRAM + 1)))
        if tokens
        else Counter()
    )


def _title(page: Page, scores: np.ndarray) -> bool:
    best = int(np.argmax(scores[:, HEADLINE] - scores[:, FURNITURE]))
    return _plain(page.blocks[best].text) == _plain(page.gold["title"])


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _segments(pages: list[tuple[Page, np.ndarray]]) -> str:
    tp = fp = fn = 0
    for page, scores in pages:
        text = " ".join(body(page, scores).split())
        hits = sum(" ".join(piece.split()) in text for piece in page.gold["with"])
        tp += hits
        fn += len(page.gold["with"]) - hits
        fp += sum(" ".join(piece.split()) in text for piece in page.gold["without"])
    precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return f"P {precision:.4f} R {recall:.4f} F1 {2 * precision * recall / max(1e-9, precision + recall):.4f}"
