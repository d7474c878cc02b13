"""From counts to estimates with their intervals."""

from toolkit.analysis.languages import languages_needed
from toolkit.analysis.shares import shares

__all__ = ["languages_needed", "shares"]
