"""Showing why."""

from newsclean.review.explain import build_explanation, render
from newsclean.review.pair import WIDTH as PAIR_WIDTH
from newsclean.review.pair import build_pair, render_pair
from newsclean.review.report import build_report

__all__ = ["PAIR_WIDTH", "build_explanation", "build_pair", "build_report", "render", "render_pair"]
