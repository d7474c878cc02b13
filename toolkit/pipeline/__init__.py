"""A whole study: from a raw file to a diagnostic."""

from toolkit.pipeline.diagnosing import diagnose
from toolkit.pipeline.preparing import Prepared, prepare

__all__ = ["Prepared", "diagnose", "prepare"]
