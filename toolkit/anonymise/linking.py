"""Count distinct advertisers without keeping who they are."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NoReturn

import pandas as pd

from toolkit.anonymise.keys import KEY_BYTES
from toolkit.anonymise.phones.finding import read_digits
from toolkit.anonymise.seeing import HIDDEN, as_seen
from toolkit.errors import OpaqueTextError

_TOKEN_BYTES = 8
# nobody has this many contacts of their own in one collection
MOST_NEIGHBOURS = 12
# a chain of more contacts than this is reported: it may be one network, or several by mistake
MOST_CHAINED = 50
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
        international = seen.lstrip(" (").startswith(("+", "00", "plus "))
        digits = read_digits(contact) or re.sub(r"\D", "", seen)
        if international or digits.startswith("00"):
            digits = digits.removeprefix("00")
            return re.sub(rf"^{_COUNTRY}0", _COUNTRY, digits)
        return _COUNTRY + digits[1:] if digits.startswith("0") and len(digits) == 10 else digits
    if kind == "URL":
        return re.sub(r"^(?:h\w{2,4}s?\s?:\s?/\s?/)?(?:www\.)?", "", seen).rstrip("/")
    return re.sub(r"\s", "", seen).lstrip("@")


class LinkageWarning(UserWarning):
    """A contact stands beside so many others that following it would chain unrelated ads."""


class Linker:
    """Links the ads that share a contact, under a random key that lives in memory only.

    It answers no question about a contact: contacts go in, numbers of groups come out. Numbers of
    two linkers cannot be compared. A contact that stands in ads beside many different others (a
    switchboard, the number of a site) is a hub: it links nothing, and is counted in ``hubs``.

    Parameters
    ----------
    key : bytes, optional
        A key from ``read_key``; by default a new random one.

    Attributes
    ----------
    hubs : int
        How many contacts were set aside as hubs, after ``resolve``.
    giants : int
        How many advertisers hold more contacts than one is likely to have, after ``resolve``.

    Notes
    -----
    HMAC-SHA-256 (RFC 2104) with 32 random bytes; 64 bits are kept.

    Examples
    --------
    >>> linker = Linker()
    >>> found = linker.add([[("PHONE", "06 39 98 12 34")], [], [("PHONE", "0639981234")]])
    >>> numbers = linker.resolve(pd.Series(found, dtype="Int64"))
    >>> bool(numbers[0] == numbers[2]), numbers.isna().tolist()
    (True, [False, True, False])
    """

    def __init__(self, *, key: bytes | None = None) -> None:
        self._key = key if key is not None else secrets.token_bytes(KEY_BYTES)
        self._numbers: dict[bytes, int] = {}
        self._sets: dict[tuple[int, ...], int] = {}
        self.hubs = 0
        self.giants = 0

    def __repr__(self) -> str:
        """Return a description without the key."""
        return "Linker(key in memory)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: the key would leave the memory."""
        raise OpaqueTextError(
            "Linker", rule="the key never leaves the memory", remedy="make one linker for each run"
        )

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
        found: list[int | None] = []
        for ad in contacts:
            numbers = tuple(sorted({self._number(*contact) for contact in ad}))
            found.append(self._sets.setdefault(numbers, len(self._sets)) if numbers else None)
        return found

    def _number(self, kind: str, contact: str) -> int:
        """Return the number of a contact."""
        name = f"{kind}\0{canonical(kind, contact)}".encode("utf-8", "replace")
        token = hmac.new(self._key, name, hashlib.sha256).digest()[:_TOKEN_BYTES]
        return self._numbers.setdefault(token, len(self._numbers))

    def _hubs(self) -> set[int]:
        """Return the contacts that stand beside too many others."""
        beside: dict[int, set[int]] = {}
        for numbers in self._sets:
            for number in numbers if len(numbers) > 1 else ():
                beside.setdefault(number, set()).update(numbers)
        return {number for number, others in beside.items() if len(others) > MOST_NEIGHBOURS + 1}

    def _warn(self) -> None:
        """Warn of links that may count unrelated ads as one advertiser."""
        if self.hubs:
            warnings.warn(
                f"{self.hubs} contact(s) stand beside more than {MOST_NEIGHBOURS} others: "
                "they were not followed, so that unrelated ads are not counted as one advertiser",
                LinkageWarning,
                stacklevel=3,
            )
        if self.giants:
            warnings.warn(
                f"{self.giants} advertiser(s) hold more than {MOST_CHAINED} contacts each: shared "
                "contacts may have chained unrelated ads; read counts of advertisers with care",
                LinkageWarning,
                stacklevel=3,
            )

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
        hubs = self._hubs()
        parents = list(range(len(self._numbers)))

        def root(number: int) -> int:
            while parents[number] != number:
                parents[number] = parents[parents[number]]
                number = parents[number]
            return number

        # an ad that holds a hub and nothing else belongs to the hub
        kept = [[n for n in numbers if n not in hubs] or [numbers[0]] for numbers in self._sets]
        for numbers in kept:
            for number in numbers[1:]:
                parents[root(number)] = root(numbers[0])
        sizes = Counter(map(root, {number for numbers in kept for number in numbers}))
        self.hubs = len(hubs)
        self.giants = sum(size > MOST_CHAINED for size in sizes.values())
        self._warn()
        roots = provisional.map(lambda s: root(kept[int(s)][0]), na_action="ignore").astype("Int64")
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
