"""What happens to a notebook when it is saved."""

from __future__ import annotations

from typing import Any

from toolkit.review.showing.texts import OUTPUT_MARK


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
    cells = [_without_texts(cell) for cell in notebook["cells"]]
    kept = {**notebook, "cells": cells}
    if "metadata" in notebook:
        # widgets keep what is on them, and a lab may be set to save their state
        kept["metadata"] = {k: v for k, v in notebook["metadata"].items() if k != "widgets"}
    return kept


def _without_texts(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell without the outputs that display texts, those of an unknown form among them."""
    if "outputs" not in cell:
        return cell
    outputs = cell["outputs"] if isinstance(cell["outputs"], list) else []
    return {**cell, "outputs": [o for o in outputs if isinstance(o, dict) and not _is_text(o)]}


def _is_text(output: dict[str, Any]) -> bool:
    """Tell whether an output displays texts."""
    metadata = output.get("metadata") or {}
    return bool(isinstance(metadata, dict) and metadata.get(OUTPUT_MARK))


def pre_save(model: dict[str, Any], **_: object) -> None:
    """Drop displayed texts from the notebook that Jupyter is about to write.

    It changes ``model`` in place, because that is what Jupyter's hook asks for. Where a hook
    fails Jupyter saves all the same: this one does not fail on a notebook of an odd form.

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
