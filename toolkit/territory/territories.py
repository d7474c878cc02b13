"""A territory as a list of communes: an EPCI, a département, codes, a file; and COG bridges."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from toolkit.errors import CodeError, InputFileError
from toolkit.territory.codes import commune_inhabitants, read_table
from toolkit.territory.tables import departement_codes
from toolkit.territory.wording import words_of

_COLUMNS = ["code", "name", "departement", "population"]
_KINDS = {"ca", "cc", "cu", "de", "du", "des", "la", "le", "les", "l", "d", "communaute"}
_KINDS |= {"agglomeration", "urbaine", "communes", "agglo", "metropole", "ca", "met"}
_TEXT_FILES = {".txt", ".csv"}


def _communes() -> pd.DataFrame:
    """Return the communes of the vintage, arrondissements left out."""
    table = read_table("communes_cog2026.csv")
    kept = table.loc[table["type"] == "COM", ["code", "name", "departement"]]
    people = kept["code"].map(commune_inhabitants()).astype("Int64")
    return kept.assign(population=people).reset_index(drop=True)


def _bare(name: str) -> tuple[str, ...]:
    """Return the words of the name of a group of communes that tell it from the others."""
    return tuple(word for word in words_of(name) if word not in _KINDS)


def _group(name: str) -> list[str]:
    """Return the communes of the EPCI that bears a name."""
    groups = read_table("epci_cog2026.csv")
    wanted = _bare(name)
    exact = groups[groups["name"].map(_bare) == wanted]
    metropolis = "metropole" in words_of(name)
    if metropolis:
        exact = exact[exact["type"].str.startswith("MET")]
    if len(exact) != 1 or not wanted:
        near = groups.loc[groups["name"].map(lambda n: set(wanted) <= set(_bare(n))), "name"]
        raise CodeError(
            "territory",
            value=name,
            rule="must be the name of one EPCI of COG 2026",
            remedy="perhaps " + ", ".join(near.head(5)) if len(near) else "list the commune codes",
        )
    return str(exact["communes"].iloc[0]).split()


def _from_file(path: Path) -> list[str]:
    """Return the codes of a file: one a line, or the column ``code`` of a CSV file."""
    if not path.is_file():
        raise InputFileError(
            str(path), rule="must be a file of commune codes", remedy="check its path"
        )
    if path.suffix.lower() == ".csv":
        table = pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python")
        if "code" not in table.columns:
            raise InputFileError(
                str(path), rule="must have a column code", remedy="name the column of codes: code"
            )
        return table["code"].str.strip().tolist()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [line.strip() for line in lines if line.strip()]


def _codes_of(where: object) -> list[object]:
    """Return the codes that a description of a territory stands for, not yet checked."""
    if isinstance(where, Path):
        return list(_from_file(where))
    if isinstance(where, str):
        if Path(where).suffix.lower() in _TEXT_FILES:
            return list(_from_file(Path(where)))
        known = where in departement_codes() or where in set(_communes()["code"])
        return [where] if known else list(_group(where))
    return list(where) if isinstance(where, Iterable) else [where]


def territory_of(where: str | Path | Iterable[str]) -> pd.DataFrame:
    """Return a territory as a table of communes with their inhabitants.

    It does not find a territory by a town alone ("Lyon" may be the commune or the métropole),
    and it does not mix vintages: codes of another year go through ``bridge_communes`` first.

    Parameters
    ----------
    where : str, path or iterable of str
        The name of an EPCI ("métropole de Lyon"), a département code ("59"), commune codes
        (["59350", "59512"]), or a file of codes (one a line, or a CSV with a column ``code``).

    Returns
    -------
    pandas.DataFrame
        ``code`` (text), ``name``, ``departement`` (text) and ``population`` (inhabitants, NA
        where the source gives none), one row per commune, COG 2026.

    Raises
    ------
    CodeError
        When a code is not text or is unknown, or no single EPCI bears the name.
    InputFileError
        When the file is missing or has no column ``code``.

    Examples
    --------
    >>> territory_of(["59350", "2A004"])["name"].tolist()
    ['Lille', 'Ajaccio']
    >>> len(territory_of("métropole de Lyon"))
    58
    """
    codes = _codes_of(where)
    table = _communes()
    known, held = set(table["code"]), []
    for code in codes:
        if not isinstance(code, str):
            raise CodeError(
                "commune",
                value=code,
                rule="must be a code written as text",
                remedy=f'write "{str(code).zfill(5)}" with its quotes',
            )
        if code in departement_codes():
            held += table.loc[table["departement"] == code, "code"].tolist()
        elif code in known:
            held.append(code)
        else:
            raise CodeError(
                "commune",
                value=code,
                rule="must be a commune or a département of COG 2026",
                remedy="if it is of another year, pass it through bridge_communes first",
            )
    order = table.set_index("code").loc[list(dict.fromkeys(held))].reset_index()
    return order[_COLUMNS]


def bridge_communes(codes: Iterable[str]) -> pd.DataFrame:
    """Return, for commune codes of any recent year, the communes of COG 2026 that hold them now.

    It does not undo a split: a commune restored since keeps the code it had been merged into.

    Parameters
    ----------
    codes : iterable of str
        Commune codes as text; arrondissements of Paris, Lyon and Marseille go to their city.

    Returns
    -------
    pandas.DataFrame
        ``code`` (as given), ``current`` (code of COG 2026, NA when unknown) and ``change``
        (same, merged, arrondissement, unknown), one row per code, in the same order.

    Raises
    ------
    CodeError
        When a code is not text.

    Examples
    --------
    >>> bridge_communes(["59355", "59350", "75111"])["current"].tolist()
    ['59350', '59350', '75056']
    """
    given = list(codes)
    for code in given:
        if not isinstance(code, str):
            raise CodeError(
                "commune",
                value=code,
                rule="must be a code written as text",
                remedy=f'write "{str(code).zfill(5)}" with its quotes',
            )
    table = read_table("communes_cog2026.csv")
    current = set(table.loc[table["type"] == "COM", "code"])
    parents = dict(zip(table["code"], table["parent"], strict=True))
    former = read_table("communes_former_cog2026.csv")
    merged = dict(zip(former["code"], former["current"], strict=True))
    rows: list[tuple[str, str | None, str]] = []
    for code in given:
        if code in current:
            rows.append((code, code, "same"))
        elif parents.get(code):
            rows.append((code, parents[code], "arrondissement"))
        elif code in merged:
            rows.append((code, merged[code], "merged"))
        else:
            rows.append((code, None, "unknown"))
    return pd.DataFrame(rows, columns=["code", "current", "change"]).astype("str")
