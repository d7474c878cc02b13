"""Every notebook runs from a clean state, is stored without outputs, and keeps no text."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from toolkit.lab import drop_text_outputs
from toolkit.review.showing import OUTPUT_MARK

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_without_outputs_and_short(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert all(len(cell.source.splitlines()) <= 12 for cell in code)
    assert not any("def " in cell.source for cell in code)
    for word in ("But", "Pour qui", "Durée", "Niveau", "Données", "Ce que ce carnet ne dit pas"):
        assert f"**{word}**" in notebook.cells[0].source
    tagged = [c for c in code if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source += f"\nSORTIE = {str(tmp_path / 'out')!r}"
        cell.source = cell.source.replace(
            'reason="lecture de contrôle"',
            f'reason="lecture de contrôle", journal={str(tmp_path / "j.csv")!r}',
        )
    NotebookClient(notebook, timeout=240, kernel_name="python3").execute()
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    assert len(outputs) >= 6
    assert not [o for o in outputs if o.output_type == "error"]
    shown = [o for o in outputs if o.get("metadata", {}).get(OUTPUT_MARK)]
    assert shown
    saved = str(drop_text_outputs(notebook))
    for item in shown[0]["data"]["text/html"].split("<li>")[1:]:
        assert item.split("</li>")[0][:40] not in saved
