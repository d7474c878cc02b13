"""Invented counts for the tests of disclosure control."""

import pandas as pd


def counts(cells, **columns):
    """Return counts in which every ad has its own advertiser and text."""
    table = pd.DataFrame({**columns, "n_ads": cells})
    few = table["n_ads"].astype("Int64")
    return table.assign(n_advertisers=few, n_templates=few, top1_share=0.2, top2_share=0.3)


def hidden(safe, name):
    """Return the labels of the hidden rows."""
    frame = safe.to_frame()
    return set(frame.loc[frame["state"].eq("suppressed"), name])
