"""Find contacts in texts: phones, e-mails, links, handles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import pandas as pd

from toolkit.anonymise.digits import as_seen
from toolkit.anonymise.phones import find_phones
from toolkit.text.opaque import as_texts


class Found(NamedTuple):
    """One identifier: its type, where it stands, and whether it hides from machines."""

    type: str
    start: int
    end: int
    obscured: bool


@cache
def _cues() -> dict[str, list[str]]:
    """Return the word lists."""
    source = resources.files("toolkit.anonymise") / "cues.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _any(words: list[str]) -> str:
    """Return a pattern for any of some words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns, once per process."""
    cues = _cues()
    tops, dots, ats = (_any(cues[name]) for name in ("top_domains", "dot_words", "at_words"))
    dot = rf"(?:\s?\.\s?|\s?[\(\[\{{]\s?(?:\.|{dots})\s?[\)\]\}}]\s?|\s(?:{dots})\s)"
    at = rf"(?:\s?@\s?|\s?[\(\[\{{]\s?(?:@|{ats})\s?[\)\]\}}]\s?|\s(?:arobase?|arroba|at)\s)"
    name = r"[a-z0-9][a-z0-9_+\-]*"
    return {
        "email": re.compile(
            rf"{name}(?:{dot}{name}){{0,3}}{at}{name}(?:{dot}{name}){{0,3}}?{dot}"
            rf"(?:{tops})(?![a-z0-9])"
        ),
        "attached": re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"),
        "scheme": re.compile(r"(?:h(?:tt|xx)ps?\s?:\s?/\s?/|www\s?\.)\s?[^\s<>\"]+"),
        "domain": re.compile(
            rf"(?<![\w@.])[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.(?:{tops})(?![a-z0-9\-])"
            r"(?:/[^\s<>\"]*)?"
        ),
        "spelt": re.compile(
            rf"(?<![\w@.])[a-z0-9][a-z0-9\-]+\s?(?:[\(\[]\s?(?:{dots})\s?[\)\]]|\s(?:{dots}))\s?"
            rf"(?:com|fr|net|org|eu|info|example)(?![a-z0-9])(?:\s?/\s?\S+)?"
        ),
        "at_name": re.compile(r"(?<![\w@])@\s?[a-z0-9_][a-z0-9_.\-]{2,}"),
        "network": re.compile(
            rf"(?<![a-z])(?:{_any(cues['networks'])})(?![a-z])(?:\s?(?:est|is|:|=|-|>|@|/)){{0,2}}"
            r"\s{0,2}(?P<account>[a-z0-9_][a-z0-9_.\-]{2,})"
        ),
    }


def _emails(seen: str) -> Iterator[Found]:
    """Yield e-mail addresses, written plainly or spelt out."""
    if "@" in seen or " at " in seen or "aro" in seen or "arr" in seen or "(" in seen:
        for match in _patterns()["attached"].finditer(seen):
            yield Found("EMAIL", *match.span(), False)
        for match in _patterns()["email"].finditer(seen):
            yield Found("EMAIL", *match.span(), " " in match.group() or "(" in match.group())


def _links(seen: str) -> Iterator[Found]:
    """Yield links, with or without a scheme."""
    for key in ("scheme", "domain", "spelt"):
        for match in _patterns()[key].finditer(seen):
            end = match.start() + len(match.group().rstrip(".,;:!?)'\""))
            yield Found("URL", match.start(), end, key == "spelt")


def _handles(seen: str) -> Iterator[Found]:
    """Yield account names: after an at sign, or after the name of a network."""
    if "@" in seen:
        for match in _patterns()["at_name"].finditer(seen):
            yield Found("HANDLE", match.start(), match.end(), False)
    refused = set(_cues()["not_accounts"])
    for match in _patterns()["network"].finditer(seen):
        account = match.group("account").rstrip(".-")
        marked = any(mark in match.group() for mark in ":=@>") or any(
            c in "0123456789_." for c in account
        )
        if account not in refused and marked:
            start = match.start("account")
            yield Found("HANDLE", start, start + len(account), False)


def _phones(seen: str) -> Iterator[Found]:
    """Yield phone numbers."""
    for start, end, obscured in find_phones(seen, tuple(_cues()["helplines"])):
        yield Found("PHONE", start, end, obscured)


_DETECTORS: tuple[Callable[[str], Iterator[Found]], ...] = (_emails, _links, _handles, _phones)


def find_in(text: str) -> list[Found]:
    """Return the identifiers of one text, in order, without overlap.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Found
        Where two detectors overlap, the union of both with the type of the longer.

    Examples
    --------
    >>> find_in("appelez 06 39 98 12 34")
    [Found(type='PHONE', start=8, end=22, obscured=False)]
    """
    seen = as_seen(text)
    hits = sorted((hit for detect in _DETECTORS for hit in detect(seen)), key=lambda h: h.start)
    merged: list[Found] = []
    for hit in hits:
        last = merged[-1] if merged else None
        if last is None or hit.start >= last.end:
            plain = all(
                seen[i] == text[i].lower() or not seen[i].isdigit()
                for i in range(hit.start, hit.end)
            )
            merged.append(hit._replace(obscured=hit.obscured or not plain))
            continue
        longer = hit if hit.end - hit.start > last.end - last.start else last
        end, obscured = max(hit.end, last.end), hit.obscured or last.obscured
        merged[-1] = Found(longer.type, last.start, end, obscured)
    return merged


def find_identifiers(texts: Any) -> pd.DataFrame:  # noqa: ANN401 - texts, a column or a table
    """Find the identifiers of each text.

    It does not look anything up and needs no valid number. It does not yet read numbers written
    in words, names, addresses, plates or bank details.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``type`` (see ``schema.IDENTIFIER_TYPES``), ``start``, ``end`` (characters of the
        given text).

    Examples
    --------
    >>> find_identifiers(["écrivez à nom@exemple.fr", "tarif 80"])[["row", "type"]].to_numpy()
    array([[0, 'EMAIL']], dtype=object)
    """
    rows = [
        (row, found.type, found.start, found.end)
        for row, text in enumerate(as_texts(texts))
        for found in find_in(text)
    ]
    table = pd.DataFrame(rows, columns=["row", "type", "start", "end"])
    return table.astype({"row": "int64", "type": "str", "start": "int64", "end": "int64"})
