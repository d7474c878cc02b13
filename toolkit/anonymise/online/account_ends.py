"""Tell how far an account goes on: more words, the words of a page, quoted pieces, said joints."""

from __future__ import annotations

import re
from functools import cache

from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_stems, common_words, cues, number_words, place_names

_LINKING = r"(?:de la|de las|de los|du|des|del|della|de|da|do|dos|das|di|of the|of|and|et|y|e|&)"
_ONE_MORE = re.compile(rf" (?P<linking>{_LINKING} )?(?P<word>[^\W\d_][^\W\d_'’]+)(?!['’@.]\w)")
_NUMBER = re.compile(
    r" \d{2,4}(?!\w|\s?[€$£%:/+]|[.,\-]\s?\d| (?:et|ou|y|e|and|a) \d"
    r"|\s(?:euros?|eur|lei|ron|ans|anos|ani|years?|min|h|km|m2|x|photos?)\b)"
)
_CLOSED = re.compile(r"\s*(?:$|[,.;:!?)\n|/»”\"–])")
_MOST_WORDS = 3
_CAPITAL = r"[^\W\d_a-zß-ÿ][\w'’]*"
_TITLE = re.compile(rf"{_CAPITAL}(?: (?:{_LINKING} )?{_CAPITAL})+")
# "Les dictées de Mimi", "The Sunday Loaf"
_PAGE = re.compile(
    rf"(?:Les?|La|Los|Las|The|El|Il|Lo|Os?|As?) [^\W\d_][\w'’]+(?: {_LINKING})? {_CAPITAL}"
)
_QUOTED = re.compile(r"[\"«“]\s?(?P<said>[^\"«»“”\n]{2,40}?)\s?[\"»”]")
_JOINTS = (
    r"(?:\s?(?:puis|et|plus|\+|then|and|y|luego|e|depois|apoi|si|poi|point|punto|ponto|punct|dot"
    r"|tiret|underscore|,))+\s?"
)
_MORE_QUOTED = re.compile(rf"(?:{_JOINTS}[\"«“][^\"«»“”\n]{{1,20}}[\"»”])+")
_THEN = re.compile(
    r"(?: (?:puis|suivie? d[eu]|then|luego|depois|apoi|poi) (?!le |la |je |un |on )[^\W_]+"
    r"(?: [^\W_]+(?= puis | then |\s?(?:$|[.,;\n])))?)+"
)

_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# three words with a capital: the name of a page
THREE_CAPITALS = re.compile(
    r"[^\W\d_a-zß-ÿ][^\W_]+(?: (?:d[aeou]s? |la |les? |by )?[^\W\d_a-zß-ÿ][^\W_]+){2,6}"
)


@cache
def _known() -> frozenset[str]:
    """Return the words that belong to the sentence rather than to an account."""
    lists = cues()
    named = lists["not_accounts"] | lists["connectors"] | lists["networks"] | lists["searching"]
    return common_words() | named | lists["phone"] | lists["fillers"] | number_words().keys()


def with_more_words(view: View, start: int, stop: int) -> int:
    """Return the end of an account that is written as several plain words.

    Parameters
    ----------
    view : View
        A text as it is read.
    start, stop : int
        The first word of the account, in ``view.seen``.

    Returns
    -------
    int
        Its end: towns, everyday words and measures stay out.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("insta atelier ombelle, sur rdv")
    >>> view.seen[: with_more_words(view, 6, 13)]
    'insta atelier ombelle'
    """
    seen = view.seen
    then = _THEN.match(seen, stop)
    if then is not None:
        return then.end()
    if not seen[start:stop].isalpha():
        return stop
    for _ in range(_MOST_WORDS):
        more = _ONE_MORE.match(seen, stop)
        if more is None:
            break
        numbered = _NUMBER.match(seen, more.end())
        word = more["word"]
        refused = word in cues()["not_accounts"] or word in place_names()
        if not _goes_on(view, more) and not (numbered and len(word) > 3 and not refused):
            break
        stop = more.end()
    number = _NUMBER.match(seen, stop)
    return number.end() if number is not None else stop


def _goes_on(view: View, more: re.Match[str]) -> bool:
    """Tell whether one more word belongs to an account."""
    word, closed = more["word"], _CLOSED.match(view.seen, more.end()) is not None
    if word in _known() or word in place_names() or len(word) < 3:
        return False
    if more["linking"] is not None:
        return closed
    return closed or word[:5] not in common_stems()


def page_at(view: View, start: int) -> int | None:
    """Return where the title of a page ends: "Les dictées de Mimi", "Test Pilates".

    Parameters
    ----------
    view : View
        A text as it is read.
    start : int
        A position in ``view.seen``.

    Returns
    -------
    int or None
        None when no page begins there.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> page_at(view_of("Les dictées de Test, le lundi"), 0)
    19
    """
    if view.shape.isupper():
        return None
    match = _PAGE.match(view.shape, start)
    if match is None and (match := _TITLE.match(view.shape, start)) is not None:
        words = re.findall(r"[^\W_]+", view.seen[slice(*match.span())])
        known, places = _known(), place_names()
        if words[-1] in places or all(word in known or word in places for word in words):
            return None
    return match.end() if match is not None else None


def quoted_at(seen: str, start: int) -> tuple[int, int] | None:
    """Return what is quoted at a place, with the pieces that are said to follow it.

    Parameters
    ----------
    seen : str
        The text as it is read.
    start : int
        Where the quotation mark stands.

    Returns
    -------
    tuple or None
        Start and end without the outer marks.

    Examples
    --------
    >>> quoted_at('insta "ro" puis "se", merci', 6)
    (7, 19)
    """
    match = _QUOTED.match(seen, start)
    if match is None:
        return None
    more = _MORE_QUOTED.match(seen, match.end())
    return match.start("said"), more.end() - 1 if more is not None else match.end("said")


def quoted_before(seen: str, end: int) -> tuple[int, int] | None:
    """Return what is quoted right before a place.

    Parameters
    ----------
    seen : str
        The text as it is read.
    end : int
        Where the closing mark ends.

    Returns
    -------
    tuple or None
        Start and end without the marks.

    Examples
    --------
    >>> quoted_before('tapez "rose test" sur insta', 17)
    (7, 16)
    """
    for match in _QUOTED.finditer(seen, max(end - 46, 0), end):
        if match.end() == end:
            return match.span("said")
    return None


def looks_like_account(view: View, start: int, stop: int) -> bool:
    """Tell whether a word holds what words do not: digits, underscores, dots, inner capitals.

    Parameters
    ----------
    view : View
        A text as it is read.
    start, stop : int
        The word, in ``view.seen``.

    Returns
    -------
    bool
        False for prices, hours and the names of networks.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> looks_like_account(view_of("test59"), 0, 6), looks_like_account(view_of("20h30"), 0, 5)
    (True, False)
    """
    word = view.seen[start:stop]
    if word.isdecimal() or re.fullmatch(
        r"\d+(?:h\d*|e|ans?|min|eur|am|pm|x|k|[.,:]\d+)|[a-h]?\d{1,3}[a-h]?", word
    ):
        return False
    if _IDEOGRAPH.search(word) or word in cues()["networks"]:
        return False
    if word.count("-") >= 2 and word not in common_words():
        return True
    if THREE_CAPITALS.match(view.shape, start) and not view.shape.isupper():
        return True
    if "_" in word or any(map(str.isdigit, word)):
        return any(map(str.isalpha, word))
    if word.startswith("live") and view.seen[stop : stop + 1] == ":":
        return True
    shape = view.shape[start:stop]
    inner = re.search(r"[a-z][A-Z]", shape) is not None
    parts = word.split(".")
    return inner or (len(parts) > 1 and all(parts))
