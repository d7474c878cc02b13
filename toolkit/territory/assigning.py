"""One département per ad: the place column first, then what the text states."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from toolkit.errors import TableError
from toolkit.territory.codes import departements
from toolkit.territory.names import index
from toolkit.territory.reading import read_places
from toolkit.territory.reading_state import Mention
from toolkit.text.opaque import as_texts

_Answer = tuple[str | None, str | None, str]


def _gather(mentions: list[Mention]) -> _Answer:
    """Return département, commune and status of one text."""
    places = index()
    found: dict[str, str | None] = {}
    for mention in mentions:
        if mention.code is None or mention.level == "region":
            continue
        commune = mention.code if mention.level == "commune" else None
        code = places.departement[commune] if commune else mention.code
        found[code] = found.get(code) or commune
    if len(found) == 1:
        code, commune = next(iter(found.items()))
        return code, commune, "stated"
    return None, None, "ambiguous" if mentions else "unknown"


@lru_cache(maxsize=50_000)
def _read_value(value: str) -> tuple[_Answer, str]:
    """Read one value of a place column; the same values come back often."""
    code = value.strip().upper()
    padded = code.zfill(2)
    if padded in set(departements()["code"]):
        return (padded, None, "stated"), "number"
    if code in index().departement:
        commune = code if code not in index().postcodes else None
        if commune:
            return (index().departement[code], code, "stated"), "commune_code"
    mentions = read_places(value, structured=True)
    return _gather(mentions), mentions[0].rule if mentions else "none"


def read_place_column(places: object) -> pd.DataFrame:
    """Read the values of a place column: a number, a postcode, a name, or several of these.

    It does not use the text of the ads, and it does not guess between homonyms.

    Parameters
    ----------
    places : sequence of str or Series
        Values as the platform gives them; empty ones are ``unknown``.

    Returns
    -------
    pandas.DataFrame
        ``departement`` and ``commune`` (codes as text, NA when unknown), ``place_status``
        (stated, ambiguous, unknown) and ``source``, the rule that read the value.

    Examples
    --------
    >>> read_place_column(["59000 Lille", "2A", ""])["departement"].fillna("-").tolist()
    ['59', '2A', '-']
    """
    rows = [(*answer, source) for answer, source in map(_read_value, as_texts(places))]
    columns = ["departement", "commune", "place_status", "source"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def assign_departement(texts: object, places: object = None) -> pd.DataFrame:
    """Give each text one département, or say that it is ambiguous or unknown.

    The place column wins over the text when it can be read. A text that states several
    départements is ``ambiguous``: none of them is chosen.

    Parameters
    ----------
    texts : sequence of str, Series or DataFrame with a ``text`` column
        Texts.
    places : sequence of str or Series, optional
        The place column, one value per text.

    Returns
    -------
    pandas.DataFrame
        ``departement``, ``commune`` (codes as text, or NA) and ``place_status``, one row per
        text, in the same order. ``attrs["disagreements"]`` counts the texts that state another
        département than their place column, and ``attrs["compared"]`` those where both state one.

    Raises
    ------
    TableError
        When the place column has another length than the texts.

    Examples
    --------
    >>> assign_departement(["je suis à Lille"], places=["Lyon"])["departement"].item()
    '69'
    """
    given = as_texts(texts)
    values = [""] * len(given) if places is None else as_texts(places)
    if len(values) != len(given):
        raise TableError(
            "places",
            value=len(values),
            rule=f"must have one value per text ({len(given)})",
            remedy="pass the place column of the same table",
        )
    rows = []
    compared = disagreements = 0
    for text, value in zip(given, values, strict=True):
        column = _read_value(value)[0]
        stated = _gather(read_places(text))
        if column[0] and stated[0]:
            compared += 1
            disagreements += column[0] != stated[0]
        rows.append(column if column[2] != "unknown" else stated)
    columns = ["departement", "commune", "place_status"]
    table = pd.DataFrame(rows, columns=columns).astype("str")
    table.attrs |= {"compared": compared, "disagreements": disagreements}
    return table
