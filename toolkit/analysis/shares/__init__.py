"""Shares of ads, with limits that know that one advertiser posts many ads."""

from toolkit.analysis.shares.clustered import clustered_shares
from toolkit.analysis.shares.wilson import shares

__all__ = [
    "clustered_shares",
    "shares",
]
