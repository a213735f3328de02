"""BLAKE2b without OpenSSL, which `hashlib` loads first: that takes a good part of a start."""

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
