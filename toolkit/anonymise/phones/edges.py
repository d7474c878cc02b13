"""Tell where a phone number begins and ends, with what its writer puts around it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from toolkit.anonymise.phones.runs import LABEL
from toolkit.anonymise.phones.unit import Unit

_DRAWN_KINDS = frozenset({"digits", "letters", "mixed"})
_DRAWN_GROUP = "[oqilzsbgtобзч0-9]{1,4}"
_PLAIN_GAP = re.compile(r"[\s.\-/()]*")
_SIGN_BEFORE = re.compile(
    r"(?:\+|\(\s?\+?|\b(?:plus|mas|mais|piu)\s|\b0 devant (?:le )?"
    r"|\b(?:indicatif|prefix|prefijo|prefisso|indicativo|ddd)"
    r" \+?\d{1,3} (?:(?:e )?(?:puis|then|luego|apoi|e|y|et|and|depois|dann) )?)\s?$"
)
# "poste 12", and the other end of a number: "ou 17"
_EXTENSION = re.compile(
    r"[ ,]{1,2}(?:poste|ext|extension|interne|int|anexo|ramal|durchwahl)\.? ?\d{1,4}(?!\d)"
    r"|(?: ou | or | o | sau |/)\d\d(?![\d/]| ?[/:h])"
)
# "00 33 6…" after an hour, whose minutes the zeros are not
_INTERNATIONAL = re.compile(
    r"(?<![^\W_])00[ .\-]{1,2}(?=(?:3[0-69]|4[0-9]|351|35[235]|1|7)[ .\-(]{1,2}\d)"
)
_MEASURED = re.compile(r"\s?(?:€|\$|£|euros?\b|h\b|ans\b|min|lei\b|%|km\b|/)")
# what is said after each group
_REFRAINS = (
    re.compile(r"\s?\([^()]{1,30}\)"),
    re.compile(r"\s?(?:comme|como|like|ca|wie|come)\s[^\W\d_]+"),
    re.compile(r"\s?(?:cm|km|kg|mm|€|euros?)(?![^\W_])"),
)
_FEWEST_REFRAINS = 2
_BLANKS = frozenset(["", " ", ".", "-"])
_LABEL_BEFORE = re.compile(r"(?<![^\W_])[a-z]\s?[=:]\s?$")


def number_span(seen: str, window: Sequence[Unit]) -> tuple[int, int, bool]:
    """Return where a number stands, its plus sign and brackets included, and if it hides.

    Parameters
    ----------
    seen : str
        The text as it is read.
    window : sequence of Unit
        The groups of the number.

    Returns
    -------
    tuple
        ``start``, ``end``, and whether the number hides from machines.

    Examples
    --------
    >>> number_span("+33 6", [Unit(1, 3, "33", "digits"), Unit(4, 5, "6", "digits")])
    (0, 5, False)
    """
    start, end = _in_rhythm(seen, window)
    zeros = _INTERNATIONAL.search(seen, max(start - 4, 0), start + 8)
    start = zeros.start() if zeros is not None and zeros.end() == start else start
    before = _SIGN_BEFORE.search(seen, max(start - 24, 0), start)
    gaps = "".join(seen[a.end : b.start] for a, b in itertools.pairwise(window))
    hidden = any(unit.kind != "digits" for unit in window) or not _PLAIN_GAP.fullmatch(gaps)
    after = _EXTENSION.match(seen, end)
    if after is not None and not _MEASURED.match(seen, after.end()):
        end = after.end()
    end = _with_refrain(seen, window, end)
    if (
        before is None
        and len(window) > 2
        and all(LABEL.fullmatch(seen[a.end : b.start]) for a, b in itertools.pairwise(window))
    ):
        before = _LABEL_BEFORE.search(seen, max(start - 6, 0), start)
    return (before.start() if before else start), end, hidden


def _with_refrain(seen: str, window: Sequence[Unit], end: int) -> int:
    """Return the end of a number with what the writer adds after each group: "75 comme Paris"."""
    gaps = [seen[a.end : b.start] for a, b in itertools.pairwise(window)]
    if _BLANKS.issuperset(gaps):
        return end
    for refrain in _REFRAINS:
        if sum(refrain.match(gap) is not None for gap in gaps) >= _FEWEST_REFRAINS:
            after = refrain.match(seen, end)
            return after.end() if after is not None else end
    return end


def _in_rhythm(seen: str, window: Sequence[Unit]) -> tuple[int, int]:
    """Return where a number begins and ends, with the drawn groups that keep its rhythm."""
    start, end = window[0].start, window[-1].end
    gaps = {seen[a.end : b.start] for a, b in itertools.pairwise(window)}
    number = sum(len(unit.digits) for unit in window)
    if len(gaps) != 1 or not all(unit.kind in _DRAWN_KINDS for unit in window):
        return start, end
    gap = re.escape(gaps.pop())
    plain = all(unit.kind == "digits" for unit in window)
    most = (9 if plain else 11) + (2 if "+" in seen[max(start - 12, 0) : start] else 0)
    right = re.compile(rf"{gap}(?P<group>{_DRAWN_GROUP})(?![^\W_])")
    while number < most and (after := right.match(seen, end)) is not None:
        number, end = number + len(after["group"]), after.end()
    left = re.compile(rf"(?<![^\W_])(?P<group>{_DRAWN_GROUP}){gap}$")
    while number < most and (before := left.search(seen, max(start - 12, 0), start)) is not None:
        if window[0].digits.startswith("0") and "+" not in seen[max(before.start() - 6, 0) : start]:
            break
        number, start = number + len(before["group"]), before.start()
    return start, end
