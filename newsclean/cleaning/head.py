"""The elements of a page that carry metadata, gathered in one pass."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsclean.patterns import late

_PREFIX = late(r"^http://ogp\.me/ns/?(?:article)?#")
# All that is read, in one pass over the page: a pass costs 0.2 ms whatever it looks for.
_READ = (
    'meta, title, script[type*="ld+json" i], link[rel~="canonical"], time,'
    ' [itemprop~="datePublished"], [itemprop~="author"], [rel~="author"]'
)


@dataclass(slots=True)
class Head:
    """What the one pass found: texts of meta elements by name, JSON-LD scripts, elements to be read later.

    `times` are time elements, `dates` and `authors` those marked as such by microdata or `rel`.
    """

    tree: LexborHTMLParser
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    scripts: list[str] = field(default_factory=list)
    canonical: str = ""
    times: list[LexborNode] = field(default_factory=list)
    dates: list[LexborNode] = field(default_factory=list)
    authors: list[LexborNode] = field(default_factory=list)

    def sort_in(self, node: LexborNode) -> None:
        """Put one element where it belongs; the first of a kind counts."""
        attributes = node.attributes
        if node.tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content and content.strip():
                bare = name.strip().lower()
                self.meta.setdefault(_PREFIX.sub("", bare) if "#" in bare else bare, content.strip())
        elif node.tag == "script":
            self.scripts.append(node.text())
        elif node.tag == "link":
            self.canonical = self.canonical or attributes.get("href") or ""
        elif node.tag == "title":
            in_head = node.parent is not None and node.parent.tag != "svg"
            self.title = self.title or (node.text() if in_head else "")
        else:
            roles = f"{attributes.get('itemprop') or ''} {attributes.get('rel') or ''}"
            if "datePublished" in roles:
                self.dates.append(node)
            elif node.tag == "time":
                self.times.append(node)
            elif "author" in roles:
                self.authors.append(node)


def read_head(tree: LexborHTMLParser) -> Head:
    """Gather what a page says of itself, wherever on the page it stands."""
    head = Head(tree)
    for node in tree.css(_READ):
        head.sort_in(node)
    return head
