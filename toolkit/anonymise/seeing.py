"""See a text as its reader does: digits of any alphabet, no hidden signs, no spaced-out words."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import Any

from toolkit.anonymise.vocabulary import LONG, cues, shape_lists, word_lists
from toolkit.text.folding import fold

# what stands inside a keycap or between letters without being seen
_INVISIBLE = {0x20E3, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164}
_INVISIBLE |= {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF}
_INVISIBLE |= {*range(0xFE00, 0xFE10), *range(0xE0000, 0xE01F0)}
HIDDEN = "\u200b"
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
# letters of other alphabets that are drawn like Latin ones
_LOOK = dict(
    zip(
        "асеорхукіїјѕԁԛԝɡтмнвαοεικνρτυχσβημζ",
        "aceopxykiijsdqwgtmhbaoeiknptyxobhmz",
        strict=True,
    )
)
_SIGNS = {"＠": "@", "﹫": "@", "。": ".", "｡": ".", "․": ".", "﹒": ".", "／": "/", "：": ":"}
_SIGNS |= {"ł": "l", "Ł": "l", "đ": "d", "ø": "o", "Ø": "o", "ı": "i", "º": "°", "ª": "°"}
_SIGNS |= {
    "•": "·",
    "∙": "·",
    "・": "·",
    "⚀": "1",
    "⚁": "2",
    "⚂": "3",
    "⚃": "4",
    "⚄": "5",
    "⚅": "6",
}
_CHINESE = str.maketrans(
    "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖洞拐勾", "00123456789" + "12123456789" + "079"
)
_CHINESE_DIGITS = frozenset(map(chr, _CHINESE))
_CHINESE_RUN = re.compile(r"[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖洞拐勾0-9\s.\-]{6,}")
_WIDE = re.compile(r"[\u2469-\u2473\u247d-\u2487\u24eb-\u24f4\u3251-\u325f\U0001f51f]")
# single signs with one and the same sign between them: three letters, or five signs with blanks
_SPACED = re.compile(
    r"(?<![\w.\-])[^\W_](?P<gap>[.\-*|~·]|\s?[.\-*|~·]\s)(?:[\w.@](?P=gap))+[^\W_](?![^\W_])"
    r"|(?<!\S)[^\W_](?P<blank>[ ]{1,2})(?:[^\s,;](?P=blank)){3,}[^\W_](?![^\W_])"
    r"|(?<!\S)[a-z](?P<four>[ ])(?:[a-z] ){2}[a-z](?=[\s:]|$)"
)
# one sign between others: without it no word is spaced out
_SIGN_ALONE = re.compile(r"[.\-*|~·]\s?[\w.@]\s?[.\-*|~·]")
_SIGN_SPACED = re.compile(r" [^\s,;] {1,2}[^\s,;] ")
_ZEROS = frozenset("⊙☼◎∅○◯⭕⚪")
# rings that are drawn for zeros, beside digits
_ZERO_SIGN = re.compile(r"[⊙☼◎∅○◯⭕⚪](?=[\d⊙☼◎∅○◯⭕⚪])|(?<=\d)[⊙☼◎∅○◯⭕⚪]")
_LEET = re.compile(r"(?<![^\W_])[a-z]{1,6}[01345][a-z01345]{1,6}(?![^\W_])")
_UNDRAWN = str.maketrans("01345", "oieas")
_DIGIT_INSIDE = re.compile(r"[01345](?<=[a-z].)[a-z01345]")
# "s!x"
_BANG = re.compile(r"!(?<=[a-z]!)(?=[a-z])")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});|%(?:40|2e|3a|2f)")
_SIGN_INSIDE = re.compile(r"(?<![\w.@])[a-z0-9]*(?:[a-z0-9]@|@[a-z])[a-z0-9]*(?![\w.@])")
_APOSTROPHE = re.compile(r"(?<=[\u0400-\u04ff])'(?=[\u0400-\u04ff])")
_TOKEN = re.compile(r"[^\W_]+")
_WORD_OF = itemgetter(0)
_BETWEEN_TOKENS = re.compile(r"([^\W_]+)")


def _seen(character: str) -> str:
    """Return what a reader sees in one character, as one character."""
    code = ord(character)
    if code in _INVISIBLE or unicodedata.combining(character):
        return HIDDEN
    number = unicodedata.digit(character, None)
    if number is not None:
        return str(number)
    if 0x1F150 <= code <= 0x1F169 or 0x1F170 <= code <= 0x1F189:
        return chr(ord("a") + (code - 0x1F150) % 32)
    plain = unicodedata.normalize("NFKC", character)
    plain = plain if len(plain) == 1 else character
    return _SMALL_CAPITALS.get(plain) or _SIGNS.get(character) or plain


class _SeenTable(dict[int, str]):
    """A translation table that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        seen = fold(_seen(chr(code)))
        # line breaks part what spaces join
        self[code] = "\n" if chr(code) in "\n\r\u2028\u2029" else seen
        return self[code]


_TABLE = _SeenTable()
_ASCII = frozenset(map(chr, range(128)))
# most texts are Latin-1, which a table of 256 characters reads faster
_LATIN = "".join(_TABLE[code] for code in range(256))


def as_seen(text: str) -> str:
    """Return a folded text of the same length in which every digit is 0 to 9.

    It leaves a hidden sign where something invisible stands.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text as it is compared, ``len(result) == len(text)``.

    Examples
    --------
    >>> as_seen("Tél ０６ ③９")
    'tel 06 39'
    """
    try:
        return codecs.charmap_decode(text.encode("latin-1"), "strict", _LATIN)[0]
    except UnicodeEncodeError:
        return text.translate(_TABLE)


@dataclass
class View:
    """A text as it is read, with the way back to the characters of the given text."""

    given: str
    seen: str
    # position in ``given`` of each character of ``seen``; None when they are the same
    places: list[int] | None
    obscured: bool = False
    # the units that were read of it, once per way of reading; see ``units.find_units``
    read: dict[bool, list[Any]] = field(default_factory=dict, repr=False)
    # what the second reader made of it where nothing was found; see ``second_reader``
    again: list[Any] = field(default_factory=list, repr=False)

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """Return the words and numbers with their places in ``seen``."""
        parts = _BETWEEN_TOKENS.split(self.seen)
        ends = list(accumulate(map(len, parts)))
        return list(zip(parts[1::2], ends[::2], ends[1::2], strict=False))

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Return the different words and numbers."""
        return frozenset(map(_WORD_OF, self.words))

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Return the different characters of ``seen`` that are not ASCII."""
        return foreign_signs(self.seen)

    def holds(self, parts: Iterable[str]) -> bool:
        """Tell whether ``seen`` holds one of some parts."""
        return any(map(self.seen.__contains__, parts))

    @cached_property
    def tagged(self) -> dict[str, list[int]]:
        """Return the positions of the words that matter, by list; see ``word_lists``."""
        found: dict[str, list[int]] = {}
        listed = word_lists().get
        for position, names in enumerate(map(listed, map(_WORD_OF, self.words))):
            if names is None:
                word = self.words[position][0]
                if len(word) < LONG and word.isalpha():
                    continue
                names = shape_lists(word)
            for name in names:
                if name in found:
                    found[name].append(position)
                else:
                    found[name] = [position]
        return found

    def at(self, name: str) -> list[int]:
        """Return the positions of the words of one list."""
        return self.tagged.get(name, [])

    @cached_property
    def shape(self) -> str:
        """Return the characters of ``seen`` with their capitals."""
        if self.places is None:
            return self.given
        return "".join(self.given[place] for place in self.places)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of ``seen`` as a span of the given text."""
        if self.places is None or start >= end:
            return start, end
        stop = self.places[end - 1] + 1
        if self.given[stop - 1] in "&%" and (entity := _ENTITY.match(self.given.lower(), stop - 1)):
            stop = entity.end()
        # a keycap or an accent belongs to the character before it
        while stop < len(self.given) and _TABLE[ord(self.given[stop])] == HIDDEN:
            stop += 1
        return self.places[start], stop


def view_of(text: str) -> View:
    """Return a text as it is read.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    View
        ``seen`` without hidden signs, with spaced-out words joined and disguised letters plain.

    Examples
    --------
    >>> view_of("a.r.o.b.a.s.e 0️⃣6️⃣").seen
    'arobase 06'
    """
    seen = as_seen(text)
    places: list[int] | None = None
    obscured = False
    if not seen.isascii():
        seen, places, obscured = _in_latin(seen)
    if ("&" in seen or "%" in seen) and _ENTITY.search(seen):
        seen, places = _unescape(seen, places)
        obscured = True
    if _DIGIT_INSIDE.search(seen):
        seen = _LEET.sub(_as_sign, seen)
    if "!" in seen:
        seen = _BANG.sub("i", seen)
    if "@" in seen:
        seen = _SIGN_INSIDE.sub(_as_network, seen)
    joined = _join_spaced(seen, places)
    return View(text, *(joined or (seen, places)), obscured)


def foreign_signs(seen: str) -> frozenset[str]:
    """Return the different characters of a text that are not ASCII.

    Parameters
    ----------
    seen : str
        A text.

    Returns
    -------
    frozenset
        Characters, none for most texts.

    Examples
    --------
    >>> foreign_signs("80 €")
    frozenset({'€'})
    """
    return frozenset() if seen.isascii() else frozenset(seen) - _ASCII


def _in_latin(seen: str) -> tuple[str, list[int] | None, bool]:
    """Return a text without hidden signs and drawn letters, its places, and whether it had any."""
    places: list[int] | None = None
    foreign = foreign_signs(seen)
    if not foreign.isdisjoint(_ZEROS):
        seen = _ZERO_SIGN.sub("0", seen)
    if HIDDEN in foreign:
        places = [place for place, sign in enumerate(seen) if sign != HIDDEN]
        seen = seen.replace(HIDDEN, "")
    if any(map(_WIDE.match, foreign)):
        seen, places = _expand(seen, places)
    plain = seen
    if not foreign.isdisjoint(_LOOK):
        plain = _TOKEN.sub(_as_latin, plain)
    if not foreign.isdisjoint(_CHINESE_DIGITS):
        plain = _CHINESE_RUN.sub(lambda run: run.group().translate(_CHINESE), plain)
    obscured = plain != seen
    if "'" in plain and _APOSTROPHE.search(plain):
        where = places if places is not None else list(range(len(plain)))
        dropped = {match.start() for match in _APOSTROPHE.finditer(plain)}
        places = [place for at, place in enumerate(where) if at not in dropped]
        plain = "".join(sign for at, sign in enumerate(plain) if at not in dropped)
    return plain, places, obscured


def _as_latin(match: re.Match[str]) -> str:
    """Return a word of mixed alphabets in Latin letters, any other word as it is."""
    word = match.group()
    if word.isascii() or not any(sign.isascii() for sign in word):
        return word
    return "".join(_LOOK.get(sign, sign) for sign in word)


def _as_sign(match: re.Match[str]) -> str:
    """Return "arr0ba" and "p0nto" as they are said, any other word as it is."""
    word = match.group()
    plain = word.translate(_UNDRAWN)
    lists = cues()
    return plain if plain in lists["at_words"] or plain in lists["dot_words"] else word


def _as_network(match: re.Match[str]) -> str:
    """Return "sn@p" as "snap", any other word with an at sign as it is."""
    word = match.group().replace("@", "a")
    return word if word in cues()["networks"] else match.group()


def _unescape(seen: str, places: list[int] | None) -> tuple[str, list[int]]:
    """Write signs such as ``&#64;`` and ``%40`` as a browser shows them."""
    where = places if places is not None else list(range(len(seen)))
    signs, kept, last = [], [], 0
    for match in _ENTITY.finditer(seen):
        entity = match.group()
        shown = chr(int(entity[1:], 16)) if entity[0] == "%" else html.unescape(entity)
        if len(shown) != 1:
            continue
        signs += [seen[last : match.start()], as_seen(shown).replace(HIDDEN, " ")]
        kept += [*where[last : match.start()], where[match.start()]]
        last = match.end()
    return "".join([*signs, seen[last:]]), [*kept, *where[last:]]


def _expand(seen: str, places: list[int] | None) -> tuple[str, list[int]]:
    """Write signs such as ⑩ with two digits."""
    where = places if places is not None else range(len(seen))
    signs, kept = [], []
    for sign, place in zip(seen, where, strict=True):
        number = 10 if sign == "\U0001f51f" else unicodedata.numeric(sign, None)
        wide = f"{number:.0f}" if _WIDE.match(sign) and number is not None else sign
        signs.append(wide)
        kept += [place] * len(wide)
    return "".join(signs), kept


def _join_spaced(seen: str, places: list[int] | None) -> tuple[str, list[int]] | None:
    """Return the text with words such as ``a.r.o.b.a.s.e`` joined, None when there is none."""
    if not (_SIGN_ALONE.search(seen) or _SIGN_SPACED.search(seen)):
        return None
    found = [m for m in _SPACED.finditer(seen) if any(map(str.isalpha, m.group()))]
    if not found:
        return None
    where = places if places is not None else range(len(seen))
    dropped = {
        position
        for match in found
        for step in re.finditer(
            re.escape(match["gap"] or match["blank"] or match["four"]), match.group()
        )
        for position in range(match.start() + step.start(), match.start() + step.end())
    }
    kept = [position for position in range(len(seen)) if position not in dropped]
    return "".join(seen[p] for p in kept), [where[p] for p in kept]
