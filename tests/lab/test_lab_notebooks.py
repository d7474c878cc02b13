import json
from importlib import resources

from toolkit.lab.notebooks import drop_text_outputs, pre_save
from toolkit.review.showing.texts import OUTPUT_MARK


def _notebook():
    shown = {"output_type": "execute_result", "metadata": {OUTPUT_MARK: True}, "data": {}}
    figure = {"output_type": "execute_result", "metadata": {}, "data": {"image/png": ""}}
    return {
        "cells": [
            {"cell_type": "code", "outputs": [shown, figure]},
            {"cell_type": "markdown", "source": "x"},
        ]
    }


def test_shown_texts_are_not_saved_and_figures_are():
    before = _notebook()
    after = drop_text_outputs(before)
    assert [len(cell.get("outputs", [])) for cell in after["cells"]] == [1, 0]
    assert before == _notebook()


def test_the_hook_changes_what_jupyter_writes():
    model = {"type": "notebook", "content": _notebook()}
    pre_save(model, path="x.ipynb")
    assert OUTPUT_MARK not in json.dumps(model)
    other = {"type": "file", "content": "x"}
    pre_save(other)
    assert other == {"type": "file", "content": "x"}


def test_the_state_of_widgets_is_not_saved():
    metadata = {"kernelspec": {"name": "python3"}, "widgets": {"state": {"x": "un texte"}}}
    saved = drop_text_outputs({"cells": [], "metadata": metadata})
    assert saved["metadata"] == {"kernelspec": {"name": "python3"}}
    assert "widgets" in metadata


def test_the_lab_opens_in_french():
    settings = resources.files("toolkit.lab") / "settings" / "overrides.json"
    chosen = json.loads(settings.read_text(encoding="utf-8"))
    assert chosen["@jupyterlab/translation-extension:plugin"]["locale"] == "fr_FR"


def test_an_odd_notebook_does_not_make_the_hook_fail():
    """Where a hook fails, Jupyter saves all the same."""
    shown = {"metadata": {OUTPUT_MARK: True}}
    cells = [{"outputs": None}, {"outputs": ["x", {"metadata": None}, shown]}, {}]
    saved = drop_text_outputs({"cells": cells, "metadata": {}})
    assert saved["cells"] == [{"outputs": []}, {"outputs": [{"metadata": None}]}, {}]


def test_the_lab_asks_nothing_of_the_network_and_saves_no_screen():
    folder = resources.files("toolkit.lab")
    config = (folder / "jupyter_lab_config.py").read_text(encoding="utf-8")
    assert 'extension_manager = "readonly"' in config
    assert 'news_url = ""' in config
    chosen = json.loads((folder / "settings" / "overrides.json").read_text(encoding="utf-8"))
    assert chosen["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": False}
    assert chosen["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
