"""JupyterLab as the association's computers should open it: in French, keeping no text."""

from toolkit.lab.notebooks import drop_text_outputs

__all__ = ["drop_text_outputs"]
