"""What a run has read, for make: as compilers write it (`-MD -MP`)."""

import os
from collections.abc import Iterable

_SPECIAL = str.maketrans({name: f"\\{name}" for name in " #*?[]:"} | {"$": "$$"})
_UNSPEAKABLE = set("\n\r\t=|&<>'\"`();%\\~")
"""Names with these are left out: make has no way to write them that means the same everywhere."""


def dump_dependencies(target: str, names: Iterable[str]) -> bytes:
    """Return a rule that makes `target` depend on the files in `names`.

    Each file is a target, too, so that make doesn't mind when it is gone.
    """
    files = [name.translate(_SPECIAL) for name in names if name != "-" and not _UNSPEAKABLE & set(name)]
    rule = " \\\n  ".join([f"{target.translate(_SPECIAL)}:", *files])
    return os.fsencode("".join(f"{line}\n" for line in (rule, *(f"{name}:" for name in files))))
