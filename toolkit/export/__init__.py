"""What leaves: one exporter, and the scan that any file can be given before it is sent."""

from toolkit.export.checking import check_files
from toolkit.export.exporting import export

__all__ = ["check_files", "export"]
