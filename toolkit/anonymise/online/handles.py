"""Find account names: after an at sign, beside the name of a network, or spelt out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from toolkit.anonymise.found import Found
from toolkit.anonymise.online.account_ends import (
    THREE_CAPITALS,
    looks_like_account,
    page_at,
    quoted_at,
    quoted_before,
    with_more_words,
)
from toolkit.anonymise.online.introduced import find_introduced
from toolkit.anonymise.online.network_names import disguised_networks, networks_in
from toolkit.anonymise.online.spelt_accounts import find_spelt_out, find_told
from toolkit.anonymise.seeing import View
from toolkit.anonymise.spelled import is_letter, spelled_after
from toolkit.anonymise.vocabulary import common_stems, common_words, cues, first_names
from toolkit.text.folding import fold

_AT = re.compile(r"(?<![\w@])@(?P<blank>\s?)(?P<name>[^\W_][\w.\-]{1,}|_[\w.\-]{2,})")
_TAG = re.compile(r"(?<![\w$])\$\s?[a-z][\w\-]{2,}")
_LINK = re.compile(r"[\s:=\->@/|~•·,(\[*\"'`+]*(?:[^\w\s.]\s*)*")
_ACCOUNT = re.compile(
    r"[^\W][\w.\-]*(?:[^\w\s.,;:!?()\[\]{}/\"'@]{1,2}[\w.\-]+)*|_[\w.\-]{2,}|\.\d[\w.]*"
)
_UNDERSCORED = re.compile(
    r"(?<![\w@.])[\w.]*[^\W_][\w.]*_[\w.]*[^\W_][\w.]*|(?<![\w@.])_[^\W_][\w.]{2,}"
)
_ICONS = frozenset("👻📸📷✈🐦🎵🎶💬📨📩🛩")
_ICON_SAYS = re.compile(r"[👻📸📷✈🐦🎵🎶💬📨📩🛩]\W{0,4}(?:c'est|c est|es|is|e|este)(?=\s)")
# one name on all networks
_SAME_NAME = re.compile(
    r"\b(?:same (?:user ?)?(?:name|handle)|meme (?:nom|pseudo)|mism[oa] (?:nombre|usuario)"
    r"|mesmo nome|acelasi nume|stesso nome) (?:partout|on everything|everywhere|en todo"
    r"|en todas partes|em tudo|peste tot|ovunque|dappertutto)\b"
    r"|\bpage (?:is|c'est|s'appelle|is called)(?=\s)"
)
_SAME_STEMS = frozenset(["same", "meme", "mismo", "misma", "mesmo", "acelasi", "stesso", "page"])
_SPACED = re.compile(
    r"[\s:=(@]{0,4}(?P<name>[^\W_](?:\s?[.\-_*]\s?[^\W_]){4,}|[^\W_](?: [^\W_]){4,})(?!\w)"
)
# "@ parc de la ville" is a place to meet
_OF_A_PLACE = re.compile(r" (?:de|del|du|da|do|des|di|della|of)(?![^\W_])")
_TWO_DOTS = re.compile(r"\.[^\W_]{2,}\.[^\W_]{2}")
_DOTTED = re.compile(r"(?<![\w@./])[^\W\d_][^\W_]*(?:\.[^\W_]{2,}){2,}(?![\w@])")
_ICON = re.compile(r"[👻📸📷✈🐦🎵🎶💬📨📩🛩]\W{0,4}(?P<name>[^\W_][\w.\-]{3,})")
_PAGE_BEFORE = re.compile(r"[^\W\d_a-zß-ÿ][^\W_]+(?: [^\W\d_a-zß-ÿ][^\W_]+){1,6}$")
_EMOJI_CHAIN = re.compile(
    r"(?:\s?(?P<sign>[^\w\s\x00-\x7f]{1,2})\s?[^\W_][\w.]*)(?:\s?(?P=sign)\s?[^\W_][\w.]*)+"
)
# what goes on after a colon or a sign that is said
_TAIL = re.compile(
    r":\.?[^\W_][\w.\-]+|(?:\s?\((?:point|dot|punto|ponto|punct|tiret|underscore)\)\s?[^\W_]+)+"
    r"|(?: (?:point|punto|ponto|punct|dot"
    r"|underscore|underline|tiret|guion|hash|diese) [^\W_]+)+"
)
_MOST_CONNECTORS = 7
_AND = frozenset(["et", "and", "y", "e", "si", "und"])
_ARTICLE = re.compile(r" (?:la|le|les|the|el|los|las|o|a|os|as|il|lo|i|gli) ")
_MARKS = frozenset(":=@>→👉➡➜»")
_FEWEST_SPELT = 4
_LONG = 10
_DIGITS_OF_A_NUMBER = 6
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
    seen, networks = view.seen, networks_in(view)
    if "@" in seen:
        for match in _AT.finditer(seen):
            plain = match["name"] in common_words() or match["name"][0].isdecimal()
            plain = plain or (not networks and _OF_A_PLACE.match(seen, match.end()))
            if not match["blank"] or not plain:
                yield Found("HANDLE", match.start(), _end(match), False)
    if "$" in seen:
        for match in _TAG.finditer(seen):
            yield Found("BANK", match.start(), match.end(), False)
    if "_" in seen:
        underscored = list(_UNDERSCORED.finditer(seen))
        stems = Counter(match.group().split("_")[0] for match in underscored)
        for match in underscored:
            listed = stems[match.group().split("_")[0]] > 1 and not networks
            if not _names_a_file(match) and not (
                listed and match.group().replace("_", "").isalpha()
            ):
                yield Found("HANDLE", match.start(), _end(match), False)
    for match in _DOTTED.finditer(seen) if _TWO_DOTS.search(seen) else ():
        if not _names_a_file(match) and not _lists_words(view.shape[slice(*match.span())]):
            yield Found("HANDLE", *match.span(), False)
    if not view.foreign.isdisjoint(_ICONS):
        for match in _ICON.finditer(seen):
            hyphened = "-" in match["name"].strip("-")
            stop = _with_emojis(seen, match.end("name"))
            named = hyphened or looks_like_account(view, match.start("name"), match.end("name"))
            if named or stop > match.end("name"):
                yield Found("HANDLE", match.start("name"), stop, False)
        for match in _ICON_SAYS.finditer(seen):
            if (account := _after(view, match.end())) is not None:
                yield Found("HANDLE", *account, False)
    if networks:
        yield from find_told(view, networks)
    yield from find_introduced(view, networks)
    yield from find_spelt_out(view, networks=bool(networks))
    yield from _beside_networks(view, networks)


def _names_a_file(match: re.Match[str]) -> bool:
    """Tell whether what has a dot is a file: "plan_test.pdf"."""
    digits = sum(map(str.isdigit, match.group()))
    ends = match.group().rstrip(".").rpartition(".")[2] in cues()["file_ends"]
    return ends and digits < _DIGITS_OF_A_NUMBER


def _lists_words(shape: str) -> bool:
    """Tell whether dots stand between words of a list: "Word.Excel", "DEBUTANT.AVANCE"."""
    if shape[1:].isupper():
        return True
    parts = shape.split(".")
    titles = all(part[0].isupper() for part in parts)
    return titles or all(fold(part)[:5] in common_stems() for part in parts)


def _end(match: re.Match[str]) -> int:
    """Return the end of an account without the punctuation of the sentence."""
    return match.start() + len(match.group().rstrip(".-"))


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
        if account is not None and (not doubtful or looks_like_account(view, *account)):
            yield Found(_type_beside(word), *account, False)
        elif (together := _TOGETHER.match(seen, end)) is not None:
            yield Found("HANDLE", *together.span("name"), True)
    disguised = list(disguised_networks(view))
    for end in [*disguised, *(view.words[position][2] for position in networks)]:
        if (spaced := _SPACED.match(seen, end)) is not None:
            yield Found("HANDLE", *spaced.span("name"), True)
    may_name = not view.distinct.isdisjoint(_SAME_STEMS)
    named = [match.end() for match in _SAME_NAME.finditer(seen)] if may_name else []
    for end in [*disguised, *named]:
        if (account := _after(view, end)) is not None:
            yield Found("HANDLE", *account, False)
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
    between = view.seen[end : words[position - 1][1]]
    if between.strip() and (quoted := quoted_before(view.seen, end + len(between.rstrip()))):
        return quoted
    match = re.search(r"(?<![\w.\-@])@?[^\W_][\w.\-]*$", view.seen[:end])
    if match is None:
        return None
    word = match.group()
    if looks_like_account(view, match.start(), end):
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
        quoted = quoted_at(seen, end + len(gap.rstrip()) - 1) if gap.strip() else None
        if quoted is not None:
            return quoted
        marked = marked or any(mark in _MARKS or ord(mark) > 0x2000 for mark in gap)
        account = _ACCOUNT.match(seen, end + len(gap))
        if account is None:
            return None
        stop = _end(account)
        word = seen[account.start() : stop]
        if THREE_CAPITALS.match(view.shape, account.start()) and not view.shape.isupper():
            return account.start(), _with_surname(view, account.start(), stop)
        if "@" in gap or looks_like_account(view, account.start(), stop):
            return account.start(), _with_tail(seen, stop)
        if "," in gap:
            return _between_commas(seen, account.start(), stop)
        page = page_at(view, account.start())
        if page is not None:
            return account.start(), page
        if _is_other_thing(seen, word, stop):
            return None
        if word in cues()["at_words"]:
            return account.start(), _after_sign(view, stop)
        if (
            word not in cues()["connectors"]
            and word not in cues()["networks"]
            and word not in cues()["searching"]
        ):
            plain = _unmarked(word, marked, account.start(), stop)
            return (plain[0], _with_more(view, *plain)) if plain else None
        end = stop
    return None


def _with_more(view: View, start: int, stop: int) -> int:
    """Return the end of an account of plain words, with those that belong to it."""
    tail = _TAIL.match(view.seen, stop)
    if tail is not None:
        return tail.end()
    return with_more_words(view, start, _with_surname(view, start, stop))


def _between_commas(seen: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return a long word that no list holds, alone between commas: "my Instagram, name, so…"."""
    word = seen[start:stop]
    unknown = word.isalpha() and word not in common_words() and word[:5] not in common_stems()
    closed = seen[stop : stop + 1] in ",.)\n" or stop == len(seen)
    return (start, stop) if unknown and closed and len(word) >= _LONG else None


def _after_sign(view: View, stop: int) -> int:
    """Return where the account ends that stands after a word for the at sign."""
    link = _LINK.match(view.seen, stop)
    account = _ACCOUNT.match(view.seen, link.end() if link is not None else stop)
    if account is None:
        return stop
    return _with_more(view, account.start(), _end(account))


def _is_other_thing(seen: str, word: str, stop: int) -> bool:
    """Tell whether "and" and an article come after the network: "insta et la fiche"."""
    return word in _AND and _ARTICLE.match(seen, stop) is not None


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


def _unmarked(word: str, marked: bool, start: int, stop: int) -> tuple[int, int] | None:
    """Return a plain word as an account when it is no everyday word."""
    known = word in cues()["not_accounts"] or word in common_words() or word in cues()["phone"]
    if known or word.isdecimal() or len(word) < 3 or "." in word:
        return None
    if marked or word in first_names():
        return start, stop
    everyday = word[:5] in common_stems() and len(word) < 11
    return None if everyday or len(word) < 5 else (start, stop)
