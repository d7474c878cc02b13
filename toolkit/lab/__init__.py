"""JupyterLab as the computers of associations should open it: in French, keeping no text."""

from toolkit.lab.excerpts import Excerpt, excerpt
from toolkit.lab.exploring import Explorer, explore
from toolkit.lab.notebooks import drop_text_outputs
from toolkit.lab.noting import Note, note
from toolkit.lab.tracing import Trace, trace
from toolkit.lab.working import WorkingTable, working_table

__all__ = [
    "Excerpt",
    "Explorer",
    "Note",
    "Trace",
    "WorkingTable",
    "drop_text_outputs",
    "excerpt",
    "explore",
    "note",
    "trace",
    "working_table",
]
