"""What happens to a notebook when it is saved."""

from __future__ import annotations

from typing import Any

from toolkit.review.showing import OUTPUT_MARK


def drop_text_outputs(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook without the outputs in which ``show`` or ``concordance`` displayed texts.

    It does not touch any other output: figures and released tables stay.

    Parameters
    ----------
    notebook : dict
        The content of a notebook file, format 4.

    Returns
    -------
    dict
        A new notebook of the same format.

    Examples
    --------
    >>> cell = {"cell_type": "code", "outputs": [{"metadata": {"aller_vers_texts": True}}]}
    >>> drop_text_outputs({"cells": [cell]})
    {'cells': [{'cell_type': 'code', 'outputs': []}]}
    """
    cells = [
        {**cell, "outputs": [o for o in cell["outputs"] if not _is_text(o)]}
        if "outputs" in cell
        else cell
        for cell in notebook["cells"]
    ]
    kept = {**notebook, "cells": cells}
    if "metadata" in notebook:
        # widgets keep what is on them, and a lab may be set to save their state
        kept["metadata"] = {k: v for k, v in notebook["metadata"].items() if k != "widgets"}
    return kept


def _is_text(output: dict[str, Any]) -> bool:
    """Tell whether an output displays texts."""
    return bool(output.get("metadata", {}).get(OUTPUT_MARK))


def pre_save(model: dict[str, Any], **_: object) -> None:
    """Drop displayed texts from the notebook that Jupyter is about to write.

    It changes ``model`` in place, because that is what Jupyter's hook asks for.

    Parameters
    ----------
    model : dict
        Jupyter's contents model.
    **_ : object
        The other arguments of the hook.

    Examples
    --------
    >>> model = {"type": "notebook", "content": {"cells": []}}
    >>> pre_save(model)
    """
    if model.get("type") == "notebook" and "cells" in (model.get("content") or {}):
        model["content"] = drop_text_outputs(model["content"])
