"""When, and in which languages, a team could answer what ads state."""

from toolkit.analysis.outreach.languages import languages_needed
from toolkit.analysis.outreach.staffing import staffing_plan
from toolkit.analysis.outreach.staffing_words import staffing_reading
from toolkit.analysis.outreach.week import OutreachBands
from toolkit.analysis.outreach.windows import outreach_windows, stated_availability

__all__ = [
    "OutreachBands",
    "languages_needed",
    "outreach_windows",
    "staffing_plan",
    "staffing_reading",
    "stated_availability",
]
