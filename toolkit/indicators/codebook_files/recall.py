"""How much of what test lines say the codebook finds, by language, as last measured."""

from __future__ import annotations

import tomllib
from importlib import resources

import pandas as pd


def codebook_recall(*, confidence: float = 0.95) -> pd.DataFrame:
    """Return the recall of the codebook on lines that taught it nothing, by language.

    It says nothing of real ads: the lines are invented, by an author who knew the definitions and
    no pattern. For a corpus, code a sample and use ``measured_precision``.

    Parameters
    ----------
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row per language, and one for all of them, ``"all"``: ``language``, ``n_expected``
        wordings, ``n_found`` asserted, ``estimate``, ``low``, ``high``, ``confidence``, ``method``,
        ``n_absent`` wordings that must not be found, ``n_false`` that are, ``measured_on``.

    Notes
    -----
    Wilson (1927). The figures are in ``codebook_recall.toml``; ``benchmarks/recall.py`` makes them.

    Examples
    --------
    >>> table = codebook_recall()
    >>> table["language"].tolist()
    ['en', 'es', 'fr', 'pt', 'ro', 'all']
    """
    from statsmodels.stats.proportion import proportion_confint

    source = resources.files("toolkit.indicators") / "codebook_recall.toml"
    held = tomllib.loads(source.read_text(encoding="utf-8"))
    numbers = ("n_expected", "n_found", "n_absent", "n_false")
    rows = [{"language": code, **held["languages"][code]} for code in sorted(held["languages"])]
    rows.append({"language": "all", **{name: sum(row[name] for row in rows) for name in numbers}})
    table = pd.DataFrame(rows)
    found, expected = table["n_found"], table["n_expected"]
    low, high = proportion_confint(found, expected, alpha=1 - confidence, method="wilson")
    return table.assign(
        estimate=found / expected,
        low=low,
        high=high,
        confidence=confidence,
        method="Wilson",
        measured_on=str(held["measured_on"]),
    )
