"""The articles of a collection compared with each other.

Texts with the same words are exact copies. For the rest: sets of hashed word 5-grams (Broder 1997), MinHash
signatures, bands (Indyk & Motwani 1998), exact comparison of what the bands bring together, leader clustering
around the longest texts, excerpts by containment in these. Then the choice of the article that is kept of
each cluster, in which alone the order of the input counts, and kept articles that share but a headline.
"""

import logging
from typing import Final

import numpy as np

from newsclean.deduplication.batches import Tools
from newsclean.deduplication.budget import room_in_memory
from newsclean.deduplication.choice import order_articles, order_by_length, rank_articles
from newsclean.deduplication.clusters import around_leaders
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.components import Components
from newsclean.deduplication.containment import inclusions
from newsclean.deduplication.corpus import Corpus, gather
from newsclean.deduplication.decided import find_pairs
from newsclean.deduplication.excerpts import CONTAINED, find_excerpts
from newsclean.deduplication.findings import Findings
from newsclean.deduplication.headlines import find_namesakes
from newsclean.deduplication.ragged import distinct
from newsclean.deduplication.resemblance import Resemblance, pair_keys
from newsclean.deduplication.roundups import parts_of_roundups
from newsclean.deduplication.search import Told
from newsclean.deduplication.storage import release
from newsclean.deduplication.verdicts import Verdicts

_logger: Final = logging.getLogger(__name__)


def compare(collection: Collection, told: Told) -> Verdicts:
    """Find the duplicates among several articles. `told` is as for `search`."""
    tools = collection.finish()
    facts = collection.facts.map()
    corpus = gather(collection, tools.comparing)
    _logger.debug("texts: %d distinct", len(corpus))
    keep = collection.settings.keep
    order = order_articles(*rank_articles(facts["merit"], facts["tokens"], facts["high"], keep))
    preference = np.minimum.reduceat(order[corpus.copies], corpus.begins[:-1])
    release(facts)
    return _compare(collection, corpus, preference, tools, told).verdicts(corpus, order)


def _compare(collection: Collection, corpus: Corpus, preference: Rows, tools: Tools, told: Told) -> Findings:
    settings = collection.settings
    room = room_in_memory(settings.max_memory)
    facts = collection.facts.map()
    never = find_pairs(settings.decisions.never_merge, corpus, facts, collection.named)
    always = find_pairs(settings.decisions.always_merge, corpus, facts, collection.named)
    release(facts)
    included = inclusions(corpus, np.ones(len(corpus), dtype=np.bool_), CONTAINED, room)
    apart = distinct(np.concatenate((parts_of_roundups(corpus, included), pair_keys(*never))))
    _logger.debug("roundups: %d parts", len(apart))
    resemblance = Resemblance(corpus, settings.threshold, apart)
    components = Components(len(corpus), resemblance.copies, corpus.comparing.group)
    components.join_buckets(
        np.flatnonzero(corpus.sets.sizes), corpus.band, lambda done, of: told("comparing", done, of)
    )
    findings = Findings(len(corpus))
    central = order_by_length(corpus.tokens.sizes)
    roots = components.roots()
    texts = np.flatnonzero(np.bincount(roots, minlength=len(roots))[roots] > 1)
    findings.add_copies(around_leaders(texts, roots[texts], resemblance, central))
    _logger.debug("clusters: %d", np.count_nonzero(findings.kept()))
    among_kept = inclusions(corpus, findings.kept(), CONTAINED, room)
    excerpts = find_excerpts(included, among_kept, resemblance, findings.keepers(), central)
    loose, parents = findings.add_excerpts(excerpts, corpus)
    findings.add_copies(around_leaders(loose, parents, resemblance, central))
    _logger.debug("clusters with excerpts: %d", np.count_nonzero(findings.kept()))
    centres = findings.keepers()
    findings.merge(*always, corpus, central)
    findings.part(*never, central)
    findings.keep_preferred(resemblance, centres, preference)
    namesakes = find_namesakes(collection, corpus, findings.kept(), preference, tools)
    _logger.debug("headlines: %d are shared", len(namesakes.members))
    if settings.drop_headlines:
        findings.drop_namesakes(namesakes, corpus)
        findings.part(*never, preference)
    else:
        findings.add_namesakes(namesakes)
    return findings
