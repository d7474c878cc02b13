"""Counts in time: breaks, events, displacement, with intervals that hold."""

from toolkit.analysis.trends.alerts import alerts, release_alerts
from toolkit.analysis.trends.breaks import breaks
from toolkit.analysis.trends.changed_shares import share_changes
from toolkit.analysis.trends.displacement import Displacement, displacement
from toolkit.analysis.trends.interruption import (
    EventModel,
    Interruption,
    interruption,
    visible_steps,
)
from toolkit.analysis.trends.migration import migration
from toolkit.analysis.trends.months import by_month, release_before_and_after
from toolkit.analysis.trends.released_changes import release_share_changes
from toolkit.analysis.trends.seasons import release_seasonal_parts, seasonal_parts
from toolkit.analysis.trends.visible import visible_reading

__all__ = [
    "Displacement",
    "EventModel",
    "Interruption",
    "alerts",
    "breaks",
    "by_month",
    "displacement",
    "interruption",
    "migration",
    "release_alerts",
    "release_before_and_after",
    "release_seasonal_parts",
    "release_share_changes",
    "seasonal_parts",
    "share_changes",
    "visible_reading",
    "visible_steps",
]
