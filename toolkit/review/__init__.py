"""Reading by people: a few masked texts at a time, with a reason that is kept."""

from toolkit.review.showing import Shown, show

__all__ = ["Shown", "show"]
