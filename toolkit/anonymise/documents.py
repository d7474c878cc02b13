"""Find dates of birth, plates, bank details, wallets and identity documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.online import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues, number_words

_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_PARTED = r"(?:\s?(?:[^\w\s]{1,2}|_)\s?|\s)"
_COUNTRIES = (
    "fr|es|pt|ro|it|de|be|nl|ch|lu|gb|ie|at|pl|bg|al|mc|gr|hu|cz"
    "|sk|si|hr|rs|ba|md|mk|xk|lt|lv|ee|fi|se|no|dk|is|mt|cy|tr|ma|tn|dz|ua|br"
)
_IBAN = re.compile(
    rf"(?<![^\W_])(?:{_COUNTRIES})[ \-]?\d\d(?:(?:[ \-]?[a-z0-9]{{4}}){{3,7}}(?:[ \-]?[a-z0-9]"
    rf"{{1,4}})?)(?![^\W_])"
    rf"|(?<![^\W_])(?:{_COUNTRIES})[ \-]?(?:[a-z]+[ \-]|\d)(?:[a-z]+[ \-]"
    rf"|\d)[ \-]?\d{{4}}(?:[ \-]\d{{4}}){{3,6}}(?:[ \-][^\W_]+){{0,3}}"
)
_CARD = re.compile(
    r"(?<!\d)(?:\d{4}[ .\-]?){3}\d{4}(?!\d)|(?<!\d)3\d{3}[ \-]?\d{6}[ \-]?\d{5}(?!\d)"
)
_WALLET = re.compile(
    r"(?<![^\W_])(?:0x[0-9a-z]{16,64}|0x[0-9a-z]{4}(?: [0-9a-z]{3,5}){3,12}|bc1[a-z0-9]{11,71}"
    r"|ltc1[a-z0-9]{11,71}|[13lmt4r][a-z0-9]{25,106})(?![^\W_])"
)
_LONG = re.compile(r"(?<![^\W_])[a-z0-9]{16,110}(?![^\W_])")
_OTHER_CARD = re.compile(r" (?:bancaire|bancaria|bancar|bleue|visa|cadeau)")
_SECURITY = re.compile(
    r"(?<!\d)[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?\d\d)?(?!\d)"
)
_PLATE_FR = re.compile(
    r"(?<![^\W_])(?:[a-z]{2}[ \-.]?\d{3}[ \-.]?[a-z]{2}|[a-z]{1,2}-\d{2,3}-[a-z]{3})(?![^\W_])"
)
# the French form has no I, O, U; the lowercase words of a sentence mostly do
_USUAL_PLATE = re.compile(
    r"(?!de|la|le|et|en|du|as|ma|sa|ta|me|se|te|ce|pr|av|bd)[a-hj-np-tv-z]{2}[ \-.]?\d{3}[ \-.]?"
    r"(?!cm|kg|km|de|et|le|la|en|ch|cv|mm)[a-hj-np-tv-z]{2}"
)
_PLATE_ANY = re.compile(
    r"(?<![^\W_])(?:[a-z]{2} ?- ?(?:[a-z]+ ){1,4}- ?[a-z]{2}"
    r"|[a-z]{1,3}[ \-.]?\d{1,4}[ \-.]?[a-z]{1,3}|\d{1,4}[ \-.]?[a-z]{2,3}(?:[ \-.]?\d{2,3})?"
    r"|[a-z]{2}\d\d[ ]?[a-z]{3}"
    r"|[a-z]{1,3}[ \-.]?[a-z]{1,2}[ \-.]?\d{1,4}|[a-z]{2}[ \-.]?\d\d[ \-.]?[a-z]{2}"
    r"|\d\d[ \-.][a-z]{2}[ \-.]\d\d|\d\d[ \-.]\d\d[ \-.][a-z]{2}"
    r"|[a-zа-я]{1,2}[ ]?\d{3,4}[ ]?[a-zа-я]{2})(?![^\W_])"
)

_WHOLE_DATE_BEFORE = re.compile(
    rf"(?P<date>(?<!\d){_DAY}\s?[/.\- ]\s?{_MONTH}\s?[/.\- ]\s?(?:19|20)\d\d)"
    r"[ ,(:=\-–]{1,3}(?:[^\W\d_]+ (?:d')?){0,3}$"
)


@cache
def _birth_dates() -> re.Pattern[str]:
    """Return the pattern of a full date."""
    months = "|".join(sorted((re.escape(m) for m in cues()["months"]), key=len, reverse=True))
    year = r"(?:(?:19|20)\d\d|'?\d\d)"
    return re.compile(
        rf"{_DAY}{_PARTED}{_MONTH}{_PARTED}{year}(?!\d)|(?:19"
        rf"|20)\d\d[/.\- ]{_MONTH}[/.\- ]{_DAY}(?!\d)"
        rf"|{_DAY}(?:er|st|nd|rd|th|º)?[ .\-/]*(?:of |de |di )?(?:{months})\b[ .,\-/]*(?:(?:de"
        rf"|del|of) )?(?:{year}\b)?"
        rf"|(?:{months})\s{_DAY}(?:st|nd|rd|th)?,?\s{year}\b|\d{{8}}(?!\d)|\d{{6}}(?!\d)"
    )


def find_births(view: View) -> Iterator[Found]:
    """Yield dates of birth: full dates, in digits or words, after a word that says so.

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
    for position in view.at("births"):
        word, start, begin = view.words[position]
        # "né" is a birth, "ne" is not
        if word == "ne" and view.shape[start:begin].lower() != "né":
            continue
        end = min(begin + 44, len(view.seen))
        match = _birth_dates().search(view.seen, begin, end)
        if match is not None and not re.search(r"[.!?;\n]\s", view.seen[begin : match.start()]):
            stop = begin + len(view.seen[begin : match.end()].rstrip(" .,-/"))
            yield Found("DOB", match.start(), stop, False)
            continue
        before = _WHOLE_DATE_BEFORE.search(view.seen, max(start - 40, 0), start)
        if before is not None and not word.startswith(("anni", "birthday")):
            yield Found("DOB", *before.span("date"), False)
            continue
        said = list(_said_birth(view, position))
        month = _month_of_birth().match(view.seen, begin)
        if not said and month is not None:
            said = [Found("DOB", *month.span("date"), False)]
        yield from said


@cache
def _month_of_birth() -> re.Pattern[str]:
    """Return the pattern of a month with its year, right after a word for birth."""
    months = "|".join(sorted((re.escape(m) for m in cues()["months"]), key=len, reverse=True))
    return re.compile(
        rf"[\s:]*(?:(?:en|in|em|im|w|през|в|le|on) )?(?P<date>(?:{months}|{_MONTH}\s?[/.\-])\s?"
        r"(?:de |of |del )?(?:19|20)\d\d)\b"
    )


def _said_birth(view: View, position: int) -> Iterator[Found]:
    """Yield a date in words: number words around the name of a month."""
    words = view.words[position + 1 : position + 14]
    numbers, months = number_words(), cues()["months"]
    inside = {
        "mille",
        "mil",
        "mii",
        "mila",
        "thousand",
        "hundred",
        "cent",
        "cientos",
        "et",
        "y",
        "e",
        "si",
        "and",
        "of",
        "de",
        "del",
        "premier",
        "first",
    }
    for at, (word, _, _) in enumerate(words):
        if word not in months:
            continue
        first, last = at, at
        while first > 0 and (
            _is_day(words[first - 1][0])
            or words[first - 1][0] in numbers.keys() | {"et", "y", "of", "de", "si"}
        ):
            first -= 1
        while last + 1 < len(words) and (
            words[last + 1][0] in numbers
            or words[last + 1][0] in inside
            or words[last + 1][0].isdigit()
        ):
            last += 1
        if first < at:
            yield Found("DOB", words[first][1], words[last][2], True)
        return


def _is_day(word: str) -> bool:
    """Tell whether a word is a day of the month: a number or an ordinal."""
    return word.isdigit() or bool(
        re.fullmatch(
            r"[^\W\d_]+(?:th|ieme|eme)|first|second|third|premier|primero|primeiro|\d+(?:st|nd"
            r"|rd|th|er)|the|le|el|la",
            word,
        )
    )


def _numbered(view: View, position: int, *, fewest: int, skip: int) -> tuple[int, int] | None:
    """Return the number of letters and digits that follows a word, None when none does."""
    words, seen = view.words, view.seen
    first = None
    for at in range(position + 1, min(position + 2 + skip, len(words))):
        word, start, end = words[at]
        upper = view.shape[start:end].isupper() and len(word) <= 3
        follows = (
            at + 1 < len(words)
            and any(map(str.isdigit, words[at + 1][0]))
            and words[at + 1][1] - end <= 2
        )
        if any(map(str.isdigit, word)) or (upper and follows):
            first = at
            break
        if re.search(r"[.!?;\n]\s?$", seen[words[at - 1][2] : start]) and at > position + 1:
            return None
    if first is None:
        return None
    last = first
    while last + 1 < len(words):
        word, start, end = words[last + 1]
        gap = seen[words[last][2] : start]
        upper = view.shape[start:end].isupper() and len(word) <= 4
        if gap not in {" ", "-", ".", "/", " - "} or not (any(map(str.isdigit, word)) or upper):
            break
        last += 1
    # a price after the number is not a part of it
    while last > first and re.match(r"\s?(?:€|euros?\b|h\b|ans\b|km\b)", seen[words[last][2] :]):
        last -= 1
    digits = sum(map(str.isdigit, seen[words[first][1] : words[last][2]]))
    return (words[first][1], words[last][2]) if digits >= fewest else None


def find_plates(view: View) -> Iterator[Found]:
    """Yield number plates: of known kinds anywhere, of other kinds after a word of vehicles.

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
    >>> {found.type for found in find_plates(view_of("voiture grise AB-123-CD"))}
    {'PLATE'}
    """
    if not view.at("digits") and not view.at("mixed") and not view.at("plates"):
        return
    for match in _PLATE_FR.finditer(view.seen):
        shape = view.shape[match.start() : match.end()]
        if shape.upper() == shape or re.search(r"[\-.]", shape):
            yield Found("PLATE", *match.span(), False)
    for position in view.at("plates"):
        word, _, begin = view.words[position]
        told = word.startswith(("immat", "plaq", "matric", "targa", "kennz", "tabl"))
        for match in _PLATE_ANY.finditer(view.seen, begin, min(begin + 44, len(view.seen))):
            shape = view.shape[match.start() : match.end()]
            usual = _USUAL_PLATE.fullmatch(match.group()) is not None
            if (shape.upper() == shape or told or usual) and re.search(
                r"\d{2}|(?:zero|cero)[ -]", match.group()
            ):
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
    >>> {f.type for f in find_payments(view_of("IBAN FR76 3000 6000 0112 3456 7890 189"))}
    {'BANK'}
    """
    seen = view.seen
    numbered = [view.words[place][0] for name in ("digits", "mixed") for place in view.at(name)]
    longest = max(map(len, numbered), default=0)
    if sum(len(word) in (4, 5, 6) for word in numbered) >= 3 or longest >= 13 or view.at("bank"):
        yield from _accounts(view)
    if longest >= 16 or "0x" in seen:
        for match in _WALLET.finditer(seen):
            if sum(map(str.isdigit, match.group())) >= 2:
                yield Found("CRYPTO", *match.span(), False)
    for position in view.at("crypto"):
        begin = view.words[position][2]
        for long in _LONG.finditer(seen, begin, begin + 60):
            if any(map(str.isdigit, long.group())):
                yield Found("CRYPTO", *long.span(), False)


def _accounts(view: View) -> Iterator[Found]:
    """Yield bank accounts and cards."""
    seen = view.seen
    for match in _IBAN.finditer(seen):
        if sum(map(str.isdigit, match.group())) >= 10:
            yield Found("BANK", *match.span(), False)
    for match in _CARD.finditer(seen):
        years = re.fullmatch(r"(?:(?:19|20)\d\d[ .\-]?){4}", match.group())
        if not match.group().startswith("0") and not years:
            yield Found("BANK", *match.span(), False)
    for position in view.at("bank"):
        span = _numbered(view, position, fewest=8, skip=4)
        if span is not None:
            yield Found("BANK", *span, False)


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
    for position in view.at("documents"):
        if _OTHER_CARD.match(view.seen, view.words[position][2]):
            continue
        span = _numbered(view, position, fewest=5, skip=6)
        if span is not None and not re.match(r"\s?(?:km|euros?|€)", view.seen[span[1] :]):
            yield Found("ID_DOC", *span, False)
    if not view.at("digits"):
        return
    for match in _SECURITY.finditer(view.seen):
        if sum(map(str.isdigit, match.group())) >= 12:
            yield Found("ID_DOC", *match.span(), False)
