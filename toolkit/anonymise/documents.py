"""Find dates of birth, plates, bank details, wallets and identity documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.online import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues

_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_IBAN = re.compile(r"(?<![^\W_])[a-z]{2}[ .\-]?\d{2}(?:[ .\-]{0,2}[a-z0-9]{2,4}){3,8}(?:[ .\-]?[a-z0-9]{1,3})?(?![^\W_])")
_CARD = re.compile(r"(?<!\d)(?:\d{4}[ .\-]?){3}\d{4}(?!\d)|(?<!\d)3\d{3}[ \-]?\d{6}[ \-]?\d{5}(?!\d)")
_WALLET = re.compile(
    r"(?<![^\W_])(?:0x[0-9a-f]{16,64}|bc1[a-z0-9]{11,71}|ltc1[a-z0-9]{11,71}|[13lmt4r][a-z0-9]{25,106})(?![^\W_])"
)
_NUMBERED = re.compile(r"(?=[a-z0-9 ./\-]{0,24}\d)[a-z0-9]{1,}(?:[ ./\-]?[a-z0-9]*\d[a-z0-9]*)+")
_SECURITY = re.compile(r"(?<!\d)[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?\d\d)?(?!\d)")
_PLATE_FR = re.compile(r"(?<![^\W_])[a-z]{2}[ \-.]?\d{3}[ \-.]?[a-z]{2}(?![^\W_])")
_PLATE_ANY = re.compile(
    r"(?<![^\W_])(?:[a-z]{1,3}[ \-.]?\d{1,4}[ \-.]?[a-z]{1,3}|\d{1,4}[ \-.]?[a-z]{2,3}(?:[ \-.]?\d{2,3})?|[a-z]{2}\d\d[ ]?[a-z]{3}"
    r"|[a-z]{1,3}[ \-.]?[a-z]{1,2}[ \-.]?\d{1,4}|[a-z]{2}[ \-.]?\d\d[ \-.]?[a-z]{2}|\d\d[ \-.][a-z]{2}[ \-.]\d\d|\d\d[ \-.]\d\d[ \-.][a-z]{2}|[a-zа-я]{1,2}[ ]?\d{3,4}[ ]?[a-zа-я]{2})(?![^\W_])"
)


@cache
def _birth_dates() -> re.Pattern[str]:
    """Return the pattern of a full date."""
    months = "|".join(sorted((re.escape(m) for m in cues()["months"]), key=len, reverse=True))
    year = r"(?:(?:19|20)\d\d|'?\d\d)"
    return re.compile(
        rf"{_DAY}\s?[/.\- ]\s?{_MONTH}\s?[/.\- ]\s?{year}(?!\d)|(?:19|20)\d\d[/.\- ]{_MONTH}[/.\- ]{_DAY}(?!\d)"
        rf"|{_DAY}(?:er|st|nd|rd|th|º)?[ .\-/]*(?:of |de |di )?(?:{months})\b[ .,\-/]*(?:(?:de|del|of) )?(?:{year}\b)?"
        rf"|(?:{months})\s{_DAY}(?:st|nd|rd|th)?,?\s{year}\b|\d{{8}}(?!\d)|\d{{6}}(?!\d)"
    )


def _following(view: View, cue: str, *, reach: int) -> Iterator[tuple[int, int]]:
    """Yield where the text after each word of a cue list begins, and how far it reaches."""
    words = cues()[cue]
    for word, _, end in view.words:
        if word in words:
            yield end, min(end + reach, len(view.seen))


def find_births(view: View) -> Iterator[Found]:
    """Yield dates of birth: full dates after a word that says so.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> [found.start for found in find_births(view_of("née le 14/03/2001, dispo le 12/05/2025"))]
    [7]
    """
    for begin, end in _following(view, "births", reach=44):
        match = _birth_dates().search(view.seen, begin, end)
        if match is not None and not re.search(r"[.!?;\n]\s", view.seen[begin : match.start()]):
            yield Found("DOB", match.start(), begin + len(view.seen[begin : match.end()].rstrip(" .,-/")), False)


def find_plates(view: View) -> Iterator[Found]:
    """Yield number plates: of the French kind anywhere, of other kinds after a word of vehicles.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> len(list(find_plates(view_of("voiture grise AB-123-CD"))))
    1
    """
    for match in _PLATE_FR.finditer(view.seen):
        shape = view.shape[match.start() : match.end()]
        if shape.upper() == shape or re.search(r"[\-.]", shape):
            yield Found("PLATE", *match.span(), False)
    for begin, end in _following(view, "plates", reach=40):
        for match in _PLATE_ANY.finditer(view.seen, begin, end):
            shape = view.shape[match.start() : match.end()]
            if shape.upper() == shape and re.search(r"\d{2}", shape):
                yield Found("PLATE", *match.span(), False)
                break


def find_payments(view: View) -> Iterator[Found]:
    """Yield bank accounts, cards and wallets.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        ``BANK`` and ``CRYPTO``, offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> [f.type for f in find_payments(view_of("IBAN FR76 3000 6000 0112 3456 7890 189"))]
    ['BANK']
    """
    seen = view.seen
    for match in _IBAN.finditer(seen):
        if sum(map(str.isdigit, match.group())) >= 10:
            yield Found("BANK", *match.span(), False)
    for match in _CARD.finditer(seen):
        if not match.group().startswith("0"):
            yield Found("BANK", *match.span(), False)
    for begin, end in _following(view, "bank", reach=48):
        for match in _NUMBERED.finditer(seen, begin, end):
            if sum(map(str.isdigit, match.group())) >= 8:
                yield Found("BANK", match.start(), match.end(), False)
                break
    for match in _WALLET.finditer(seen):
        digits = sum(map(str.isdigit, match.group()))
        if digits >= 2:
            yield Found("CRYPTO", *match.span(), False)
    for begin, end in _following(view, "crypto", reach=60):
        for long in re.finditer(r"(?<![^\W_])[a-z0-9]{16,110}(?![^\W_])", seen[begin:end]):
            if any(map(str.isdigit, long.group())):
                yield Found("CRYPTO", begin + long.start(), begin + long.end(), False)


def find_papers(view: View) -> Iterator[Found]:
    """Yield numbers of identity documents and of social security.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> len(list(find_papers(view_of("passeport n° 00AA00000"))))
    1
    """
    for begin, end in _following(view, "documents", reach=36):
        for match in _NUMBERED.finditer(view.seen, begin, end):
            if sum(map(str.isdigit, match.group())) >= 5:
                yield Found("ID_DOC", *match.span(), False)
                break
    for match in _SECURITY.finditer(view.seen):
        if sum(map(str.isdigit, match.group())) >= 12:
            yield Found("ID_DOC", *match.span(), False)
