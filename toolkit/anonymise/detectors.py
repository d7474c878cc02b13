"""Find the identifiers of texts: all detectors read one view, what overlaps is joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pandas as pd

from toolkit.anonymise.addresses.streets import find_addresses
from toolkit.anonymise.documents import find_papers, find_payments, find_plates
from toolkit.anonymise.found import Found
from toolkit.anonymise.online.emails import find_emails
from toolkit.anonymise.online.handles import find_handles
from toolkit.anonymise.online.links import find_links
from toolkit.anonymise.people.births import find_births
from toolkit.anonymise.people.names import find_names
from toolkit.anonymise.people.ner import check_names, find_persons
from toolkit.anonymise.phones.finding import find_phones
from toolkit.anonymise.reader.reading import read_again, read_all
from toolkit.anonymise.seeing import View, view_of
from toolkit.text.opaque import as_texts

# where two overlap, the type that comes first names the whole
_PRIORITY = (
    "CRYPTO",
    "BANK",
    "EMAIL",
    "URL",
    "ID_DOC",
    "DOB",
    "PHONE",
    "PLATE",
    "HANDLE",
    "ADDRESS",
    "NAME",
)


# so many texts are read together by the second reader
TOGETHER = 256
# a text that needs every detector
_REHEARSAL = (
    "Bonjour, moi c'est Sabrina, née le 12 mars, tel zéro sis karante 98 12 XX, insta : L O L A, "
    "mail lola arobase exemple point fr, www.exemple.fr, 12 rue des Lilas, code A12, IBAN FR76 3000"
)


def _phones(view: View) -> Iterator[Found]:
    """Yield phone numbers as identifiers."""
    for start, end, obscured in find_phones(view):
        yield Found("PHONE", start, end, obscured)


_DETECTORS: tuple[Callable[[View], Iterator[Found]], ...] = (
    find_emails,
    find_links,
    find_handles,
    _phones,
    find_births,
    find_plates,
    find_payments,
    find_papers,
    find_addresses,
    find_names,
)


def find_in(text: str, *, names: str = "rules") -> list[Found]:
    """Return the identifiers of one text, in order, without overlap.

    Parameters
    ----------
    text : str
        Any text.
    names : str
        ``"rules"``, or ``"ner"`` to add the names that the French model finds.

    Returns
    -------
    list of Found
        Where two detectors overlap, the union of both with the type that says most.

    Examples
    --------
    >>> find_in("appelez 06 39 98 12 34")
    [Found(type='PHONE', start=8, end=22, obscured=False)]
    """
    view = view_of(text)
    return read_again(view, find_in_view(view, names=names))


def find_in_view(view: View, *, names: str = "rules") -> list[Found]:
    """Return what the rules find in one text that is already seen, in order, without overlap.

    Parameters
    ----------
    view : View
        A text as it is read.
    names : str
        See ``find_in``.

    Returns
    -------
    list of Found
        As ``find_in``, without what the second reader adds.

    Examples
    --------
    >>> [found.type for found in find_in_view(view_of("nom@exemple.fr"))]
    ['EMAIL']
    """
    text = view.given
    hits = [
        Found(hit.type, *view.back(hit.start, hit.end), hit.obscured or view.obscured)
        for detect in _DETECTORS
        for hit in detect(view)
        if hit.end > hit.start
    ]
    if names == "ner":
        hits += [Found("NAME", start, end, False) for start, end in find_persons(text)]
    hits.sort(key=lambda hit: (hit.start, hit.end))
    merged: list[Found] = []
    for hit in hits:
        last = merged[-1] if merged else None
        if last is None or hit.start >= last.end:
            merged.append(hit._replace(obscured=hit.obscured or _is_disguised(text, hit)))
            continue
        kind = min(last.type, hit.type, key=_PRIORITY.index)
        merged[-1] = Found(kind, last.start, max(hit.end, last.end), hit.obscured or last.obscured)
    return merged


def _is_disguised(text: str, hit: Found) -> bool:
    """Tell whether a contact is written with digits of other alphabets."""
    written = text[hit.start : hit.end]
    return hit.type == "PHONE" and any(c.isdigit() and not c.isascii() for c in written)


def _find_in_all(texts: list[str], names: str) -> Iterator[list[Found]]:
    """Yield what ``find_in`` returns for each text."""
    for first in range(0, len(texts), TOGETHER):
        views = [view_of(text) for text in texts[first : first + TOGETHER]]
        yield from read_all(views, [find_in_view(view, names=names) for view in views])


@cache
def _build_matchers() -> None:
    """Build every list and pattern once per process, so that all texts cost the same."""
    find_in(_REHEARSAL)


def find_identifiers(texts: Any, *, names: str = "rules") -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Find the identifiers of each text.

    It does not look anything up and needs no valid number. It leaves prices, hours, ages, sizes,
    dates, towns, stations and helplines alone.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts.
    names : str
        ``"rules"``, or ``"ner"`` to look for more names with the French model, much slower.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``type`` (see ``schema.IDENTIFIER_TYPES``), ``start``, ``end`` (characters of the
        given text).

    Raises
    ------
    OptionError
        When ``names`` is something else, or the model is not installed.

    Examples
    --------
    >>> find_identifiers(["écrivez à nom@exemple.fr", "tarif 80"])[["row", "type"]].to_numpy()
    array([[0, 'EMAIL']], dtype=object)
    """
    check_names(names)
    _build_matchers()
    rows = [
        (row, hit.type, hit.start, hit.end)
        for row, found in enumerate(_find_in_all(as_texts(texts), names))
        for hit in found
    ]
    table = pd.DataFrame(rows, columns=["row", "type", "start", "end"])
    return table.astype({"row": "int64", "type": "str", "start": "int64", "end": "int64"})
