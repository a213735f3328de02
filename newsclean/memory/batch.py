"""The verdicts on a run's articles, once it is known which of their texts have a remembered original."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from newsclean.deduplication import Collection, Verdicts
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.headlines import LEAST_BYTES, LEAST_TOKENS, MOST_SHARING, WINDOW
from newsclean.deduplication.resemblance import LINKED
from newsclean.deduplication.titles import NO_DAY, day_of
from newsclean.memory.articles import Articles
from newsclean.memory.recognition import Hit, Recognition
from newsclean.model import Duplicate, Match
from newsclean.settings import DeduplicationSettings

UPDATE_GAIN: Final = 1.1
"""How much longer a copy must be to supersede the remembered one: a corrected sentence is no better copy."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be recorded of a run.

    `new_texts` are the texts whose very words are not remembered yet, in the order of the input, `speakers`
    has for each text the article that speaks for it, `keepers` the text that is kept for it (itself, if it is
    kept), `hits` the remembered originals, and `superseded` the remembered articles that a text takes the
    place of.
    """

    verdicts: Verdicts
    new_texts: tuple[int, ...]
    speakers: Rows
    keepers: Mapping[int, int]
    hits: Mapping[int, Hit]
    superseded: Mapping[int, int]

    def leader_number(self, text: int, numbers: Mapping[int, int]) -> int | None:
        """Return the number of the article that is kept for a text; None if that is its own."""
        if text in self.hits:
            return self.hits[text].number
        keeper = self.keepers.get(text, text)
        return None if keeper == text else numbers.get(keeper)


def settle(  # noqa: PLR0913  # all that is known of a run
    recognition: Recognition,
    corpus: Corpus,
    verdicts: Verdicts,
    collection: Collection,
    settings: DeduplicationSettings,
    articles: Articles,
    *,
    update: bool,
) -> Batch:
    """Put what is known of the run and what is remembered together."""
    texts = corpus.text_of_articles()
    hits = recognition.find()
    known = {text for text, hit in hits.items() if hit.kind is Match.EXACT}
    keepers = _find_keepers(corpus, verdicts, texts)
    loose = _spread(recognition, hits, keepers)
    keepers |= _lead_anew(corpus, loose, settings.threshold)
    superseded = _find_superseded(recognition, corpus, hits, keepers, articles) if update else {}
    for text in superseded.values():
        hits.pop(text, None)
    speakers = _find_speakers(corpus, verdicts, texts)
    namesakes = _find_namesakes(recognition, corpus, collection, hits, keepers, articles)
    if settings.drop_headlines:
        for text, found in namesakes.items():
            hits[text] = min((hit for hit, _ in found), key=lambda hit: hit.number)
        namesakes = {}
    return Batch(
        _rewrite(corpus, verdicts, texts, keepers, speakers, hits).remember(
            {
                place: articles.describe(hit.number)._replace(kind=hit.kind, similarity=hit.similarity)
                for text, hit in hits.items()
                for place in _copies(corpus, text)
            },
            {int(speakers[text]): tuple(each for _, each in found) for text, found in namesakes.items()},
            _list_superseded(superseded, speakers, articles),
        ),
        tuple(sorted(set(range(len(corpus))) - known, key=lambda text: int(speakers[text]))),
        speakers,
        keepers,
        hits,
        superseded,
    )


def _copies(corpus: Corpus, text: int) -> list[int]:
    copies: list[int] = corpus.copies[corpus.begins[text] : corpus.begins[text + 1]].tolist()
    return copies


def _find_keepers(corpus: Corpus, verdicts: Verdicts, texts: Rows) -> dict[int, int]:
    """Return the texts that have a keeper in the run, and that."""
    kept_by = verdicts.kept_by[corpus.representative]
    moved = np.flatnonzero(kept_by >= 0)
    pairs = zip(moved.tolist(), texts[kept_by[moved]].tolist(), strict=True)
    return {text: keeper for text, keeper in pairs if text != keeper}


def _spread(recognition: Recognition, hits: dict[int, Hit], keepers: dict[int, int]) -> dict[int, list[int]]:
    """Let copies of a text with a remembered original go with it; return the others, by their keeper."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for text, keeper in keepers.items():
        groups[keeper].append(text)
    loose: dict[int, list[int]] = {}
    for keeper, members in groups.items():
        group = [keeper, *members]
        number = min((hits[text].number for text in group if text in hits), default=None)
        if number is None:
            continue
        for text in group:
            if text not in hits and (hit := recognition.follow(text, number)):
                hits[text] = hit
        if keeper in hits:
            loose[keeper] = [text for text in members if text not in hits]
    return {keeper: texts for keeper, texts in loose.items() if texts}


def _lead_anew(corpus: Corpus, loose: Mapping[int, list[int]], threshold: float) -> dict[int, int]:
    """Give texts that have lost their keeper the first among them that they resemble."""
    keepers: dict[int, int] = {}
    for texts in loose.values():
        waiting = sorted(texts, key=lambda text: int(corpus.representative[text]))
        while waiting:
            leader, *others = waiting
            keepers[leader] = leader
            alike = corpus.similarities(np.full(len(others), leader), np.array(others, np.int64))
            close = {text for text, share in zip(others, alike, strict=True) if share >= LINKED * threshold}
            keepers |= dict.fromkeys(close, leader)
            waiting = [text for text in others if text not in close]
    return keepers


def _find_superseded(
    recognition: Recognition,
    corpus: Corpus,
    hits: Mapping[int, Hit],
    keepers: Mapping[int, int],
    articles: Articles,
) -> dict[int, int]:
    """Return the remembered articles of which a text of the run is a longer copy, and the longest such."""
    found: dict[int, int] = {}
    longer = ((hit.number, text) for text, hit in hits.items() if hit.kind is Match.NEAR)
    kept = [text for text in range(len(corpus)) if text not in hits and keepers.get(text, text) == text]
    whole = (
        (known.number, text)
        for text, known in recognition.namesakes(kept, MOST_SHARING)
        if recognition.holds(text, known.number)
    )
    for number, text in chain(longer, whole):
        known = articles.find(number)
        size = int(corpus.tokens.sizes[text])
        if known and size >= UPDATE_GAIN * known.tokens:
            best = found.get(number)
            if best is None or size > int(corpus.tokens.sizes[best]):
                found[number] = text
    return found


def _find_speakers(corpus: Corpus, verdicts: Verdicts, texts: Rows) -> Rows:
    """Return for each text the article that speaks for it: the kept one, else the first."""
    speakers = corpus.copies[corpus.begins[:-1]].copy()
    kept = np.flatnonzero(verdicts.kept_by < 0)
    speakers[texts[kept]] = kept
    return speakers


def _find_namesakes(
    recognition: Recognition,
    corpus: Corpus,
    collection: Collection,
    hits: Mapping[int, Hit],
    keepers: Mapping[int, int],
    articles: Articles,
) -> dict[int, list[tuple[Hit, Duplicate]]]:
    """Return for kept texts the remembered articles with the same headline and another text."""
    facts = collection.facts.map()[corpus.representative]
    telling = (facts["title_tokens"] >= LEAST_TOKENS) & (facts["title_bytes"] >= LEAST_BYTES)
    days = facts["day"].tolist()
    kept = [
        text
        for text in np.flatnonzero(telling).tolist()
        if text not in hits and keepers.get(text, text) == text
    ]
    found: defaultdict[int, list[tuple[Hit, Duplicate]]] = defaultdict(list)
    for text, known in recognition.namesakes(kept, MOST_SHARING):
        earlier = articles.describe(known.number)
        day = day_of(earlier.published)
        if NO_DAY in (day, days[text]) or abs(day - days[text]) <= WINDOW:
            share = known.imprint.shingles.similarity(corpus.sets[text])
            names = (earlier.source, earlier.id, earlier.url, earlier.title)
            duplicate = Duplicate(*names, Match.HEADLINE, share)
            found[text].append((Hit(known.number, Match.HEADLINE, share), duplicate))
    return found


def _rewrite(
    corpus: Corpus,
    verdicts: Verdicts,
    texts: Rows,
    keepers: Mapping[int, int],
    speakers: Rows,
    hits: Mapping[int, Hit],
) -> Verdicts:
    """Return the verdicts without what has a remembered original, and with keepers for what lost its own."""
    gone = np.zeros(len(corpus), np.bool_)
    gone[list(hits)] = True
    kept_by = verdicts.kept_by.copy()
    stay = ~gone[texts[verdicts.leaders]] & ~gone[texts[verdicts.others]]
    before = texts[verdicts.kept_by[corpus.representative]]
    moved = [text for text in keepers if not gone[text] and gone[before[text]]]
    columns = (verdicts.leaders, verdicts.others, verdicts.kinds, verdicts.similarities)
    entries = list(zip(*(column[stay].tolist() for column in columns), strict=True))
    for text in moved:
        leader = int(speakers[keepers[text]])
        share = float(corpus.similarities(np.array([text]), np.array([keepers[text]]))[0])
        for place in _copies(corpus, text):
            kept_by[place] = -1 if place == leader else leader
            if place != leader:
                same = keepers[text] == text
                entries.append((leader, place, 0 if same else 1, 1.0 if same else share))
    entries.sort(key=lambda entry: entry[0])
    leaders, others, kinds, similarities = zip(*entries, strict=True) if entries else ((), (), (), ())
    return Verdicts(
        kept_by,
        np.array(leaders, np.int64),
        np.array(others, np.int64),
        np.array(kinds, np.int8),
        np.array(similarities, np.float64),
    )


def _list_superseded(
    superseded: Mapping[int, int], speakers: Rows, articles: Articles
) -> dict[int, tuple[str, ...]]:
    named: defaultdict[int, list[str]] = defaultdict(list)
    for number, text in sorted(superseded.items()):
        named[int(speakers[text])].append(articles.describe(number).id)
    return {place: tuple(names) for place, names in named.items()}
