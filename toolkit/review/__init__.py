"""Reading by people: a few masked texts at a time, with a reason that is kept."""

from toolkit.review.coding.coder import coder
from toolkit.review.coding.exports import write_for_doccano, write_for_label_studio
from toolkit.review.coding.files import read_codes
from toolkit.review.coding.invented import invented_codes
from toolkit.review.coding.reading_order import ReadingOrder, reading_order
from toolkit.review.measuring.agreement import agreement, disagreements
from toolkit.review.measuring.health import health_reading, indicator_health
from toolkit.review.measuring.leaks import leak_rate, leak_sample
from toolkit.review.measuring.precision import measured_precision, validation
from toolkit.review.measuring.recall import audited_recall, proposed_wordings
from toolkit.review.sampling.design import SampleDesign
from toolkit.review.sampling.drawing import review_sample
from toolkit.review.sampling.recall_audit import AuditDesign, recall_audit
from toolkit.review.sampling.samples import ReviewSample, read_sample_key
from toolkit.review.showing.concordance import Concordance, concordance
from toolkit.review.showing.masks import masking_report
from toolkit.review.showing.template_view import ShownTemplates, show_templates
from toolkit.review.showing.texts import Shown, show

__all__ = [
    "AuditDesign",
    "Concordance",
    "ReadingOrder",
    "ReviewSample",
    "SampleDesign",
    "Shown",
    "ShownTemplates",
    "agreement",
    "audited_recall",
    "coder",
    "concordance",
    "disagreements",
    "health_reading",
    "indicator_health",
    "invented_codes",
    "leak_rate",
    "leak_sample",
    "masking_report",
    "measured_precision",
    "proposed_wordings",
    "read_codes",
    "read_sample_key",
    "reading_order",
    "recall_audit",
    "review_sample",
    "show",
    "show_templates",
    "validation",
    "write_for_doccano",
    "write_for_label_studio",
]
