"""The share of ads that carry an indicator as people code it."""

from toolkit.analysis.prevalence.changes import prevalence_changes
from toolkit.analysis.prevalence.corrected import prevalence
from toolkit.analysis.prevalence.difference import prevalence_difference
from toolkit.analysis.prevalence.words import prevalence_reading

__all__ = [
    "prevalence",
    "prevalence_changes",
    "prevalence_difference",
    "prevalence_reading",
]
