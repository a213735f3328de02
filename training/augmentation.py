"""Pages that the labelled sets lack: short ones with little furniture, and articles that aren't prose."""

import random
import re
from collections.abc import Iterator

import numpy as np
from pages import Page

from newsclean.cleaning.labelling import BODY, FURNITURE, HEADLINE
from newsclean.model import Block, Kind

MAX_FURNITURE = 10  # blocks kept on each side of a trimmed page
RESHAPED_SHARE = 0.6  # of trimmed text pages that get an unusual body
SHORTENED_SHARE = 0.4  # of trimmed pages that keep only a few paragraphs
JOINED_SHARE = 0.3  # of samples of furniture whose short lines are joined in one
MENU_CHARS = 24  # characters of a menu's entry, at most
EMPTY_SHARE = 0.05  # of trimmed pages that hold no article at all
TITLED_SHARE = 0.25  # of trimmed pages that begin with the document's title
MAX_SHORT = 6  # paragraphs

Row = tuple[Block, int]


def augment(pages: list[Page], seed: int) -> Iterator[Page]:
    """Yield a trimmed variant of each page that has a body."""
    chance = random.Random(seed)
    for page in pages:
        if not (page.targets == BODY).any():
            continue
        rows = _trim(list(zip(page.blocks, page.targets.tolist(), strict=True)), chance)
        if chance.random() < EMPTY_SHARE:
            rows = [row for row in rows if row[1] == FURNITURE]
        elif page.kind is Kind.TEXT and chance.random() < RESHAPED_SHARE:
            rows = _reshape(rows, chance)
        if rows:
            blocks, targets = zip(*rows, strict=True)
            yield Page(
                "trimmed", page.id, page.group, page.kind, blocks, np.array(targets), page.gold, page.context
            )


def _trim(rows: list[Row], chance: random.Random) -> list[Row]:
    inside = [i for i, (_, target) in enumerate(rows) if target != FURNITURE]
    body = [i for i, (_, target) in enumerate(rows) if target == BODY]
    first, last = body[0], body[-1]
    if chance.random() < SHORTENED_SHARE:
        last = body[min(len(body) - 1, chance.randrange(1, MAX_SHORT) - 1)]
    top = [i for i in inside if i < first and first - i <= MAX_FURNITURE]
    start = top[-1] if top and chance.random() < 0.9 else first  # noqa: PLR2004 most pages have a headline
    before = _join_menu(_sample(rows[:start], chance, near_end=True), chance)
    after = _join_menu(_sample(rows[body[-1] + 1 :], chance, near_end=False), chance)
    return [*_document_title(rows, start, chance), *before, *rows[start : last + 1], *after]


def _join_menu(rows: list[Row], chance: random.Random) -> list[Row]:
    """Put short pieces of furniture on one line, as renderers do with menus: "Home | News | Sport"."""
    short = [
        i for i, (block, _) in enumerate(rows) if len(block.text) < MENU_CHARS and rows[i][1] == FURNITURE
    ]
    if len(short) < 2 or chance.random() > JOINED_SHARE:  # noqa: PLR2004 one entry is no menu
        return rows
    first = short[0]
    entries = [rows[i][0].text for i in short if i - first < MAX_FURNITURE]
    mark = chance.choice((" | ", " | ", " ", "  ", " · ", " > ", " / ", " • "))
    joined = (rows[first][0]._replace(text=mark.join(entries).strip()), FURNITURE)
    return [joined if i == first else row for i, row in enumerate(rows) if i == first or i not in short]


def _document_title(rows: list[Row], start: int, chance: random.Random) -> list[Row]:
    """Put the title with a site's name behind it on top, as scrapers do that render the page's head, too."""
    if rows[start][1] != HEADLINE or chance.random() > TITLED_SHARE:
        return []
    names = [block.text for block, target in rows[:40] if target == FURNITURE and len(block.text) < 30]  # noqa: PLR2004
    name = chance.choice(names or ["News"])
    text = rows[start][0].text + chance.choice((" | ", " - ", " – ", " • ", "｜")) + name
    return [(rows[start][0]._replace(text=text, gap=0, height=1, depth=0, item=False), HEADLINE)]


def _sample(rows: list[Row], chance: random.Random, *, near_end: bool) -> list[Row]:
    """Keep the furniture next to the article, or some of it from anywhere."""
    count = min(len(rows), chance.choice((0, 1, 1, 2, 2, 3, 4, 6, 8, MAX_FURNITURE)))
    if not count:
        return []
    if chance.random() < 0.5:  # noqa: PLR2004 a fair coin
        return rows[-count:] if near_end else rows[:count]
    return [rows[i] for i in sorted(chance.sample(range(len(rows)), count))]


def _reshape(rows: list[Row], chance: random.Random) -> list[Row]:
    """Turn a run of body blocks into verse, list items, a ticker, an interview, a table, or quotes."""
    body = [i for i, (_, target) in enumerate(rows) if target == BODY]
    start = chance.choice(body)
    length = chance.choice((2, 4, 8, 100))
    shape = chance.choice(
        (_verse, _numbered, _ticker, _ticker, _interview, _table, _quoted, _subheaded, _subheaded)
    )
    end = min(len(rows), start + length)
    changed: list[Row] = []
    for place, (block, target) in enumerate(rows[start:end]):
        changed += shape(block, place, chance) if target == BODY else [(block, target)]
    if shape is _verse and len(changed) > 8 and chance.random() < 0.5:  # noqa: PLR2004 long enough for a refrain
        changed += changed[:4]
    return [*rows[:start], *changed, *rows[end:]]


def _pieces(text: str, low: int, high: int, chance: random.Random) -> list[str]:
    words = text.split(" ")
    if len(words) < high and not text.isascii():  # a script without spaces
        size = chance.randrange(low, high) * 2
        return [text[i : i + size] for i in range(0, len(text), size)]
    pieces = []
    while words:
        size = chance.randrange(low, high)
        pieces.append(" ".join(words[:size]))
        words = words[size:]
    return pieces


def _verse(block: Block, place: int, chance: random.Random) -> list[Row]:
    pieces = _pieces(block.text, 3, 8, chance)[:12]
    return [
        (block._replace(text=piece, height=1, gap=block.gap if i == 0 else 0), BODY)
        for i, piece in enumerate(pieces)
    ]


def _numbered(block: Block, place: int, chance: random.Random) -> list[Row]:
    mark = chance.choice(("{}. ", "{}) ", "{}: ", "#{} "))
    heading = re.sub(r"[.,;:!?]+$", "", _pieces(block.text, 2, 7, chance)[0])
    style = chance.randrange(3)
    if style == 0:
        return [(block._replace(text=mark.format(place + 1) + block.text), BODY)]
    if style == 1:
        return [(block._replace(text=mark.format(place + 1) + heading), BODY), (block._replace(gap=0), BODY)]
    return [(block._replace(text=mark.format(place + 1) + heading), BODY)]


def _ticker(block: Block, place: int, chance: random.Random) -> list[Row]:
    time = chance.choice(("{:02}:{:02}", "{:02}.{:02}", "{:02}:{:02} Uhr", "{:02}h{:02}", "+++ {:02}:{:02}"))
    time = time.format((20 - place) % 24, chance.randrange(60))
    if chance.random() < 0.5:  # noqa: PLR2004 a fair coin
        return [(block._replace(text=f"{time} {chance.choice(('', '– ', '| ', '- '))}{block.text}"), BODY)]
    return [(block._replace(text=time, height=1), BODY), (block._replace(gap=0), BODY)]


def _interview(block: Block, place: int, chance: random.Random) -> list[Row]:
    pieces = _pieces(block.text, 3, 11, chance)
    question = re.sub(r"[.,;:!?]+$", "", pieces[0]) + "?"
    answer = block.text if chance.random() < 0.5 else pieces[-1]  # noqa: PLR2004 a fair coin
    dash = chance.choice(("", "", "– ", "— ", "- "))
    return [
        (block._replace(text=dash + question, height=1), BODY),
        (block._replace(text=dash + answer, gap=chance.choice((0, block.gap))), BODY),
    ]


def _table(block: Block, place: int, chance: random.Random) -> list[Row]:
    rows = []
    for i, piece in enumerate(_pieces(block.text, 1, 4, chance)[:8]):
        name = re.sub(r"[.,;:!?]+$", "", piece)
        numbers = " ".join(str(chance.randrange(100)) for _ in range(chance.randrange(1, 6)))
        text = chance.choice((f"{name} {numbers}", f"{i + 1} {name} {numbers}", f"{name} – {numbers}"))
        rows.append((block._replace(text=text, height=1, gap=block.gap if i == 0 else 0), BODY))
    return rows


def _subheaded(block: Block, place: int, chance: random.Random) -> list[Row]:
    if place % chance.choice((1, 2, 3)):
        return [(block, BODY)]
    heading = re.sub(r"[.,;:!?]+$", "", _pieces(block.text, 2, 6, chance)[0])
    heading = chance.choice(("", "", "", "■", "### ")) + heading + chance.choice(("", "", "", ":"))
    return [
        (block._replace(text=heading, height=1), BODY),
        (block._replace(gap=chance.choice((0, block.gap))), BODY),
    ]


def _quoted(block: Block, place: int, chance: random.Random) -> list[Row]:
    left, right = chance.choice(("„“", "“”", "«»", "»«", '""', "「」"))
    return [(block._replace(text=left + block.text + right), BODY)]
