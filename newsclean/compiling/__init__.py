"""How `compiled/`, the fast twins in some folders, becomes machine code.

Numba takes .4 s to start, the time of a hundred pages or of ten thousand articles. So what it compiles is
kept on disk, for one version of the source, of Numba and of the processor, and other runs need LLVM's loader
only. `kernels.py` declares what is compiled, `assembling.py` compiles it, with an entry for Python's arrays
(`entries.py`), `keeping.py` keeps it on disk, and `loading.py` loads it. `ahead.py` has all compiled before a
run needs it, `presence.py` tells whether there is any. `rooms.py` has memory to be filled.
"""
