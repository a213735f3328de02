"""Kernels to machine code that runs without Numba."""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from llvmlite import binding

from newsclean.compiling.entries import Kind, write_entry
from newsclean.compiling.loading import find_target

_DEFINITION: Final = re.compile(r'^define (?!linkonce)[^@\n]*@"?([\w.$]+)"?\(', re.MULTILINE)
# What frees an array that Numba made. Kernels make none, and arrays of others have no owner to ask.
_DESTRUCTOR: Final = re.compile(r"^declare (void @NRT_MemInfo_call_dtor\([^)]*\)).*$", re.MULTILINE)
# What machine code may ask for: all else is a part of Numba, which is not there when it runs.
_OFFERED: Final = re.compile(r"llvm\.|mem(cpy|move|set)$")
# What Numba calls the errors that code may raise.
_ERROR: Final = ".const.picklebuf."


def assemble(symbol: str, dispatcher: Any, kinds: Sequence[Kind]) -> bytes:
    """Compile a kernel; return an object file with an entry (`entries.py`) of this name."""
    import numba  # noqa: PLC0415  # only where there is something to compile

    types = [(numba.from_dtype(np.dtype(kind)), dimensions) for kind, dimensions in kinds]
    dispatcher.compile(tuple(numba.types.Array(*each, "C") if each[1] else each[0] for each in types))
    (code,) = dispatcher.inspect_llvm().values()
    (inner,) = _DEFINITION.findall(code)
    code = _DESTRUCTOR.sub(r"define \1 { ret void }", code)
    module = binding.parse_assembly("\n".join((code, *write_entry(symbol, inner, kinds))))
    asked = [each.name for each in (*module.functions, *module.global_variables) if each.is_declaration]
    if missing := [name for name in asked if not _OFFERED.match(name)]:
        message = f"{symbol} can't run without Numba's {', '.join(missing)}"
        raise RuntimeError(message)
    if _ERROR in code:
        message = f"{symbol} may raise an error, and there is nobody to tell of it"
        raise RuntimeError(message)
    machine_code: bytes = find_target().emit_object(module)
    return machine_code
