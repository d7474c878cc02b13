"""Count distinct advertisers without keeping who they are."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from typing import NoReturn

import pandas as pd

from toolkit.anonymise.seeing import HIDDEN, as_seen
from toolkit.errors import OpaqueTextError

_KEY_BYTES, _TOKEN_BYTES = 32, 8
_COUNTRY = "33"


def canonical(kind: str, contact: str) -> str:
    """Return one writing for all writings of a contact.

    Parameters
    ----------
    kind : str
        ``PHONE``, ``EMAIL``, ``URL``, ``HANDLE`` or ``ACCOUNT``.
    contact : str
        The contact as written.

    Returns
    -------
    str
        The canonical writing, never to be stored.

    Examples
    --------
    >>> canonical("PHONE", "06.39.98.12.34") == canonical("PHONE", "+33 (0)6 39 98 12 34")
    True
    """
    seen = as_seen(contact).replace(HIDDEN, "")
    if kind == "PHONE":
        international = seen.lstrip(" (").startswith(("+", "00"))
        digits = re.sub(r"\D", "", seen)
        if international:
            digits = digits.removeprefix("00")
            return re.sub(rf"^{_COUNTRY}0", _COUNTRY, digits)
        return _COUNTRY + digits[1:] if digits.startswith("0") and len(digits) == 10 else digits
    if kind == "URL":
        return re.sub(r"^(?:h\w{2,4}s?\s?:\s?/\s?/)?(?:www\.)?", "", seen).rstrip("/")
    return re.sub(r"\s", "", seen).lstrip("@")


class Linker:
    """Links the ads that share a contact, under a random key that lives in memory only.

    It answers no question about a contact: contacts go in, numbers of groups come out. Numbers of
    two linkers cannot be compared. One shared number may chain many ads: see ``largest_group``.

    Notes
    -----
    HMAC-SHA-256 (RFC 2104) with 32 random bytes; 64 bits are kept.

    Examples
    --------
    >>> linker = Linker()
    >>> linker.add([[("PHONE", "06 39 98 12 34")], [], [("PHONE", "0639981234")]])
    [0, None, 0]
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._numbers: dict[bytes, int] = {}
        self._parents: list[int] = []

    def __repr__(self) -> str:
        """Return a description without the key."""
        return "Linker(key in memory)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: the key would leave the memory."""
        raise OpaqueTextError(
            "Linker", rule="the key never leaves the memory", remedy="make one linker for each run"
        )

    def _root(self, number: int) -> int:
        """Return the group that a number belongs to now."""
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def add(self, contacts: Iterable[Sequence[tuple[str, str]]]) -> list[int | None]:
        """Link the ads of one part by their contacts.

        Parameters
        ----------
        contacts : iterable of sequence of tuple
            For each ad its contacts: kind and writing.

        Returns
        -------
        list of int or None
            A provisional number per ad, None without a contact; ``resolve`` gives the final one.
        """
        return [self._link([self._number(*contact) for contact in ad]) for ad in contacts]

    def _number(self, kind: str, contact: str) -> int:
        """Return the number of a contact."""
        name = f"{kind}\0{canonical(kind, contact)}".encode("utf-8", "replace")
        token = hmac.new(self._key, name, hashlib.sha256).digest()[:_TOKEN_BYTES]
        if token not in self._numbers:
            self._numbers[token] = len(self._parents)
            self._parents.append(len(self._parents))
        return self._numbers[token]

    def _link(self, numbers: list[int]) -> int | None:
        """Join the groups of numbers that stand in one ad."""
        if not numbers:
            return None
        roots = [self._root(number) for number in numbers]
        lowest = min(roots)
        for root in roots:
            self._parents[root] = lowest
        return lowest

    def resolve(self, provisional: pd.Series) -> pd.Series:
        """Return final advertiser numbers, drawn at random for this corpus.

        Parameters
        ----------
        provisional : pandas.Series
            What ``add`` returned, NA without a contact.

        Returns
        -------
        pandas.Series
            Int64, from 1.
        """
        roots = provisional.map(lambda n: self._root(int(n)), na_action="ignore").astype("Int64")
        found = sorted(roots.dropna().unique().tolist())
        order = list(range(1, len(found) + 1))
        secrets.SystemRandom().shuffle(order)
        return roots.map(dict(zip(found, order, strict=True))).astype("Int64")


def resolve_advertisers(corpus: pd.DataFrame, linker: Linker) -> pd.DataFrame:
    """Return a corpus whose provisional advertisers have their final random numbers.

    Parameters
    ----------
    corpus : pandas.DataFrame
        All parts that were anonymised with this linker.
    linker : Linker
        The linker.

    Returns
    -------
    pandas.DataFrame
        The same rows.

    Examples
    --------
    >>> resolve_advertisers(pd.DataFrame({"advertiser": [None]}), Linker())["advertiser"].tolist()
    [<NA>]
    """
    provisional = corpus["advertiser"].astype("Int64")
    return corpus.assign(advertiser=linker.resolve(provisional))
