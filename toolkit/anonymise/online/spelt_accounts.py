"""Find account names that are spelt out, pierced by signs or told to be written together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues, number_words

_PIERCED = re.compile(r"(?<![\w*~·|])[^\W_](?:[*~·|+/][^\W_]){4,}(?![\w*~·|])")
# words before a remark such as "no spaces"
_TOLD_AFTER = re.compile(
    r"(?P<name>(?:[^\W_]+ ){1,3}[^\W_]+)[ ,]{1,2}\(?(?:tout |all )?(?:(?:sans"
    r"|without|no|sin|sem|fara|senza|ohne)"
    r" (?:espaces?|spaces?|espacios?|espacos?|spatii?|spazi|leerzeichen)"
    r"|(?:tout )?attache|all together|todo junto"
    r"|tudo junto|legat)(?=[\s).,!]|$)"
)
# one of these is in each such remark
_TOGETHER = (
    "espac",
    "space",
    "spati",
    "spazi",
    "leerzeichen",
    "attache",
    "together",
    "junto",
    "legat",
)
_FEWEST_SPELT = 4
_JOINT = re.compile(
    r"\b(?:(?P<sure>underscore?|tiret (?:du )?(?:bas|8|huit|6|six)|barra baja|guion bajo|linie jos"
    r"|liniuta jos|trattino basso"
    r"|unterstrich|underline|sublinhado|hifen baixo|traco baixo|podkreslnik|podloga"
    r"|нижнее подчеркивание|долна черта)"
    r"|point|tiret|dot|dash|punto|guion|ponto|traco|hifen|punct|liniuta|trattino|punkt)\b"
)
_LETTER_NAMES = (
    "zed|zee|double u|be|ce|ache|jota|ka|ele|eme|ene|eñe|pe|cu|ere|erre|ese|te|uve|equis|ye|zeta"
    "|efe|ge|hache|i griega|ve|jota|cedille|double v"
    "|point|punto|ponto|dot|tiret|guion|underscore|punct|trattino|punkt|hifen"
)
_WORDS = re.compile(r"[^\W_]+")
_LAST_WORD = re.compile(r"[^\W_]+\W*$")


def find_told(view: View, networks: list[int]) -> Iterator[Found]:
    """Yield accounts pierced by signs, and words that are told to be written together.

    Parameters
    ----------
    view : View
        A text as it is read.
    networks : list of int
        The positions of the words that name a network.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("insta rose des bois (sans espaces)")
    >>> [view.seen[found.start : found.end] for found in find_told(view, [0])]
    ['rose des bois']
    """
    for match in _PIERCED.finditer(view.given):
        if sum(map(str.isalpha, match.group())) >= 3 and view.places is None:
            yield Found("HANDLE", *match.span(), True)
    first = view.words[networks[0]][2]
    told = view.holds(_TOGETHER)
    for match in _TOLD_AFTER.finditer(view.seen, first) if told else ():
        words = list(re.finditer(r"[^\W_]+", match["name"]))
        small = _small()
        while words and words[0].group() in small:
            words.pop(0)
        if words:
            yield Found("HANDLE", match.start("name") + words[0].start(), match.end("name"), True)


@cache
def _small() -> frozenset[str]:
    """Return the words before an account that do not belong to it."""
    lists = cues()
    return lists["connectors"] | lists["networks"] | lists["searching"]


def find_spelt_out(view: View, *, networks: bool) -> Iterator[Found]:
    """Yield accounts whose signs are said: "rose tiret du bas lilas"; or spelt letter by letter.

    Parameters
    ----------
    view : View
        A text as it is read.
    networks : bool
        Whether the text names a network.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("rose underscore lilas")
    >>> [view.seen[found.start : found.end] for found in find_spelt_out(view, networks=False)]
    ['rose underscore lilas']
    """
    if view.at("joint_words") or view.at("dot_words"):
        yield from _with_said_signs(view, networks)
    for start, end in _spelt_stretches(view) if networks else ():
        for match in _letters().finditer(view.seen, start, end):
            if len(re.findall(r"[^\W_]+", match.group())) >= _FEWEST_SPELT:
                yield Found("HANDLE", *match.span(), True)


def _with_said_signs(view: View, networks: bool) -> Iterator[Found]:
    """Yield words that said signs such as "underscore" hold together."""
    chain: list[re.Match[str]] = []
    for match in [*_JOINT.finditer(view.seen), None]:
        if match and chain and len(_WORDS.findall(view.seen, chain[-1].end(), match.start())) <= 2:
            chain.append(match)
            continue
        sure = any(joint["sure"] for joint in chain)
        last = _WORDS.search(view.seen, chain[-1].end()) if chain else None
        spelt = last is not None and len(last.group()) == 1
        before = _LAST_WORD.search(view.seen, 0, chain[0].start()) if chain else None
        signed = before is not None and _follows_sign(view.seen, before.start())
        if sure or (networks and chain and (len(chain) >= 2 or spelt or signed)):
            after = _WORDS.search(view.seen, chain[-1].end())
            if before is not None and after is not None and after.start() - chain[-1].end() <= 2:
                yield Found("HANDLE", *_letters_beside(view, before.start(), after.end()), True)
        chain = [match] if match else []


def _follows_sign(seen: str, start: int) -> bool:
    """Tell whether a word for the at sign stands just before a place."""
    word = re.search(r"([^\W_]+)\s$", seen[max(start - 24, 0) : start])
    return word is not None and word[1] in cues()["at_words"]


def _letters_beside(view: View, start: int, end: int) -> tuple[int, int]:
    """Widen an account over the letters and digits that are spelt right before and after it."""
    spoken = _said_letters()
    places = [at for at, (_, a, b) in enumerate(view.words) if a < end and b > start]
    first, last = places[0], places[-1]

    def spelt(at: int) -> bool:
        word = view.words[at][0]
        return len(word) == 1 or word in spoken or (word.isdecimal() and len(word) <= 2)

    while (
        first > 0
        and (spelt(first) or len(view.words[first][0]) <= 2)
        and spelt(first - 1)
        and view.words[first][1] - view.words[first - 1][2] <= 2
    ):
        first -= 1
    while (
        last + 1 < len(view.words)
        and (spelt(last) or len(view.words[last][0]) <= 2)
        and spelt(last + 1)
        and view.words[last + 1][1] - view.words[last][2] <= 2
    ):
        last += 1
    if first > 0 and view.words[first - 1][0] in cues()["at_words"]:
        first -= 1
    return min(start, view.words[first][1]), max(end, view.words[last][2])


def _spelt_stretches(view: View) -> Iterator[tuple[int, int]]:
    """Yield where enough words in a row are letters, names of letters or numbers."""
    said, start, run, stop = _said_letters(), 0, 0, 0
    for word, first, last in view.words:
        if len(word) == 1 or word in said or (len(word) == 2 and word.isdecimal()):
            run, start, stop = run + 1, start if run else first, last
            continue
        if run >= _FEWEST_SPELT:
            yield start, stop
        run = 0
    if run >= _FEWEST_SPELT:
        yield start, stop


@cache
def _said_letters() -> frozenset[str]:
    """Return the words by which letters, signs and digits are said."""
    return frozenset(re.split(r"[| ]", _LETTER_NAMES)) | number_words().keys()


@cache
def _letters() -> re.Pattern[str]:
    """Return the pattern of an account that is spelt letter by letter."""
    numbers = "|".join(
        sorted((w for w in number_words() if w.isascii() and len(w) > 2), key=len, reverse=True)
    )
    one = rf"(?:(?:deux|two|dos|dois|doi|due) )?(?:{_LETTER_NAMES}|{numbers}|[^\W_]|\d\d)"
    return re.compile(rf"(?<![^\W_]){one}(?:(?:, ?|-| - |\. ){one}(?![^\W_]))+")
