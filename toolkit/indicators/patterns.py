"""The small language of patterns: a frame of words with slots, read from left to right.

=============  ==================================================================================
``mot``        this word; ``a|b`` one word among several
``mot~``       any word that begins so (``mot*`` is the same): inflection
``mot%``       this word, one slip allowed from five letters; from seven letters a forgotten, added
               or swapped letter inside the word is allowed without asking
``?mot``       a word that may be missing; ``?a|b`` and ``?{a b|c}`` too
``*2``         up to two words of any kind, within one sentence
``^``, ``$``   first or last: a clause begins or ends here, at a comma, a stop or an end of text
``a & b``      both wordings in one sentence, in any order, at most eight words apart; the rarest
               first, for it is what the text is searched for
``{a b|c}``    one of several wordings, each of one word or more
``@slot``      a word of a named list in ``slots.toml``; ``@number`` a number in figures, ``@name``,
               ``@contact``, ``@mask`` what the anonymisation left in place of one
=============  ==================================================================================

Case, accents, apostrophes, emoji, spacing and punctuation do not count. Words are read as
``spelling.read_word`` reads them, in patterns and in texts: ``17ans`` is ``17 ans``, ``24h/24``
is ``24 h 24``, ``jsuis`` is ``je suis``. A word may follow another across the end of a sentence,
a gap may not. Where several ways of reading fit, the shortest gap and the first alternative win.
"""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources

from toolkit.errors import CodebookError
from toolkit.indicators.plain import MASK, plain_text
from toolkit.indicators.spelling import read_word

_STEP = re.compile(
    r"(?P<gap>\*\d)(?=\s|$)|(?P<edge>[\^$])(?=\s|$)|(?P<optional>\??)(?:\{(?P<group>[^{}]*)\}|(?P<words>[^\s{}]+))(?=\s|$)"
)
_WORD = re.compile(r"[^\W_]+[~*%]?|@[a-z_]+")
_NUMBER = "@number"
_MASKS = {
    "@name": ("nom", "name"),
    "@contact": ("tel", "courriel", "compte", "lien", "phone", "email", "handle", "url", "link"),
    "@mask": (
        *("tel", "courriel", "compte", "lien", "nom", "adresse"),
        *("phone", "email", "handle", "url", "link", "name", "address"),
    ),
}
# "~" is how a prefix is kept once compiled
PREFIX = "~"
Words = tuple[str, ...]
# a year has four digits, and a contact more
_CONTACT_DIGITS = 5


@dataclass(frozen=True)
class Step:
    """One place of a pattern: wordings that may stand there, whether it may be empty, or a gap."""

    choices: tuple[Words, ...]
    optional: bool = False
    gap: int = 0

    @property
    def tells(self) -> bool:
        """Tell whether each of its wordings holds a word: a number is none, nor is a gap."""
        demanded = not self.optional and not self.gap
        return demanded and all(any(w != _NUMBER for w in choice) for choice in self.choices)


@dataclass(frozen=True)
class Edges:
    """Whether a clause must begin where a pattern begins, and end where it ends."""

    begins: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern and the indicator that it belongs to."""

    indicator: str
    source: str
    steps: tuple[Step, ...]
    tolerant: frozenset[str] = frozenset()
    # a modifier says how the wordings that it overlaps are said
    status: str = ""
    edges: Edges = Edges()
    # what else must stand near, in any order
    others: tuple[Pattern, ...] = ()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Return the regular expression that verifies the pattern on a line of words."""
        begins = r"(?:(?<=[.,] )|(?<=\A ))" if self.edges.begins else ""
        ends = r"(?=[.,] |\Z)" if self.edges.ends else ""
        return re.compile(begins + "".join(_expressions(self.steps)) + ends)

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """Return the regular expression that looks for the pattern inside a line of words."""
        return re.compile(f"(?<= ){self.expression.pattern}")

    @property
    def literals(self) -> frozenset[str]:
        """Return the whole words of the pattern."""
        words = (word for step in self.steps for choice in step.choices for word in choice)
        own = frozenset(w for w in words if not w.endswith(PREFIX) and not w.startswith("@"))
        return own.union(*(other.literals for other in self.others))


def _item(word: str) -> str:
    """Return the expression of one word and the space that follows."""
    if word == _NUMBER:
        return r"\d{1,4} "
    if word.endswith(PREFIX):
        return f"{re.escape(word[:-1])}[^ .,]* "
    return f"{re.escape(word)} "


def _expressions(steps: tuple[Step, ...]) -> Iterator[str]:
    """Yield the expression of each step, with the breaks that may stand before it."""
    for position, step in enumerate(steps):
        after_gap = position > 0 and steps[position - 1].gap
        between = "(?:, )*" if after_gap else "(?:[.,] )*"
        if step.gap:
            yield f"((?:(?:, )*[^ .,]+ ){{0,{step.gap}}}?)"
            continue
        choices = "|".join("(?:[.,] )*".join(map(_item, choice)) for choice in step.choices)
        between = between if position else ""
        # what a pattern does not demand is a group of its own, for context to look into
        yield f"({between}(?:{choices}))?" if step.optional else f"{between}(?:{choices})"


@cache
def slots() -> dict[str, tuple[str, ...]]:
    """Return the named lists of words.

    Returns
    -------
    dict
        Name to words.

    Examples
    --------
    >>> "manager" in slots()["third"]
    True
    """
    source = resources.files("toolkit.indicators") / "slots.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in lists.items()}


@cache
def compile_pattern(source: str, *, indicator: str, status: str = "") -> Pattern:
    """Compile a pattern of the codebook; the language is described at the top of this module.

    Parameters
    ----------
    source : str
        The pattern.
    indicator : str
        The indicator it belongs to.
    status : str
        For a modifier, the status that it gives.

    Returns
    -------
    Pattern
        The compiled pattern.

    Raises
    ------
    CodebookError
        When an alternative without braces spans words, a slot is unknown, or the pattern begins
        or ends with a gap.

    Examples
    --------
    >>> compile_pattern("mon|notre ?cher manager", indicator="X").steps[1].optional
    True
    """
    where = f"{source!r} of {indicator}"
    first, *others = (_compiled(part, where) for part in source.split(" & "))
    if any(part.edges != Edges() for part in (first, *others)) and others:
        raise CodebookError(
            f"pattern {where}",
            rule="must not ask for the edge of a clause and for wordings in any order at once",
            remedy="leave out ^ and $",
        )
    return replace(
        first,
        indicator=indicator,
        source=source,
        status=status,
        others=tuple(others),
        tolerant=first.tolerant.union(*(other.tolerant for other in others)),
    )


def _compiled(source: str, where: str) -> Pattern:
    """Return the pattern of wordings that stand in one order."""
    folded = unicodedata.normalize("NFC", source.lower())
    steps: list[Step] = []
    tolerant: set[str] = set()
    pieces = list(_STEP.finditer(folded))
    edges = Edges(*(bool(pieces and pieces[at]["edge"] == e) for at, e in ((0, "^"), (-1, "$"))))
    for match in pieces[edges.begins : len(pieces) - edges.ends]:
        if match["gap"]:
            steps.append(Step((), gap=int(match["gap"][1:])))
            continue
        if match["edge"]:
            raise _refused(where, match["edge"])
        listed = match["group"] if match["group"] is not None else match["words"]
        spans = match["group"] is not None
        choices = tuple(
            choice
            for wording in listed.split("|")
            for choice in _choices(wording, spans, where, tolerant)
        )
        steps.append(Step(choices, optional=bool(match["optional"])))
    left = _STEP.sub("", folded).strip()
    if left:
        raise _refused(where, left)
    if not steps or steps[0].gap or steps[0].optional or steps[-1].gap:
        raise CodebookError(
            f"pattern {where}",
            rule="must begin with a word and not end with a gap",
            remedy="begin with the most telling word",
        )
    _refuse_contacts(steps, where)
    pattern = Pattern("", source, tuple(steps), frozenset(tolerant), edges=edges)
    if not any(step.tells for step in steps):
        raise CodebookError(
            f"pattern {where}",
            rule="must hold a word that is always there, a number is none",
            remedy="add the most telling word",
        )
    return pattern


def _refuse_contacts(steps: Sequence[Step], where: str) -> None:
    """Refuse a pattern that looks for a contact: a codebook is no search engine."""
    demanded = [step for step in steps if not step.optional and not step.gap]
    masked = all(MASK in word for step in demanded for choice in step.choices for word in choice)
    digits = [max(map(_digits, step.choices)) if step.choices else 0 for step in steps]
    row = max(len(list(run)) if some else 0 for some, run in itertools.groupby(map(bool, digits)))
    if masked or max(digits) >= _CONTACT_DIGITS or row >= _CONTACT_DIGITS:
        raise CodebookError(
            f"pattern {where}",
            rule="must not look for a contact: only masks, or as many figures as a number has",
            remedy="write the words that are said around it",
        )


@cache
def _digits(choice: Words) -> int:
    """Return how many digits the longest word of a wording has; any number counts for one."""
    return max(word.count(_NUMBER) or sum(map(str.isdigit, word)) for word in choice)


def _refused(where: str, wording: str) -> CodebookError:
    """Return the error for a wording that is no word."""
    return CodebookError(
        f"pattern {where}",
        value=wording,
        rule="an alternative is one word of letters and digits, or a known slot",
        remedy="put wordings of several words between braces: {a b|c}",
    )


def _choices(wording: str, spans: bool, where: str, tolerant: set[str]) -> Iterator[Words]:
    """Yield the readings of one alternative: one, or as many as its slot has words."""
    words = wording.split()
    if not words or (len(words) > 1 and not spans):
        raise _refused(where, wording)
    readings: list[Words] = [()]
    for word in words:
        if not _WORD.fullmatch(word):
            raise _refused(where, wording)
        if word.startswith("@") and word != _NUMBER and word[1:] not in slots() | _MASKS_BY_NAME:
            raise _refused(where, wording)
        if word.endswith("%"):
            tolerant.add(_plain(word[:-1]))
        readings = [(*reading, *added) for reading in readings for added in _added(word)]
    yield from readings


_MASKS_BY_NAME = {name[1:]: masks for name, masks in _MASKS.items()}


def _plain(word: str) -> str:
    """Return a word as it stands on a line."""
    return plain_text(word).strip()


@cache
def _added(word: str) -> tuple[Words, ...]:
    """Return the words that one word of a pattern stands for."""
    if word in _MASKS:
        return tuple((f"{MASK}{name}{MASK}",) for name in _MASKS[word])
    if word == _NUMBER:
        return ((_NUMBER,),)
    if word.startswith("@"):
        return tuple(reading for listed in slots()[word[1:]] for reading in _listed(listed))
    if word[-1] in "~*":
        *whole, last = read_word(_plain(word[:-1])).split()
        return ((*whole, last + PREFIX),)
    return (tuple(read_word(_plain(word.rstrip("%"))).split()),)


def _listed(wording: str) -> tuple[Words, ...]:
    """Return the words of one wording of a slot, which may name another slot."""
    if wording.startswith("@"):
        return _added(wording)
    return (tuple(_one(word) for word in wording.split()),)


def _one(word: str) -> str:
    """Return a word of a slot as it stands on a line."""
    return word[:-1] + PREFIX if word[-1] in "~*" else read_word(word)
