"""The same work as the reference path, number for number, compiled by Numba.

Nothing outside imports this package before there are enough pages to pay for Numba's start (a third of a
second, and some seconds once, until its cache is filled). The tests hold both paths equal.
"""
