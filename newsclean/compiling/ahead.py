"""Machine code made ahead of the runs that need it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from newsclean.compiling.kernels import Kernel

_PROGRAM = Path(__file__).parents[1]


def list_kernels() -> list[Kernel]:
    """Return all kernels of the program.

    Where those of a module are taken for a sign that the others are kept (`is_kept`), they come last.
    """
    modules = [
        import_module(".".join(path.relative_to(_PROGRAM.parent).with_suffix("").parts))
        for path in sorted(_PROGRAM.glob("*/compiled/*.py"))
    ]
    modules.sort(key=lambda module: hasattr(module, "is_kept"))
    found = (each for module in modules for each in vars(module).values() if isinstance(each, Kernel))
    return list({id(each): each for each in found}.values())


def compile_ahead(listen: Callable[[int, int], object]) -> int | None:
    """Compile the kernels that are not kept yet, and keep them; return how many those were.

    None means that there is no place where one can be kept. `listen` is told how many of how many are there.
    """
    kernels = list_kernels()
    missing = [each for each in kernels if not each.is_kept]
    for number, each in enumerate(missing, len(kernels) - len(missing) + 1):
        if each.compile() is None:
            return None
        listen(number, len(kernels))
    return len(missing)
