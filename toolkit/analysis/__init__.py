"""From counts to estimates with their intervals."""

from toolkit.analysis.shares import shares

__all__ = ["shares"]
