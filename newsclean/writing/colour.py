"""Whether to write in colour."""

import os
from typing import TextIO


def wants_colour(stream: TextIO | None) -> bool:
    """Tell whether to colour what goes to `stream`.

    A terminal gets colours. NO_COLOR (https://no-color.org) forbids them anywhere, FORCE_COLOR
    (https://force-color.org) asks for them anywhere; an empty variable counts as none.
    """
    if stream is None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
