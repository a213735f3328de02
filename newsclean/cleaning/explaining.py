"""A cleaned page with what decided about each block, what was repaired, and where each field was found."""

from collections.abc import Mapping

from newsclean.cleaning.causes import find_causes
from newsclean.cleaning.labelling import load_weights, page_features
from newsclean.cleaning.origins import find_origins
from newsclean.cleaning.page import page_context, take_apart
from newsclean.cleaning.repairs import find_repairs
from newsclean.model import Cleaned, Document


def add_causes(document: Document, cleaned: Cleaned, pages_with: Mapping[str, int] | None = None) -> Cleaned:
    """Return what `clean_document` made of a document with the causes of its decisions, and its repairs.

    `pages_with` is the furniture of the site that it was cleaned with.
    """
    page = take_apart(document)
    features = page_features(page.blocks, document.kind, page_context(page.metadata, pages_with))
    return cleaned._replace(
        causes=find_causes(cleaned.judgements, features, load_weights(document.kind)),
        repairs=find_repairs(document, page.blocks),
        origins=find_origins(document, cleaned.article, cleaned.judgements),
    )
