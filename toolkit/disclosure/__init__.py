"""The one door by which a table leaves: nothing that can be turned back into a person."""

from toolkit.disclosure.decisions import Decisions, Override
from toolkit.disclosure.releasing import release, release_together
from toolkit.disclosure.rules import Rules, load_rules
from toolkit.disclosure.safe_table import SafeTable

__all__ = [
    "Decisions",
    "Override",
    "Rules",
    "SafeTable",
    "load_rules",
    "release",
    "release_together",
]
