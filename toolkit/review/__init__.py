"""Reading by people: a few masked texts at a time, with a reason that is kept."""

from toolkit.review.leaks import leak_rate, leak_sample
from toolkit.review.masks import masking_report
from toolkit.review.showing import Shown, show

__all__ = ["Shown", "leak_rate", "leak_sample", "masking_report", "show"]
