"""The 101 départements, and codes that stay text."""

import difflib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import pandas as pd

from toolkit.errors import CodeError


@cache
def read_table(name: str) -> pd.DataFrame:
    """Return one CSV file of the gazetteer, every cell as text."""
    with (resources.files("toolkit.territory") / "gazetteer" / name).open("rb") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False)


@cache
def _names() -> dict[str, str]:
    """Return code to name, métropole and overseas départements only."""
    table = read_table("departements_cog2026.csv")
    kept = table[table["zone"] != "com"]
    return dict(sorted(zip(kept["code"], kept["name"], strict=True)))


@cache
def commune_inhabitants() -> dict[str, int]:
    """Return the inhabitants of each commune and each arrondissement of a large town.

    Communes whose population the source leaves empty are left out.

    Returns
    -------
    dict
        Code to inhabitants, COG 2026.

    Examples
    --------
    >>> commune_inhabitants()["59350"] > 200_000
    True
    """
    table = read_table("communes_cog2026.csv")
    known = table[table["population"].ne("")]
    return dict(zip(known["code"], known["population"].astype("int64"), strict=True))


def departements() -> pd.DataFrame:
    """Return the 101 départements.

    It leaves out the overseas collectivities (975, 977, 978, 98x), which are not départements.

    Returns
    -------
    pandas.DataFrame
        ``code`` (text), ``name``, ``region`` (code), ``zone`` (``metro`` or ``drom``) and
        ``population`` (inhabitants, sum of the communes, COG 2026).

    Examples
    --------
    >>> departements().query("code == '2A'")["name"].item()
    'Corse-du-Sud'
    """
    table = read_table("departements_cog2026.csv")
    kept = table[table["zone"] != "com"].sort_values("code").reset_index(drop=True)
    kept["population"] = kept["population"].astype("int64")
    return kept[["code", "name", "region", "zone", "population"]]


def check_departements(codes: Iterable[str] | str) -> tuple[str, ...]:
    """Return département codes as given, once each is known.

    It does not repair: ``1`` is refused, not read as ``"01"``.

    Parameters
    ----------
    codes : str or iterable of str
        ``"59"`` or ``["01", "2A", "974"]``.

    Returns
    -------
    tuple of str
        The same codes.

    Raises
    ------
    CodeError
        When a code is not text, or is not one of the 101 départements.

    Examples
    --------
    >>> check_departements(["01", "2A"])
    ('01', '2A')
    >>> check_departements([1])
    Traceback (most recent call last):
        ...
    toolkit.errors.CodeError: département: got 1; must be a code written as text. What to do: \
write "01" with its quotes.
    """
    given = (codes,) if isinstance(codes, str | int) else tuple(codes)
    for code in given:
        if not isinstance(code, str):
            raise CodeError(
                "département",
                value=code,
                rule="must be a code written as text",
                remedy=f'write "{_closest(str(code))}" with its quotes',
            )
        if code not in _names():
            raise CodeError(
                "département",
                value=code,
                rule="must be one of the 101 département codes",
                remedy=f'perhaps "{_closest(code)}"; departements() lists them all',
            )
    return given


def _closest(code: str) -> str:
    """Return the known code that looks most like the given one."""
    padded = code.strip().upper().zfill(2)
    if padded in _names():
        return padded
    folded = {name.lower(): known for known, name in _names().items()}
    by_name = difflib.get_close_matches(code.strip().lower(), list(folded), n=1)
    if by_name:
        return folded[by_name[0]]
    return (difflib.get_close_matches(padded, list(_names()), n=1, cutoff=0.1) or ["01"])[0]


def departement_name(code: str) -> str:
    """Return the name of a département.

    Parameters
    ----------
    code : str
        Its code, as text.

    Returns
    -------
    str
        Its official name.

    Raises
    ------
    CodeError
        When the code is not text or is unknown.

    Examples
    --------
    >>> departement_name("59")
    'Nord'
    """
    return _names()[check_departements([code])[0]]
