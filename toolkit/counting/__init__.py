"""From ads read once to counts of cells, each with the support it rests on."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from toolkit.counting.collecting import collection_coverage
from toolkit.counting.counts import count
from toolkit.counting.foreign import as_counts
from toolkit.counting.series import count_series

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated, annotate, select

__all__ = [
    "Annotated",
    "annotate",
    "as_counts",
    "collection_coverage",
    "count",
    "count_series",
    "select",
]


def __getattr__(name: str) -> object:
    """Import the reading of texts only when it is asked for: counts do not need it."""
    if name in __all__:
        return getattr(import_module("toolkit.counting.annotating"), name)
    raise AttributeError(f"toolkit.counting has no public name {name!r}")
