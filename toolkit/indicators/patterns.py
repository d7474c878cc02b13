"""The small language of patterns: words, alternatives for one word, gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.errors import CodebookError

_WORD = re.compile(r"[^\W_]+")
_STEP = re.compile(r"\?(?P<optional>\S+)|\*(?P<gap>\d)|(?P<words>\S+)")
_WORDS = re.compile(r"[^\W_]+~?(?:\|[^\W_]+~?)*")


@dataclass(frozen=True)
class Step:
    """One word of a pattern: its alternatives, whether it may be missing, or a gap of words."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    optional: bool = False
    gap: int = 0

    def matches(self, word: str) -> bool:
        """Tell whether a word is one of the alternatives."""
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern and the indicator that it belongs to."""

    indicator: str
    source: str
    steps: tuple[Step, ...]


def split_words(folded: str) -> list[tuple[str, int, int]]:
    """Return the words of a folded text with their places.

    Parameters
    ----------
    folded : str
        A text from ``fold``.

    Returns
    -------
    list of tuple
        Word, start, end.

    Examples
    --------
    >>> split_words("j'ai 17ans")
    [('j', 0, 1), ('ai', 2, 4), ('17ans', 5, 10)]
    """
    return [(match.group(), *match.span()) for match in _WORD.finditer(folded)]


def compile_pattern(source: str, *, indicator: str) -> Pattern:
    """Compile a pattern of the codebook.

    A space means the next word, ``a|b`` alternatives for one word, ``w~`` a prefix, ``?w`` a word
    that may be missing, ``*n`` up to n words of any kind.

    Parameters
    ----------
    source : str
        The pattern, folded.
    indicator : str
        The indicator it belongs to.

    Returns
    -------
    Pattern
        The compiled pattern.

    Raises
    ------
    CodebookError
        When an alternative spans words, or the pattern begins with a gap.

    Examples
    --------
    >>> compile_pattern("mon|notre ?cher manager", indicator="X").steps[1].optional
    True
    """
    steps = []
    for match in _STEP.finditer(source):
        words = match["optional"] or match["words"]
        if match["gap"]:
            steps.append(Step(frozenset(), (), gap=int(match["gap"])))
            continue
        if not _WORDS.fullmatch(words):
            raise CodebookError(
                f"pattern {source!r} of {indicator}",
                value=words,
                rule="an alternative is one word of letters and digits",
                remedy="write one pattern for each wording that spans words",
            )
        alternatives = words.split("|")
        exact = frozenset(word for word in alternatives if not word.endswith("~"))
        prefixes = tuple(word[:-1] for word in alternatives if word.endswith("~"))
        steps.append(Step(exact, prefixes, optional=bool(match["optional"])))
    if not steps or steps[0].gap or steps[0].optional or steps[-1].gap:
        raise CodebookError(
            f"pattern {source!r} of {indicator}",
            rule="must begin with a word and not end with a gap",
            remedy="begin with the most telling word",
        )
    return Pattern(indicator, source, tuple(steps))


def match_from(steps: Sequence[Step], words: Sequence[str], at: int) -> int | None:
    """Return the position after a match that begins at a word, None where there is none.

    Parameters
    ----------
    steps : sequence of Step
        What is left to match.
    words : sequence of str
        The words of a text.
    at : int
        Where to begin.

    Returns
    -------
    int or None
        One past the last word matched.

    Examples
    --------
    >>> pattern = compile_pattern("a *1 b", indicator="X")
    >>> match_from(pattern.steps, ["a", "x", "b"], 0)
    3
    """
    if not steps:
        return at
    step, rest = steps[0], steps[1:]
    if step.gap:
        ends = (match_from(rest, words, at + skipped) for skipped in range(step.gap + 1))
        return next((end for end in ends if end is not None), None)
    if at < len(words) and step.matches(words[at]):
        end = match_from(rest, words, at + 1)
        if end is not None:
            return end
    return match_from(rest, words, at) if step.optional else None
