"""Which finds of our own detector are contacts in a published text, and which are codes."""

from __future__ import annotations

import getpass
import os
import re
from functools import cache
from pathlib import Path

from toolkit.anonymise import find_identifiers
from toolkit.export.pieces import Text, word_list

_DIGITS = 8
_SHORTEST_LOGIN = 4
# a number in digits may hold short words, one in words holds nothing else
_WORDY, _SPELLED = 4, 5
_LONGEST, _GROUPS = 15, 5
_COMMAS = re.compile(r"\d{1,5}(?:, ?\d{1,5})+,?")
_SPACED = re.compile(r"[1-9]\d{0,3}(?: +\d{1,4}){3,}")
_LOOK_ALIKE = frozenset("oilszb")
_AROUND = 40
_PIECE, _OVERLAP = 4000, 80
# published: digests, npm scopes, references, hours, shares, decimals, thousands, indicators,
# two years, marks of a table of contents
_PUBLISHED = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{32,128}(?![0-9A-Za-z])"
    r"|\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b"
    r"|(?<![\w/])@[a-z-]+/[a-z-]+"
    r"|\bdoi\b\W{0,3}\S+|\b10\.\d{4,}/\S+|\barXiv\W{0,2}[\d.]+"
    r"|(?<![\d:])[012]?\d:[0-5]\d–[012]?\d:[0-5]\d(?![\d:])"
    r"|(?<![\w.,])-?\d{1,3}(?:[.,]\d+)?[ \u00a0\u202f]?%"
    r"|(?<![\w.,+])-?(?:0|[1-9]\d{0,6})?[.,]\d+(?:e-?\d+)?(?![\w.])"
    r"|(?<![\w.,+\u202f\u00a0])[1-9]\d{0,2}(?:[\u202f\u00a0,]\d{3}){1,3}(?![\d\u202f])"
    r"|\b[A-Z]{3}\.[A-Z][A-Z0-9_]+\b"
    r"|(?<!\d )(?<!\d)(?:19|20)\d\d (?:et|à|and|to) (?:de )?(?:19|20)\d\d(?! ?\d)"
    r"|(?<!\w)(?:_Toc\d{6,9}|__RefHeading___Toc\d+_\d+)(?!\w)"
    r"|\b(?:19|20)\d\d-[01]\d(?:-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?(?:\.\d+)?Z?)?)?\b"
)
_EMAIL = re.compile(
    r"[@＠].*\.|(?:arobase|arroba|chiocciola|małpa|[(\[{]at[)\]}]).*?(?:\.|{0})"
    r"|\sat\s.*?\s{0}\s".replace("{0}", r"(?:\b(?:point|punto|dot|ponto|punct)\b)"),
    re.IGNORECASE | re.DOTALL,
)
_ACCOUNT = re.compile(r"[@$]\w|\b[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]{2,4}){3}")
_OPEN_LINK = re.compile(r"://|\bwww\b", re.IGNORECASE)
_HOST = re.compile(r"^(?:\w+://)?(?:www\.)?([\w.-]+\.[a-z]{2,})(?=$|[/:?#])")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[%;\[\]=¦]")


@cache
def _before(name: str) -> re.Pattern[str]:
    """Return what ends with one of the words that introduce an account or a name."""
    words = "|".join(sorted(map(re.escape, word_list("contacts", name)), key=len, reverse=True))
    gap = r"[^\w\n-]"
    return re.compile(rf"(?<!\w)(?:{words}){gap}{{1,6}}(?:\w{{1,12}}{gap}{{1,4}})?$", re.IGNORECASE)


def _is_list(found: str) -> bool:
    """Tell whether digits are counts side by side rather than the groups of one number."""
    groups = re.findall(r"\d+", found)
    if _COMMAS.fullmatch(found.strip()):
        # French numbers have five groups of two digits, and begin with a zero
        return found.strip()[0] != "0" or {*map(len, groups)} != {2} or len(groups) != _GROUPS
    if not _SPACED.fullmatch(found.strip()):
        return False
    long = sum(len(group) > 2 for group in groups)
    uneven = len(set(map(len, groups))) > 1
    return uneven and (len("".join(groups)) > _LONGEST or (len(groups) >= _GROUPS and long > 1))


def _is_number(found: str) -> bool:
    """Tell whether a number is long enough to call, in digits or in words."""
    parts = _BETWEEN.split(found)
    if len(parts) > 1:
        return any(map(_is_number, parts))
    if _is_list(found):
        return False
    words = [word.casefold() for word in _WORD.findall(found)]
    others = [word for word in words if word not in word_list("contacts", "numbers")]
    digits = sum(c.isdigit() for c in found)
    if digits >= _DIGITS:
        return max(map(len, others), default=0) < _WORDY
    if digits and all(_LOOK_ALIKE.issuperset(word) for word in words):
        return digits + sum(map(len, words)) >= _DIGITS
    return bool(words) and not others and len(words) + digits // 2 >= _SPELLED


def _is_link(found: str, kind: str) -> bool:
    """Tell whether a link leads to a person rather than to a file, an object or an institution."""
    host = _HOST.match(found.strip().casefold())
    if host is None:
        return bool(_OPEN_LINK.search(found)) and kind != "code"
    labels = host[1].split(".")
    public = any(".".join(labels[n:]) in word_list("hosts", "public") for n in range(len(labels)))
    if public:
        return False
    if _OPEN_LINK.search(found):
        return True
    return (
        kind in ("prose", "cell")
        and labels[-1] not in word_list("files", "suffixes")
        and found.islower()
    )


def _is_contact(kind: str, before: str, found: str, text: str) -> bool:
    """Tell whether a find shows what makes it a contact, in a text that is no ad."""
    if kind == "BANK" and (_ACCOUNT.search(found) or before.endswith(("@", "$"))):
        return True
    if kind in ("PHONE", "BANK"):
        return _is_number(found)
    if kind == "EMAIL":
        return bool(_EMAIL.search(found))
    if kind == "URL":
        return _is_link(found, text)
    if kind == "HANDLE":
        marked = found.startswith("@") or bool(re.search(r"(?<!\w)@$", before))
        return marked or bool(_before("accounts").search(before))
    if kind == "NAME":
        return text == "prose" and bool(_before("introductions").search(before))
    if kind == "ADDRESS":
        return any(w.casefold() in word_list("contacts", "streets") for w in _WORD.findall(found))
    return text != "code" or kind == "CRYPTO"


def _quiet(words: str) -> str:
    """Return a text without published numbers and codes."""
    return _PUBLISHED.sub(" ¦ ", words)


def _cut(words: str) -> list[str]:
    """Return a text in parts that end with a line; very long lines overlap."""
    if len(words) <= _PIECE:
        return [words]
    parts: list[str] = [""]
    for line in words.splitlines(keepends=True):
        for start in range(0, len(line), _PIECE):
            piece = line[max(0, start - _OVERLAP) : start + _PIECE]
            if len(parts[-1]) + len(piece) > _PIECE:
                parts.append("")
            parts[-1] += piece
    return parts


def contacts_in(texts: list[Text]) -> list[bool]:
    """Tell which published texts hold an identifier of our own detector.

    The detector reads ads, where anything may be a contact; here its finds need what makes one in
    a text that was written to be read: enough digits, an @, a link that is open or no file, a word
    that introduces an account or a name. A given name alone is left, as is a public institution's
    address.

    Parameters
    ----------
    texts : list of Text
        Any number of them; equal ones are read once.

    Returns
    -------
    list of bool
        One per text.

    Examples
    --------
    >>> contacts_in([Text((), "1\u202f234 annonces"), Text((), "appelez le 06 39 98 12 34")])
    [False, True]
    """
    parts = [
        (number, text.kind, part)
        for number, text in enumerate(texts)
        for part in _cut(_quiet(text.words))
        if len(part.strip()) > 3
    ]
    order = {part: row for row, part in enumerate(dict.fromkeys(part for _, _, part in parts))}
    unique = list(order)
    hits: dict[int, list[tuple[str, str, str]]] = {}
    for row, kind, start, end in find_identifiers(unique).itertuples(index=False):
        part = unique[row]
        found = (kind, part[max(0, start - _AROUND) : start], part[start:end])
        hits.setdefault(row, []).append(found)
    held = [False] * len(texts)
    for number, text, part in parts:
        found_here = hits.get(order[part], ())
        held[number] |= any(_is_contact(*found, text) for found in found_here)
    return held


@cache
def _paths() -> re.Pattern[str]:
    """Return what an absolute path looks like on the usual systems."""
    roots = "|".join(sorted(word_list("files", "roots")))
    return re.compile(
        rf"(?<![\w.~/:-])/(?:{roots})/[\w.-]|\bfile://|(?<!\w)[A-Za-z]:\\{{1,2}}\w|"
        r"(?<![\w\\])\\\\[\w.-]+\\\w"
    )


def has_path(words: str) -> bool:
    """Tell whether a text names a place on somebody's computer.

    Parameters
    ----------
    words : str
        Any text.

    Returns
    -------
    bool
        True for absolute paths of folders where people work; relative ones are left.

    Examples
    --------
    >>> has_path("data_samples/ads_raw.csv"), has_path("file://x/y")
    (False, True)
    """
    return bool(_paths().search(words))


def logins() -> frozenset[str]:
    """Return the names of the account that runs this, as far as they say who it is.

    Returns
    -------
    frozenset of str
        Lower case; empty for accounts named root, user, jovyan and the like.

    Examples
    --------
    >>> "root" in logins()
    False
    """
    names = {os.environ.get("USERNAME", ""), Path.home().name}
    try:
        names.add(getpass.getuser())
    except (OSError, KeyError):  # an account without a name, as in some containers
        names.discard("")
    known = word_list("logins", "generic")
    lower = {name.casefold() for name in names if len(name) >= _SHORTEST_LOGIN}
    return frozenset(lower - known)


def whole_words(words: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern for some words standing alone, None for no word.

    Parameters
    ----------
    words : frozenset of str
        The words.

    Returns
    -------
    re.Pattern or None
        It ignores case.

    Examples
    --------
    >>> bool(whole_words(frozenset({"foyer"})).search("le Foyer."))
    True
    """
    kept = sorted(map(re.escape, (word for word in words if word.strip())), key=len, reverse=True)
    if not kept:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(kept)})(?![^\W_])", re.IGNORECASE)
