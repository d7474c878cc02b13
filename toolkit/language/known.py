"""The languages of the list, from one TOML file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import pandas as pd

from toolkit.messages import check_language


@cache
def _entries() -> dict[str, dict[str, object]]:
    """Return the entries of the list."""
    source = resources.files("toolkit.language") / "languages.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def detector_codes() -> dict[str, str]:
    """Return the code of the list for each code of the detectors.

    Returns
    -------
    dict
        Detector code to code of the list: ``"hr"`` to ``"sh"``.

    Examples
    --------
    >>> detector_codes()["hr"]
    'sh'
    """
    found: dict[str, str] = {}
    for code, entry in _entries().items():
        names = entry["detector"]
        assert isinstance(names, list)  # noqa: S101 - the file is ours
        found |= {str(name): code for name in names}
    return found


def languages() -> pd.DataFrame:
    """Return the languages of the list.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``name_fr``, ``name_en``, ``scripts`` (space-separated).

    Examples
    --------
    >>> languages().set_index("code").loc["ro", "name_fr"]
    'roumain'
    """
    rows = [
        {
            "code": code,
            "name_fr": entry["fr"],
            "name_en": entry["en"],
            "scripts": " ".join(map(str, entry["scripts"])),  # type: ignore[call-overload]  # a list
        }
        for code, entry in _entries().items()
    ]
    return pd.DataFrame(rows).astype("str")


def language_name(code: str, *, lang: str = "fr") -> str:
    """Return the name of a language, or its code when it is not in the list.

    Parameters
    ----------
    code : str
        A code of the list.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> language_name("pt"), language_name("xx")
    ('portugais', 'xx')
    """
    check_language(lang)
    entry = _entries().get(code)
    return str(entry[lang]) if entry is not None else code
