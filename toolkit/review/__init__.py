"""Reading by people: a few masked texts at a time, with a reason that is kept."""

from toolkit.review.agreement import agreement, disagreements
from toolkit.review.leaks import leak_rate, leak_sample
from toolkit.review.masks import masking_report
from toolkit.review.measured import measured_precision, validation
from toolkit.review.showing import Shown, show

__all__ = [
    "Shown",
    "agreement",
    "disagreements",
    "leak_rate",
    "leak_sample",
    "masking_report",
    "measured_precision",
    "show",
    "validation",
]
