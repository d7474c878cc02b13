"""Find plates, bank details, wallets and identity documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.anonymise.found import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.spelled import spelled_after
from toolkit.anonymise.vocabulary import common_words

_FEWEST_OF_IBAN = 14
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
_IBAN_LOOSE = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(' ?'.join(code) for code in _COUNTRIES.split('|'))})[ \-]?\d ?\d"
    r"(?:[ .\-/]{0,3}[0-9]{1,11}){3,10}(?![^\W_])"
)
_KEY = re.compile(r"(?<![^\W_])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![^\W_])")
# what an account and a card need; both begin with the rarest sign
_MANY_DIGITS = re.compile(r"\d(?:[ .\-/]{0,3}\d){13}")
_IBAN_BODY = re.compile(r"\d(?:(?<=[a-z].)|(?<=[a-z][ \-].))\d(?:[ \-]?[a-z0-9]{4}){3}")
_SORT_CODE = re.compile(
    r"\bsort ?code\W{0,3}(?P<code>\d\d[ \-]?\d\d[ \-]?\d\d(?:\W{1,3}(?:(?:acc?(?"
    r":ount)?|number|no|num|a/c)\W{0,3}){0,3}\d{6,10})?)"
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
_MEASURED = re.compile(r"\s?(?:km|euros?|€|lei\b|kg|m2)")
_SECURITY = re.compile(
    r"[12](?<!\d.) ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?\d\d)?(?!\d)"
)
_PLATE_FR = re.compile(
    r"(?<![^\W_])(?:[a-z]{2}[ \-.]?\d{3}[ \-.]?[a-z]{2}|[a-z]{1,2}-\d{2,3}-[a-z]{3})(?![^\W_])"
)
_MAY_BE_FR = re.compile(r"\d(?:\d\d[ \-.]?[a-z]{2}|-[a-z]{3})(?![^\W_])")
# the French form has no I, O, U; the lowercase words of a sentence mostly do
_USUAL_PLATE = re.compile(
    r"(?!de|la|le|et|en|du|as|ma|sa|ta|me|se|te|ce|pr|av|bd)[a-hj-np-tv-z]{2}[ \-.]?\d{3}[ \-.]?"
    r"(?!cm|kg|km|de|et|le|la|en|ch|cv|mm)[a-hj-np-tv-z]{2}"
)
# kinds of plates that stand for themselves in capitals
_PLATE_CAPITALS = re.compile(
    r"(?<![^\W_])(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{1,2} \d{2,3} [A-Z]{3}"
    r"|[A-Z]{3}-?\d[A-Z]\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}"
    r"|\d-[A-Z]{3}-\d{3}|[A-Z]{2}-\d{3}-[A-Z]{2})(?![^\W_])"
)
_MAY_BE_CAPITALS = re.compile(r"\d[ \-]?[A-Z][A-Z\d]")
_UNITS = frozenset(
    [
        "gb",
        "go",
        "mb",
        "mo",
        "km",
        "kg",
        "cm",
        "mm",
        "ch",
        "cv",
        "cc",
        "kw",
        "el",
        "la",
        "le",
        "de",
        "du",
        "en",
        "et",
        "no",
        "do",
        "da",
    ]
)
_PLATE_ANY = re.compile(
    r"(?<![^\W_])(?:[a-z]{2} ?- ?(?:[a-z]+ ){1,4}- ?[a-z]{2}"
    r"|[a-z]{1,3}[ \-.]?\d{1,4}[ \-.]?[a-z]{1,3}|\d{1,4}[ \-.]?[a-z]{2,3}(?:[ \-.]?\d{2,3})?"
    r"|[a-z]{2}\d\d[ ]?[a-z]{3}"
    r"|[a-z]{1,3}[ \-.]?[a-z]{1,2}[ \-.]?\d{1,4}|[a-z]{2}[ \-.]?\d\d[ \-.]?[a-z]{2}"
    r"|\d\d[ \-.][a-z]{2}[ \-.]\d\d|\d\d[ \-.]\d\d[ \-.][a-z]{2}"
    r"|[a-zа-я]{1,2}[ ]?\d{3,4}[ ]?[a-zа-я]{2})(?![^\W_])"
)


def _numbered(view: View, position: int, *, fewest: int, skip: int) -> tuple[int, int] | None:
    """Return the number of letters and digits that follows a word, None when none does."""
    words, seen = view.words, view.seen
    first = None
    for at in range(position + 1, min(position + 2 + skip, len(words))):
        word, start, end = words[at]
        upper = view.shape[start:end].isupper() and len(word) <= 5
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
    if _MAY_BE_CAPITALS.search(view.shape) and not view.shape.isupper():
        for match in _PLATE_CAPITALS.finditer(view.shape):
            yield Found("PLATE", *match.span(), False)
    for match in _PLATE_FR.finditer(view.seen) if _MAY_BE_FR.search(view.seen) else ():
        shape = view.shape[match.start() : match.end()]
        if _UNITS & set(re.split(r"[ \-.]", match.group())):
            continue
        if shape.upper() == shape or re.search(r"[\-.]", shape):
            yield Found("PLATE", *match.span(), False)
    for position in view.at("plates"):
        word, _, begin = view.words[position]
        told = word.startswith(("immat", "plaq", "matric", "targa", "kennz", "tabl"))
        for match in _PLATE_ANY.finditer(view.seen, begin, min(begin + 44, len(view.seen))):
            shape = view.shape[match.start() : match.end()]
            usual = _USUAL_PLATE.fullmatch(match.group()) is not None
            if _UNITS & set(re.split(r"[ \-.]", match.group())):
                continue
            if (shape.upper() == shape or told or usual) and re.search(
                r"\d{2}|(?:zero|cero)[ -]", match.group()
            ):
                yield Found("PLATE", *match.span(), False)
                break
        spelled = spelled_after(view, position, fewest=6, skip=3)
        if spelled is not None and _has_letters(view.seen[slice(*spelled)]):
            yield Found("PLATE", *spelled, True)


def _has_letters(spelled: str) -> bool:
    """Tell whether a plate that is spelt holds letters of its own and few words."""
    letters = re.findall(r"(?<![^\W_])[a-z](?![^\W_])", spelled)
    said = [word for word in re.findall(r"[^\W\d_]{4,}", spelled) if word in common_words()]
    return (len(letters) >= 3 and len(said) < 3) or len(re.findall(r"[^\W\d_]{4,}", spelled)) >= 5


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
    many = _MANY_DIGITS.search(seen) is not None
    for match in _IBAN.finditer(seen) if many or _IBAN_BODY.search(seen) else ():
        if sum(map(str.isdigit, match.group())) >= 10:
            yield Found("BANK", *match.span(), False)
    for match in _IBAN_LOOSE.finditer(seen) if many else ():
        if sum(map(str.isdigit, match.group())) >= _FEWEST_OF_IBAN:
            yield Found("BANK", *match.span(), True)
    for match in _KEY.finditer(seen) if seen.count("-") > 3 else ():
        yield Found("BANK", *match.span(), False)
    for match in _SORT_CODE.finditer(seen) if "sort" in seen else ():
        yield Found("BANK", *match.span("code"), False)
    for match in _CARD.finditer(seen) if many else ():
        years = re.fullmatch(r"(?:(?:19|20)\d\d[ .\-]?){4}", match.group())
        if not match.group().startswith("0") and not years:
            yield Found("BANK", *match.span(), False)
    for position in view.at("bank"):
        span = _numbered(view, position, fewest=8, skip=4)
        spelled = spelled_after(view, position, fewest=12)
        for found in filter(None, (span, spelled)):
            yield Found("BANK", *found, found is spelled)


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
        spelled = spelled_after(view, position, fewest=6)
        if spelled is not None and not _MEASURED.match(view.seen, spelled[1]):
            yield Found("ID_DOC", *spelled, True)
        span = _numbered(view, position, fewest=5, skip=6)
        if span is not None and not _MEASURED.match(view.seen, span[1]):
            yield Found("ID_DOC", *span, False)
    if not view.at("digits"):
        return
    for match in _SECURITY.finditer(view.seen):
        if sum(map(str.isdigit, match.group())) >= 12:
            yield Found("ID_DOC", *match.span(), False)
