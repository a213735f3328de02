"""What HTML's elements and attributes are to the walk over a page."""

# Elements whose text a reader never sees, or sees as a control rather than as text.
SKIPPED = frozenset((
    *("applet", "area", "audio", "base", "button", "canvas", "datalist", "embed", "frame", "frameset"),
    *("head", "iframe", "input", "link", "map", "math", "meta", "noframes", "noscript", "object"),
    *("optgroup", "option", "param", "picture", "progress", "script", "select", "source", "style"),
    *("svg", "template", "textarea", "title", "track", "video"),
))  # fmt: skip
# Elements that end the paragraph before them and after them.
BLOCK_LEVEL = frozenset((
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog"),
    *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"),
    *("p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
))  # fmt: skip
LEAVES = frozenset((
    *("address", "blockquote", "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("li", "p", "pre", "td", "th", "tr"),
))  # fmt: skip
CELLS = frozenset(("td", "th"))
ITEMS = frozenset(("li",))
HINT_ATTRIBUTES = frozenset(("class", "id", "role", "itemprop", "data-component", "data-testid"))
