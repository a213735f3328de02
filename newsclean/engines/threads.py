"""How many threads NumPy may use."""

from contextlib import AbstractContextManager


def one_thread() -> AbstractContextManager[object]:
    """Keep NumPy's matrix library to one thread.

    Its threads wait for each other longer than the small matrices of a page take, and processes fill the
    cores anyway: with two of each, pages took four times as long.
    """
    import numpy  # noqa: F401, ICN001, PLC0415  # what is not loaded yet can't be limited
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  # start-up time

    limits: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="blas")
    return limits
