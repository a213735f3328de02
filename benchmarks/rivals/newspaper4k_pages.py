"""Extract articles with newspaper4k, which finds the language itself.

python benchmarks/rivals/newspaper4k_pages.py PAGES OUT WARM_UP
"""

# /// script
# dependencies = ["newspaper4k>=0.9"]
# ///

from newspaper import Article
from pages import extract_all


def extract(page: bytes) -> dict[str, str | None]:
    """Return text, title and date."""
    article = Article("https://news.example/", fetch_images=False)
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    day = article.publish_date
    return {"text": article.text, "title": article.title, "published": day.isoformat() if day else None}


if __name__ == "__main__":
    extract_all(extract)
