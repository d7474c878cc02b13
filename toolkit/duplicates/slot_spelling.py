"""Tell a word that was mistyped from another word."""

from __future__ import annotations

from collections import Counter

# a typing error is one change, two in a long word, and rarely strikes the first letter
LEAST_LETTERS, LONG_WORD = 4, 8
# a word this many times rarer than another may be that word mistyped
RARER = 2
# so few texts that no word is more usual than another
FEW_TEXTS = 3


def is_spelling_variant(one: str, other: str) -> bool:
    """Tell whether two folded wordings are the same but for a typing error or a space.

    Figures that differ are never a variant; words shorter than four letters are too short to tell.

    Parameters
    ----------
    one, other : str
        Folded wordings.

    Returns
    -------
    bool
        Whether they are.

    Notes
    -----
    Distance of optimal string alignment. Typing errors seldom strike the first letter:
    Yannakoudakis and Fawthrop (1983).

    Examples
    --------
    >>> is_spelling_variant("quartier", "quariter"), is_spelling_variant("lille", "lyon")
    (True, False)
    """
    one, other = one.replace(" ", ""), other.replace(" ", "")
    if one == other:
        return True
    size = max(len(one), len(other))
    if size < LEAST_LETTERS or one[:1] != other[:1] or figures(one) != figures(other):
        return False
    from rapidfuzz.distance import OSA

    most = 1 if size < LONG_WORD else 2
    return bool(OSA.distance(one, other, score_cutoff=most) <= most)


def figures(wording: str) -> str:
    """Return the figures of a wording.

    Parameters
    ----------
    wording : str
        Any wording.

    Returns
    -------
    str
        Its figures.

    Examples
    --------
    >>> figures("8h30")
    '830'
    """
    return "".join(filter(str.isdecimal, wording))


def corrections(frequency: Counter[str], texts: int) -> dict[str, str]:
    """Return which words of a group are probably others mistyped.

    It corrects nothing: the words are only aligned as if they were the same. In two or three texts
    no spelling is known to be the usual one, and the first in alphabetical order is taken for it.

    Parameters
    ----------
    frequency : Counter
        In how many texts each folded word stands.
    texts : int
        How many texts there are.

    Returns
    -------
    dict
        From the rarer word to the more usual one.

    Examples
    --------
    >>> corrections(Counter({"quartier": 9, "quariter": 1, "lille": 4, "lyon": 5}), 9)
    {'quariter': 'quartier'}
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    words = [w for w in frequency if len(w) >= LEAST_LETTERS - 1 and not figures(w)]
    order = sorted(words, key=lambda word: (-frequency[word], word))
    usual: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for word in order:
        known = usual.setdefault(word[0], [])
        most = 1 if len(word) < LONG_WORD - 1 else 2
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
        same = next(
            (
                other
                for other, _, _ in near
                if texts <= FEW_TEXTS or frequency[other] >= RARER * frequency[word]
                if is_spelling_variant(word, other)
            ),
            None,
        )
        if same is not None:
            found[word] = same
        elif texts <= FEW_TEXTS or frequency[word] >= RARER:
            known.append(word)
    return found
