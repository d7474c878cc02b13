"""How a sample for coders is drawn and for whom, and what is refused before anything is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import OptionError
from toolkit.messages import check_language
from toolkit.review.showing.journal import JOURNAL

MOST_TEXTS = 400
DESIGNS = ("random", "stratified")
_SHORT_NAME = re.compile(r"[A-Za-z0-9_-]{1,20}")


@dataclass(frozen=True)
class SampleDesign:
    """How a sample is drawn and for whom.

    Attributes
    ----------
    kind : str
        ``"random"``, or ``"stratified"`` by what was found for the indicators.
    coders : tuple of str
        Two or more short names chosen for the study, not people's names.
    seed : int, optional
        The same seed draws the same sample from the same corpus.
    lang : str
        Language of sheets and guide.
    journal : str or pathlib.Path
        A CSV file that grows by one line.
    """

    kind: str = "random"
    coders: tuple[str, ...] = ("A", "B")
    seed: int | None = None
    lang: str = "fr"
    journal: str | Path = JOURNAL


def check_request(n: int, plan: SampleDesign, folder: Path) -> None:
    """Refuse what cannot be drawn or written, before anything is read.

    Parameters
    ----------
    n : int
        How many texts.
    plan : SampleDesign
        How they are drawn and for whom.
    folder : pathlib.Path
        Where they go.

    Raises
    ------
    OptionError
        When one of them is out of range.

    Examples
    --------
    >>> check_request(0, SampleDesign(), Path("x"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: n: got 0; must be 1 to 400...
    """
    check_language(plan.lang)
    if not 1 <= n <= MOST_TEXTS:
        raise OptionError(
            "n", value=n, rule=f"must be 1 to {MOST_TEXTS}", remedy="a hundred texts are a start"
        )
    if plan.kind not in DESIGNS:
        raise OptionError(
            "design",
            value=plan.kind,
            rule=f"must be one of {', '.join(DESIGNS)}",
            remedy='use design="random"',
        )
    distinct = {name.casefold() for name in plan.coders}
    short = all(_SHORT_NAME.fullmatch(name) for name in plan.coders)
    if len(plan.coders) < 2 or len(distinct) < len(plan.coders) or not short:
        raise OptionError(
            "coders",
            value=plan.coders,
            rule="must be two or more different short names of letters and digits",
            remedy='write coders=("A", "B")',
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OptionError(
            "out",
            value=folder.name,
            rule="must be a new or empty folder, so that no filled sheet is lost",
            remedy="choose another folder",
        )
