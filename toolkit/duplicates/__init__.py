"""Near-duplicate texts: count texts, not copies."""

from toolkit.duplicates.grouping import group_templates

__all__ = ["group_templates"]
