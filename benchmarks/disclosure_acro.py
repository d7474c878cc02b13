"""Let ACRO tabulate; run by ``disclosure.py --acro`` with the Python of ACRO's own environment.

``python disclosure_acro.py FOLDER`` reads ``jobs.json`` and the ads, and writes beside each file
the cells that ACRO prints, in long form.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from pathlib import Path

import pandas as pd


def printed(session: object, ads: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the cells that ACRO shows: one row each, none for those it masks."""
    rows = ads.loc[ads.index.repeat(ads["weight"])].reset_index(drop=True)
    rows["all"] = "all"
    *index, column = by if len(by) > 1 else [by[0], "all"]
    table = session.crosstab([rows[name] for name in index], rows[column])  # type: ignore[attr-defined]
    table.index = table.index.set_names(index)
    table.columns = table.columns.set_names(column)
    long = table.reset_index().melt(id_vars=index, var_name=column, value_name="n_ads")
    return long.dropna(subset=["n_ads"])[[*by, "n_ads"]]


def main() -> None:
    warnings.filterwarnings("ignore")
    import acro

    logging.disable(logging.CRITICAL)
    folder = Path(sys.argv[1])
    session = acro.ACRO(suppress=True)
    for job in json.loads((folder / "jobs.json").read_text(encoding="utf-8")):
        path = Path(job["path"])
        found = printed(session, pd.read_parquet(path), job["by"])
        found.to_parquet(path.with_suffix(".out"), index=False)


if __name__ == "__main__":
    main()
