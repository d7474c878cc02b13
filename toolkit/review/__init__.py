"""Reading by people: a few masked texts at a time, with a reason that is kept."""

from toolkit.review.agreement import agreement, disagreements
from toolkit.review.coder import coder
from toolkit.review.coding_exports import write_for_doccano, write_for_label_studio
from toolkit.review.coding_files import read_codes
from toolkit.review.leaks import leak_rate, leak_sample
from toolkit.review.masks import masking_report
from toolkit.review.measured import measured_precision, validation
from toolkit.review.samples import ReviewSample, read_sample_key
from toolkit.review.sampling import SampleDesign, review_sample
from toolkit.review.showing import Shown, show

__all__ = [
    "ReviewSample",
    "SampleDesign",
    "Shown",
    "agreement",
    "coder",
    "disagreements",
    "leak_rate",
    "leak_sample",
    "masking_report",
    "measured_precision",
    "read_codes",
    "read_sample_key",
    "review_sample",
    "show",
    "validation",
    "write_for_doccano",
    "write_for_label_studio",
]
