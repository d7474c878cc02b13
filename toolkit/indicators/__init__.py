"""Indicators: wordings to read, each with its evidence, never a verdict."""

from toolkit.indicators.codebook_types import Codebook, Indicator
from toolkit.indicators.finding import find_indicators
from toolkit.indicators.loading import ExpiredReviewWarning, load_codebook
from toolkit.indicators.codebook_recall import codebook_recall

__all__ = [
    "Codebook",
    "ExpiredReviewWarning",
    "Indicator",
    "find_indicators",
    "load_codebook",
    "codebook_recall",
]
