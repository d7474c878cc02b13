"""A figure of a table in which everything is hidden: what a small territory gives."""

import pandas as pd
import pytest

import toolkit as tk


@pytest.mark.parametrize("draw", ["languages", "indicators"])
def test_shares_that_are_all_hidden_are_drawn_as_hidden(draw):
    column = {"languages": "written_language", "indicators": "indicator"}[draw]
    values = {"languages": ["fr", "es"], "indicators": ["MOV.TOURING", "AVL.H24"]}[draw]
    table = pd.DataFrame(
        {
            column: values,
            "estimate": [0.4, 0.6],
            "low": [0.1, 0.2],
            "high": [0.7, 0.9],
            "n_ads": [4, 6],
            "n_total": 10,
            "n_advertisers": [3, 4],
            "n_templates": [3, 4],
            "top1_share": 0.4,
            "top2_share": 0.6,
            "state": "counted",
        }
    ).astype({"estimate": "Float64", "low": "Float64", "high": "Float64"})
    figure = getattr(tk.figures, draw)(tk.release(table))
    assert set(figure.table.to_frame()["state"]) == {"suppressed"}
    said = {"languages": "aucune langue sûre ne peut être", "indicators": "0 lue dans des annonces"}
    assert said[draw] in figure.title
