"""Train the labeller from folders of labelled pages.

    python training/train.py EVAL [--check] [--kind text|html] [--epochs N] [--teachers N] [--lessons N]
                             [--decisions FILE --reviewed PATH...]

EVAL holds plain/, sites/, fundus/ and segments/. With --check the measures are printed by cross-validation
grouped by publisher; without it, the weights for all pages are written to newsclean/cleaning/data/. The
shipped ones were made by `--kind html --epochs 25 --lessons 40`, then `--kind text --epochs 20 --lessons 30`:
HTML comes first, as its weights label pages for text. What reviewers decided in reports counts as well: in
--reviewed stand the pages that the --decisions are about, of which the other lines are guessed.
"""

import argparse
import multiprocessing
import os
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from augmentation import augment
from decisions import load_reviewed
from network import Network, export, predict, teach, train
from pages import UNKNOWN, Page, finish, folds, load_html_pages, load_text_pages
from scores import report
from scripts import rescript

from newsclean.cleaning.features import OPTIONAL_COLUMNS
from newsclean.cleaning.labelling import LABELS
from newsclean.model import Kind, Label

FOLDS = 4
SURE = 2.0  # log odds from which a prediction may serve as the label of a block that has none
TEACHERS = 3  # whose mean opinion the network learns: trained alone it wavers on short blocks in the article
TEACHER_HIDDEN = 48  # units; the pupil has more, to hold what three know
VARIANTS = {Kind.TEXT: 2, Kind.HTML: 1}  # augmented pages for each page
RESCRIPTED_SHARE = {Kind.TEXT: 0.3, Kind.HTML: 0.15}  # of pages seen once more in another script
GUESS_WEIGHT = 0.5  # what a guessed label counts beside a known one


def fit(pages: list[Page], epochs: int, teachers: int, lessons: int) -> Network:
    """Train on pages and variants; what no one labelled, a first network labels where it is sure.

    Teachers are trained for `epochs`, and then the network for so many `lessons`; without teachers it is
    trained for `epochs`.
    """
    finish(pages)
    kind = pages[0].kind
    partial = [page for page in pages if (page.targets == UNKNOWN).any()]
    if partial:
        network = train(pages, OPTIONAL_COLUMNS, epochs)
        guessed = [
            guess(page, scores) for page, scores in zip(partial, predict([network], partial), strict=True)
        ]
        pages = [page for page in pages if not (page.targets == UNKNOWN).any()] + guessed
    variants = [variant for seed in range(VARIANTS[kind]) for variant in augment(pages, seed)]
    chance = random.Random(0)
    rescripted = [
        rescript(page, chance) for page in pages + variants if chance.random() < RESCRIPTED_SHARE[kind]
    ]
    finish(variants + rescripted)
    everything = pages + variants + rescripted
    if teachers:
        teach(_train_all(everything, epochs, teachers), everything)
    return train(everything, OPTIONAL_COLUMNS, lessons if teachers else epochs, teachers)


def _train_all(pages: list[Page], epochs: int, count: int) -> list[Network]:
    """Train networks side by side; they differ in the seed alone."""
    with multiprocessing.get_context("fork").Pool(min(count, os.cpu_count() or 1)) as pool:
        tasks = [(pages, OPTIONAL_COLUMNS, epochs, seed, TEACHER_HIDDEN) for seed in range(count)]
        return pool.starmap(train, tasks)


def guess(page: Page, scores: np.ndarray) -> Page:
    """Return a copy of the page in which sure predictions stand in for unknown labels."""
    best = scores.argmax(axis=1)
    margin = scores.max(axis=1) - np.sort(scores, axis=1)[:, -2]
    unknown = page.targets == UNKNOWN
    targets = np.where(unknown, np.where(margin >= SURE, best, UNKNOWN), page.targets)
    copy = replace(page, targets=targets)
    finish([copy])
    known_body = (page.targets == LABELS.index(Label.BODY)) | (page.targets == LABELS.index(Label.FURNITURE))
    copy.weights = np.where(
        unknown, copy.weights * GUESS_WEIGHT, np.where(known_body, copy.weights + 0.2, copy.weights)
    )
    return copy


def main() -> None:
    """Check or train, as the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("eval", type=Path)
    parser.add_argument("--kind", choices=list(Kind), action="append")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--teachers", type=int, default=TEACHERS)
    parser.add_argument("--lessons", type=int, default=30)
    parser.add_argument("--decisions", help="a file that the report saved")
    parser.add_argument("--reviewed", nargs="*", default=(), help="pages or folders that it is about")
    args = parser.parse_args()
    torch.set_num_threads(1)
    for kind in map(Kind, args.kind or Kind):
        pages = load_text_pages(args.eval) if kind is Kind.TEXT else load_html_pages(args.eval)
        reviewed = list(load_reviewed(args.reviewed, args.decisions, kind)) if args.decisions else []
        if args.check:
            tested: list[tuple[Page, np.ndarray]] = []
            finish(pages)
            for learn, test in folds(pages, FOLDS):
                network = fit(learn + reviewed, args.epochs, args.teachers, args.lessons)
                tested += zip(test, predict([network], test), strict=True)
            report(tested)
        else:
            export(fit(pages + reviewed, args.epochs, args.teachers, args.lessons), kind)


if __name__ == "__main__":
    main()
