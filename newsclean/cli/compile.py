"""`newsclean compile`: the machine code of `newsclean[fast]`, made before a run waits for it."""

import sys

from newsclean.cli import options
from newsclean.cli.progress import show_progress
from newsclean.cli.running import running
from newsclean.compiling.presence import is_installed
from newsclean.errors import UsageError, WriteError
from newsclean.writing import say

_NO_NUMBA = "compile needs Numba, which is not installed: pip install 'newsclean[fast]'"
_NOWHERE = (
    "there is no place to keep machine code: let newsclean's own folder be written to, or the user's cache "
    "folder (XDG_CACHE_HOME, else ~/.cache), or the temporary one (TMPDIR)"
)


def compile(*, quiet: options.Quiet = False, _config: options.Config = None) -> None:  # noqa: A001  # its name
    """Compile for this machine what newsclean[fast] runs.

    It takes up to a minute, once for each version and kind of processor. Without it, a run of 1,000 pages or
    more does it, and smaller ones go the slower way. Where the image of a container is built, run it after
    the installation.
    """
    with running():
        if not is_installed():
            raise UsageError(_NO_NUMBA)
        from newsclean.compiling.ahead import compile_ahead  # noqa: PLC0415  # start-up time

        with show_progress(quiet=quiet) as tell:
            made = compile_ahead(lambda done, total: tell and tell("compile", done, total))
        if made is None:
            raise WriteError(_NOWHERE)
        if not quiet:
            say(sys.stderr, f"functions compiled: {made}" if made else "nothing to compile: all is there")
