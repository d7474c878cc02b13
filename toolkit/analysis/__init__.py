"""From counts to estimates with their intervals."""

from toolkit.analysis.clustered_shares import clustered_shares
from toolkit.analysis.languages import languages_needed
from toolkit.analysis.prevalence import prevalence
from toolkit.analysis.prevalence_difference import prevalence_difference
from toolkit.analysis.prevalence_words import prevalence_reading
from toolkit.analysis.shares import shares
from toolkit.analysis.template_sharing import shared_templates, template_reach

__all__ = [
    "clustered_shares",
    "languages_needed",
    "prevalence",
    "prevalence_difference",
    "prevalence_reading",
    "shared_templates",
    "shares",
    "template_reach",
]
