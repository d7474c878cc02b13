"""The diagnostic as a person reads it."""

from toolkit.report.content import Diagnostic, Section, limits_statement
from toolkit.report.writing import write_diagnostic

__all__ = ["Diagnostic", "Section", "limits_statement", "write_diagnostic"]
