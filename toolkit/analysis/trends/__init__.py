"""Counts in time: breaks, events, displacement, with intervals that hold."""

from toolkit.analysis.trends.breaks import breaks, breaks_by_month
from toolkit.analysis.trends.changed_shares import share_changes
from toolkit.analysis.trends.displacement import Displacement, displacement
from toolkit.analysis.trends.interruption import EventModel, Interruption, interruption
from toolkit.analysis.trends.migration import migration

__all__ = [
    "Displacement",
    "EventModel",
    "Interruption",
    "breaks",
    "breaks_by_month",
    "displacement",
    "interruption",
    "migration",
    "share_changes",
]
