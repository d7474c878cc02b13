"""The gate: no corpus in which an identifier remains goes further."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from toolkit.anonymise.detectors import find_identifiers
from toolkit.anonymise.seeing import as_seen
from toolkit.anonymise.vocabulary import cues
from toolkit.errors import ResidualIdentifierError

# seven digits side by side are more than any price, hour or date of an ad
_LONG_RUN = re.compile(r"\d(?:[ .\-_/]?\d){6,}")
_DATE_RUN = re.compile(
    r"\d{1,2}[ ./\-]\d{1,2}[ ./\-](?:19|20)\d\d|(?:19|20)\d\d[./\-]\d\d[./\-]\d\d"
)


def residual_identifiers(texts: Any) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Find what still looks like an identifier in masked texts.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        Masked texts.

    Returns
    -------
    pandas.DataFrame
        As ``find_identifiers``.

    Examples
    --------
    >>> len(residual_identifiers(["appelez [TEL]"]))
    0
    """
    return find_identifiers(texts)


def has_long_run(text: str) -> bool:
    """Tell whether a masked text keeps a run of seven digits that is no date and no list.

    Parameters
    ----------
    text : str
        A masked text.

    Returns
    -------
    bool
        True when the text should be kept apart.

    Examples
    --------
    >>> has_long_run("ref 1234567"), has_long_run("du 03/06/2025")
    (True, False)
    """
    runs = _LONG_RUN.findall(_DATE_RUN.sub(" ", as_seen(text)))
    known = cues()["helplines"]
    return any(not re.search(r"[ ./\-]", run) and run not in known for run in runs)


def refuse_residue(corpus: pd.DataFrame) -> None:
    """Refuse a corpus in which an identifier remains.

    Parameters
    ----------
    corpus : pandas.DataFrame
        See ``schema.CORPUS``.

    Raises
    ------
    ResidualIdentifierError
        Naming how many texts and which types, never a text.

    Examples
    --------
    >>> refuse_residue(pd.DataFrame({"text": ["appelez [TEL]"]}))
    """
    left = residual_identifiers(corpus)
    if len(left):
        raise ResidualIdentifierError(
            "corpus",
            value=f"{left['row'].nunique()} text(s) with {', '.join(sorted(set(left['type'])))}",
            rule="no identifier may remain in a corpus that is read",
            remedy="pass the corpus that tk.anonymise returned",
        )
