"""The way from articles to duplicates."""

import logging
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import candidate_pairs
from newsclean.deduplication.choice import order_articles
from newsclean.deduplication.clusters import around_leaders, find_clusters
from newsclean.deduplication.corpus import Corpus, gather
from newsclean.deduplication.excerpts import find_excerpts
from newsclean.deduplication.findings import Findings, report
from newsclean.deduplication.headlines import same_headlines
from newsclean.deduplication.minhash import signatures
from newsclean.deduplication.resemblance import LINKED, Resemblance
from newsclean.deduplication.roundups import parts_of_roundups
from newsclean.model import Article
from newsclean.settings import DeduplicationSettings

# Signatures that agree in less than this share of the least Jaccard that matters can't reach it: three
# standard deviations of the estimate (0.04 each) below 0.35.
_LENIENCY: Final = 0.65

_logger: Final = logging.getLogger(__name__)


def find_duplicates(articles: Sequence[Article], settings: DeduplicationSettings) -> tuple[Article, ...]:
    """Find the articles that stand in the corpus more than once.

    Texts with the same words are exact copies. For the rest: sets of hashed word 5-grams (Broder 1997),
    MinHash signatures, bands (Indyk & Motwani 1998), exact comparison of what the bands bring together,
    leader clustering around the articles to be kept; then excerpts by containment among what is kept, and
    articles that share no more than a headline.

    Args:
        articles: the corpus; ids need not be distinct.
        settings: the threshold (Jaccard, above 0, up to 1) and which copy is kept.

    Returns:
        Every article, in the order of the input. A kept one lists its `duplicates`: by kind, the most
        similar first. A removed one has the kept one's id as `duplicate_of`. The same input gives the same
        result in every run and on every machine.

    """
    if not articles:
        return ()
    corpus = gather(articles)
    _logger.debug("texts: %d distinct", len(corpus))
    order = order_articles(corpus, settings.keep)
    findings = _compare(
        corpus, settings.threshold, [min(order[at] for at in copies) for copies in corpus.copies]
    )
    result = report(corpus, findings, order)
    _logger.debug("report: %d articles", len(result))
    return result


def _compare(corpus: Corpus, threshold: float, preference: Sequence[int]) -> Findings:
    candidates = _candidates(corpus, threshold)
    _logger.debug("bands: %d candidate pairs", len(candidates))
    apart = parts_of_roundups(corpus)
    _logger.debug("roundups: %d parts", len(apart))
    resemblance = Resemblance(corpus, threshold, apart)
    findings = Findings()
    for cluster in find_clusters(candidates, resemblance, preference):
        findings.add_copies(cluster.kept, cluster.members)
    kept = findings.kept(len(corpus))
    _logger.debug("clusters: %d texts are kept", len(kept))
    for part, source in find_excerpts(corpus, kept, preference, apart).items():
        loose = findings.add_excerpt(part, source, corpus.shingles)
        for cluster in around_leaders(loose, resemblance, preference):
            findings.add_copies(cluster.kept, cluster.members)
    kept = findings.kept(len(corpus))
    _logger.debug("excerpts: %d texts are kept", len(kept))
    findings.namesakes = same_headlines(corpus, kept, preference)
    _logger.debug("headlines: %d are shared", len(findings.namesakes))
    return findings


def _candidates(corpus: Corpus, threshold: float) -> npt.NDArray[np.int64]:
    signed = signatures(corpus.shingles)
    _logger.debug("signatures: %d x %d", *signed.shape)
    texts = np.flatnonzero(corpus.shingles.sizes)
    ranks = np.empty(len(texts), dtype=np.int64)
    ranks[sorted(range(len(texts)), key=lambda at: corpus.digests[int(texts[at])])] = np.arange(len(texts))
    return texts[candidate_pairs(signed[texts], ranks, _LENIENCY * LINKED * threshold)]
