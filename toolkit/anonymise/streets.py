"""Find street addresses, door codes and rooms; towns, stations and postcodes stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.online import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues, number_words

_NUMBER = r"\d{1,4}(?:\s?(?:bis|ter|quater|[a-d]\b))?(?:\s?[-/]\s?\d{1,4})?"
_NUMBER_AFTER = re.compile(
    r"(?:\s?,)?\s?(?:n\.?\s?[°ºo]|nr\.?|numero|numar|num|no\.?|n°|#)?\s?"
    r"\d{1,4}(?:\s?(?:bis|ter|[a-d]\b))?(?![\d€%]|\s?(?:€|euro|h\b|ans|anos|ani|min|km|m\b))"
)
_SHORT_KINDS = frozenset({"bd", "av", "pl", "r", "ul"})
_MOST_WORDS = 6
_NUMBER_SIGNS = frozenset(["n", "no", "nr", "numero", "numar", "num"])
_GLUED = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?:strasse|straße|gasse|straat|platz|utca)(?![^\W_])")
_CODE = re.compile(
    r"(?:\s?(?:n°|nr|no|num|numero|est|is|es|e|:|=|-|\.|du|de la|la|le|the|portail|immeuble"
    r"|porte|entree|appel\w*|sonn\w*))*\s{0,2}(?P<code>[a-z]?\d{1,6}[a-z]?\d{0,4}[a-z]?(?![^\W_"
    r"])(?:\s?[*#]?\s?\d{1,4}(?![^\W_]|\s?(?:€|euro|h\b|ans|min|%)))?|[a-z]\d{1,4}[a-z]?\d*(?![^\W_])|[a-d](?![^\W_]))[*#]?"
)
_DOOR = re.compile(
    r"[ ,;\-–]{1,4}(?:n°|nr|no)?\.?\s?(?:(?P<kind>appt|app|apt|appart|appartement|apartment"
    r"|apartamento|ap|apto|chambre|room|bat|batiment|bloc|bl|bloco|bldg|building|esc|escalier"
    r"|sc|scara|et|etage|etaj|piso|planta|floor|porte|door|porta|puerta|unit|flat|code|digicode"
    r"|interphone|interfon|interfono|residence|entree|hall|int|interno|scala|sotano|portal|loja"
    r"|local|lote|casa|bajo|entresuelo|parter|stock|apto|lgh|suite|wohnung|nr|numar|n|no"
    r"|numero)\b\.?\s?(?:n°|no|nr)?\.?\s?:?\s?(?P<value>[a-z]?\d{1,5}[a-z]{0,2}\d{0,3}"
    r"|(?:izq\w*|der\w*|dcha|dto|esq\w*|droite|gauche|left|right)\b|[a-z](?![^\W_]))"
    r"|\d{1,2}[.]?\s?(?:e|er|eme|o|º|°)\s?(?:etage|piso|andar|floor|etaj|dto|esq|izq\w*|dcha"
    r"|[a-d])?(?![^\W_])|(?:droite|gauche|izquierda|derecha|direito|esquerdo)\b)"
)


@cache
def _street_words() -> frozenset[str]:
    """Return the kinds of streets that stand before the name."""
    return cues()["streets_before"]


def find_addresses(view: View) -> Iterator[Found]:
    """Yield street addresses and door codes.

    It needs a number and a kind of street, or a word for a door: a street, a square or a station
    without a number tells a quarter, which is a result.

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
    >>> view = view_of("rdv 3 bis avenue Jean Jaurès, Lille. Métro République")
    >>> [view.seen[found.start:found.end] for found in find_addresses(view)]
    ['3 bis avenue jean jaures']
    """
    for position in view.at("streets_before"):
        yield from _street(view, position)
    for position in view.at("streets_after"):
        if view.words[position][0] not in _street_words():
            yield from _street_after(view, position)
    for match in _GLUED.finditer(view.seen):
        yield from _street_after(
            view, next(i for i, word in enumerate(view.words) if word[1] == match.start())
        )
    for position in view.at("codes"):
        yield from _door_code(view, view.words[position][0], view.words[position][2])
    for position in view.at("mixed"):
        yield from _glued_number(view, position)
    for position in view.at("buildings"):
        yield from _building(view, position)


def _door_code(view: View, word: str, end: int) -> Iterator[Found]:
    """Yield the code or the number after a word for a door."""
    match = _CODE.match(view.seen, end)
    if match is None:
        return
    code = match["code"]
    after = view.seen[match.end() : match.end() + 10]
    if re.match(r"\s?(?:€|euros?|h\b|h\d|ans|min|%|promo|m2|pieces?\b|chambres?\b|p\b)", after) or (
        len(code) == 5 and code.isdigit() and word in {"code", "cod", "codigo", "kod"}
    ):
        return
    if len(code) == 1 and code.isalpha() and word not in {"hall", "entree", "escalier", "porte"}:
        return
    yield Found("ADDRESS", match.start("code"), match.end(), False)


def _building(view: View, position: int) -> Iterator[Found]:
    """Yield a residence or a hotel that is named with a door or a room."""
    start = view.words[position][1]
    stop, named = _name_end(view, position)
    end = _doors(view, stop)
    if named and end > stop:
        yield Found("ADDRESS", start, end, False)


def _number_before(view: View, position: int) -> int | None:
    """Return where the number before a street begins."""
    seen, words = view.seen, view.words
    start = words[position][1]
    match = re.search(
        rf"(?<![\w.,/€])(?P<n>(?:(?:numero|number|numarul|n°|nr\.?|no\.) ?)?{_NUMBER})"
        r"(?:\s?,)?\s(?:de la |la |de l'|du |in )?$",
        seen[max(start - 22, 0) : start],
    )
    if match is not None:
        return max(start - 22, 0) + match.start("n")
    said = position
    if said > 2 and words[said - 1][0] == "la" and words[said - 2][0] == "de":
        said -= 2
    low = said
    while (
        said > 0
        and words[said - 1][0] in number_words()
        and words[said][1] - words[said - 1][2] <= 2
    ):
        said -= 1
    return words[said][1] if said < low else None


def _street(view: View, position: int) -> Iterator[Found]:
    """Yield an address whose kind of street stands before the name."""
    seen = view.seen
    word, start, end = view.words[position]
    signs = {"/"} if word == "c" else {".", "/"}
    if len(word) <= 2 and word not in _SHORT_KINDS and seen[end : end + 1] not in signs:
        return
    stop, named = _name_end(view, position)
    if not named:
        return
    before = _number_before(view, position)
    if before is not None:
        yield Found("ADDRESS", before, _doors(view, stop), False)
        return
    after = _NUMBER_AFTER.match(seen, stop)
    if after is None:
        yield from _number_elsewhere(view, start, stop)
    elif word not in cues()["numbered_before"] or seen[stop:].lstrip()[:1] in {",", "n"}:
        yield Found("ADDRESS", start, _doors(view, after.end()), False)


def _glued_number(view: View, position: int) -> Iterator[Found]:
    """Yield an address whose number is glued to the kind of street: 12rue des Lilas."""
    word, start, _ = view.words[position]
    glued = re.fullmatch(r"\d{1,3}(?:bis|ter)?([^\W\d_]{3,})", word)
    if glued is not None and glued[1] in cues()["streets_before"]:
        stop, named = _name_end(view, position)
        if named:
            yield Found("ADDRESS", start, _doors(view, stop), False)


def _number_elsewhere(view: View, start: int, stop: int) -> Iterator[Found]:
    """Yield a street and the number that the text gives a little farther on."""
    match = re.search(
        r"\b(?:numero|number|numarul|le n°|n°|nr)\b\W{0,3}(?:de (?:la |el )?(?:rue|porte"
        r"|casa) )?(?:c'est |est |is |es |e |este )?(?:le |la |the |el |o )?"
        r"(?P<n>\d{1,3}(?:\s?(?:bis|ter|[a-d]\b))?)(?![\d€]|\s?(?:€|h\b|ans))",
        view.seen[stop : stop + 120],
    )
    if match is not None:
        yield Found("ADDRESS", start, stop, False)
        yield Found("ADDRESS", stop + match.start("n"), stop + match.end("n"), False)


def _name_end(view: View, position: int) -> tuple[int, bool]:
    """Return where the name of a street ends, and whether there is one."""
    words, seen = view.words, view.seen
    stop, named = words[position][2], False
    for word, start, end in words[position + 1 : position + 1 + _MOST_WORDS]:
        gap = seen[stop:start]
        if re.search(r"[,;:!?\n(]", gap) or (named and "." in gap) or len(gap) > 3:
            break
        capital = view.shape[start].isupper()
        door = word in cues()["doors"] and re.match(r"[\s.:n°]{1,4}\w?\d", seen[end : end + 6])
        if named and (word in _NUMBER_SIGNS or door):
            break
        if word in cues()["inside_streets"]:
            if named and not _continues(view, end):
                break
        elif (
            named
            and not capital
            and (
                word in common_words()
                or word in cues()["everyday"]
                or word in cues()["doors"]
                or word in cues()["phone"]
            )
        ):
            break
        elif word.isdigit():
            if len(word) > 2 or not _continues(view, end):
                break
        elif not capital and named and not view.shape.islower():
            break
        else:
            named = True
        stop = end
    return stop, named


def _continues(view: View, end: int) -> bool:
    """Tell whether a name goes on after a small word: a capital follows, or all is in one case."""
    match = re.match(r"['\s.\-]{1,2}([^\W\d_])", view.shape[end:])
    return match is not None and (match[1].isupper() or view.shape.islower())


def _doors(view: View, stop: int) -> int:
    """Return the end of an address with its building, floor and door."""
    while (match := _DOOR.match(view.seen, stop)) is not None:
        stop = match.end()
    return stop


def _street_after(view: View, position: int) -> Iterator[Found]:
    """Yield an address whose kind of street stands after the name: 221 Baker Street."""
    seen = view.seen
    word, start, end = view.words[position]
    low = max(start - 40, 0)
    before = re.search(
        r"(?<![\w.,/€])(?:flat \w+,? )?\d{1,4}(?:st|nd|rd|th)?[a-d]?,? (?:[^\W\d_]+[ \-]){0,3}$",
        seen[low:start],
    )
    glued = word not in cues()["streets_after"]
    after = re.match(r"\s(?:nr\.? ?)?\d{1,4}[a-d]?(?![\d€])", seen[end:])
    if before is not None and (
        glued or view.shape[start].isupper() or re.search(r"[^\W\d_]", before.group())
    ):
        if start - low > before.start():
            crossing = re.match(r"\s(?:and|&)\s\d+(?:st|nd|rd|th)", seen[end:])
            stop = end + (crossing.end() if crossing else 0)
            yield Found("ADDRESS", low + before.start(), _doors(view, stop), False)
    elif glued and after is not None:
        yield Found("ADDRESS", start, _doors(view, end + after.end()), False)
