"""Mask identifiers, keep apart what is doubtful, and make a corpus."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.anonymise.detectors import find_in
from toolkit.anonymise.gate import has_long_run
from toolkit.anonymise.linking import Linker, resolve_advertisers
from toolkit.anonymise.online import Found
from toolkit.anonymise.record import ProcessingRecord, read_record
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
# masking can bring two leftovers side by side: read again until nothing is found
_PASSES = 4


@dataclass(frozen=True)
class Anonymised:
    """A pseudonymised corpus, the ads kept apart, and what was masked; its repr shows sizes."""

    corpus: pd.DataFrame
    quarantine: pd.DataFrame
    report: pd.DataFrame

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


def _mask_one(text: str) -> tuple[str, list[Found], bool]:
    """Return the masked text, what the first reading found, and whether something remains."""
    first = found = find_in(text)
    for _ in range(_PASSES):
        if not found:
            break
        text = _replace(text, found)
        found = find_in(text)
    return text, first, bool(found)


def mask(texts: Any) -> list[str]:  # noqa: ANN401 - texts, a column or a table
    """Replace the identifiers of each text by placeholders.

    It does not make a text anonymous: style or a rare detail can still single out a person.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts.

    Returns
    -------
    list of str
        The masked texts, in the same order.

    Examples
    --------
    >>> mask(["appelez le 06 39 98 12 34, tarif 80"])
    ['appelez le [TEL], tarif 80']
    """
    return [_mask_one(text)[0] for text in as_texts(texts)]


def anonymise(
    ads: pd.DataFrame,
    *,
    record: ProcessingRecord | Mapping[str, str] | str | Path | None,
    linker: Linker | None = None,
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

    Returns
    -------
    Anonymised
        ``corpus`` and ``quarantine`` (see ``schema.CORPUS``), ``report`` (type, n_found, n_ads).

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
    raw = as_texts(ads)
    accounts = ads["advertiser_ref"].tolist()
    masked, contacts, obscured, doubtful = [], [], [], []
    types: Counter[str] = Counter()
    ads_with: Counter[str] = Counter()
    for text, account in zip(raw, accounts, strict=True):
        clean, found, remains = _mask_one(text)
        masked.append(clean)
        own = [("ACCOUNT", account)] if isinstance(account, str) and account else []
        contacts.append([*own, *((hit.type, text[hit.start : hit.end]) for hit in found)])
        obscured.append(any(hit.obscured for hit in found))
        doubtful.append(remains or has_long_run(clean))
        types.update(hit.type for hit in found)
        ads_with.update({hit.type for hit in found})
    own_linker = linker if linker is not None else Linker()
    table = _corpus(ads, masked).assign(
        advertiser=pd.array(own_linker.add(contacts), dtype="Int64"),
        contact_obscured=obscured,
        quarantined=doubtful,
    )
    if linker is None:
        table = resolve_advertisers(table, own_linker)
    apart = table["quarantined"].astype(bool)
    report = pd.DataFrame(
        [(name, number, ads_with[name]) for name, number in sorted(types.items())]
        + [("quarantined", int(apart.sum()), int(apart.sum()))],
        columns=["type", "n_found", "n_ads"],
    )
    order = [c.name for c in CORPUS.columns]
    kept, aside = (part[order].reset_index(drop=True) for part in (table[~apart], table[apart]))
    return Anonymised(kept, aside, report)


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
