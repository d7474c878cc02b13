"""From counts to estimates with their intervals."""

from toolkit.analysis.multiplicity import adjusted_p_values
from toolkit.analysis.outreach import (
    OutreachBands,
    languages_needed,
    outreach_windows,
    staffing_plan,
    staffing_reading,
    stated_availability,
)
from toolkit.analysis.prevalence import (
    prevalence,
    prevalence_changes,
    prevalence_difference,
    prevalence_reading,
)
from toolkit.analysis.remote_acts import remote_acts, remote_acts_changes, remote_acts_note
from toolkit.analysis.shares import clustered_shares, shares
from toolkit.analysis.template_sharing import shared_templates, template_reach
from toolkit.analysis.territories import (
    clustered_rates,
    compare_territories,
    empirical_bayes,
    funnel,
    rates,
    smoothed_rates,
    spatial_autocorrelation,
)
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
