"""Rates of ads by territory, compared by one method, never ranked."""

from toolkit.analysis.territories.clustered_rates import clustered_rates
from toolkit.analysis.territories.comparing import compare_territories
from toolkit.analysis.territories.funnels import funnel
from toolkit.analysis.territories.rates import rates
from toolkit.analysis.territories.smoothing import empirical_bayes, smoothed_rates
from toolkit.analysis.territories.spatial import spatial_autocorrelation

__all__ = [
    "clustered_rates",
    "compare_territories",
    "empirical_bayes",
    "funnel",
    "rates",
    "smoothed_rates",
    "spatial_autocorrelation",
]
