"""Find links, written plainly or spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.online.web import CLOSING, OPENING, PIECE, end_of, web_signs
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues

_DOTS = re.compile(r"[.·](?<=[^\W_].)[^\W\d_]|\[\.\]")
_SAID_WEB = re.compile(r"w w w|double|dobles? v|uve|dublu v|dabliu|(?:trois|triple|three) w\b")
# a link that is said begins with one of these words, or "uve" and "doble"
_SAID_FIRST = frozenset(
    [
        "www",
        "w",
        "double",
        "doble",
        "dobles",
        "uve",
        "trois",
        "triple",
        "three",
        "tres",
        "trei",
        "tre",
        "drei",
    ]
)
# a name and a sign right before a domain
_GLUED = re.compile(r"(?:[\w.\-]+[^\w\s.,;:!?()\[\]/\"'@]{1,2}){1,3}$")
_LONGEST_NAME = 64
_SAID_WWW = re.compile(r"(?<![^\W_])w{3}\s?[(\[{<]\s?[^\W\d_]{3,6}\s?[)\]}>]\s?$")
_SAID_SLASH = re.compile(r"\b(?:slash|barre|barra)\b")
_SLASHES = frozenset(["slash", "barre", "barra"])
# ends that are everyday words even after a spelt dot
_NO_NAMES = frozenset(["barre", "barra", "de", "le", "un", "el", "the", "a"])
_ORDINARY = frozenset(
    [
        "me",
        "to",
        "it",
        "is",
        "in",
        "no",
        "la",
        "am",
        "at",
        "be",
        "us",
        "re",
        "de",
        "al",
        "ma",
        "se",
        "si",
        "ca",
        "co",
        "one",
        "page",
        "fun",
        "by",
        "as",
        "an",
        "or",
        "on",
        "en",
        "et",
        "est",
        "tu",
    ]
)


@cache
def _link_patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of links, once per process."""
    tops, words, _, _, joint = web_signs()
    return {
        "scheme": re.compile(
            r"(?:h(?:tt|xx|\*\*)ps?\s?(?:[\[(]?:[\])]?)?\s?/\s?/|(?<![^\W_])"
            r"(?:w{3}|w w w|(?:uve doble ?){3}|(?:dobles? v ?){3}"
            r"|double v double v double v|(?:trois|triple|three|tres|trei|tre"
            r"|drei) "
            r"(?:doubles? v|doubleu|w|ve|uve dobles?|dublu v|dabliu|vu))\s?"
            r"(?:[.,]|\b(?:point|dot|punto|ponto|punct|punkt)\b|\s)\s?)\s?"
            rf"[^\s<>\"]+(?:\s?(?:[./]|\bslash\b|\b{words}\b)\s?(?!\s)(?:{PIECE})"
            rf"|\[\.\][^\s<>\"]+|\s[^\W_]+\s(?:{words})\s(?:{tops})\b"
            r"|\s(?:com|fr|net|org|info|example)(?=\W|$))*"
        ),
        "domain": re.compile(
            rf"(?<![\w@.\-])(?P<name>{PIECE}(?:\.{PIECE})*)(?P<sign>\.|·|\[\.\])"
            rf"(?P<top>{tops})(?![^\W_]|-[a-z])"
            r"(?P<path>/[^\s<>\"\[\]]*|\s/\s?[^\W_][\w\-./?=]*|(?:\.\d+)+(?!\w))?"
        ),
        "spelt": re.compile(
            rf"(?<![\w@.])(?P<name>{PIECE}(?:\s-\s{PIECE}"
            rf"|{joint}{PIECE})*)(?P<dot>\s?{OPENING}(?:\.|{words}){CLOSING}\s?|,?\s{words},?\s"
            rf"|\s\.\s?|\.\s|-{words}-)"
            rf"(?P<top>{tops}(?:(?:\s(?:{words})\s|\s?\.\s?|\s?{OPENING}(?:\."
            rf"|{words}){CLOSING}\s?)(?:{tops}))*)"
            rf"(?![^\W_])(?P<path>(?:\s?(?:/|\bslash\b|\bforward slash\b"
            rf"|{OPENING}(?:slash|barre|barra|une barre|/){CLOSING}"
            rf"|\bbarre\b|\bbarra\b)\s?[^\W_][\w\-.]*(?:{joint}{PIECE})*)+)?"
        ),
        "page": re.compile(
            r"(?<![^\W_])(?:linktree|linktr|beacons|allmylinks|carrd)(?: ee)? "
            r"(?:slash|forward slash|barre|barra|/) ?[^\W_][\w.\-]*"
        ),
        "path": re.compile(
            rf"(?<![\w@.])(?:{PIECE}) (?:{tops}) (?:slash|barre oblique|barre|barra) {PIECE}"
        ),
    }


def find_links(view: View) -> Iterator[Found]:
    """Yield links, with or without a scheme.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``; a link with a name glued to it by an emoji is an e-mail.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> [found.type for found in find_links(view_of("voir exemple point fr"))]
    ['URL']
    """
    seen, patterns = view.seen, _link_patterns()
    if _may_have_scheme(view):
        for match in patterns["scheme"].finditer(seen):
            yield Found("URL", match.start(), end_of(match), " " in match.group())
    if _domain_end().search(seen) and _DOTS.search(seen):
        for match in patterns["domain"].finditer(seen):
            if _is_domain(match):
                glued = _GLUED.search(seen, max(match.start() - _LONGEST_NAME, 0), match.start())
                start = glued.start() if glued else match.start()
                yield Found("EMAIL" if glued else "URL", start, end_of(match), bool(glued))
    if view.at("dot_words") or " ." in seen or "(." in seen or "[." in seen:
        for match in patterns["spelt"].finditer(seen):
            if _is_spelt(match):
                before = _SAID_WWW.search(seen, max(match.start() - 20, 0), match.start())
                start = before.start() if before else match.start()
                yield Found("URL", start, end_of(match), True)
    if not view.distinct.isdisjoint(_SLASHES) and _SAID_SLASH.search(seen):
        for name in ("path", "page"):
            for match in patterns[name].finditer(seen):
                yield Found("URL", *match.span(), True)


@cache
def _domain_end() -> re.Pattern[str]:
    """Return the pattern of a dot and the end of a domain, which begins with its rarest sign."""
    tops, *_ = web_signs()
    return re.compile(rf"(?:\.|·|\[\.\]){tops}(?![^\W_]|-[a-z])")


def _may_have_scheme(view: View) -> bool:
    """Tell whether a text may hold "http" or "www", written or said."""
    written = "/" in view.seen
    if not written and view.distinct.isdisjoint(_SAID_FIRST):
        return False
    return view.holds(("www", "//", "/ /")) or _SAID_WEB.search(view.seen) is not None


def _is_domain(match: re.Match[str]) -> bool:
    """Tell whether a name with a dot is a link rather than two sentences without a space."""
    name, top = match["name"], match["top"]
    if f"{name}.{top}" in cues()["not_links"] or top in cues()["file_ends"]:
        return False
    if match["sign"] == "·":
        # "client·es" is no link
        return top not in cues()["wordy_tops"]
    if match["path"] or "." in name or name == "www":
        return True
    if name.isdecimal() or name in cues()["connectors"]:
        return False
    if top not in cues()["wordy_tops"] or any(sign in "0123456789-_" for sign in name):
        return True
    return name not in common_words()


def _is_spelt(match: re.Match[str]) -> bool:
    """Tell whether a name, a spelt dot and an end are a link rather than a sentence."""
    name, top, dot = match["name"], match["top"], match["dot"].strip(" ,")
    if name in cues()["dot_words"] or name in _NO_NAMES:
        return False
    if match["path"]:
        return True
    if name.isdecimal() or name in cues()["phone"]:
        return False
    if dot == ".":
        # "exemple . fr" with its spaces, not the end of a sentence
        plain = name in common_words() and "-" not in name
        return (
            match["dot"].startswith(" ") and not plain and (top not in _ORDINARY or " - " in name)
        )
    return top not in _ORDINARY or name not in common_words()
