"""Find e-mail addresses, written plainly or spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.online.web import CLOSING, OPENING, PIECE, any_of, end_of, web_signs
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues, number_words

_SAID_INSIDE = re.compile(r"[^\W_](?:ar+oba|chiocciola|malpa)[^\W_]*|(?:ar+obas?e?)[^\W_]{5}")
_SIGNS_INSIDE = ("aroba", "arroba", "chiocciola", "malpa")
_DOTS_INSIDE = ("DOT", "POINT", "PUNTO", "PONTO", "PUNCT")
_DOTTED = re.compile(r"\.(?<=[^\W_].)[a-z]{2,8}(?![^\W_])")
_DRAWN_SIGN = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff]")
_DRAWN_SIGNS = re.compile(
    r"[^\w\s\x00-\x7f](?:(?<=[^\W_].)|(?<=[^\W_]\s.))[^\w\s\x00-\x7f]{0,2}\s?[^\W_][\w\-]*\s?(?:[^\w\s]{1,3}|[^\W\d_]{2,6})\s?[a-z]{2}"
)
_MAIL = re.compile(
    r"\b(?:e ?-?mails?|mail|mel|courriel|correo|adresse|ecri\w*|escrib\w*"
    r"|scri\w*|write|boite|inbox|cv)\b"
)
# one of these is in each of those words
_MAIL_STEMS = (
    "mail",
    "mel",
    "courriel",
    "correo",
    "adresse",
    "ecri",
    "scri",
    "write",
    "boite",
    "inbox",
    "cv",
)
# one of these is in each spelt sign of more than one word
_AT_STEMS = ("coada", "rond", "commercial", "at sign", "circulo", "cerc", "знак")
# words that announce an address, and what may stand between them and it
_MAIL_BEFORE = re.compile(
    r"(?:\b(?:e-?mails?|mail|mel|courriel|correo|adresse|ecri\w*|escrib\w*"
    r"|scri\w*|write|inbox|lumea|la|a|to|para|pra|sur|cv|c'est)"
    r"|[:→=>])\W{0,3}(?:(?:est|c'est|is|es|e|este|at|a|la|me|moi|us|it|mon|ma|my|meu|rh)\s)*"
)
_MOST_LOCAL_WORDS = 5
_CAPITALS_INSIDE = re.compile(
    r"(?<![\w@.])[a-z0-9][a-z0-9._\-]*(?:AT|AROBAS?E?|ARROBA|ARROBAS"
    r"|ARONDE?)[a-z0-9\-]+(?:DOT|POINT|PUNTO|PONTO|PUNCT)[a-z]{2,8}(?![^\W_])"
)
_BRACKETS = re.compile(r"[(\[{<«]")
_ARTICLES = cues()["connectors"] & {"la", "le"}
_IN_BRACKETS = re.compile(r"[(\[{<«|*_~\-\\/]\s?(?:@|at|a|em|en|chez|ad|ат|ät)\s?[)\]}>»|*_~\-\\/]")


@cache
def _email_patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of addresses, once per process."""
    tops, words, sure, dot, joint = web_signs()
    small = r"(?:at|arobe|chez|a|ad|la|em|en|bei|u|na|v|ат|ет|în|in)"
    return {
        "sign": re.compile(
            rf"(?P<sure>\s?@\s?t?(?=\W|[a-z])\s?|\s?{OPENING}(?:@|{sure}|at|a|em|en|chez|ad|ат"
            rf"|ät){CLOSING}\s?|(?:[, +/]\s?){{1,2}}{sure}\b(?:[, +/]\s?){{0,2}})"
            rf"|(?P<small>\s{small}\s)"
        ),
        "right": re.compile(
            rf"(?P<domain>{PIECE})(?P<more>(?:{dot}(?!{tops}\b){PIECE}"
            rf"|{joint}(?!{tops}\b){PIECE}| (?=mail\b)mail)*?)"
            rf"(?P<end>{dot}{tops}(?![^\W_])(?:{dot}(?:uk|br|au|mx|ar|fr|com)\b)?)?"
        ),
        "left": re.compile(
            rf"(?<![\w.])(?:{PIECE}|_)(?:(?:{dot}|{joint}"
            rf"|[^\w\s.,;:!?()\[\]@/\"']{{1,3}})(?:{PIECE}|_))*[.\-_]?(?:\s?\([^()]{{1,20}}\))?$"
        ),
        "hint": re.compile(
            rf"@|\b{sure}\b|{OPENING}(?:at|a|em|en|chez|ad|ат|ät){CLOSING}|\b{words}\b"
            rf"|\b(?:{any_of('providers')})\b"
        ),
        "spelt_at": re.compile(rf"\b{sure}\b"),
        # it begins with its rarest sign
        "written_end": re.compile(rf"[.,](?:{CLOSING})?\s?{tops}(?![^\W_])"),
    }


@cache
def _whole_patterns() -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns that match a whole address at once."""
    _, words, _, dot, _ = web_signs()
    return {
        "attached": re.compile(
            r"(?<![\w.+\-])(?=[\w.+\-]*+@)[\w.+\-]*[^\W_][\w.+\-]*@[\w\-]*[^\W_]+(?:\.[\w\-]+)*"
        ),
        "glued": re.compile(
            rf"(?<![\w@.])[\w.\-]{{2,40}}?(?:arobase|arrobase|arroba|arobas"
            rf"|chiocciola|malpa)[\w\-]{{2,30}}?"
            rf"(?:point|punto|ponto|punct|punkt|dot|kropka|\.)(?:{any_of('top_domains')})(?![^\W_])"
        ),
        "signs": re.compile(
            r"(?<![\w@.])(?P<local>[^\W_][\w.\-]*)(?:\sa?t?\s(?=[\w\-]+\s?[^\w\s"
            r"\x00-\x7f])|\s?(?P<at>[^\w\s\x00-\x7f«»“”‘’…–—·•€£]{1,3})\s?)"
            rf"(?P<domain>[^\W_][\w\-]*)\s?(?:[^\w\s\x00-\x7f]{{1,3}}|\."
            rf"|{words})\s?(?:{any_of('top_domains')})(?![^\W_])"
        ),
        # a name with a dot or a digit, words that tell the sign, a domain
        "beside": re.compile(
            rf"(?<![\w@.\-])[a-z][\w\-]*(?:[._][\w\-]+"
            rf"|\d[\w\-]*)(?: \([^()@\n]{{1,30}}\)| [^\W\d_]+| )\s?"
            rf"[^\W_][\w\-]*(?:\.|{dot})(?:{any_of('top_domains')})(?![^\W_])"
            rf"|(?<![\w@.\-])[a-z][\w.\-]*[\d_.][\w.\-]* (?:{any_of('providers')})"
            r" (?:com|fr|es|it|ro|pt|net)(?![^\W_])"
        ),
        "dotted": re.compile(r"(?<![\w@.])[^\W\d_][\w\-]*(?:\.[\w\-]+)+(?![\w@])"),
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
    seen, patterns, whole = view.seen, _email_patterns(), _whole_patterns()
    spelt = view.at("at_words") or view.at("providers") or view.at("dot_words")
    glued = any(sign in seen for sign in _SIGNS_INSIDE) and _SAID_INSIDE.search(seen)
    capitals = any(sign in view.shape for sign in _DOTS_INSIDE)
    may_end = view.at("providers") or view.at("dot_words") or _DOTTED.search(seen)
    beside = may_end and view.holds(_MAIL_STEMS) and _MAIL.search(seen)
    may = "@" in seen or spelt or glued or capitals or beside
    if not (may or _may_be_spelt(view)):
        return
    if capitals:
        for match in _CAPITALS_INSIDE.finditer(view.shape):
            yield Found("EMAIL", *match.span(), True)
    for match in whole["attached"].finditer(seen) if "@" in seen else ():
        yield Found("EMAIL", match.start(), end_of(match), False)
    said, last_end = _says_sign(view), _last_end(view)
    may_hold = said or last_end >= 0 or "@" in seen or _IN_BRACKETS.search(seen)
    for match in patterns["sign"].finditer(seen) if may_hold else ():
        if match["small"] is not None and match.end() > last_end:
            continue
        span = _around(seen, match)
        if span is not None:
            yield Found("EMAIL", *span, re.fullmatch(r"\S+@\S+", seen[slice(*span)]) is None)
    if beside and (last_end >= 0 or view.at("providers")):
        for match in whole["beside"].finditer(seen):
            yield Found("EMAIL", *match.span(), True)
    for match in whole["glued"].finditer(seen) if glued else ():
        yield Found("EMAIL", *match.span(), True)
    for match in whole["signs"].finditer(seen) if _has_drawn_signs(view) else ():
        if match["local"] not in common_words() and not match["local"].isdecimal():
            yield Found("EMAIL", *match.span(), True)
    if said and patterns["spelt_at"].search(seen):
        for match in whole["dotted"].finditer(seen):
            yield Found("EMAIL", *match.span(), True)


def _says_sign(view: View) -> bool:
    """Tell whether a text may say the at sign."""
    return bool(view.at("at_words")) or view.holds(_AT_STEMS)


def _last_end(view: View) -> int:
    """Return where the last end of a domain may stand, -1 when there is none."""
    if view.at("dot_words") or "o.int" in view.seen:
        return len(view.seen)
    ends = [match.start() for match in _email_patterns()["written_end"].finditer(view.seen)]
    return ends[-1] if ends else -1


def _may_be_spelt(view: View) -> bool:
    """Tell whether brackets or drawn signs may stand for those of an address."""
    if _BRACKETS.search(view.seen) and _email_patterns()["hint"].search(view.seen):
        return True
    return _has_drawn_signs(view)


def _has_drawn_signs(view: View) -> bool:
    """Tell whether drawn signs stand between words that may be an address."""
    if not any(map(_DRAWN_SIGN.match, view.foreign)):
        return False
    return _DRAWN_SIGNS.search(view.seen) is not None


def _around(seen: str, sign: re.Match[str]) -> tuple[int, int] | None:
    """Return the address around an at sign, None when the sign is a plain word."""
    right = _email_patterns()["right"].match(seen, sign.end())
    if right is None or (right["end"] is None and right["domain"] not in cues()["providers"]):
        return None
    left = _email_patterns()["left"].search(seen, max(sign.start() - 60, 0), sign.start())
    if left is None or right["domain"] in _ARTICLES:
        return None
    start = _local_start(left)
    said = right["end"] is not None and "." not in right["end"]
    if (sign["small"] is None or said) and sign.group() != "@":
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
    plain = local.strip()
    if sign["small"] is not None and (plain in common_words() or plain in cues()["phone"]):
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


@cache
def _joints() -> frozenset[str]:
    """Return the words and signs that hold the parts of an address together."""
    signs = frozenset([".", "-", "_", "+", "du", "huit", "8", "bas", "jos"])
    return cues()["dot_words"] | cues()["joint_words"] | signs


def _local_start(left: re.Match[str]) -> int:
    """Return where the local part begins: ordinary words before it are left out."""
    parts = list(re.finditer(r"[^\s,]+", left.group()))
    joints = _joints()
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
