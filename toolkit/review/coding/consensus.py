"""One code per text, from those of several coders."""

from __future__ import annotations

import pandas as pd

from toolkit.errors import OptionError, TableError
from toolkit.schema import CODES, check

CONSENSUS = ("agreed", "majority")


def check_consensus(consensus: str) -> str:
    """Return the rule when it is one.

    Parameters
    ----------
    consensus : str
        ``"agreed"`` or ``"majority"``.

    Returns
    -------
    str
        The same value.

    Raises
    ------
    OptionError
        When there is no such rule.

    Examples
    --------
    >>> check_consensus("agreed")
    'agreed'
    """
    if consensus not in CONSENSUS:
        raise OptionError(
            "consensus",
            value=consensus,
            rule=f"must be one of {', '.join(CONSENSUS)}",
            remedy='leave it out, or write consensus="majority"',
        )
    return consensus


def agreed_codes(codes: pd.DataFrame, consensus: str) -> pd.DataFrame:
    """Return the code that the coders of each text agree on.

    It settles nothing: texts on which they differ have no code. ``unsure`` is never a code, and
    one coder alone agrees with himself.

    Parameters
    ----------
    codes : pandas.DataFrame
        See ``schema.CODES``.
    consensus : str
        ``"agreed"``: all gave it; ``"majority"``: more than half of the coders of the text did.

    Returns
    -------
    pandas.DataFrame
        ``item``, ``indicator``, ``code``: present, absent, or NA.

    Raises
    ------
    TableError
        When a coder codes an indicator twice in a text.

    Examples
    --------
    >>> codes = pd.DataFrame({"item": ["1"] * 3, "coder": list("ABC"), "indicator": "X",
    ...     "code": ["present", "present", "unsure"]})
    >>> [agreed_codes(codes, rule)["code"].isna().item() for rule in CONSENSUS]
    [True, False]
    """
    names = [column.name for column in CODES.columns]
    table = check(codes, CODES)[names].astype("str")
    double = int(table.duplicated(["item", "coder", "indicator"]).sum())
    if double or not len(table):
        raise TableError(
            "codes",
            value=f"{double} double code(s), {len(table)} in all",
            rule="at least one code, and each coder once per item and indicator",
            remedy="keep one file of each coder",
        )
    given = {name: table["code"].eq(name) for name in ("present", "absent")}
    parts = table.assign(n=1, **given).groupby(["item", "indicator"], as_index=False)
    votes = parts[["n", "present", "absent"]].sum()
    needed = votes["n"] if consensus == "agreed" else votes["n"] // 2 + 1
    code = pd.Series(pd.NA, index=votes.index, dtype="str")
    for name in ("present", "absent"):
        code = code.mask(votes[name].ge(needed), name)
    return votes[["item", "indicator"]].assign(code=code)
