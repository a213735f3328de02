"""Kernels: functions on arrays that are compiled once and then run without Numba.

Numba takes .4 s to start, the time of ten thousand articles. So its machine code is kept on disk, for one
version of this package, of Numba and of the processor, and other runs need LLVM's loader only.
"""

import ctypes
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from types import FunctionType
from typing import Any, Final

import numpy as np
from llvmlite import binding

from newsclean.compiling.folders import find_folders

Kind = tuple[type[np.generic], int]
"""What an array holds, and its number of dimensions."""

_COMPILING: Final = Path(__file__).parent
_CHECK_BYTES: Final = 16
_LOADING: Final = Lock()

_POINTER, _NUMBER = ctypes.c_void_p, ctypes.c_ssize_t
_DEFINITION: Final = re.compile(r'^define (?!linkonce)[^@\n]*@"?([\w.$]+)"?\(', re.MULTILINE)
# What frees an array that Numba made. Kernels make none, and arrays of others have no owner to ask.
_DESTRUCTOR: Final = re.compile(r"^declare (void @NRT_MemInfo_call_dtor\([^)]*\)).*$", re.MULTILINE)
# What machine code may ask for: all else is a part of Numba, which is not there when it runs.
_OFFERED: Final = re.compile(r"llvm\.|mem(cpy|move|set)$")


@dataclass(eq=False)
class Function:
    """A function that kernels call."""

    function: Any

    @cached_property
    def dispatcher(self) -> Any:
        """The function as Numba takes it, together with those that it calls."""
        import numba  # noqa: PLC0415  # only where there is something to compile

        known = self.function.__globals__
        called = {name: known.get(name) for name in self.function.__code__.co_names}
        inner = {name: each.dispatcher for name, each in called.items() if isinstance(each, Function)}
        whole = FunctionType(self.function.__code__, {**known, **inner}, self.function.__name__)
        options: Any = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        return numba.njit(**options)(whole)


@dataclass(eq=False)
class Kernel(Function):
    """A function that Python calls. It takes contiguous arrays of some kinds, which it may fill."""

    kinds: tuple[Kind, ...] = ()
    loaded: Callable[..., int] | None = None

    def __call__(self, *arguments: Any) -> None:
        """Run the machine code, without the GIL."""
        flat: list[Any] = [ctypes.byref(_POINTER()), ctypes.byref(_POINTER())]
        for array, (kind, dimensions) in zip(arguments, self.kinds, strict=True):
            if array.dtype != kind or array.ndim != dimensions or not array.flags.c_contiguous:
                message = (
                    f"{self.function.__name__}: not a contiguous array of {kind} in {dimensions} dimensions"
                )
                raise TypeError(message)
            place = array.__array_interface__["data"][0]
            flat += (None, None, array.size, array.itemsize, place, *array.shape, *array.strides)
        self.machine_code(*flat)

    @property
    def package(self) -> Path:
        """The folder of the package in whose `compiled/` it stands: what it calls stands there, too."""
        return Path(self.function.__globals__["__file__"]).parent.parent

    @property
    def machine_code(self) -> Callable[..., int]:
        """The function as the processor takes it, loaded by the first thread that asks for it."""
        with _LOADING:
            if self.loaded is None:
                self.loaded = _load(self)
            return self.loaded


def function(python: Any) -> Any:
    """Make a function one that kernels can call."""
    return Function(python)


def kernel(*kinds: Kind) -> Callable[[Any], Kernel]:
    """Make a function that takes arrays of these kinds a kernel."""
    return lambda python: Kernel(python, kinds)


def _load(wanted: Kernel) -> Callable[..., int]:
    """Return a kernel's machine code.

    Its parameters are Numba's: where to put a result and an error, which never come, and for each array its
    owner (none that Numba knows of), size, address, shape and strides.
    """
    symbol, code = _find(wanted)
    engine = _start()
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    parameters: list[Any] = [_POINTER, _POINTER]
    for _, dimensions in wanted.kinds:
        parameters += [_POINTER, _POINTER, _NUMBER, _NUMBER, _POINTER, *[_NUMBER] * (2 * dimensions)]
    return ctypes.CFUNCTYPE(ctypes.c_int, *parameters)(engine.get_function_address(symbol))


def _find(wanted: Kernel) -> tuple[str, bytes]:
    """Return a kernel's symbol and object file, compiled if it isn't on disk yet."""
    name = f"{wanted.function.__name__}-{_fingerprint(wanted.package)}.o"
    for folder in find_folders(wanted.package):
        with suppress(OSError):
            check, kept = (data := (folder / name).read_bytes())[:_CHECK_BYTES], data[_CHECK_BYTES:]
            if check == blake2b(kept, digest_size=_CHECK_BYTES).digest():
                symbol, _, code = kept.partition(b"\n")
                return symbol.decode(), code
    symbol_name, code = _compile(wanted)
    kept = symbol_name.encode() + b"\n" + code
    for folder in find_folders(wanted.package):
        draft = folder / f".{secrets.token_hex(8)}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(blake2b(kept, digest_size=_CHECK_BYTES).digest() + kept)
            draft.replace(folder / name)
            break
        except OSError:  # then the next folder, or none: it is compiled again next time
            with suppress(OSError):
                draft.unlink()
    return symbol_name, code


def _compile(wanted: Kernel) -> tuple[str, bytes]:
    import numba  # noqa: PLC0415  # only where there is something to compile

    dispatcher = wanted.dispatcher
    kinds = [(numba.from_dtype(np.dtype(kind)), dimensions) for kind, dimensions in wanted.kinds]
    dispatcher.compile(tuple(numba.types.Array(*kind, "C") for kind in kinds))
    (code,) = dispatcher.inspect_llvm().values()
    (symbol,) = _DEFINITION.findall(code)
    module = binding.parse_assembly(_DESTRUCTOR.sub(r"define \1 { ret void }", code))
    asked = [each.name for each in (*module.functions, *module.global_variables) if each.is_declaration]
    if missing := [name for name in asked if not _OFFERED.match(name)]:
        message = f"{wanted.function.__name__} can't run without Numba's {', '.join(missing)}"
        raise RuntimeError(message)
    return symbol, _target().emit_object(module)


@cache
def _start() -> Any:
    """Return what loads machine code. It holds all that it loaded."""
    _target()
    return binding.create_mcjit_compiler(binding.parse_assembly(""), _target())


def _target() -> Any:
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )


@cache
def _fingerprint(package: Path) -> str:
    """Return what changes with all that machine code is made of: of a package's kernels."""
    states = [each.stat() for folder in (package, _COMPILING) for each in sorted(folder.rglob("*.py"))]
    told = (
        version("numba"),
        binding.get_host_cpu_name(),
        binding.get_host_cpu_features().flatten(),
        [(state.st_mtime_ns, state.st_size) for state in states],
    )
    return blake2b(repr(told).encode(), digest_size=_CHECK_BYTES).hexdigest()
