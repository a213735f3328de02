"""The same work as the reference path, number for number, compiled by Numba.

Nothing outside imports this package before there are enough pages to pay for its start: some 100 ms, and 20
seconds once, until the machine code is on disk (`compiling/`). The tests hold both paths equal.
"""
