"""From released tables to figures: nothing else is drawn."""

from toolkit.figures.dumbbell import share_changes
from toolkit.figures.events import before_and_after, displacement
from toolkit.figures.figure import Figure
from toolkit.figures.funnels import funnel
from toolkit.figures.keyness import distinctive_terms
from toolkit.figures.maps import departement_map
from toolkit.figures.remote import remote_acts
from toolkit.figures.seasons import seasonal_parts
from toolkit.figures.series import monthly_series
from toolkit.figures.shares import indicators, languages
from toolkit.figures.tiles import languages_by_departement
from toolkit.figures.timelines import template_timeline
from toolkit.figures.trends import trend
from toolkit.figures.week import availability_week

__all__ = [
    "Figure",
    "availability_week",
    "before_and_after",
    "departement_map",
    "displacement",
    "distinctive_terms",
    "funnel",
    "indicators",
    "languages",
    "languages_by_departement",
    "monthly_series",
    "remote_acts",
    "seasonal_parts",
    "share_changes",
    "template_timeline",
    "trend",
]
