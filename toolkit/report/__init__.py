"""The diagnostic as a person reads it."""

from toolkit.report.content import Diagnostic, Section, limits_statement
from toolkit.report.writing import check_folder, write_diagnostic

__all__ = ["Diagnostic", "Section", "check_folder", "limits_statement", "write_diagnostic"]
