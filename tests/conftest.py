"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--kills` say how often a run with a memory is killed at random."""
    parser.addoption("--kills", type=int, default=8, help="Runs with a memory to kill at random.")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """Return how many runs are to be killed."""
    found: int = request.config.getoption("--kills")
    return found
