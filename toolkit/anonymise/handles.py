"""Find account names: after an at sign, beside the name of a network, or spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.spelled import is_letter, spelled_after
from toolkit.anonymise.spelt_accounts import find_spelt_out, find_told
from toolkit.anonymise.vocabulary import common_stems, common_words, cues, first_names

_AT = re.compile(r"(?<![\w@])@(?P<blank>\s?)(?P<name>[^\W_][\w.\-]{1,}|_[\w.\-]{2,})")
_TAG = re.compile(r"(?<![\w$])\$\s?[a-z][\w\-]{2,}")
_LINK = re.compile(r"[\s:=\->@/|~•·,(\[*\"'`+]*(?:[^\w\s.]\s*)*")
_ACCOUNT = re.compile(
    r"[^\W][\w.\-]*(?:[^\w\s.,;:!?()\[\]{}/\"'@]{1,2}[\w.\-]+)*|_[\w.\-]{2,}|\.\d[\w.]*"
)
_UNDERSCORED = re.compile(
    r"(?<![\w@.])[\w.]*[^\W_][\w.]*_[\w.]*[^\W_][\w.]*|(?<![\w@.])_[^\W_][\w.]{2,}"
)
_DOTTED = re.compile(r"(?<![\w@./])[^\W\d_][^\W_]*(?:\.[^\W_]{2,}){2,}(?![\w@])")
_ICON = re.compile(r"[👻📸📷✈🐦🎵🎶💬📨📩🛩]\W{0,4}(?P<name>[^\W_][\w.\-]{3,})")
_DIGITS_AS_LETTERS = str.maketrans("013457", "oieast")
_PAGE_BEFORE = re.compile(r"[^\W\d_a-zß-ÿ][^\W_]+(?: [^\W\d_a-zß-ÿ][^\W_]+){1,6}$")
# three words with a capital: the name of a page
_PAGE = re.compile(
    r"[^\W\d_a-zß-ÿ][^\W_]+(?: (?:d[aeou]s? |la |les? |by )?[^\W\d_a-zß-ÿ][^\W_]+){2,6}"
)
_EMOJI_CHAIN = re.compile(
    r"(?:\s?(?P<sign>[^\w\s\x00-\x7f]{1,2})\s?[^\W_][\w.]*)(?:\s?(?P=sign)\s?[^\W_][\w.]*)+"
)
# what goes on after a colon or a sign that is said
_TAIL = re.compile(
    r":\.?[^\W_][\w.\-]+|(?: (?:point|punto|ponto|punct|dot"
    r"|underscore|underline|tiret|guion|hash|diese) [^\W_]+)+"
)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_MOST_CONNECTORS = 7
_MARKS = frozenset(":=@>→👉➡➜»")
_FEWEST_SPELT = 4
_FEWEST_MISSPELT = 7
# words to be written together
_TOGETHER = re.compile(
    r"[\s:=(,\-]*(?:sans|without|no|sin|sem|fara|senza|ohne|bez|без) (?:espaces?|spaces?|espacios?"
    r"|espacos?|spatii?|spazi|leerzeichen|spacji|пробел\w*)[\s:=),\-]*"
    r"(?P<name>[^\W_]+(?: [^\W_]+){0,3})"
)
_HINT = re.compile(
    r"\b(?:prenom|nom|name|first name|nombre|nome|numele(?: meu)?|nume)(?: \w+)? ?(?:\+|plus"
    r"|mas|suivi d'?e?|followed by|et|y|e|and|then)\s?"
    r"(?P<name>[_.]\w[\w.]*|(?=[^\W_]*\d)[^\W_][\w.]*)"
)
# what stands beside these must look like an account
_LESS_SURE = cues()["mail_names"] | cues()["only_fans"]


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
    >>> sorted({view.seen[found.start:found.end] for found in find_handles(view)})
    ['exemple_59']
    """
    seen = view.seen
    if "@" in seen:
        for match in _AT.finditer(seen):
            plain = match["name"] in common_words() or match["name"][0].isdigit()
            if not match["blank"] or not plain:
                yield Found("HANDLE", match.start(), _end(match), False)
    if "$" in seen:
        for match in _TAG.finditer(seen):
            yield Found("BANK", match.start(), match.end(), False)
    if "_" in seen:
        for match in _UNDERSCORED.finditer(seen):
            yield Found("HANDLE", match.start(), _end(match), False)
    for match in _DOTTED.finditer(seen) if seen.count(".") > 1 else ():
        if not view.shape[match.start() + 1 : match.end()].isupper():
            yield Found("HANDLE", *match.span(), False)
    if not seen.isascii():
        for match in _ICON.finditer(seen):
            hyphened = "-" in match["name"].strip("-")
            if hyphened or _looks_like_account(view, match.start("name"), match.end("name")):
                yield Found("HANDLE", match.start("name"), match.end("name"), False)
    networks = _networks(view)
    if networks:
        yield from find_told(view, networks)
    yield from find_spelt_out(view, networks=bool(networks))
    yield from _beside_networks(view, networks)


def _end(match: re.Match[str]) -> int:
    """Return the end of an account without the punctuation of the sentence."""
    return match.start() + len(match.group().rstrip(".-"))


def _is_network(word: str) -> bool:
    """Tell whether a word names a network, with digits for letters or not."""
    if word in cues()["networks"]:
        return True
    mixed = not word.isalpha() and any(map(str.isalpha, word))
    if mixed and word.translate(_DIGITS_AS_LETTERS) in cues()["networks"]:
        return True
    return not word.isascii() and any(name in word for name in ("微信", "抖音", "电报"))


@lru_cache(maxsize=50_000)
def _is_misspelt(word: str) -> bool:
    """Tell whether a long word is one letter away from the name of a network."""
    if word in common_words() or word in cues()["networks"]:
        return False
    from rapidfuzz.distance import Levenshtein

    return any(
        name[0] == word[0] and Levenshtein.distance(name, word, score_cutoff=1) <= 1
        for name in cues()["networks"]
        if len(name) >= _FEWEST_MISSPELT
    )


def _networks(view: View) -> list[int]:
    """Return the positions of networks and payment services."""
    found = [*view.at("networks"), *view.at("payments")]
    found += [place for place in view.at("mixed") if _is_network(view.words[place][0])]
    found += view.at("mail_names")
    found += [
        place
        for place, (word, _, _) in enumerate(view.words)
        if len(word) >= _FEWEST_MISSPELT and _is_misspelt(word)
    ]
    if not view.shape.isupper():
        shown = ((place, view.words[place]) for place in view.at("only_fans"))
        found += [place for place, (_, start, end) in shown if view.shape[start:end] == "OF"]
    if not view.seen.isascii():
        named = (place for place, (word, _, _) in enumerate(view.words) if not word.isascii())
        found += [
            place for place in named if place not in found and _is_network(view.words[place][0])
        ]
    return sorted(found)


def _beside_networks(view: View, networks: list[int]) -> Iterator[Found]:
    """Yield the accounts that stand after or before the name of a network."""
    seen = view.seen
    for position in networks:
        word, _, end = view.words[position]
        if seen[end : end + 1] == "." and seen[end + 1 : end + 2].isalpha():
            continue
        account = _after(view, end) or _before(view, position)
        doubtful = word in _LESS_SURE or _is_refused(view, position)
        spelled = spelled_after(view, position, fewest=_FEWEST_SPELT, skip=3)
        if spelled is not None and _is_alphabet(view, spelled):
            yield Found("HANDLE", *spelled, True)
        if account is not None:
            account = account[0], _with_emojis(view.seen, account[1])
        if account is not None and (not doubtful or _looks_like_account(view, *account)):
            yield Found(_type_beside(word), *account, False)
        elif (together := _TOGETHER.match(seen, end)) is not None:
            yield Found("HANDLE", *together.span("name"), True)
    if networks:
        for match in _HINT.finditer(seen):
            yield Found("HANDLE", *match.span("name"), True)


def _is_alphabet(view: View, span: tuple[int, int]) -> bool:
    """Tell whether a stretch is spelt by letters or their telephone names rather than counted."""
    words = re.findall(r"[^\W_]+", view.seen[slice(*span)])
    letters = [word for word in words if is_letter(word)]
    return len(letters) >= 3


def _with_emojis(seen: str, stop: int) -> int:
    """Return the end of an account whose parts one and the same emoji holds together."""
    match = _EMOJI_CHAIN.match(seen, stop)
    return match.end() if match is not None else stop


def _is_refused(view: View, position: int) -> bool:
    """Tell whether a network is named to say that there is no account: "pas d'insta"."""
    word = view.words[position][0]
    if re.match(r"\s?[:=>@→➡➜👉]", view.seen[view.words[position][2] :]):
        return False
    before = [near for near, _, _ in view.words[max(position - 3, 0) : position]]
    if any(near in cues()["refusals"] for near in before):
        return True
    return word in cues()["number_networks"]


def _type_beside(word: str) -> str:
    """Return the type of an account beside the name of a service."""
    if word in cues()["payments"]:
        return "BANK"
    return "EMAIL" if word in cues()["mail_names"] else "HANDLE"


def _before(view: View, position: int) -> tuple[int, int] | None:
    """Return the account that stands before a network: "cherchez exemple59 sur insta"."""
    words = view.words
    if position < 2 or words[position - 1][0] not in {
        "sur",
        "on",
        "en",
        "no",
        "na",
        "pe",
        "su",
        "auf",
        "at",
        "в",
    }:
        return None
    end = words[position - 2][2]
    match = re.search(r"(?<![\w.\-@])@?[^\W_][\w.\-]*$", view.seen[:end])
    if match is None:
        return None
    word = match.group()
    if _looks_like_account(view, match.start(), end):
        return match.start(), end
    page = _PAGE_BEFORE.search(view.shape, max(end - 60, 0), end)
    if page is not None and not view.shape.isupper():
        return page.span()
    verb = words[position - 3][0] if position > 2 else ""
    unknown = (
        word not in common_words()
        and word not in cues()["not_accounts"]
        and word not in cues()["networks"]
    )
    return (
        (match.start(), end) if verb in cues()["searching"] and unknown and len(word) > 3 else None
    )


def _after(view: View, end: int) -> tuple[int, int] | None:
    """Return the account that follows a network, if one does."""
    seen, marked = view.seen, False
    for _ in range(_MOST_CONNECTORS + 1):
        link = _LINK.match(seen, end)
        gap = link.group() if link else ""
        if "\n\n" in gap or "[" in gap:
            return None
        marked = marked or any(mark in _MARKS or ord(mark) > 0x2000 for mark in gap)
        account = _ACCOUNT.match(seen, end + len(gap))
        if account is None:
            return None
        stop = _end(account)
        word = seen[account.start() : stop]
        if _PAGE.match(view.shape, account.start()) and not view.shape.isupper():
            return account.start(), _with_surname(view, account.start(), stop)
        if "@" in gap or _looks_like_account(view, account.start(), stop):
            return account.start(), _with_tail(seen, stop)
        if "," in gap:
            return None
        if (
            word not in cues()["connectors"]
            and word not in cues()["networks"]
            and word not in cues()["searching"]
        ):
            plain = _unmarked(word, marked, account.start(), stop)
            return (plain[0], _with_surname(view, *plain)) if plain else None
        end = stop
    return None


def _with_tail(seen: str, stop: int) -> int:
    """Return the end of an account such as ``live:name``."""
    match = _TAIL.match(seen, stop)
    return match.end() if match else stop


def _with_surname(view: View, start: int, stop: int) -> int:
    """Return the end of an account that is a full name or a page: all words have a capital."""
    shape = view.shape
    if shape.isupper() or not shape[start].isupper():
        return stop
    match = re.match(r"(?: (?:by |de |da |do |du |la |le |& )?[^\W\d_a-z][^\W\d_]+)+", shape[stop:])
    return stop + match.end() if match is not None else stop


def _looks_like_account(view: View, start: int, stop: int) -> bool:
    """Tell whether a word holds what words do not: digits, underscores, dots, inner capitals."""
    word = view.seen[start:stop]
    if word.isdigit() or re.fullmatch(
        r"\d+(?:h\d*|e|ans?|min|eur|am|pm|x|k|[.,:]\d+)|[a-h]?\d{1,3}[a-h]?", word
    ):
        return False
    if _IDEOGRAPH.search(word) or word in cues()["networks"]:
        return False
    if word.count("-") >= 2 and word not in common_words():
        return True
    if _PAGE.match(view.shape, start) and not view.shape.isupper():
        return True
    if "_" in word or any(map(str.isdigit, word)):
        return any(map(str.isalpha, word))
    if word.startswith("live") and view.seen[stop : stop + 1] == ":":
        return True
    shape = view.shape[start:stop]
    inner = re.search(r"[a-z][A-Z]", shape) is not None
    parts = word.split(".")
    return inner or (len(parts) > 1 and all(parts))


def _unmarked(word: str, marked: bool, start: int, stop: int) -> tuple[int, int] | None:
    """Return a plain word as an account when it is no everyday word."""
    known = word in cues()["not_accounts"] or word in common_words() or word in cues()["phone"]
    if known or word.isdigit() or len(word) < 3 or "." in word:
        return None
    if marked or word in first_names():
        return start, stop
    everyday = word[:5] in common_stems() and len(word) < 11
    return None if everyday or len(word) < 5 else (start, stop)
