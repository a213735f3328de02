"""Machine code is kept on disk, found again, and made anew when something of it has changed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsclean.cleaning import clean_document, paths
from newsclean.cleaning.compiled.sums import add_up
from newsclean.compiling import keeping
from newsclean.compiling.kernels import Function
from newsclean.deduplication.compiled.comparing import _shared_counts as shared_counts
from newsclean.model import Document, Kind

ROOT = Path(__file__).parents[2]
TEXT = "The ferry left the harbour at dawn, and nobody saw it again. " * 9
PAGE = f"<h1>The ferry is late</h1><ul><li>News<li>Sport</ul><p>{TEXT}<p>{TEXT}<p class=ad>{TEXT}"
PAGES = (Document("a.html", Kind.HTML, PAGE), Document("b.txt", Kind.TEXT, f"The ferry\n\n{TEXT}"))

# A kernel of each package, and what comes out.
DEDUPLICATION = """
import numpy as np
from newsclean.deduplication.compiled.comparing import CompiledComparing
from newsclean.deduplication.ragged import pack
rows = pack(np.array([1, 2, 5, 2, 4, 5, 9], np.uint32), np.array([3, 4]))
print(CompiledComparing().shared_counts(rows, np.array([0]), np.array([1])).tolist())
"""
CLEANING = """
from newsclean.cleaning.compiled.measuring import take_measures
from newsclean.cleaning.prose import Characters
print(take_measures(Characters.of(["The ferry left the harbour at dawn, and nobody saw it."])).words.tolist())
"""
KERNELS = [
    (DEDUPLICATION, "[2]", "newsclean.deduplication.compiled.comparing._shared_counts"),
    (CLEANING, "[11.0]", "newsclean.cleaning.compiled.measuring._measure"),
]
# As if the package stood in a folder that can't be written to.
READ_ONLY = """
from newsclean.compiling import keeping
find_folders = keeping._find_folders
keeping._find_folders = lambda source, make: list(find_folders(source, make=make))[1:]
"""
# As if Numba, though it is installed, could not be imported.
NO_NUMBA = """
import sys
class Refusing:
    def find_spec(self, name, *_):
        assert not name.startswith("numba."), name
sys.meta_path.insert(0, Refusing())
"""


def run(*code: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(code)],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(("code", "expected", "kernel"), KERNELS)
def test_a_home_that_cannot_be_written_to_does_not_matter(
    tmp_path: Path, code: str, expected: str, kernel: str
) -> None:
    """Where the package and the home are read-only, the code goes to a folder below the temporary one."""
    folders = {"TMPDIR": str(tmp_path), "HOME": "/dev/null", "XDG_CACHE_HOME": ""}
    assert run(READ_ONLY, code, **folders) == expected
    (folder,) = tmp_path.glob("newsclean-cache-*")
    assert folder.stat().st_mode & 0o077 == 0
    assert list(folder.glob(f"{kernel}-*.o"))
    # From now on, without Numba's start.
    assert run(READ_ONLY, NO_NUMBA, code, **folders) == expected


def test_pages_are_cleaned_without_numba_once_machine_code_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "ENOUGH", 10**9)
    expected = "\n".join(repr(clean_document(page, trace=True)) for page in PAGES)
    code = f"""
from newsclean.cleaning import clean_document, paths
from newsclean.model import Document, Kind
paths.ENOUGH = 0
for source, kind, content in {[(page.source, page.kind.value, page.content) for page in PAGES]!r}:
    print(repr(clean_document(Document(source, Kind(kind), content), trace=True)))
"""
    compiling = "from newsclean.cleaning import paths; paths.ENOUGH_TO_COMPILE = 0"
    assert run(compiling, code) == expected
    loaded = "assert paths.load_compiled.cache_info().currsize and 'numba' not in sys.modules"
    assert run(NO_NUMBA, code, loaded) == expected


def test_without_numba_there_is_no_compiled_path() -> None:
    code = """
import sys
sys.modules["numba"] = sys.modules["llvmlite"] = None
from newsclean.cleaning.paths import load_compiled
from newsclean.compiling.presence import is_kept
from newsclean.deduplication.batches import compiled_tools
print(is_kept("newsclean.cleaning.compiled.network"), load_compiled(), compiled_tools())
"""
    assert run(code) == "False None None"


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[keeping.Origin]:
    """Invent a kernel, in a package of one module, that calls what stands in another one."""
    for package in ("one", "other"):
        (tmp_path / package / "compiled").mkdir(parents=True)
        (tmp_path / package / "compiled" / "module.py").write_text("x = 1\n")
    packages = frozenset((tmp_path / "one", tmp_path / "other"))
    yield keeping.Origin("module.kernel", tmp_path / "one" / "compiled" / "module.py", packages)
    keeping._fingerprint.cache_clear()  # noqa: SLF001


def find_anew(origin: keeping.Origin) -> bytes | None:
    keeping._fingerprint.cache_clear()  # noqa: SLF001
    return keeping.find(origin)


def keep_anew(origin: keeping.Origin, code: bytes) -> None:
    keeping._fingerprint.cache_clear()  # noqa: SLF001
    keeping.keep(origin, code)


def test_what_is_kept_is_found(origin: keeping.Origin) -> None:
    assert keeping.find(origin) is None
    keeping.keep(origin, b"code")
    assert find_anew(origin) == b"code"
    assert keeping.find(origin._replace(name="module.other")) is None
    assert [each.suffix for each in (origin.source.parent / "__pycache__").iterdir()] == [".o"]


def test_what_is_damaged_is_not_found(origin: keeping.Origin) -> None:
    keeping.keep(origin, b"machine code")
    (kept,) = (origin.source.parent / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-4])
    assert keeping.find(origin) is None
    keeping.keep(origin, b"machine code")
    assert keeping.find(origin) == b"machine code"


def test_a_folder_that_others_can_write_to_is_not_used(
    origin: keeping.Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    (origin.source.parent / "__pycache__").touch()
    planted = tmp_path / f"newsclean-cache-{os.getuid()}"
    planted.mkdir(mode=0o700)
    keeping.keep(origin, b"code")
    (kept,) = planted.iterdir()
    planted.chmod(0o777)
    assert keeping.find(origin) is None
    kept.unlink()
    keeping.keep(origin, b"code")
    assert list(planted.iterdir()) == []


def test_another_source_or_processor_has_code_of_its_own(
    origin: keeping.Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.keep(origin, b"code")
    monkeypatch.setattr(keeping, "describe_processor", lambda: ("6502", ""))
    assert find_anew(origin) is None
    monkeypatch.undo()
    assert find_anew(origin) == b"code"
    for package in origin.packages:
        (package / "compiled" / "module.py").write_text("x = 12\n")
        assert find_anew(origin) is None
        keeping.keep(origin, b"new code")
        assert find_anew(origin) == b"new code"


def test_code_of_former_sources_is_removed_and_no_other(
    origin: keeping.Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = origin._replace(name="module.kernel_2")
    keep_anew(other, b"other code")
    monkeypatch.setattr(keeping, "describe_processor", lambda: ("6502", ""))
    keep_anew(origin, b"code for a 6502")
    monkeypatch.undo()
    for size in range(1, 4):
        origin.source.write_text("x" * size)
        keep_anew(origin, b"code")
    kept = [path.read_bytes()[16:] for path in (origin.source.parent / "__pycache__").iterdir()]
    assert sorted(kept) == [b"code", b"code for a 6502", b"other code"]


def test_a_kernel_is_made_of_the_packages_that_it_calls() -> None:
    assert {package.name for package in shared_counts.packages} == {"deduplication"}
    caller = Function(calls_a_function)
    assert {package.name for package in caller.packages} == {"tests", "cleaning"}


def calls_a_function(values: Any) -> None:
    values[0] = add_up(values)
