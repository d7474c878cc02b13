"""Find e-mail addresses and links, written plainly or spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues, number_words


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
_PIECE = r"[^\W_][\w\-+]*"
_SAID_INSIDE = re.compile(r"[^\W_](?:ar+oba|chiocciola|malpa)[^\W_]*|(?:ar+obas?e?)[^\W_]{5}")
_SIGNS_INSIDE = ("aroba", "arroba", "chiocciola", "malpa")
_DOTS_INSIDE = ("DOT", "POINT", "PUNTO", "PONTO", "PUNCT")
_DOTTED = re.compile(r"[a-z0-9][._]\w|\d[a-z]* ")
_DRAWN_SIGN = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff]")
_DRAWN_SIGNS = re.compile(
    r"[^\W_]\s?[^\w\s\x00-\x7f]{1,3}\s?[^\W_][\w\-]*\s?(?:[^\w\s]{1,3}|[^\W\d_]{2,6})\s?[a-z]{2}"
)
_MAIL = re.compile(
    r"\b(?:e ?-?mails?|mail|mel|courriel|correo|adresse|ecri\w*|escrib\w*|scri\w*|write|boite|inbox|cv)\b"
)
# words that announce an address, and what may stand between them and it
_MAIL_BEFORE = re.compile(
    r"(?:\b(?:e-?mails?|mail|mel|courriel|correo|adresse|ecri\w*|escrib\w*|scri\w*|write|inbox|lumea|la|a|to|para|sur|cv)"
    r"|[:→=>])\W{0,3}(?:(?:est|c'est|is|es|e|este|at|a|la|me|moi|us|it|mon|ma|my|meu|rh)\s)*"
)
_MOST_LOCAL_WORDS = 4
_CAPITALS_INSIDE = re.compile(
    r"(?<![\w@.])[a-z0-9][a-z0-9._\-]*(?:AT|AROBAS?E?|ARROBA|ARROBAS|ARONDE?)[a-z0-9\-]+(?:DOT|POINT|PUNTO|PONTO|PUNCT)[a-z]{2,8}(?![^\W_])"
)
_BRACKETS = re.compile(r"[(\[{<«]")
_DOTS = re.compile(r"[^\W_][.·][^\W\d_]|\[\.\]")
_SAID_WEB = re.compile(r"w w w|double|dobles? v|uve|dublu v|dabliu|(?:trois|triple|three) w\b")
# a name and a sign right before a domain
_GLUED = re.compile(r"[\w.\-]+[^\w\s.,;:!?()\[\]/\"'@]{1,2}$")
_LONGEST_NAME = 64
_SAID_WWW = re.compile(r"(?<![^\W_])w{3}\s?[(\[{<]\s?[^\W\d_]{3,6}\s?[)\]}>]\s?$")
_SAID_SLASH = re.compile(r"\b(?:slash|barre|barra)\b")


@cache
def _signs() -> tuple[str, str, str, str, str]:
    """Return the patterns of ends, spelt dots, spelt at signs, any dot and any joint."""
    tops = rf"(?:{_any('top_domains')}|f r|c o m|n e t|o r g|p t|r o|e s|effe?erre?|ef er|efere|peteer|erre o|pe te|gros com)"
    words = rf"(?:{_any('dot_words')})"
    sure = (
        rf"(?:{_any('at_words')}|coada de maimuta|coada maimutei|a cu coada|a rond|arond|a commercial|at sign|et commercial|a con circulo"
        r"|a in cerc)"
    )
    # a comma or a slash may set the spelt signs apart
    dot = (
        rf"(?:\s?\.\s?|(?:[, /+]\s?){{1,2}}(?:{_OPEN})?\b{words}\b(?:{_CLOSE})?(?:[, /+]\s?){{0,2}}|\s?{_OPEN}(?:\."
        rf"|{words}){_CLOSE}\s?)"
    )
    joint = (
        rf"(?:[, ]\s?(?:{_any('joint_words')})(?: (?:du |de |do |el )?(?:bas|bajo|baixo|jos"
        r"|basso|bas|huit|8|6|six))?,? ?|\s?[\-_+]\s?)"
    )
    return tops, words, sure, dot, joint


@cache
def _email_patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of addresses, once per process."""
    tops, words, sure, dot, joint = _signs()
    small = r"(?:at|arobe|chez|a|ad|la|em|en|bei|u|na|v|ат|ет|în|in)"
    return {
        "sign": re.compile(
            rf"(?P<sure>\s?@\s?t?(?=\W|[a-z])\s?|\s?{_OPEN}(?:@|{sure}|at|a|em|en|chez|ad|ат"
            rf"|ät){_CLOSE}\s?|(?:[, +/]\s?){{1,2}}{sure}\b(?:[, +/]\s?){{0,2}})"
            rf"|(?P<small>\s{small}\s)"
        ),
        "right": re.compile(
            rf"(?P<domain>{_PIECE})(?P<more>(?:{dot}(?!{tops}\b){_PIECE}"
            rf"|{joint}(?!{tops}\b){_PIECE}| (?=mail\b)mail)*?)"
            rf"(?P<end>{dot}{tops}(?![^\W_])(?:{dot}(?:uk|br|au|mx|ar|fr|com)\b)?)?"
        ),
        "left": re.compile(
            rf"(?<![\w.])(?:{_PIECE}|_)(?:(?:{dot}|{joint}"
            rf"|[^\w\s.,;:!?()\[\]@/\"']{{1,3}})(?:{_PIECE}|_))*[.\-_]?(?:\s?\([^()]{{1,20}}\))?$"
        ),
        "attached": re.compile(
            r"(?<![\w.+\-])[\w.+\-]*[^\W_][\w.+\-]*@[\w\-]*[^\W_]+(?:\.[\w\-]+)*"
        ),
        "hint": re.compile(
            rf"@|\b{sure}\b|{_OPEN}(?:at|a|em|en|chez|ad|ат|ät){_CLOSE}|\b{words}\b"
            rf"|\b(?:{_any('providers')})\b"
        ),
        "spelt_at": re.compile(rf"\b{sure}\b"),
        "glued": re.compile(
            rf"(?<![\w@.])[\w.\-]{{2,40}}?(?:arobase|arrobase|arroba|arobas|chiocciola|malpa)[\w\-]{{2,30}}?"
            rf"(?:point|punto|ponto|punct|punkt|dot|kropka|\.)(?:{_any('top_domains')})(?![^\W_])"
        ),
        "signs": re.compile(
            r"(?<![\w@.])(?P<local>[^\W_][\w.\-]*)(?:\sa?t?\s(?=[\w\-]+\s?[^\w\s\x00-\x7f])|\s?(?P<at>[^\w\s\x00-\x7f«»“”‘’…–—·•€£]{1,3})\s?)"
            rf"(?P<domain>[^\W_][\w\-]*)\s?(?:[^\w\s\x00-\x7f]{{1,3}}|\.|{words})\s?(?:{_any('top_domains')})(?![^\W_])"
        ),
        # a name with a dot or a digit, words that tell the sign, a domain
        "beside": re.compile(
            rf"(?<![\w@.\-])[a-z][\w\-]*(?:[._][\w\-]+|\d[\w\-]*)(?: \([^()@\n]{{1,30}}\)| [^\W\d_]+| )\s?"
            rf"[^\W_][\w\-]*(?:\.|{dot})(?:{_any('top_domains')})(?![^\W_])"
        ),
        "dotted": re.compile(r"(?<![\w@.])[^\W\d_][\w\-]*(?:\.[\w\-]+)+(?![\w@])"),
    }


@cache
def _link_patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of links, once per process."""
    tops, words, _, _, joint = _signs()
    return {
        "scheme": re.compile(
            r"(?:h(?:tt|xx|\*\*)ps?\s?[\[(]?:[\])]?\s?/\s?/|(?<![^\W_])"
            r"(?:w{3}|w w w|(?:uve doble ?){3}|(?:dobles? v ?){3}|double v double v double v|(?:trois|triple|three|tres|trei|tre|drei) "
            r"(?:doubles? v|doubleu|w|ve|uve dobles?|dublu v|dabliu|vu))\s?"
            r"(?:[.,]|\b(?:point|dot|punto|ponto|punct|punkt)\b|\s)\s?)\s?"
            rf"[^\s<>\"]+(?:\s?(?:[./]|\bslash\b|\b{words}\b)\s?(?!\s)(?:{_PIECE})"
            rf"|\[\.\][^\s<>\"]+|\s[^\W_]+\s(?:{words})\s(?:{tops})\b"
            r"|\s(?:com|fr|net|org|info|example)(?=\W|$))*"
        ),
        "domain": re.compile(
            rf"(?<![\w@.\-])(?P<name>{_PIECE}(?:\.{_PIECE})*)(?P<sign>\.|·|\[\.\])"
            rf"(?P<top>{tops})(?![^\W_]|-[a-z])"
            r"(?P<path>/[^\s<>\"\[\]]*|\s/\s?[^\W_][\w\-./?=]*|(?:\.\d+)+(?!\w))?"
        ),
        "spelt": re.compile(
            rf"(?<![\w@.])(?P<name>{_PIECE}(?:\s-\s{_PIECE}"
            rf"|{joint}{_PIECE})*)(?P<dot>\s?{_OPEN}(?:\.|{words}){_CLOSE}\s?|,?\s{words},?\s"
            rf"|\s\.\s?|\.\s|-{words}-)"
            rf"(?P<top>{tops}(?:(?:\s(?:{words})\s|\s?\.\s?|\s?{_OPEN}(?:\.|{words}){_CLOSE}\s?)(?:{tops}))*)"
            rf"(?![^\W_])(?P<path>(?:\s?(?:/|\bslash\b|\bforward slash\b|{_OPEN}(?:slash|barre|barra|une barre|/){_CLOSE}"
            rf"|\bbarre\b|\bbarra\b)\s?[^\W_][\w\-.]*(?:{joint}{_PIECE})*)+)?"
        ),
        "path": re.compile(
            rf"(?<![\w@.])(?:{_PIECE}) (?:{tops}) (?:slash|barre oblique|barre|barra) {_PIECE}"
        ),
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
    seen, patterns = view.seen, _email_patterns()
    spelt = view.at("at_words") or view.at("providers") or view.at("dot_words")
    glued = any(sign in seen for sign in _SIGNS_INSIDE) and _SAID_INSIDE.search(seen)
    capitals = any(sign in view.shape for sign in _DOTS_INSIDE)
    beside = _DOTTED.search(seen) and _MAIL.search(seen)
    may = "@" in seen or spelt or glued or capitals or beside
    if not (may or _may_be_spelt(seen)):
        return
    if capitals:
        for match in _CAPITALS_INSIDE.finditer(view.shape):
            yield Found("EMAIL", *match.span(), True)
    for match in patterns["attached"].finditer(seen):
        yield Found("EMAIL", match.start(), _rstrip(match), False)
    for match in patterns["sign"].finditer(seen):
        span = _around(seen, match)
        if span is not None:
            yield Found("EMAIL", *span, re.fullmatch(r"\S+@\S+", seen[slice(*span)]) is None)
    if beside:
        for match in patterns["beside"].finditer(seen):
            yield Found("EMAIL", *match.span(), True)
    for match in patterns["glued"].finditer(seen) if glued else ():
        yield Found("EMAIL", *match.span(), True)
    for match in patterns["signs"].finditer(seen) if _has_drawn_signs(seen) else ():
        if match["local"] not in common_words() and not match["local"].isdigit():
            yield Found("EMAIL", *match.span(), True)
    if patterns["spelt_at"].search(seen):
        for match in patterns["dotted"].finditer(seen):
            yield Found("EMAIL", *match.span(), True)


def _may_be_spelt(seen: str) -> bool:
    """Tell whether brackets or drawn signs may stand for those of an address."""
    if _BRACKETS.search(seen) and _email_patterns()["hint"].search(seen):
        return True
    return _has_drawn_signs(seen)


def _has_drawn_signs(seen: str) -> bool:
    """Tell whether drawn signs stand between words that may be an address."""
    if seen.isascii() or not _DRAWN_SIGN.search(seen):
        return False
    return _DRAWN_SIGNS.search(seen) is not None


def _around(seen: str, sign: re.Match[str]) -> tuple[int, int] | None:
    """Return the address around an at sign, None when the sign is a plain word."""
    right = _email_patterns()["right"].match(seen, sign.end())
    if right is None or (right["end"] is None and right["domain"] not in cues()["providers"]):
        return None
    left = _email_patterns()["left"].search(seen, max(sign.start() - 60, 0), sign.start())
    if left is None or right["domain"] in cues()["connectors"] & {"la", "le"}:
        return None
    start = _local_start(left)
    if sign["small"] is None and sign.group() != "@":
        start = min(start, _announced_start(seen, start))
    local = seen[start : sign.start()]
    known = right["domain"] in cues()["providers"]
    blank = sign.group().startswith(" ") and sign.group().strip() == "@"
    if blank and not sign.group().endswith(" ") and local in _not_local():
        return None
    ended = right["end"] is not None
    if sign["small"] is not None and not _small_sign(
        sign["small"].strip(), local, right, known, ended
    ):
        return None
    if local.strip() in common_words() | cues()["phone"] and sign["small"] is not None:
        return None
    return start, right.end()


def _announced_start(seen: str, start: int) -> int:
    """Return where an address of several words begins: right after the word that announces it."""
    low = max(start - 60, 0)
    for match in reversed(list(_MAIL_BEFORE.finditer(seen, low, start))):
        between = seen[match.end() : start]
        words = between.split()
        if match.end() <= start and not re.search(r"[.!?,;\n()]", between.strip()):
            fits = len(words) <= _MOST_LOCAL_WORDS
            return match.end() if fits and (words and all(len(w) < 14 for w in words)) else start
    return start


@cache
def _not_local() -> frozenset[str]:
    """Return the words after which "@name" is an account and no address."""
    lists = cues()
    return common_words() | lists["searching"] | lists["connectors"] | lists["networks"]


def _small_sign(word: str, local: str, right: re.Match[str], known: bool, ended: bool) -> bool:
    """Tell whether a word such as "at" or "chez" stands for the sign."""
    telling = any(sign in "0123456789._-" for sign in local) or " " in local.strip()
    if word == "at":
        said = ended and "." not in right["end"]
        return ended and (known or telling or said or right["domain"] not in common_words())
    said = ended and "." not in right["end"] and word in {"chez", "a", "em", "en", "la", "bei"}
    return ended and (telling or known or (said and local.strip() not in common_words()))


def _local_start(left: re.Match[str]) -> int:
    """Return where the local part begins: ordinary words before it are left out."""
    parts = list(re.finditer(r"[^\s,]+", left.group()))
    joints = (
        cues()["dot_words"]
        | cues()["joint_words"]
        | {".", "-", "_", "+", "du", "huit", "8", "bas", "jos"}
    )
    numbers = number_words()
    first = len(parts) - 1
    while first > 0:
        before, here = parts[first - 1].group().strip("."), parts[first].group()
        glued = left.group()[parts[first - 1].end() : parts[first].start()] == ""
        number = here in numbers or before in numbers
        ends_open = parts[first - 1].group()[-1] in ".-_" or here[0] in ".-_"
        if not (
            before.strip("()[]{}") in joints
            or here.strip("()[]{}") in joints
            or number
            or glued
            or ends_open
        ):
            break
        if (
            before not in joints
            and before in common_words()
            and here not in joints
            and not ends_open
        ):
            break
        first -= 1
    while first < len(parts) - 1 and parts[first].group() in joints:
        first += 1
    return left.start() + parts[first].start()


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
        Offsets in ``view.seen``; a link with a name glued to it by an emoji is an e-mail.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> [found.type for found in find_links(view_of("voir exemple point fr"))]
    ['URL']
    """
    seen, patterns = view.seen, _link_patterns()
    if "www" in seen or ":/" in seen or ": /" in seen or "]//" in seen or _SAID_WEB.search(seen):
        for match in patterns["scheme"].finditer(seen):
            yield Found("URL", match.start(), _rstrip(match), " " in match.group())
    if _DOTS.search(seen):
        for match in patterns["domain"].finditer(seen):
            if _is_domain(match):
                glued = _GLUED.search(seen, max(match.start() - _LONGEST_NAME, 0), match.start())
                start = glued.start() if glued else match.start()
                yield Found("EMAIL" if glued else "URL", start, _rstrip(match), bool(glued))
    if view.at("dot_words") or " ." in seen or "(." in seen or "[." in seen:
        for match in patterns["spelt"].finditer(seen):
            if _is_spelt(match):
                before = _SAID_WWW.search(seen, max(match.start() - 20, 0), match.start())
                start = before.start() if before else match.start()
                yield Found("URL", start, _rstrip(match), True)
    if _SAID_SLASH.search(seen):
        for match in patterns["path"].finditer(seen):
            yield Found("URL", match.start(), match.end(), True)


def _is_domain(match: re.Match[str]) -> bool:
    """Tell whether a name with a dot is a link rather than two sentences without a space."""
    name, top = match["name"], match["top"]
    if match["sign"] == "·":
        # "client·es" is no link
        return top not in cues()["wordy_tops"]
    if match["path"] or "." in name or name == "www":
        return True
    if name.isdigit() or name in cues()["connectors"]:
        return False
    if top not in cues()["wordy_tops"] or any(sign in "0123456789-_" for sign in name):
        return True
    return name not in common_words()


def _is_spelt(match: re.Match[str]) -> bool:
    """Tell whether a name, a spelt dot and an end are a link rather than a sentence."""
    name, top, dot = match["name"], match["top"], match["dot"].strip(" ,")
    if name in cues()["dot_words"] | {"barre", "barra"}:
        return False
    if match["path"]:
        return True
    if name.isdigit() or name in cues()["phone"]:
        return False
    if dot == ".":
        # "exemple . fr" with its spaces, not the end of a sentence
        plain = name in common_words() and "-" not in name
        return (
            match["dot"].startswith(" ") and not plain and (top not in _ORDINARY or " - " in name)
        )
    return top not in _ORDINARY or name not in common_words()


# ends that are everyday words even after a spelt dot
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
