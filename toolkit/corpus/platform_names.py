"""Names of platforms that may leave: words on one line, an address too."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<host>[^\W_][\w-]*(?:\.[\w-]+)*\.[a-z]{2,})(?:[/:?#].*)?",
    re.IGNORECASE,
)


def platform_name(name: str) -> str:
    r"""Return the name of a platform; one that is an address loses its dots and what follows.

    No address leaves the toolkit, so that a platform known by its address would be refused in every
    table. Signs that do not print become spaces, for no document may hold them. It does not shorten
    or translate any other name.

    Parameters
    ----------
    name : str
        As the file has it.

    Returns
    -------
    str
        Words; ``unknown`` where there is none.

    Examples
    --------
    >>> platform_name("https://www.site-exemple.fr/annonces"), platform_name("Petites Annonces")
    ('site-exemple fr', 'Petites Annonces')
    >>> platform_name("Site\x07 A\u202f"), platform_name(" ")
    ('Site A', 'unknown')
    """
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    found = _ADDRESS.fullmatch(plain)
    return found["host"].replace(".", " ") if found else plain or "unknown"
