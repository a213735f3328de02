"""Finding articles that stand in a corpus more than once."""

from newsclean.deduplication.bands import BANDS, ROWS, band_keys
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.comparing import FOOTER_SHARED, OWN_OPENING, OWN_SHARED, Rows
from newsclean.deduplication.corpus import Corpus, gather
from newsclean.deduplication.excerpts import CONTAINED
from newsclean.deduplication.findings import Verdicts
from newsclean.deduplication.headlines import LEAST_BYTES, LEAST_TOKENS, MOST_SHARING, WINDOW
from newsclean.deduplication.minhash import EMPTY, PERMUTATIONS
from newsclean.deduplication.normalisation import article_id
from newsclean.deduplication.resemblance import LINKED, SAME_FIGURES
from newsclean.deduplication.search import find_duplicates, search
from newsclean.deduplication.shingles import PAIR, WIDTH, shingle_sequence
from newsclean.deduplication.sketches import sign
from newsclean.deduplication.storage import ByteSpool, Pieces
from newsclean.deduplication.titles import NO_DAY, day_of

__all__ = [
    "BANDS",
    "CONTAINED",
    "EMPTY",
    "FOOTER_SHARED",
    "LEAST_BYTES",
    "LEAST_TOKENS",
    "LINKED",
    "MOST_SHARING",
    "NO_DAY",
    "OWN_OPENING",
    "OWN_SHARED",
    "PAIR",
    "PERMUTATIONS",
    "ROWS",
    "SAME_FIGURES",
    "WIDTH",
    "WINDOW",
    "ByteSpool",
    "Collection",
    "Corpus",
    "Pieces",
    "Rows",
    "Verdicts",
    "article_id",
    "band_keys",
    "day_of",
    "find_duplicates",
    "gather",
    "search",
    "shingle_sequence",
    "sign",
]
