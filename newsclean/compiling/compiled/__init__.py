"""Functions that kernels of several folders call, on the bytes of texts."""
