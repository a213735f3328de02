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
