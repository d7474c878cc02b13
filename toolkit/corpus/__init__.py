"""Ads in, from the files that researchers really have."""

from toolkit.corpus.reading import read_ads, read_ads_in_parts, write_rejected
from toolkit.corpus.writing import write_corpus

__all__ = ["read_ads", "read_ads_in_parts", "write_corpus", "write_rejected"]
