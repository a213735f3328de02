"""Showing why."""

from newsclean.review.explain import render

__all__ = ["render"]
