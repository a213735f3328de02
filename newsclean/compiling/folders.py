"""Where machine code may lie."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def find_folders(package: Path) -> Iterator[Path]:
    """Yield where code may lie: beside the source, in the user's cache, in a private temporary folder."""
    yield package / "compiled" / "__pycache__"
    with suppress(RuntimeError):  # nobody's home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "newsclean")
    if folder := find_private_folder():
        yield folder


def find_private_folder() -> Path | None:
    """Return a folder that nobody else can write to: what lies there is run. None if there can't be one."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir(), f"newsclean-cache-{user}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    private = status.st_uid == user and not status.st_mode & 0o077 if hasattr(os, "getuid") else True
    return folder if private and not folder.is_symlink() and os.access(folder, os.W_OK) else None
