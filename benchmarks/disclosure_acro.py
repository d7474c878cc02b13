"""Let ACRO tabulate; run by ``disclosure.py --acro`` with the Python of ACRO's own environment.

``python disclosure_acro.py FOLDER`` reads ``jobs.json`` and the ads, and writes beside each file
the cells that ACRO prints, in long form. A table that takes more than ``SECONDS`` of the processor
is left out.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import time
import warnings
from pathlib import Path

import pandas as pd

SECONDS = 60


def give_up(*_: object) -> None:
    raise TimeoutError


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
    signal.signal(signal.SIGPROF, give_up)
    import acro

    logging.disable(logging.CRITICAL)
    folder = Path(sys.argv[1])
    session = acro.ACRO(suppress=True)
    for job in json.loads((folder / "jobs.json").read_text(encoding="utf-8")):
        path, start = Path(job["path"]), time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            found = printed(session, pd.read_parquet(path), job["by"])
        except TimeoutError:
            print(f"ACRO: {' x '.join(job['by'])} not finished in {SECONDS} CPU-s")
            continue
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if time.process_time() - start > SECONDS / 10:
            print(f"ACRO: {' x '.join(job['by'])} took {time.process_time() - start:.0f} CPU-s")
        found.to_parquet(path.with_suffix(".out"), index=False)


if __name__ == "__main__":
    main()
