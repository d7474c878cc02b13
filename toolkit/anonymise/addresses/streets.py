"""Find street addresses, door codes and rooms; towns, stations and postcodes stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.addresses.doors import find_codes, with_doors
from toolkit.anonymise.found import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues, number_words, phrases

_NUMBER = r"\d{1,4}(?:\s?(?:(?:bis|ter|quater|[a-d])\b))?(?:\s?[-/]\s?\d{1,4})?"
_NUMBER_AFTER = re.compile(
    r"(?:\s?,)?\s?(?:(?:la|le|au|al|no|na|en el|the) (?=n))?(?:n\.?\s?[°ºo]"
    r"|nr\.?|numero|numar|num\.?|no\.?|n°|#)?\s?"
    r"\d{1,4}(?:\s?(?:(?:bis|ter|[a-d])\b))?(?![\d€%]|\s?(?:€|euro|h\b|ans|anos|ani"
    r"|min|km|m\b|m2|m²|qm))"
)
_SHORT_KINDS = frozenset({"bd", "av", "pl", "r", "ul"})
_MOST_WORDS = 6
_NUMBER_SIGNS = frozenset(["n", "no", "nr", "numero", "numar", "num", "number"])
_MARKED_AFTER = re.compile(
    r"(?:\s?,)?\s?(?:(?:la|le|au|al|no|na|en el|the) )?(?:n\.?\s?[°ºo]|nr\.?"
    r"|numero|numarul|number|numar|num\.?|no\.|n°|#)\s?"
)
_TENS = 10
_PARTS = re.compile(r"[^\W\d_]+\.?\s?\w?\d")
_FEWEST_PARTS = 3
_GLUED = re.compile(
    r"(?<![^\W_])[^\W\d_]{2,}(?:strasse|straße|gasse|straat|platz|utca|weg)(?![^\W_])"
)
_GLUED_STEMS = ("stra", "gasse", "platz", "utca", "weg")
_SIGNS_ELSEWHERE = frozenset("ش街路道巷弄")
_ELSEWHERE = re.compile(
    r"(?<![^\W_])\d{1,4} ?شارع [\w ]{2,25}|شارع [\w ]{2,25} رقم ?\d{1,4}"
    r"|[\u4e00-\u9fff]{1,6}(?:街|路|道|巷|弄)\d{1,4}[号號](?:[\u4e00-\u9fff\d]{1,8}(?:楼|室|门|層|层))*"
)
_FLAT = re.compile(
    r"(?i:flat|unit|apartment|apt|suite) \w{1,4},? \d{1,4}[a-zA-Z]?(?: [A-Z][\w'’]+){2,3}"
)
# after a number that is not marked as one of a house, only these may follow
_FOLLOWS = re.compile(
    r"\s?(?:$|[,.;:!?)\n(\-–]|(?:a|à|in|en|em|la|chez|pres|near|et|ou|cp|\d{5})(?![^\W_])|\d{2,3}\s?[€$£])"
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
        word, start, _ = view.words[position]
        if word not in _street_words() or view.shape[start].isupper():
            yield from _street_after(view, position)
    for match in _GLUED.finditer(view.seen) if view.holds(_GLUED_STEMS) else ():
        yield from _street_after(
            view, next(i for i, word in enumerate(view.words) if word[1] == match.start())
        )
    for match in _FLAT.finditer(view.shape) if view.at("doors_first") else ():
        yield Found("ADDRESS", *match.span(), False)
    elsewhere = not view.foreign.isdisjoint(_SIGNS_ELSEWHERE)
    for match in _ELSEWHERE.finditer(view.seen) if elsewhere else ():
        yield Found("ADDRESS", *match.span(), False)
    yield from find_codes(view)
    for position in view.at("mixed"):
        yield from _glued_number(view, position)
    for position in view.at("buildings"):
        yield from _building(view, position)
        yield from _chain_of_doors(view, position)


def _chain_of_doors(view: View, position: int) -> Iterator[Found]:
    """Yield three parts of a building or more that stand without a street: "bl. 4 sc. 1 ap. 15"."""
    _, start, end = view.words[position]
    if start and view.seen[start - 1] not in " ,(":
        return
    stop = with_doors(view, start - 1) if start else with_doors(view, 0)
    if (
        stop > end
        and len(re.findall(r"\d", view.seen[start:stop])) >= 3
        and (len(_PARTS.findall(view.seen[start:stop])) >= _FEWEST_PARTS)
    ):
        yield Found("ADDRESS", start, stop, False)


def _building(view: View, position: int) -> Iterator[Found]:
    """Yield a residence or a hotel that is named with a door, a floor or a room."""
    _, start, end = view.words[position]
    name = _building_name().match(view.shape, end)
    if name is None:
        return
    stop = with_doors(view, name.end())
    if stop > name.end():
        article = start - 2 if view.seen[start - 2 : start] == "l'" else start
        yield Found("ADDRESS", article, stop, False)


@cache
def _building_name() -> re.Pattern[str]:
    """Return the pattern of the name of a building: up to four words with a capital."""
    small = r"(?:(?:de|du|des|do|da|dos|das|del|la|le|les|el|los|las|di|della|lu|al|of|the|l')\s?)"
    doors = "|".join(sorted(cues()["doors"], key=len, reverse=True))
    word = rf"(?!(?i:{doors})(?![^\W_]))[A-ZÀ-ÞȘȚĂ][\w'’\-]*"
    return re.compile(rf"(?:\s{small}{{0,2}}{word}){{1,4}}|(?:\s{small}{{0,2}}[^\W\d_]{{4,}})(?=,)")


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
    return _said_before(view, position)


def _said_before(view: View, position: int) -> int | None:
    """Return where a number in words begins that stands before a street: "cent douze avenue"."""
    words, said = view.words, position
    if said > 2 and words[said - 1][0] in {"la", "l"} and words[said - 2][0] == "de":
        said -= 2
    low, spoken = said, []
    while said > 0 and words[said][1] - words[said - 1][2] <= 2:
        word = words[said - 1][0]
        joint = word in {"bis", "ter", "et", "y", "e", "si", "and"}
        if not (word in number_words() or (joint and said - 1 > 0)):
            break
        spoken += [] if joint else [word]
        said -= 1
    while said < low and words[said][0] not in number_words():
        said += 1
    if all(word in cues()["weak_numbers"] for word in spoken):
        return None
    if said > 0 and words[said - 1][0] in _NUMBER_SIGNS:
        said -= 1
    return words[said][1]


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
    if before is not None and not _is_counted(view, position, stop):
        yield Found("ADDRESS", before, with_doors(view, stop), False)
        return
    after = _number_after(view, stop, marked_only=word in cues()["numbered_before"])
    if (
        after is None
        and (goes_on := with_doors(view, stop)) > stop
        and _numbered(seen[stop:goes_on])
    ):
        yield Found("ADDRESS", start, goes_on, False)
    elif after is None:
        yield from _number_elsewhere(view, start, stop)
    else:
        yield Found("ADDRESS", start, with_doors(view, after), False)


def _numbered(tail: str) -> bool:
    """Tell whether the doors after a street hold a number of a house or a lot."""
    return (
        re.search(r"(?:lote?|lot|numero|nr|bloco?|bl|casa|edificio|villa)\W{0,3}\d", tail)
        is not None
    )


def _is_counted(view: View, position: int, stop: int) -> bool:
    """Tell whether a number counts things: "3 cours de yoga", "1 place de parking"."""
    if view.words[position][0] not in cues()["countable_streets"]:
        return False
    _, _, end = view.words[position]
    return not any(sign.isupper() for sign in view.shape[end:stop])


def _number_after(view: View, stop: int, *, marked_only: bool) -> int | None:
    """Return where the number of a house ends that stands after its street."""
    seen = view.seen
    marked = _MARKED_AFTER.match(seen, stop)
    begin = marked.end() if marked else stop + len(seen[stop : stop + 1].strip(" "))
    plain = _NUMBER_AFTER.match(seen, stop)
    if plain is not None:
        closed = re.match(r"[,.;\n]|$", seen[plain.end() : plain.end() + 1]) is not None
        set_apart = marked is not None or seen[stop:].lstrip()[:1] == "," or closed
        follows = _FOLLOWS.match(seen, plain.end()) or view.shape[plain.end() + 1 :][:1].isupper()
        word = re.match(r"\s([^\W\d_]+)", seen[plain.end() :])
        follows = follows or (word is not None and word[1] in _everyday())
        goes_on = with_doors(view, plain.end()) > plain.end()
        if (set_apart or not marked_only) and (marked or follows or goes_on):
            return plain.end()
        return None
    spoken = _said_after(view, begin, any_number=marked is not None)
    return spoken if marked is not None or not marked_only else None


@cache
def _everyday() -> frozenset[str]:
    """Return the words that go on after an address and count nothing."""
    return common_words() | phrases()["closing"] | cues()["phone"]


def _said_after(view: View, begin: int, *, any_number: bool) -> int | None:
    """Return where a number in words ends that begins at a place, None when none does."""
    end, spoken, tens = begin, 0, False
    for word, first, last in view.words:
        if first < begin:
            continue
        if first - end > 2 or not (
            word in number_words()
            or word.isdecimal()
            or (spoken and word in {"et", "y", "e", "si", "and"})
        ):
            break
        value = number_words().get(word, 0)
        tens = tens or value >= _TENS
        spoken += 1
        end = last
    return end if spoken and (tens or any_number) else None


def _glued_number(view: View, position: int) -> Iterator[Found]:
    """Yield an address whose number is glued to the kind of street: 12rue des Lilas."""
    word, start, _ = view.words[position]
    glued = re.fullmatch(r"\d{1,3}(?:bis|ter)?([^\W\d_]{3,})", word)
    if glued is not None and glued[1] in cues()["streets_before"]:
        stop, named = _name_end(view, position)
        if named:
            yield Found("ADDRESS", start, with_doors(view, stop), False)


def _number_elsewhere(view: View, start: int, stop: int) -> Iterator[Found]:
    """Yield a street and the number that the text gives a little farther on."""
    match = re.search(
        r"\b(?:numero|number|numarul|le n°|n°|nr)\b\W{0,3}(?:de (?:la |el )?(?:rue|porte"
        r"|casa) )?(?:c'est |est |is |es |e |este )?(?:le |la |the |el |o )?"
        r"(?P<n>\d{1,3}(?:\s?(?:(?:bis|ter|[a-d])\b))?)(?![\d€]|\s?(?:€|h\b|ans))",
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
        elif word.isdecimal():
            if len(word) > 2 or not _continues(view, end):
                break
        elif not capital and named and not view.shape.islower():
            if re.match(r"[,.;\n]|$", seen[end : end + 1]) and word not in common_words():
                stop = end
            break
        else:
            named = True
        stop = end
    return stop, named


def _continues(view: View, end: int) -> bool:
    """Tell whether a name goes on after a small word: a capital follows, or all is in one case."""
    match = re.match(r"['\s.\-]{1,2}([^\W\d_])", view.shape[end:])
    return match is not None and (match[1].isupper() or view.shape.islower())


def _street_after(view: View, position: int) -> Iterator[Found]:
    """Yield an address whose kind of street stands after the name: 221 Baker Street."""
    seen = view.seen
    word, start, end = view.words[position]
    low = max(start - 72, 0)
    before = re.search(
        r"(?<![\w.,/€])(?:(?:flat|unit|apt|apartment|suite"
        r"|studio) \w{1,4},? (?:(?:the )?(?:[^\W\d_]+ ?){1,3}, )?)?\d{1,4}(?:st"
        r"|nd|rd|th)?[a-d]? (?:[^\W\d_]+(?:['’]s)?[ \-]){0,3}$",
        seen[low:start],
    )
    glued = word not in cues()["streets_after"]
    after = re.match(r"\s(?:nr\.? ?)?\d{1,4}[a-d]?(?![\d€])", seen[end:])
    said = re.findall(r"[^\W\d_]{3,}", before.group()) if before is not None else []
    named = bool(said) and not any(part in common_words() for part in said)
    if before is not None and (
        glued or view.shape[start].isupper() or (named and word in cues()["plain_streets"])
    ):
        if start - low > before.start():
            crossing = re.match(r"\s(?:and|&)\s\d+(?:st|nd|rd|th)", seen[end:])
            stop = end + (crossing.end() if crossing else 0)
            yield Found("ADDRESS", low + before.start(), with_doors(view, stop), False)
    elif glued and after is not None:
        yield Found("ADDRESS", start, with_doors(view, end + after.end()), False)
