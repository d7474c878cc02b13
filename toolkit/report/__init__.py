"""The diagnostic as a person reads it."""

from toolkit.report.content import Diagnostic, Facts, Section, limits_statement
from toolkit.report.documents import document_writers
from toolkit.report.helplines import helpline_section, read_helplines
from toolkit.report.writing import check_folder, write_diagnostic

__all__ = [
    "Diagnostic",
    "Facts",
    "Section",
    "check_folder",
    "document_writers",
    "helpline_section",
    "limits_statement",
    "read_helplines",
    "write_diagnostic",
]
