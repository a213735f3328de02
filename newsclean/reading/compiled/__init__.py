"""What takes longest of reading rows, compiled by Numba: the text of each, which is most of it.

Nothing outside imports this package before there are enough rows to pay for its start (`compiling/`). What is
not as usual is left to the reference path.
"""
