"""Extract articles with goose3, its network switched off.

python benchmarks/rivals/goose3_pages.py PAGES OUT WARM_UP
"""

# /// script
# dependencies = ["goose3>=3.1"]
# ///

from goose3 import Goose
from pages import extract_all

_GOOSE = Goose({"enable_image_fetching": False})


def extract(page: bytes) -> dict[str, str | None]:
    """Return text, title and date."""
    article = _GOOSE.extract(raw_html=page.decode("utf-8", "replace"))
    return {"text": article.cleaned_text, "title": article.title, "published": article.publish_date}


if __name__ == "__main__":
    extract_all(extract)
