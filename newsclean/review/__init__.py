"""Showing why."""

from newsclean.review.explain import render
from newsclean.review.report import build_report

__all__ = ["build_report", "render"]
