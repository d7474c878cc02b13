"""Names of platforms that may leave: an address is written as words."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<host>[^\W_][\w-]*(?:\.[\w-]+)*\.[a-z]{2,})(?:[/:?#].*)?",
    re.IGNORECASE,
)


def platform_name(name: str) -> str:
    """Return the name of a platform; one that is an address loses its dots and what follows.

    No address leaves the toolkit, so that a platform known by its address would be refused in every
    table. It does not shorten or translate any other name.

    Parameters
    ----------
    name : str
        As the file has it.

    Returns
    -------
    str
        Words.

    Examples
    --------
    >>> platform_name("https://www.site-exemple.fr/annonces"), platform_name("Petites Annonces")
    ('site-exemple fr', 'Petites Annonces')
    """
    found = _ADDRESS.fullmatch(name.strip())
    return found["host"].replace(".", " ") if found else name
