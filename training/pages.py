"""Labelled pages to training examples."""

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from alignment import label_blocks
from selectolax.lexbor import LexborHTMLParser

from newsclean.cleaning import clean_document, html, text
from newsclean.cleaning.blocks import Blocks, fold_line
from newsclean.cleaning.declarations import read_metadata
from newsclean.cleaning.features import Context, Features
from newsclean.cleaning.labelling import LABELS, page_features
from newsclean.cleaning.metadata import Metadata
from newsclean.cleaning.page import page_context
from newsclean.cleaning.prose import count_words
from newsclean.model import Block, Document, Kind, Label, Rejected

UNKNOWN = -1
INSIDE_WEIGHT = (
    0.04  # added to each block between the first and the last of the article; all its words weigh 4
)


@dataclass
class Page:
    """One training example.

    `targets` holds an index into `LABELS` for each block, or `UNKNOWN`; `taught`, if there are teachers, how
    much of each label they see in it.
    """

    dataset: str
    id: str
    group: str
    kind: Kind
    blocks: Sequence[Block]
    targets: np.ndarray
    gold: dict
    context: Context = field(default_factory=Context)
    metadata: Metadata = field(default_factory=Metadata)
    features: Features | None = None
    weights: np.ndarray | None = None
    taught: np.ndarray | None = None


def load_text_pages(root: Path) -> list[Page]:
    """Load plain/ and sites/, and the gold articles themselves as pages that are clean already."""
    pages = [*_plain(root), *_sites(root), *_rendered(root)]
    _count_lines(pages)
    return pages + [clean for page in pages[::4] for clean in _already_clean(page)]


def _plain(root: Path) -> Iterator[Page]:
    for gold in _gold(root / "plain"):
        yield _text_page("plain", gold, root / "plain/texts" / f"{gold['id']}.txt")


def _sites(root: Path) -> Iterator[Page]:
    for gold in _gold(root / "sites"):
        yield _text_page("sites", gold, root / "sites/texts" / gold["publisher"] / f"{gold['id']}.txt")


def _rendered(root: Path) -> Iterator[Page]:
    """Yield segments/ as text, by three renderers in turn, with what the shipped weights find in the HTML.

    They stand for hundreds of sites more, which weighs more than the labels' being only nearly right.
    """
    for index, gold in enumerate(_gold(root / "segments")):
        content = gzip.decompress((root / "segments/pages" / f"{gold['id']}.html.gz").read_bytes())
        cleaned = clean_document(Document(gold["id"], Kind.HTML, content.decode("utf-8", "replace")))
        if isinstance(cleaned, Rejected) or not cleaned.article.title:
            continue
        blocks = text.split_blocks(RENDERERS[index % len(RENDERERS)](LexborHTMLParser(content)))
        found = {"id": gold["id"], "title": cleaned.article.title, "text": cleaned.article.text}
        labels = label_blocks(blocks, found["title"], found["text"])
        if Label.BODY in labels:
            yield _page("rendered", found, _host(gold), Kind.TEXT, blocks, labels)


def _strip_scripts(tree: LexborHTMLParser) -> LexborHTMLParser:
    tree.strip_tags(["script", "style", "noscript", "template", "svg", "iframe", "head"])
    return tree


RENDERERS: tuple[Callable[[LexborHTMLParser], str], ...] = (
    lambda tree: _strip_scripts(tree).text(separator="\n", strip=True),
    lambda tree: _strip_scripts(tree).text(separator="\n"),
    lambda tree: "\n\n".join("  " * block.depth + block.text for block in html.split_blocks(tree)),
)


def _host(gold: dict) -> str:
    return urlsplit(gold["url"].replace("hard::", "https://")).hostname or gold["id"]


def _text_page(dataset: str, gold: dict, path: Path) -> Page:
    blocks = text.split_blocks(path.read_text("utf-8", errors="replace"))
    labels = label_blocks(blocks, gold["title"], gold["text"])
    return _page(dataset, gold, gold["publisher"], Kind.TEXT, blocks, labels)


def _page(
    dataset: str, gold: dict, group: str, kind: Kind, blocks: Sequence[Block], labels: list[Label]
) -> Page:
    targets = np.array([LABELS.index(label) for label in labels])
    return Page(dataset, gold["id"], group, kind, blocks, targets, gold)


def _already_clean(page: Page) -> Iterator[Page]:
    """Yield the article alone, with and without its headline: cleaning must leave it whole."""
    gold = page.gold
    for content in (
        f"{gold['title']}\n\n{gold['text']}",
        gold["text"],
        f"{gold['title']}\n{gold['text']}".replace("\n\n", "\n"),
    ):
        blocks = text.split_blocks(content)
        labels = label_blocks(blocks, gold["title"], gold["text"])
        yield _page("clean", gold, page.group, Kind.TEXT, blocks, labels)


def _count_lines(pages: list[Page]) -> None:
    """Fill in on how many other pages of its site each line stands, renderings of its own article aside."""
    sites = defaultdict(list)
    for page in pages:
        sites[page.dataset, page.group].append(page)
    for members in sites.values():
        lines = [{fold_line(block.text) for block in page.blocks} for page in members]
        for mine, page in zip(lines, members, strict=True):
            counts: Counter[str] = Counter()
            for theirs, other in zip(lines, members, strict=True):
                if other.gold["title"] != page.gold["title"]:
                    counts.update(mine & theirs)
            page.context = Context(pages_with=counts)


def load_html_pages(root: Path) -> list[Page]:
    """Load fundus/ (whole articles known) and segments/ (some pieces known)."""
    pages = []
    for gold in _gold(root / "fundus"):
        blocks, metadata = _html(root / "fundus/pages" / f"{gold['id']}.html.gz")
        page = _page(
            "fundus",
            gold,
            gold["publisher"],
            Kind.HTML,
            blocks,
            label_blocks(blocks, gold["title"], gold["text"]),
        )
        page.context, page.metadata = page_context(metadata), metadata
        pages.append(page)
    for gold in _gold(root / "segments"):
        blocks, metadata = _html(root / "segments/pages" / f"{gold['id']}.html.gz")
        if not blocks:
            continue
        targets = np.array([_known(block.text, gold) for block in blocks])
        page = Page("segments", gold["id"], _host(gold), Kind.HTML, blocks, targets, gold)
        page.context, page.metadata = page_context(metadata), metadata
        pages.append(page)
    return pages


def _html(path: Path) -> tuple[Blocks, Metadata]:
    tree = LexborHTMLParser(gzip.decompress(path.read_bytes()))
    return html.split_blocks(tree), read_metadata(tree)


def _known(block: str, gold: dict) -> int:
    squeezed = " ".join(block.split())
    if any(" ".join(piece.split()) in squeezed for piece in gold["with"] if piece.strip()):
        return LABELS.index(Label.BODY)
    if any(" ".join(piece.split()) in squeezed for piece in gold["without"] if piece.strip()):
        return LABELS.index(Label.FURNITURE)
    return UNKNOWN


def _gold(folder: Path) -> list[dict]:
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def finish(pages: list[Page]) -> None:
    """Compute features, and weights that make a page's tokens count as the measure counts them."""
    for page in pages:
        if page.features is None:
            page.features = page_features(Blocks.of(page.blocks), page.kind, page.context)
        words = count_words([block.text for block in page.blocks])
        body = page.targets == LABELS.index(Label.BODY)
        headline = page.targets == LABELS.index(Label.HEADLINE)
        share = words / max(1.0, words[body].sum() if body.any() else words.sum())
        weights = 4 * share + 1 / max(20, len(words)) + headline / max(1, headline.sum())
        inside = np.flatnonzero(body)
        if len(inside):  # a lost subheading or verse, or a caption in the text, is worse than its length says
            weights[inside[0] : inside[-1] + 1] += INSIDE_WEIGHT
        page.weights = np.where(page.targets == UNKNOWN, 0.0, np.minimum(weights, 3.0))


def folds(pages: list[Page], count: int, seed: int = 1) -> Iterator[tuple[list[Page], list[Page]]]:
    """Yield (training, test) pages; the pages of one publisher are all on one side."""
    groups = sorted({page.group for page in pages})
    random.Random(seed).shuffle(groups)
    fold = {group: index % count for index, group in enumerate(groups)}
    for index in range(count):
        yield ([p for p in pages if fold[p.group] != index], [p for p in pages if fold[p.group] == index])
