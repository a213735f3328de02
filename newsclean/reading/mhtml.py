"""Pages that a browser saved as one file with all that belongs to them: MHTML (RFC 2557)."""

import re
from typing import Final

from newsclean.errors import ReadError
from newsclean.model import Kind
from newsclean.patterns import late
from newsclean.reading.sources import Source

_OPENS: Final = late(rb"(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,40}\r?\n")
_RELATED: Final = late(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEAD: Final = 1 << 13


def unpack_web_archive(source: Source) -> Source:
    """Return the page that stands in a web archive, with its address and charset; any other as it is.

    Raises ReadError when the archive holds no HTML.
    """
    content = source.content or b""
    head = _OPENS.match(content[:_HEAD])
    if not head or not _RELATED.search(head[0]):
        return source
    import email.policy  # noqa: PLC0415  # start-up time

    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        page = parts[0].get_payload(decode=True) if parts else None
    except (RecursionError, ValueError) as error:
        reason = f"is a damaged web archive ({error}); save the page as HTML"
        raise ReadError(reason) from None
    if not isinstance(page, bytes):
        reason = "is a web archive without a page in it; save the page as HTML"
        raise ReadError(reason)
    found = message.get("Snapshot-Content-Location") or parts[0].get("Content-Location")
    url = source.url or (str(found) if found else None)
    return source._replace(content=page, kind=Kind.HTML, url=url, charset=parts[0].get_content_charset())
