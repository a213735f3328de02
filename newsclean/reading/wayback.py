"""Pages saved from the Internet Archive's Wayback Machine, as they stood before it changed them."""

from newsclean.patterns import late

_HOST = b"web.archive.org/web/"
_REWRITTEN = b"<!-- End Wayback Rewrite JS Include -->"
_BEGIN, _END = (b"<!-- %s WAYBACK TOOLBAR INSERT -->" % word for word in (b"BEGIN", b"END"))
# What stands before a page's own address: the time of the copy, and in which form it is wanted ("im_" for an
# image). JSON writes a slash as "\/" at times.
_COPY = r"(?:https?:)?(?:\\?/){2}web\.archive\.org\\?/web\\?/\d{1,14}(?:[a-z]{2}_)?\\?/(?=https?:)"
_ADDRESS = late(_COPY)
_QUOTED_ADDRESS = late(rf"(?<=[\"']){_COPY}".encode())  # of an attribute, or in JSON: what is text stays


def restore_page(data: bytes) -> bytes:
    """Return the HTML of a page without the archive's toolbar, and with its own addresses.

    A page that another server sent comes back as it is, whatever it links to.
    """
    if _HOST not in data or (_BEGIN not in data and _REWRITTEN not in data):
        return data
    before, _, behind = data.partition(_BEGIN)
    _, ended, after = behind.partition(_END)
    return _QUOTED_ADDRESS.sub(b"", before + after if ended else data)


def restore_url(url: str) -> str:
    """Return the address of the page of which an address may name the archive's copy.

    >>> restore_url("https://web.archive.org/web/20190717140047/http://example.org/news/")
    'http://example.org/news/'
    """
    copy = _ADDRESS.match(url)
    return url[copy.end() :] if copy else url
