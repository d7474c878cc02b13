"""Find e-mail addresses and links, written plainly or spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues


class Found(NamedTuple):
    """One identifier: its type, where it stands, and whether it hides from machines."""

    type: str
    start: int
    end: int
    obscured: bool


def _any(name: str) -> str:
    """Return a pattern for any word of a cue list, longest first."""
    return "|".join(re.escape(word) for word in sorted(cues()[name], key=len, reverse=True))


_OPEN, _CLOSE = r"[(\[{<«|*_~\-\\/]{1,3}\s?", r"\s?[)\]}>»|*_~\-\\/]{1,3}"
_NAME = r"[^\W_][\w\-+]*"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns, once per process."""
    tops, providers = _any("top_domains"), _any("providers")
    words = rf"(?:{_any('dot_words')})"
    dot = (
        rf"(?:\s?\.\s?|\s?[·,]\s?(?=(?:{tops})\b)|\s?{_OPEN}(?:\.|{words}){_CLOSE}\s?|\s{words}\s|\s?-{words}-\s?)"
    )
    sure = rf"(?:{_any('at_words')}|a rond|a commercial|at sign|arroba|et commercial)"
    at = (
        rf"(?P<at>\s?@\s?|\s?{_OPEN}(?:@|{sure}|at|a|chez|ad|ат|ät){_CLOSE}\s?|\s?\b{sure}\b\s?"
        rf"|\s@t\s|@t(?=[a-z])|\s(?:at|chez|a|ad|ат|sur|bei|la|en)\s)"
    )
    local = rf"(?:{_NAME}(?:{dot}|\s?(?:underscore|tiret bas|tiret|dash|guion bajo|guion|hifen|-|_)\s?|[^\w\s.,;:!?()\[\]@/]{{1,3}}))"
    return {
        "email": re.compile(
            rf"(?P<local>{local}{{0,4}}{_NAME}){at}(?P<domain>{_NAME}(?:{dot}{_NAME}){{0,2}}?)"
            rf"(?P<end>{dot}(?:{tops})(?![^\W_])(?:{dot}(?:uk|br|au|mx|ar|fr|com)\b)?)?"
        ),
        "attached": re.compile(r"[\w.+\-]*[^\W_][\w.+\-]*@[\w\-]+(?:\.[\w\-]+)+"),
        "scheme": re.compile(
            r"(?:h(?:tt|xx|..)ps?\s?:\s?/\s?/|(?<![^\W_])w{3}\s?(?:\.|point|dot|punto|ponto|punct|\s)\s?)\s?"
            rf"[^\s<>\"\[\]]+(?:\s?(?:[./]|\bslash\b|\b{words}\b)\s?(?!\s)(?:{_NAME}))*"
        ),
        "domain": re.compile(
            rf"(?<![\w@.\-])(?P<name>{_NAME}(?:\.{_NAME})*)\.(?P<top>{tops})(?![^\W_]|-[a-z])"
            r"(?P<path>/[^\s<>\"\[\]]*|\s/\s?[^\W_][\w\-./?=]*)?"
        ),
        "spelt": re.compile(
            rf"(?<![\w@.])(?P<name>{_NAME})(?P<dot>\s?{_OPEN}(?:\.|{words}){_CLOSE}\s?|\s{words}\s|\s\.\s?|\.\s|-{words}-)"
            rf"(?P<top>{tops})(?![^\W_])(?P<path>(?:\s?(?:/|\bslash\b|\bbarre\b|\bbarra\b)\s?[^\W_][\w\-.]*)+)?"
        ),
        "provider": re.compile(rf"\b(?:{providers})\b"),
        "signs": re.compile(rf"@|\b{sure}\b|{_OPEN}(?:at|a|chez|ad|ат|ät){_CLOSE}|\bat\b|\bchez\b"),
        "spelt_signs": re.compile(rf"\b{words}\b|\s\.|\.\s|[(\[{{]\s?\."),
    }


def find_emails(view: View) -> Iterator[Found]:
    """Yield e-mail addresses.

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
    >>> [found.type for found in find_emails(view_of("nom arobase exemple point fr"))]
    ['EMAIL']
    """
    seen, patterns = view.seen, _patterns()
    plain = "@" in seen
    if plain:
        for match in patterns["attached"].finditer(seen):
            yield Found("EMAIL", match.start(), _rstrip(match), False)
    if not plain and not patterns["signs"].search(seen) and not patterns["provider"].search(seen):
        return
    for match in patterns["email"].finditer(seen):
        if _is_email(match, view):
            start, end = _local_start(match), match.end()
            yield Found("EMAIL", start, end, not re.fullmatch(r"\S+@\S+", seen[start:end]))


def _is_email(match: re.Match[str], view: View) -> bool:
    """Tell whether a name, an at sign and a domain are an address."""
    at, domain = match["at"].strip(" ()[]{}<>«»|*_~-\\/"), match["domain"].split(".")[0].strip()
    known = domain in cues()["providers"]
    ended = match["end"] is not None
    if match["at"].strip() == "@":
        attached = match["at"] == "@"
        return ended or known or (attached and match["end"] is not None)
    if match["at"].strip() in {"@t"} or at in {"@"} or at in cues()["at_words"] or " " in at:
        return ended or known
    bracketed = match["at"].strip() != at
    if bracketed:
        return ended or known
    # a plain little word such as "at" or "chez" needs both ends to look like an address
    local = re.split(r"\s", match["local"].strip())[-1]
    if at in {"at"}:
        return (known and ended) or (ended and local not in common_words() and domain not in common_words())
    return known and (ended or any(sign in "0123456789._" for sign in local))


def _local_start(match: re.Match[str]) -> int:
    """Return where the local part begins: ordinary words before it are left out."""
    parts = list(re.finditer(r"\S+", match["local"]))
    joints = cues()["dot_words"] | {"underscore", "tiret", "bas", "dash", "guion", "hifen", ".", "-", "_", "bajo"}
    first = len(parts) - 1
    while first >= 2 and parts[first - 1].group() in joints:
        first -= 2 if parts[first - 2].group() not in joints else 3
    return match.start("local") + parts[max(first, 0)].start()


def _rstrip(match: re.Match[str]) -> int:
    """Return the end of a match without the punctuation of the sentence."""
    return match.start() + len(match.group().rstrip(".,;:!?)'\"-"))


def find_links(view: View) -> Iterator[Found]:
    """Yield links, with or without a scheme.

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
    >>> [found.type for found in find_links(view_of("voir exemple point fr"))]
    ['URL']
    """
    seen, patterns = view.seen, _patterns()
    if "www" in seen or "://" in seen or ": //" in seen or ":/" in seen:
        for match in patterns["scheme"].finditer(seen):
            yield Found("URL", match.start(), _rstrip(match), " " in match.group())
    if "." in seen:
        for match in patterns["domain"].finditer(seen):
            if _is_domain(match):
                yield Found("URL", match.start(), _rstrip(match), False)
    if patterns["spelt_signs"].search(seen):
        for match in patterns["spelt"].finditer(seen):
            if _is_spelt(match):
                yield Found("URL", match.start(), _rstrip(match), True)


def _is_domain(match: re.Match[str]) -> bool:
    """Tell whether a name with a dot is a link rather than two sentences without a space."""
    name, top = match["name"], match["top"]
    if match["path"] or "." in name or name == "www":
        return True
    if name.isdigit() or name in cues()["connectors"]:
        return False
    if top not in cues()["wordy_tops"] or any(sign in "0123456789-_" for sign in name):
        return True
    return name not in common_words() and top not in common_words()


def _is_spelt(match: re.Match[str]) -> bool:
    """Tell whether a name, a spelt dot and an end are a link rather than a sentence."""
    name, top, dot = match["name"], match["top"], match["dot"].strip()
    if name.isdigit() or name in cues()["phone"]:
        return False
    if match["path"]:
        return True
    if dot != "." and dot.strip("-").isalpha():
        return top not in cues()["wordy_tops"] or name not in common_words()
    if dot == ".":
        # "exemple . fr" with its spaces, not the end of a sentence
        return match["dot"].startswith(" ") and top not in cues()["wordy_tops"] and name not in common_words()
    return True
