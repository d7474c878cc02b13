"""Find door codes, and how far an address goes on: building, stairs, floor, door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.found import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import cues, number_words

_ORDINAL = (
    r"(?:\d{1,2}\s?\.?(?:ere|er|eme|ieme|e|o|a|º|°|ª|st|nd|rd|th|\.)?|first"
    r"|second|third|fourth|fifth"
    r"|sixth|top|ground|premiere?|deuxieme|seconde?|troisieme|quatrieme|cinquieme|dernier|primera?"
    r"|primer|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sexto|primeir[oa]|terceir[oa]|ultim[oa]"
    r"|intai|al doilea|al treilea|a doua|a treia|prima|primo|secondo|terzo)"
)
_FLOOR = (
    r"(?:etage|etg|etages|floor|piso|planta|andar|etaj|etj|stock|og|piano|kati"
    r"|pietro|cour|courtyard)"
)
_SIDE = (
    r"(?:gauche|droite|left|right|izquierd[ao]|derech[ao]|esquerd[ao]"
    r"|direit[ao]|izq|dcha|esq|dto|dte|gche"
    r"|stanga|dreapta|links|rechts|sinistra|destra|frente|frt|fundos?|tras)"
)
_SIGN = r"(?:n°|nr\.?|no\.?|numero|num\.?|:|#)?"
_SEGMENT = re.compile(
    r"\s?[,;(–\-]\s?(?P<said>(?:[^,.;!?\n()]|(?<=\d)\.){1,45})(?=[,;!?\n)]|\.(?!\s?\d)(?:\s|$)|$)"
)
_MOST_WORDS = 5
_SPACED = re.compile(r"\d(?:[ \-.·]\d){2,7}(?![^\W_])|\d\d \d\d ?[#*]")
_CODE = re.compile(
    r"[#*]?(?:[a-z]?\d{1,6}[a-z]?\d{0,4}[a-z]?(?![^\W_])(?:\s?[*#]{1,2}\s?\d{1,4}(?![^\W_]|\s?[€$£]))?"
    r"|[a-z]\d{1,4}[a-z]?\d*(?![^\W_]))[*#]?"
)
# what may stand between a word for a code and the code
_LINK = re.compile(
    r"(?:[\s:=,.\-]|(?:n°|nr|no|num|numero|est|is|es|e|este|c'est|c|cu|to|with"
    r"|du|de|del|da|do|la|le|el"
    r"|o|the|portail|immeuble|porte|entree|appel\w*|sonn\w*|puerta|porta|door"
    r"|gate|appuyez|tapez|set"
    r"|numero|bas|haut|s'ouvre|ouvre|opens|se|abre|abrem|deschide|avec|las|los"
    r"|os|as|com|con|sur)(?![^\W_])){0,12}"
)
_MEASURED = re.compile(
    r"\s?(?:€|\$|£|euros?|lei|ron|h\b|h\d|ans\b|ani\b|anos\b|min|%|promo|m2|m²"
    r"|qm|sqm|mp\b|mq\b|metr"
    r"|pieces?\b|chambres?\b|p\b|pers|km|kg|gb\b|go\b|sq\b|level|warm|kalt|personas|pessoas|x ?\d)"
)


@cache
def _items() -> re.Pattern[str]:
    """Return the pattern of one more part of an address."""
    doors = "|".join(sorted(cues()["doors"] | cues()["buildings"], key=len, reverse=True))
    numbers = "|".join(sorted((w for w in number_words() if len(w) > 2), key=len, reverse=True))
    value = (
        r"(?:[a-z]?\d{1,5}[a-z]{0,2}\d{0,3}|\d(?: \d){1,3}|[a-z]"
        rf"|(?:(?:{numbers})[ \-]?){{0,3}}(?:{numbers}))(?![^\W_])"
    )
    side = rf"(?:(?:a |de |on the |to the |la |du |da |a la )?{_SIDE}\b)"
    return re.compile(
        rf"[ ,;\-–(]{{1,4}}(?:(?:{_ORDINAL}\s)?(?:{doors})\b\.?\s?{_SIGN}\s?(?:"
        rf"{value}|{side})(?:\s{side})?"
        rf"|(?:au )?{_ORDINAL} (?:a |on the |to the )?{_SIDE}(?![^\W_])|r/c(?: {_SIDE})?(?![^\W_])"
        rf"|{_ORDINAL}\s?(?:{_FLOOR}|porte|door|puerta|porta|{_SIDE}"
        rf"|[a-d])(?![^\W_])(?:\s{side}|\s[a-d](?![^\W_]))?"
        r"|\d{1,2}\s?\.?(?:ere?|e|eme|º|°|ª|st|nd|rd|th)(?=[,.;])"
        rf"|(?:{_FLOOR})\s(?:{_ORDINAL}|{value})|{_SIDE}(?![^\W_]))"
    )


def with_doors(view: View, stop: int) -> int:
    """Return the end of an address with its building, stairs, floor and door.

    Parameters
    ----------
    view : View
        A text as it is read.
    stop : int
        Where the street ends.

    Returns
    -------
    int
        A position in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("12 rue des Lilas, bat C, 3e etage, Lille")
    >>> view.seen[: with_doors(view, 16)]
    '12 rue des lilas, bat c, 3e etage'
    """
    while True:
        segment = _SEGMENT.match(view.seen, stop)
        ends = [segment.end()] if segment is not None and _tells_a_door(segment["said"]) else []
        item = _items().match(view.seen, stop)
        ends += [item.end()] if item is not None else []
        if not ends:
            return stop
        stop = max(ends)


@cache
def _door_words() -> frozenset[str]:
    """Return the words that tell a part of a building."""
    lists = cues()
    return lists["doors"] | lists["buildings"] | lists["door_words"]


def _tells_a_door(said: str) -> bool:
    """Tell whether a stretch between two commas is a part of a building."""
    words = re.findall(r"[^\W_]+", said)
    if not words or len(words) > _MOST_WORDS:
        return False
    return not _door_words().isdisjoint(words[:3]) and not _MEASURED.search(said)


def find_codes(view: View) -> Iterator[Found]:
    """Yield the codes and door numbers that stand after a word for them.

    A room or a flat with a small number alone tells nothing and stays.

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
    >>> view = view_of("code de la porte 45B12, salle 4")
    >>> [view.seen[found.start : found.end] for found in find_codes(view)]
    ['45b12']
    """
    last = None
    for position in view.at("codes"):
        word, _, end = view.words[position]
        strong = word in cues()["secret_codes"]
        start = _LINK.match(view.seen, end).end()  # type: ignore[union-attr]  # matches nothing too
        if word == "clave" and start == end:
            continue
        span = _code_at(view, position, start, strong=strong)
        if span is not None and span != last:
            yield Found("ADDRESS", *span, False)
        last = span or last


def _code_at(view: View, position: int, start: int, *, strong: bool) -> tuple[int, int] | None:
    """Return where the code stands that begins at a place, None when none does."""
    if strong and (spaced := _SPACED.match(view.seen, start)) is not None:
        return spaced.span()
    if strong and (said := _said_code(view, position, start)) is not None:
        return said
    match = _CODE.match(view.seen, start)
    if match is None:
        lone = re.match(r"[a-d](?![\w'])", view.seen[start:]) if not strong else None
        word = view.words[position][0]
        named = lone is not None and word in {"hall", "entree", "escalier", "porte"}
        return (start, start + 1) if named else None
    code = match.group()
    if _MEASURED.match(view.seen, match.end()):
        return None
    # five digits after "code" are a postcode
    if len(code) == 5 and code.isdecimal() and view.words[position][0] in cues()["plain_codes"]:
        return None
    small = len(re.sub(r"\W", "", code)) < 3
    return None if small else match.span()


def _said_code(view: View, position: int, start: int) -> tuple[int, int] | None:
    """Return a code that is said: three number words or more, digits among them."""
    numbers = number_words()
    chain: list[tuple[int, int]] = []
    for word, first, last in view.words[position + 1 : position + 14]:
        if first < start:
            continue
        gap = view.seen[chain[-1][1] : first] if chain else ""
        counts = word in numbers or word.isdecimal() or len(word) == 1
        if not counts or len(gap) > 3 or re.search(r"[.!?\n]", gap):
            break
        chain.append((first, last))
    said = [view.seen[a:b] for a, b in chain]
    while chain and said[-1].isalpha() and said[-1] not in numbers and len(chain) > 3:
        chain, said = chain[:-1], said[:-1]
    spoken = sum(word in numbers for word in said)
    return (chain[0][0], chain[-1][1]) if len(chain) >= 3 and spoken >= 2 else None
