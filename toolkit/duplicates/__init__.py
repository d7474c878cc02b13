"""Near-duplicate texts: count texts, not copies."""

from toolkit.duplicates.grouping import group_templates
from toolkit.duplicates.growing import TemplateGroups
from toolkit.duplicates.slots import template_slots

__all__ = ["TemplateGroups", "group_templates", "template_slots"]
