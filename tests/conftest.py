"""Options of the test run."""

import pytest
from hypothesis import settings

# A machine that is busy with other things is no fault of what is tested.
settings.register_profile("newsclean", deadline=None)
settings.load_profile("newsclean")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--kills` say how often a run with a memory is killed at random, `--cases` how much is made up."""
    parser.addoption("--kills", type=int, default=8, help="Runs with a memory to kill at random.")
    parser.addoption("--cases", type=int, default=12, help="Damaged files for each test of fuzzing.")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """Return how many runs are to be killed."""
    found: int = request.config.getoption("--kills")
    return found


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> int:
    """Return how many damaged files are to be tried."""
    found: int = request.config.getoption("--cases")
    return found


@pytest.fixture(params=[(3, True, False), (4, True, True), (6, False, False), (7, False, True)])
def worth_compiling(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[int, bool]:
    """Let loading pay above 3 articles and compiling above 6, and tell on which side of that a number is.

    Returns a number of articles and whether the compiled path pays for them: machine code lies on disk for
    the first two.
    """
    count, kept, pays = request.param
    place = "newsclean.deduplication.collection"
    monkeypatch.setattr(f"{place}.FEW", 3)
    monkeypatch.setattr(f"{place}.FEW_TO_COMPILE", 6)
    monkeypatch.setattr(f"{place}.is_kept", lambda _module: kept)
    return count, pays
