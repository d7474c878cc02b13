"""JupyterLab as the computers of associations should open it: in French, keeping no text."""

from toolkit.lab.excerpts import Excerpt, excerpt
from toolkit.lab.exploring import Explorer, explore
from toolkit.lab.notebooks import drop_text_outputs
from toolkit.lab.tracing import Trace, trace

__all__ = ["Excerpt", "Explorer", "Trace", "drop_text_outputs", "excerpt", "explore", "trace"]
