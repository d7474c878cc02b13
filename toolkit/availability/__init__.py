"""Days and hours that ads state."""

from toolkit.availability.finding import find_availability

__all__ = ["find_availability"]
