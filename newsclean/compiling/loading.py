"""LLVM, as llvmlite brings it: what it knows of the processor, and its loader."""

from functools import cache
from typing import Any

from llvmlite import binding


def describe_processor() -> tuple[str, str]:
    """Return the name of this machine's processor, and what it can do."""
    return binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()


def find_target() -> Any:
    """Return what makes machine code for this processor."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    name, features = describe_processor()
    target = binding.Target.from_default_triple()
    return target.create_target_machine(
        cpu=name,
        features=features,
        opt=3,
        # Numba's choice: code that is loaded where it is to run needs no detours to be moved.
        reloc="static" if target.name.startswith("x86") else "default",
        codemodel="jitdefault",
        jit=True,
    )


def load(code: bytes, symbol: str) -> int:
    """Load machine code; return the address of a function in it."""
    engine = _start()
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address: int = engine.get_function_address(symbol)
    return address


@cache
def _start() -> Any:
    """Return what loads machine code. It holds all that it loaded."""
    target = find_target()
    return binding.create_mcjit_compiler(binding.parse_assembly(""), target)
