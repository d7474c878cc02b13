"""The signs of web addresses, written plainly or said, as patterns."""

from __future__ import annotations

import re
from functools import cache

from toolkit.anonymise.vocabulary import cues

OPENING, CLOSING = r"[(\[{<«|*_~\-\\/]{1,3}\s?", r"\s?[)\]}>»|*_~\-\\/]{1,3}"
PIECE = r"[^\W_][\w\-+]*"


def any_of(name: str) -> str:
    """Return a pattern for any word of a cue list, longest first among those with one first letter.

    Parameters
    ----------
    name : str
        A list of ``cues()``.

    Returns
    -------
    str
        A pattern, not compiled.

    Examples
    --------
    >>> re.fullmatch(any_of("providers"), "gmail") is not None
    True
    """
    # one branch per first letter: most places of a text are refused at once
    tails: dict[str, list[str]] = {}
    for word in sorted(cues()[name], key=len, reverse=True):
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(head)}(?:{'|'.join(ends)})" for head, ends in tails.items())


@cache
def web_signs() -> tuple[str, str, str, str, str]:
    """Return the patterns of ends, spelt dots, spelt at signs, any dot and any joint.

    Returns
    -------
    tuple of str
        Patterns, not compiled.

    Examples
    --------
    >>> len(web_signs())
    5
    """
    tops = (
        rf"(?:{any_of('top_domains')}|f r|c o m|n e t|o r g|p t|r o|e s|effe?erre?"
        r"|ef er|efere|peteer|erre o|pe te|gros com)"
    )
    words = rf"(?:{any_of('dot_words')})"
    sure = (
        rf"(?:{any_of('at_words')}|coada de maimuta|coada maimutei|a cu coada"
        rf"|a rond|arond|a commercial|at sign|et commercial|a con circulo"
        r"|a in cerc)"
    )
    # a comma or a slash may set the spelt signs apart
    dot = (
        rf"(?:\s?\.\s?|,(?={tops}(?![^\W_]))"
        rf"|(?:[, /+]\s?){{1,2}}(?:{OPENING})?\b{words}\b(?:{CLOSING})"
        rf"?(?:[, /+]\s?){{0,2}}|\s?{OPENING}(?:\."
        rf"|{words}){CLOSING}\s?)"
    )
    joint = (
        rf"(?:[, ]\s?(?:{any_of('joint_words')})(?: (?:du |de |do |el )?(?:bas|bajo|baixo|jos"
        r"|basso|bas|huit|8|6|six))?,? ?|\s?[\-_+]\s?)"
    )
    return tops, words, sure, dot, joint


def end_of(match: re.Match[str]) -> int:
    r"""Return the end of a match without the punctuation of the sentence.

    Parameters
    ----------
    match : re.Match
        Where an address or a link was found.

    Returns
    -------
    int
        A position.

    Examples
    --------
    >>> end_of(re.match(r"\S+", "exemple.fr."))
    10
    """
    return match.start() + len(match.group().rstrip(".,;:!?)'\"-"))
