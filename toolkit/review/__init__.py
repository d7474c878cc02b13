"""Reading by people: a few masked texts at a time, with a reason that is kept."""

from toolkit.review.agreement import agreement, disagreements
from toolkit.review.audit_results import audited_recall, proposed_wordings
from toolkit.review.coder import coder
from toolkit.review.coding_exports import write_for_doccano, write_for_label_studio
from toolkit.review.coding_files import read_codes
from toolkit.review.concordance import Concordance, concordance
from toolkit.review.health import health_reading, indicator_health
from toolkit.review.invented_codes import invented_codes
from toolkit.review.leaks import leak_rate, leak_sample
from toolkit.review.masks import masking_report
from toolkit.review.measured import measured_precision, validation
from toolkit.review.reading_order import ReadingOrder, reading_order
from toolkit.review.recall_audit import AuditDesign, recall_audit
from toolkit.review.sample_design import SampleDesign
from toolkit.review.samples import ReviewSample, read_sample_key
from toolkit.review.sampling import review_sample
from toolkit.review.showing import Shown, show
from toolkit.review.template_view import ShownTemplates, show_templates

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
