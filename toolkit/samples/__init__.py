"""Invented ads with known truths, to try, to train and to test; no real ad was used."""

from toolkit.samples.making import Sample, make_sample
from toolkit.samples.writing import write_sample

__all__ = ["Sample", "make_sample", "write_sample"]
