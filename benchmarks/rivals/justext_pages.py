"""Extract articles with jusText, with the stop words of all its languages at once.

python benchmarks/rivals/justext_pages.py PAGES OUT WARM_UP
"""

# /// script
# dependencies = ["justext>=3"]
# ///

from justext import get_stoplist, get_stoplists, justext
from pages import extract_all

# It must be told a page's language; these pages are in many.
_STOP_WORDS = frozenset().union(*(get_stoplist(language) for language in get_stoplists()))


def extract(page: bytes) -> dict[str, str | None]:
    """Return the text of the paragraphs that are not boilerplate."""
    good = [paragraph.text for paragraph in justext(page, _STOP_WORDS) if not paragraph.is_boilerplate]
    return {"text": "\n".join(good)}


if __name__ == "__main__":
    extract_all(extract)
