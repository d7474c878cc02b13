"""Indicators: wordings to read, each with its evidence, never a verdict."""

from toolkit.indicators.codebook_recall import codebook_recall
from toolkit.indicators.codebook_types import Codebook, Indicator
from toolkit.indicators.finding import find_indicators
from toolkit.indicators.loading import ExpiredReviewWarning, load_codebook
from toolkit.indicators.paraphrase import find_paraphrases

__all__ = [
    "Codebook",
    "ExpiredReviewWarning",
    "Indicator",
    "codebook_recall",
    "find_indicators",
    "find_paraphrases",
    "load_codebook",
]
