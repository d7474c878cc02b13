"""How a wording is said: asserted, negated, quoted, of another person, in the past, as an if."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.indicators.cues import Cue, after_table, before_table, find_cues
from toolkit.indicators.plain import BREAKS
from toolkit.indicators.reading import Reading

WINDOW, AFTER = 8, 4
# the denial of a noun reaches less far than the denial of a clause
_NOUN_REACH, _OUTER_REACH = 5, 2
_RESTRICTION_REACH, _ANSWER = 4, 5
_QUOTED = re.compile(r'"[^"\n]{1,160}"|“[^”\n]{1,160}”|„[^”“\n]{1,160}[”“]|«[^»\n]{1,160}»')
_DENIALS = ("negation_clause", "negation_noun", "negation_strong", "own")
_TURNS = ("terminator", "joiner", "self_subject", "clause", "restriction", "main_clause")
_OPENINGS = ("joiner", "self_subject", "main_clause", "clause")
_QUOTES = '"“„«'
_STOP = re.compile(r"[.,;:!?…\n]")

# first word, one past the last word, the gaps between them
Wording = tuple[int, int, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Manner:
    """What an indicator lets context change: see the fields."""

    # the wording holds its own negation: only one just before it counts
    negation_internal: bool = False
    # a legal notice is no concern, and is the very thing that a protective wording looks for
    legal_counts: bool = False
    # asked without a comma, the wording is about the reader: "in town for two nights?"
    asks_reader: bool = False


def is_quoted(reading: Reading, first: int, last: int) -> bool:
    """Tell whether words stand between quotation marks.

    Parameters
    ----------
    reading : Reading
        The text.
    first, last : int
        The words, ``last`` being one past the last.

    Returns
    -------
    bool
        True when both ends are inside the same marks.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> is_quoted(Reading('il dit "appelez mon manager"', Spelling([])), 2, 5)
    True
    """
    if not any(mark in reading.text for mark in _QUOTES):
        return False
    start, end = reading.offsets(first, last)
    return any(q.start() <= start and end <= q.end() for q in _QUOTED.finditer(reading.text))


def window_before(tokens: Sequence[str], first: int, size: int = WINDOW) -> int:
    """Return where the words before a wording begin that may change it.

    Parameters
    ----------
    tokens : sequence of str
        The words of a text.
    first : int
        The first word of the wording.
    size : int
        How many words at most; commas do not count, the end of a sentence stops.

    Returns
    -------
    int
        The first word of the window.

    Examples
    --------
    >>> window_before(["merci", ".", "pas", "de", ",", "manager"], 5)
    2
    """
    at = first
    while at > 0 and size > 0 and tokens[at - 1] != ".":
        at -= 1
        size -= tokens[at] != ","
    return at


def window_after(tokens: Sequence[str], last: int, size: int = AFTER) -> int:
    """Return where the words after a wording end that may change it.

    Parameters
    ----------
    tokens : sequence of str
        The words of a text.
    last : int
        One past the last word of the wording.
    size : int
        How many words at most.

    Returns
    -------
    int
        One past the last word of the window.

    Examples
    --------
    >>> window_after(["manager", ",", "non", ".", "merci"], 1)
    3
    """
    at = last
    while at < len(tokens) and size > 0 and tokens[at] != ".":
        size -= tokens[at] != ","
        at += 1
    return at


class _State:
    """What the words before a wording have said so far, read from left to right."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.negation: Cue | None = None
        self.behind_comma = False
        # the wording begins with the second half of a negation
        self.concord = False
        # the wording is the subject of a verb of its own
        self.own_clause = False
        # an "if" and its own subject: the next subject is not supposed
        self.supposed = False
        self.subject_met = False
        # one past the words that give what follows to the reader
        self.owned_until = -1
        self.said: set[str] = set()

    def take(self, cue: Cue) -> None:
        """Take one more cue into account."""
        kind, start, _ = cue
        if kind.startswith("negation"):
            self.negation, self.behind_comma = cue, False
        elif kind == "comma":
            self.behind_comma = self.negation is not None
            self.supposed = False
            self.said.discard("client")
        elif kind == "coordinator":
            self.behind_comma = False
        elif kind in _TURNS:
            self._turn(kind, start)
        elif kind == "reader_subject":
            self._meet_subject()
        elif kind == "hypothetical":
            self.supposed, self.subject_met = True, False
        elif kind in ("past", "reported", "legal", "client", "other_person"):
            self.said.add(kind)
        elif kind == "owner":
            self.owned_until = cue[2]

    def _turn(self, kind: str, start: int) -> None:
        """Forget what a new clause does not inherit."""
        strong = self.negation is not None and self.negation[0] == "negation_strong"
        if kind == "restriction":
            weak = self.negation and self.tokens[self.negation[1]] in ("n", "ne") and not strong
            if weak and self.negation and start - self.negation[1] <= _RESTRICTION_REACH:
                self.negation = None
            return
        if kind == "main_clause":
            self.supposed = False
            # "ne contactez pas": the verb that is denied begins no clause
            if self.negation and start > self.negation[2] and not strong:
                self.negation = None
            return
        if kind == "joiner":
            noun = self.negation is not None and self.negation[0] == "negation_noun"
            if noun and self.negation and start > self.negation[2]:
                self.negation = None
            return
        if not strong:
            self.negation = None
        if kind == "terminator":
            self.said -= {"past", "client", "other_person", "reported"}
            self.supposed = False
        elif kind == "self_subject":
            self.said -= {"client", "other_person"}
        if kind in ("self_subject", "clause"):
            self._meet_subject()

    def _meet_subject(self) -> None:
        """Leave an "if" at the second subject."""
        self.supposed = self.supposed and not self.subject_met
        self.subject_met = True

    def negates(self, first: int, *, internal: bool) -> bool:
        """Tell whether the last negation reaches a wording."""
        if self.negation is None or self.behind_comma:
            return False
        kind, start, end = self.negation
        between = sum(token not in BREAKS for token in self.tokens[end:first])
        if self.own_clause and kind != "negation_strong" and between:
            return False
        if internal and kind != "negation_strong":
            half = self.concord or (self.tokens[start] in ("n", "ne") and end == start + 1)
            return not half and kind == "negation_clause" and between <= _OUTER_REACH
        return between <= (_NOUN_REACH if kind == "negation_noun" else WINDOW)


def _after(reading: Reading, last: int) -> set[str]:
    """Return what is said just after a wording; a comma is crossed where nothing stands before."""
    tokens = reading.tokens
    end = window_after(tokens, last)
    comma = next((i for i in range(last + 1, end) if tokens[i] == ","), end)
    crossed = tokens[last : last + 1] == [","]
    said = set()
    for kind, start, stop in find_cues(tokens, last, comma, after_table(), reading.language):
        near = start == last + crossed
        ends = stop == len(tokens) or tokens[stop] in BREAKS
        alone = near and ends if kind == "after_bare" else True
        if alone and (near or not crossed) and (near or kind != "predicate"):
            said.add("after_negation" if kind == "after_bare" else kind)
    return said


def _is_predicate(word: str) -> bool:
    """Tell whether a wording ends with a verb of its own."""
    return any(kind == "predicate" and not rest for rest, kind, _ in after_table().get(word, ()))


def _denies(reading: Reading, first: int, last: int, kinds: tuple[str, ...] = _DENIALS) -> bool:
    """Tell whether a negation stands among some words."""
    cues = find_cues(reading.tokens, first, last, before_table(), reading.language)
    return any(kind in kinds for kind, _, _ in cues)


def _named(wording: Wording) -> list[tuple[int, int]]:
    """Return the words of a wording that its pattern names."""
    first, last, gaps = wording
    edges = [first, *(edge for gap in gaps for edge in gap), last]
    return [part for part in zip(edges[::2], edges[1::2], strict=True) if part[0] < part[1]]


def skips_denial(reading: Reading, manner: Manner, wording: Wording) -> bool:
    """Tell whether a wording that holds no negation of its own skips one that counts.

    Parameters
    ----------
    reading : Reading
        The text.
    manner : Manner
        What the indicator lets context change.
    wording : tuple
        First word, one past the last word, and the gaps: the words that its pattern does not name.

    Returns
    -------
    bool
        True when it does.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> text = Reading("mon manager ne prend pas les appels", Spelling([]))
    >>> skips_denial(text, Manner(), (0, 7, [(2, 5)]))
    True
    """
    if not wording[2]:
        return False
    parts = _named(wording)
    # what follows the last word that the pattern demands denies nothing
    inside = [gap for gap in wording[2] if parts and gap[0] < parts[-1][0]]
    # "indépendante, sans agence" may skip "sans", and not "pas"
    kinds = ("negation_clause",) if manner.negation_internal else _DENIALS
    denied = any(_denies(reading, *gap, kinds) for gap in inside)
    return denied and not any(_denies(reading, *part) for part in parts)


def _refused(reading: Reading, last: int) -> bool:
    """Tell whether a refusal follows a wording at once."""
    start = last + (reading.tokens[last : last + 1] == [","])
    end = window_after(reading.tokens, start)
    cues = find_cues(reading.tokens, start, end, after_table(), reading.language)
    return any(kind == "after_negation" and first == start for kind, first, _ in cues)


def _asked_and_denied(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a wording is a question that the next sentence answers with a negation."""
    if reading.tokens[last : last + 1] != ["."]:
        return False
    if not reading.is_asked(first, last):
        return False
    return _denies(reading, last + 1, window_after(reading.tokens, last + 1, _ANSWER))


def _asks_reader(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a wording ends a question in which the writer does not appear."""
    end = reading.offsets(first, last)[1]
    stop = _STOP.search(reading.text, end)
    if stop is None or stop[0] != "?":
        return False
    return not _denies(reading, window_before(reading.tokens, first), last, ("self_subject",))


def _negated(
    reading: Reading, wording: Wording, manner: Manner, state: _State, *, afterwards: bool
) -> bool:
    """Tell whether a wording is denied from before, from after, or in its gaps."""
    first, last, gaps = wording
    if not manner.negation_internal and _asked_and_denied(reading, first, last):
        return True
    if not (afterwards or gaps or state.negation):
        return False
    if skips_denial(reading, manner, wording):
        return True
    # a wording that says "sans" or "ni" itself holds its own negation
    own = any(_denies(reading, *part) for part in _named(wording))
    internal = own or manner.negation_internal
    if afterwards and internal:
        # what a wording of concern asks for is refused just after it
        afterwards = manner.legal_counts and _refused(reading, last)
    return state.negates(first, internal=internal) or afterwards


def status_of(
    reading: Reading,
    span: tuple[int, int],
    manner: Manner,
    gaps: Sequence[tuple[int, int]] = (),
) -> str:
    """Return how a wording is said.

    Parameters
    ----------
    reading : Reading
        The text.
    span : tuple of int
        First word, and one past the last word.
    manner : Manner
        What the indicator lets context change.
    gaps : sequence of tuple
        The words inside the wording that its pattern does not name: a negation there counts.

    Returns
    -------
    str
        One of ``schema.STATUSES``.

    Examples
    --------
    >>> from toolkit.indicators.spelling import Spelling
    >>> status_of(Reading("je n'ai pas de manager", Spelling([])), (5, 6), Manner())
    'negated'
    """
    tokens = reading.tokens
    first, last = span
    if is_quoted(reading, first, last):
        return "quoted"
    state = _State(tokens)
    begin = window_before(tokens, first)
    for cue in find_cues(tokens, begin, first, before_table(), reading.language):
        state.take(cue)
    # the first word of a wording may begin a clause, and says nothing else about itself
    for cue in find_cues(tokens, first, first + 1, before_table(), reading.language):
        state.concord |= cue[0] == "concord"
        if cue[0] in _OPENINGS:
            state.take(cue)
    after = _after(reading, last)
    if "coordinator" in after:
        state.behind_comma = False
    state.own_clause = "predicate" in after or _is_predicate(tokens[last - 1])
    said = state.said
    if "reported" in said:
        return "quoted"
    wording = (first, last, gaps)
    if _negated(reading, wording, manner, state, afterwards="after_negation" in after):
        return "negated"
    if "legal" in said and manner.legal_counts:
        return "legal"
    checks = {
        "client": "client" in said
        or state.owned_until == first
        or (manner.asks_reader and _asks_reader(reading, first, last)),
        "hypothetical": state.supposed,
        "past": "past" in said or "past_after" in after,
        "other_person": "other_person" in said,
    }
    return next((status for status, holds in checks.items() if holds), "asserted")
