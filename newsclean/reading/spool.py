"""Standard input, kept on disk so that it can be read twice."""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from newsclean.errors import ReadError, WriteError
from newsclean.reading.content import open_stdin
from newsclean.reading.sources import STDIN


@contextmanager
def keep_stdin(names: Iterable[str]) -> Iterator[Callable[[], io.BufferedReader]]:
    """Copy standard input to a temporary file if it is among `names`; yield what opens the copy.

    The file has no name, so that it goes whatever ends the process. Raises WriteError when there is no room.
    """
    if STDIN not in names:
        yield open_stdin
        return
    with tempfile.TemporaryFile(prefix="newsclean-") as copy:
        try:
            with open_stdin() as stream:
                shutil.copyfileobj(stream, copy)
            copy.flush()
        except ReadError:
            yield open_stdin  # which fails again, where it is reported
            return
        except OSError as error:
            message = (
                f"standard input can't be kept in {tempfile.gettempdir()}: {error.strerror or error};"
                " set TMPDIR to a folder with room for it"
            )
            raise WriteError(message) from None

        def reopen() -> io.BufferedReader:
            stream = os.fdopen(os.dup(copy.fileno()), "rb")
            stream.seek(0)
            return stream

        yield reopen
