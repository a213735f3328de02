"""Kernels: functions on arrays that are compiled once and then run without Numba."""

import ctypes
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import FunctionType
from typing import Any, Final

import numpy as np

from newsclean.compiling import keeping
from newsclean.compiling.assembling import assemble
from newsclean.compiling.entries import Kind, expect
from newsclean.compiling.loading import load

_LOADING: Final = Lock()


class Callee(ABC):
    """What kernels call."""

    @property
    @abstractmethod
    def packages(self) -> frozenset[Path]:
        """The folders of the packages in which it stands, and all that it calls."""

    @property
    @abstractmethod
    def dispatcher(self) -> Any:
        """The callee as Numba takes it."""


@dataclass(eq=False)
class Function(Callee):
    """A function that kernels call; where it is `inlined`, it becomes a part of those that call it."""

    function: Any
    inlined: bool = field(default=False, kw_only=True)

    @property
    def packages(self) -> frozenset[Path]:
        """The folders of the packages in which it stands, and all that it calls."""
        own = frozenset((self._source.parent.parent,))
        return own.union(*(each.packages for each in self._called.values()))

    @cached_property
    def dispatcher(self) -> Any:
        """The function as Numba takes it, together with those that it calls."""
        import numba  # noqa: PLC0415  # only where there is something to compile

        inner = {name: each.dispatcher for name, each in self._called.items()}
        known = {**self.function.__globals__, **inner}
        whole = FunctionType(self.function.__code__, known, self.function.__name__)
        options: Any = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        return numba.njit(**options, forceinline=self.inlined)(whole)

    @property
    def _source(self) -> Path:
        return Path(self.function.__globals__["__file__"])

    @cached_property
    def _called(self) -> dict[str, Callee]:
        """What it calls, by name: known only when all of its module is."""
        known = self.function.__globals__
        called = {name: known.get(name) for name in self.function.__code__.co_names}
        return {name: each for name, each in called.items() if isinstance(each, Callee)}


@dataclass(eq=False)
class Reader(Callee):
    """A function of an address: it returns the number of so many bits, without a sign, that lies there."""

    bits: int

    @property
    def packages(self) -> frozenset[Path]:
        """None: it is made here."""
        return frozenset()

    @cached_property
    def dispatcher(self) -> Any:
        """The function as Numba makes it from LLVM's instructions."""
        from llvmlite import ir  # noqa: PLC0415  # only where there is something to compile
        from numba import types  # noqa: PLC0415  # likewise
        from numba.extending import intrinsic  # noqa: PLC0415  # likewise

        def read(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            number = builder.load(builder.inttoptr(arguments[0], ir.IntType(self.bits).as_pointer()))
            return builder.zext(number, ir.IntType(64))

        def type_read(_context: Any, _place: Any) -> Any:
            return types.int64(types.int64), read

        return intrinsic(type_read)


@dataclass(eq=False)
class Kernel(Function):
    """A function that Python calls. It takes contiguous arrays, which it may fill, and whole numbers."""

    kinds: Sequence[Kind]

    def __post_init__(self) -> None:
        self._expected = expect(self.kinds)
        self._machine_code: Callable[..., int] | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it need not be compiled any more."""
        return keeping.find(self._origin) is not None

    def compile(self) -> Path | None:
        """Compile it for other processes; return the file in which it is kept, None if that can't be done."""
        _, kept = self._compile(self._origin)
        return kept

    def __call__(self, *arguments: Any) -> None:
        """Run the machine code, without the GIL."""
        run = self._machine_code or self._load()
        if run(self._expected, *arguments) and run(self._expected, *self._mend(arguments)):
            message = "NumPy's arrays lie otherwise in memory than was expected: please report it"
            raise RuntimeError(message)

    def _mend(self, arguments: Sequence[Any]) -> Iterator[Any]:
        """Yield arguments that are not as expected, but of equal kinds, such as memory maps, as expected."""
        for argument, (kind, dimensions) in zip(arguments, self.kinds, strict=True):
            if not dimensions:
                yield argument
                continue
            if (
                not isinstance(argument, np.ndarray)
                or argument.dtype != kind
                or argument.ndim != dimensions
                or not argument.flags.c_contiguous
            ):
                name = self.function.__name__
                message = f"{name}: not a contiguous array of {kind} in {dimensions} dimensions"
                raise TypeError(message)
            yield np.asarray(argument).view(kind)

    @property
    def _origin(self) -> keeping.Origin:
        name = f"{self.function.__module__}.{self.function.__name__}"
        return keeping.Origin(name, self._source, self.packages)

    def _load(self) -> Callable[..., int]:
        """Return the function as the processor takes it, loaded by the first thread that asks for it."""
        with _LOADING:
            if not self._machine_code:
                origin = self._origin
                code = keeping.find(origin)
                if code is None:
                    code, _ = self._compile(origin)
                types = [ctypes.py_object if dimensions else ctypes.c_int64 for _, dimensions in self.kinds]
                prototype = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p, *types)
                self._machine_code = prototype(load(code, origin.name))
            return self._machine_code

    def _compile(self, origin: keeping.Origin) -> tuple[bytes, Path | None]:
        code = assemble(origin.name, self.dispatcher, self.kinds)
        return code, keeping.keep(origin, code)


def function(python: Any) -> Any:
    """Make a function one that kernels can call."""
    return Function(python)


def inlined(python: Any) -> Any:
    """Make a function one that becomes a part of those that call it, however large it is.

    What is a constant there is one in it, then.
    """
    return Function(python, inlined=True)


def kernel(*kinds: Kind) -> Callable[[Any], Kernel]:
    """Make a function that takes arrays of these kinds a kernel."""
    return lambda python: Kernel(python, kinds)
