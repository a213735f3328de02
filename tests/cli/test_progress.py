import io
import sys
from contextlib import closing

import pytest

from newsclean.cli import progress
from newsclean.compiling import presence
from newsclean.deduplication import Collection, collection
from newsclean.settings import DeduplicationSettings


def _watch(monkeypatch: pytest.MonkeyPatch, *, quiet: bool) -> str:
    """Return what is said of 200 pages, of which each takes a second."""
    stream, clock = io.StringIO(), iter(range(1000))
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("newsclean.cli.progress.time.monotonic", lambda: float(next(clock)))
    with progress.show_progress(quiet=quiet) as listener:
        for done in range(1, 201):
            if listener:
                listener("cleaning", done, 200)
    return stream.getvalue()


def test_a_log_gets_a_line_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _watch(monkeypatch, quiet=False).splitlines() == [
        "newsclean: cleaning: 60 of 200, 1 a second, 2 min left",
        "newsclean: cleaning: 120 of 200, 1 a second, 1 min left",
        "newsclean: cleaning: 180 of 200, 1 a second, 0 min left",
    ]


def test_a_terminal_is_told_of_the_wait_for_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(collection, "FEW_TO_COMPILE", 0)
    monkeypatch.setattr(collection, "FEW", 0)
    monkeypatch.setattr(presence, "is_kept", lambda _module: False)
    with progress.show_progress(quiet=False), closing(Collection(DeduplicationSettings())) as articles:
        articles.expect(1)
    assert stream.getvalue().count("newsclean: compiling for this machine") == 1
    with closing(Collection(DeduplicationSettings())) as articles:
        articles.expect(1)
    assert stream.getvalue().count("compiling") == 1


def test_quiet_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _watch(monkeypatch, quiet=True) == ""
