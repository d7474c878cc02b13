"""Mask identifiers, keep apart what is doubtful, and make a corpus."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.anonymise.detectors import TOGETHER, find_in_view
from toolkit.anonymise.doubts import doubts_of
from toolkit.anonymise.found import Found
from toolkit.anonymise.linking import Linker, resolve_advertisers
from toolkit.anonymise.people.ner import check_names
from toolkit.anonymise.reader.reading import read_all
from toolkit.anonymise.record import ProcessingRecord, read_record
from toolkit.anonymise.seeing import View, view_of
from toolkit.schema import ADS, CORPUS, check
from toolkit.text.opaque import as_texts, opaque_series

PLACEHOLDERS = {
    "PHONE": "[TEL]",
    "EMAIL": "[COURRIEL]",
    "HANDLE": "[COMPTE]",
    "URL": "[LIEN]",
    "NAME": "[NOM]",
    "ADDRESS": "[ADRESSE]",
    "DOB": "[NAISSANCE]",
    "BANK": "[BANQUE]",
    "PLATE": "[PLAQUE]",
    "CRYPTO": "[CRYPTO]",
    "ID_DOC": "[PIECE]",
}
# contacts by which ads are linked; a name or an address links nothing
LINKING_TYPES = frozenset({"PHONE", "EMAIL", "HANDLE", "URL"})
# masking can bring two leftovers side by side: read again until nothing is found
_PASSES = 8


@dataclass(frozen=True)
class Anonymised:
    """A pseudonymised corpus, the ads kept apart, and what was masked; its repr shows sizes.

    ``masks`` counts the masks of each ad (``ad_id``, ``type``, ``n_masks``), never what they hide.
    """

    corpus: pd.DataFrame
    quarantine: pd.DataFrame
    report: pd.DataFrame
    masks: pd.DataFrame

    def __repr__(self) -> str:
        """Return sizes only."""
        return f"Anonymised({len(self.corpus)} ads, {len(self.quarantine)} in quarantine)"


def _replace(text: str, found: list[Found]) -> str:
    """Return a text with placeholders for what was found."""
    parts, last = [], 0
    for hit in found:
        parts += [text[last : hit.start], PLACEHOLDERS[hit.type]]
        last = hit.end
    return "".join([*parts, text[last:]])


@dataclass
class _Masking:
    """A text while it is masked."""

    view: View
    # what the rules found first, what is to be masked next, and what the second reader added
    rules: list[Found]
    found: list[Found]
    added: list[Found] = field(default_factory=list)
    is_done: bool = False


def _mask_all(texts: list[str], names: str) -> Iterator[_Masking]:
    """Yield each masked text; what is still to be masked in it remains."""
    for first in range(0, len(texts), TOGETHER):
        read = []
        for text in texts[first : first + TOGETHER]:
            view = view_of(text)
            found = find_in_view(view, names=names)
            read.append(_Masking(view, found, found))
        for _ in range(_PASSES):
            _mask_once([one for one in read if not one.is_done])
        yield from read


def _mask_once(read: list[_Masking]) -> None:
    """Mask what was found in texts and look for more."""
    # the second reader is asked once the rules find nothing more
    asked = [one for one in read if not one.found]
    more = read_all([one.view for one in asked], [[] for _ in asked])
    for one, added in zip(asked, more, strict=True):
        one.found, one.is_done = added, not added
        one.added += added
    for one in read:
        if not one.is_done:
            one.view = view_of(_replace(one.view.given, one.found))
            one.found = find_in_view(one.view)


def mask(texts: Any, *, names: str = "rules") -> list[str]:  # noqa: ANN401 - texts, a column or a table
    """Replace the identifiers of each text by placeholders.

    It does not make a text anonymous: style or a rare detail can still single out a person.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts.
    names : str
        ``"rules"``, or ``"ner"`` to look for more names with the French model, much slower.

    Returns
    -------
    list of str
        The masked texts, in the same order.

    Raises
    ------
    OptionError
        When ``names`` is something else, or the model is not installed.

    Examples
    --------
    >>> mask(["appelez le 06 39 98 12 34, tarif 80"])
    ['appelez le [TEL], tarif 80']
    """
    check_names(names)
    return [one.view.given for one in _mask_all(as_texts(texts), names)]


def anonymise(
    ads: pd.DataFrame,
    *,
    record: ProcessingRecord | Mapping[str, str] | str | Path | None,
    linker: Linker | None = None,
    names: str = "rules",
) -> Anonymised:
    """Turn raw ads into a pseudonymised corpus.

    It does not make data anonymous in the legal sense: the corpus stays personal data. What still
    looks like a contact after masking is kept apart in ``quarantine`` and counted.

    Parameters
    ----------
    ads : pandas.DataFrame
        See ``schema.ADS``.
    record : ProcessingRecord, mapping, str or pathlib.Path
        The processing record: why these data may be processed, until when, by whom.
    linker : Linker, optional
        For ads read in parts: link all parts with one, then call ``resolve_advertisers``.
    names : str
        ``"rules"``, or ``"ner"`` to look for more names with the French model, much slower.

    Returns
    -------
    Anonymised
        ``corpus`` and ``quarantine`` (see ``schema.CORPUS``), ``report`` (``type``, ``n_found``,
        ``n_ads``: masks by type, then ads in quarantine by reason) and ``masks``.

    Raises
    ------
    RecordError
        When the record is missing or incomplete.
    TableError
        When the table is not one of ads.

    Examples
    --------
    >>> anonymise(pd.DataFrame(), record=None)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.RecordError: processing record: ...
    """
    read_record(record)
    check(ads, ADS)
    check_names(names)
    own_linker = linker if linker is not None else Linker()
    read = _read_texts(as_texts(ads), ads["advertiser_ref"].tolist(), names)
    table = _corpus(ads, read.masked).assign(
        advertiser=pd.array(own_linker.add(read.contacts), dtype="Int64"),
        contact_obscured=read.obscured,
        quarantined=[bool(reasons) for reasons in read.reasons],
    )
    if linker is None:
        table = resolve_advertisers(table, own_linker)
    apart = table["quarantined"].astype(bool)
    masks = _masks(table["ad_id"], read.types)
    order = [c.name for c in CORPUS.columns]
    kept, aside = (part[order].reset_index(drop=True) for part in (table[~apart], table[apart]))
    return Anonymised(kept, aside, _report(masks, read.reasons), masks)


@dataclass
class _Read:
    """What reading some texts gave, one entry per text."""

    masked: list[str] = field(default_factory=list)
    contacts: list[list[tuple[str, str]]] = field(default_factory=list)
    obscured: list[bool] = field(default_factory=list)
    reasons: list[tuple[str, ...]] = field(default_factory=list)
    types: list[Counter[str]] = field(default_factory=list)


def _read_texts(texts: list[str], accounts: list[object], names: str) -> _Read:
    """Mask texts, and keep of each only what the corpus needs."""
    read = _Read()
    for text, account, one in zip(texts, accounts, _mask_all(texts, names), strict=True):
        own = [("ACCOUNT", account)] if isinstance(account, str) and account else []
        # where the second reader begins and ends is too rough to tell two contacts apart
        linking = (hit for hit in one.rules if hit.type in LINKING_TYPES)
        found = [*one.rules, *one.added]
        read.masked.append(one.view.given)
        read.contacts.append([*own, *((hit.type, text[hit.start : hit.end]) for hit in linking)])
        read.obscured.append(any(hit.obscured for hit in found if hit.type in LINKING_TYPES))
        read.reasons.append((*doubts_of(one.view), *(("second_scan",) if one.found else ())))
        read.types.append(Counter(hit.type for hit in found))
    return read


def _masks(identifiers: pd.Series, types: list[Counter[str]]) -> pd.DataFrame:
    """Return how many masks of each type each ad holds."""
    rows = [
        (identifier, name, number)
        for identifier, counted in zip(identifiers, types, strict=True)
        for name, number in sorted(counted.items())
    ]
    table = pd.DataFrame(rows, columns=["ad_id", "type", "n_masks"])
    return table.astype({"ad_id": "str", "type": "str", "n_masks": "int64"})


def _report(masks: pd.DataFrame, reasons: list[tuple[str, ...]]) -> pd.DataFrame:
    """Return how much was masked by type, and how many ads are kept apart by reason."""
    by_type = masks.groupby("type")["n_masks"].agg(n_found="sum", n_ads="count").reset_index()
    apart = Counter(f"quarantine: {reason}" for listed in reasons for reason in listed)
    total = sum(map(bool, reasons))
    rows = [(name, number, number) for name, number in sorted(apart.items())]
    added = pd.DataFrame([*rows, ("quarantined", total, total)], columns=list(by_type.columns))
    return pd.concat([by_type.astype(added.dtypes.to_dict()), added], ignore_index=True)


def _corpus(ads: pd.DataFrame, masked: list[str]) -> pd.DataFrame:
    """Return new identifiers, days, masked places and masked texts."""
    places = ads["place"].astype("str")
    stated = places.notna().to_numpy()
    masked_places = pd.Series(mask(places.fillna("").tolist()), dtype="str").where(stated)
    return pd.DataFrame(
        {
            "ad_id": pd.Series([secrets.token_hex(8) for _ in masked], dtype="str"),
            "platform": ads["platform"].to_numpy(),
            "posted_at": ads["posted_at"].dt.normalize().to_numpy(),
            "text": opaque_series(masked),
            "place": masked_places,
        }
    )
