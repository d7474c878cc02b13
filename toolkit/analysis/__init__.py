"""From counts to estimates with their intervals."""

from toolkit.analysis.clustered_rates import clustered_rates
from toolkit.analysis.clustered_shares import clustered_shares
from toolkit.analysis.comparing import compare_territories
from toolkit.analysis.funnels import funnel
from toolkit.analysis.languages import languages_needed
from toolkit.analysis.multiplicity import adjusted_p_values
from toolkit.analysis.outreach import outreach_windows, stated_availability
from toolkit.analysis.prevalence import prevalence
from toolkit.analysis.prevalence_changes import prevalence_changes
from toolkit.analysis.prevalence_difference import prevalence_difference
from toolkit.analysis.prevalence_words import prevalence_reading
from toolkit.analysis.rates import rates
from toolkit.analysis.remote_acts import remote_acts, remote_acts_changes, remote_acts_note
from toolkit.analysis.shares import shares
from toolkit.analysis.smoothing import empirical_bayes, smoothed_rates
from toolkit.analysis.spatial import spatial_autocorrelation
from toolkit.analysis.staffing import staffing_plan
from toolkit.analysis.staffing_words import staffing_reading
from toolkit.analysis.template_sharing import shared_templates, template_reach
from toolkit.analysis.trends import (
    EventModel,
    alerts,
    breaks,
    by_month,
    displacement,
    interruption,
    migration,
    release_alerts,
    release_before_and_after,
    release_seasonal_parts,
    release_share_changes,
    seasonal_parts,
    share_changes,
    visible_reading,
    visible_steps,
)
from toolkit.analysis.vocabulary import Terms, distinctive_terms, emerging_terms, terms
from toolkit.analysis.week import OutreachBands

__all__ = [
    "EventModel",
    "OutreachBands",
    "Terms",
    "adjusted_p_values",
    "alerts",
    "breaks",
    "by_month",
    "clustered_rates",
    "clustered_shares",
    "compare_territories",
    "displacement",
    "distinctive_terms",
    "emerging_terms",
    "empirical_bayes",
    "funnel",
    "interruption",
    "languages_needed",
    "migration",
    "outreach_windows",
    "prevalence",
    "prevalence_changes",
    "prevalence_difference",
    "prevalence_reading",
    "rates",
    "release_alerts",
    "release_before_and_after",
    "release_seasonal_parts",
    "release_share_changes",
    "remote_acts",
    "remote_acts_changes",
    "remote_acts_note",
    "seasonal_parts",
    "share_changes",
    "shared_templates",
    "shares",
    "smoothed_rates",
    "spatial_autocorrelation",
    "staffing_plan",
    "staffing_reading",
    "stated_availability",
    "template_reach",
    "terms",
    "visible_reading",
    "visible_steps",
]
