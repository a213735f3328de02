"""How many threads NumPy may use."""

import os
from contextlib import AbstractContextManager, nullcontext


def one_thread() -> AbstractContextManager[object]:
    """Keep NumPy's matrix library to one thread.

    Its threads wait for each other longer than the small matrices of a page take, and processes fill the
    cores anyway: with two of each, pages took four times as long.
    """
    import numpy as np  # noqa: PLC0415  # what is not loaded yet can't be limited

    library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
    if "openblas" in library and os.environ.get("OPENBLAS_NUM_THREADS") == "1":
        # The command line has set that before NumPy was loaded. To find the library and ask it takes as long
        # as cleaning a page.
        return nullcontext()
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  # start-up time

    limits: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="blas")
    return limits
