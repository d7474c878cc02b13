"""Find account names: after an at sign, or after the name of a network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.anonymise.online import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_stems, common_words, cues, first_names

_AT = re.compile(r"(?<![\w@])@\s?[^\W_][\w.\-]{1,}|(?<![\w@])@_[\w.\-]{2,}")
_TAG = re.compile(r"(?<![\w$])\$\s?[a-z][\w\-]{2,}")
# what may stand between a network and an account
_LINK = re.compile(r"[\s:=\->@/|~•·.,(\[*\"'`+]*(?:[^\w\s]\s*)*")
_ACCOUNT = re.compile(r"[^\W][\w.\-]{1,}(?:[^\w\s.,;:!?()\[\]{}/\"'@]{1,2}[\w.\-]+)*")
_MOST_CONNECTORS = 4
_MARKS = frozenset(":=@>→👉➡➜»")


def find_handles(view: View) -> Iterator[Found]:
    """Yield account names.

    It takes no network that is only named: "pas d'insta" holds no account.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``; a payment tag has the type ``BANK``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("snap : exemple_59, pas d'insta")
    >>> [view.seen[found.start:found.end] for found in find_handles(view)]
    ['exemple_59']
    """
    seen = view.seen
    if "@" in seen:
        for match in _AT.finditer(seen):
            yield Found("HANDLE", match.start(), _end(match), False)
    networks, payments = cues()["networks"], cues()["payments"]
    for word, start, end in view.words:
        if word not in networks and word not in payments:
            continue
        if seen[end : end + 1] == "." and seen[end + 1 : end + 2].isalpha():
            continue
        account = _after(view, end)
        if account is not None:
            kind = "BANK" if word in payments else "HANDLE"
            yield Found(kind, *account, False)
    if "$" in seen:
        for match in _TAG.finditer(seen):
            yield Found("BANK", match.start(), match.end(), False)


def _end(match: re.Match[str]) -> int:
    """Return the end of an account without the punctuation of the sentence."""
    return match.start() + len(match.group().rstrip(".-"))


def _after(view: View, end: int) -> tuple[int, int] | None:
    """Return the account that follows a network, if one does."""
    seen = view.seen
    marked = False
    for _ in range(_MOST_CONNECTORS + 1):
        link = _LINK.match(seen, end)
        gap = link.group() if link else ""
        if "\n\n" in gap or "." in gap.strip() or "[" in gap:
            return None
        marked = marked or any(mark in _MARKS for mark in gap) or _has_emoji(gap)
        account = _ACCOUNT.match(seen, end + len(gap))
        if account is None:
            return None
        stop = _end(account)
        word = seen[account.start() : stop]
        if "@" in gap:
            return account.start(), stop
        if _looks_like_account(view, account.start(), stop):
            return account.start(), stop
        if word in cues()["networks"]:
            marked = False
        elif word not in cues()["connectors"]:
            return _unmarked(word, marked, account.start(), stop)
        end = stop
    return None


def _has_emoji(gap: str) -> bool:
    """Tell whether there is a sign beyond punctuation."""
    return any(ord(sign) > 0x2000 for sign in gap)


def _looks_like_account(view: View, start: int, stop: int) -> bool:
    """Tell whether a word holds what words do not: digits, underscores, dots, inner capitals."""
    word = view.seen[start:stop]
    if word.isdigit() or re.fullmatch(r"\d+(?:h\d*|e|ans|min|eur|am|pm|x|[.,:]\d+)", word):
        return False
    if "_" in word or any(map(str.isdigit, word)):
        return any(map(str.isalpha, word))
    shape = view.shape[start:stop]
    inner = re.search(r"[a-z][A-Z]", shape) is not None
    dotted = "." in word and all(len(part) > 0 for part in word.split("."))
    return inner or dotted


def _unmarked(word: str, marked: bool, start: int, stop: int) -> tuple[int, int] | None:
    """Return a plain word as an account when it is no everyday word."""
    known = word in cues()["not_accounts"] or word in common_words() or word in cues()["phone"]
    if known or word.isdigit() or len(word) < 3 or "." in word:
        return None
    if marked or word in first_names():
        return start, stop
    everyday = word[:5] in common_stems() and len(word) < 11
    return None if everyday or len(word) < 5 else (start, stop)
