"""Counts in time: breaks, events, displacement, with intervals that hold."""

from toolkit.analysis.trends.breaks import breaks, breaks_by_month
from toolkit.analysis.trends.interruption import EventModel, Interruption, interruption

__all__ = ["EventModel", "Interruption", "breaks", "breaks_by_month", "interruption"]
