"""Indicators: wordings to read, each with its evidence, never a verdict."""

from toolkit.indicators.codebook_files.loading import ExpiredReviewWarning, load_codebook
from toolkit.indicators.codebook_files.recall import codebook_recall
from toolkit.indicators.codebook_files.types import Codebook, Indicator
from toolkit.indicators.finding import find_indicators
from toolkit.indicators.paraphrasing.finding import find_paraphrases

__all__ = [
    "Codebook",
    "ExpiredReviewWarning",
    "Indicator",
    "codebook_recall",
    "find_indicators",
    "find_paraphrases",
    "load_codebook",
]
