"""Words for how sure a number is: rules in one place, so that no sentence says too much."""

from __future__ import annotations

import math

from toolkit.errors import OptionError
from toolkit.messages.catalogue import message
from toolkit.messages.numbers import format_number, format_percent

# widths of an interval, as shares: up to the first a number is named, up to the second its order
CLOSE, ROUGH = 0.10, 0.30
# two ways to count agree when they are no further apart
AGREE = 0.05


def how_sure(low: float, high: float) -> str:
    """Return how much an interval lets one say.

    It knows chance only: what was not collected is in no interval.

    Parameters
    ----------
    low, high : float
        Limits of a share; NaN where there is none.

    Returns
    -------
    str
        ``close``, ``rough``, ``vague``, or ``unknown`` without limits.

    Raises
    ------
    OptionError
        When the limits are the wrong way round, or no shares.

    Examples
    --------
    >>> how_sure(0.20, 0.28), how_sure(0.10, 0.35), how_sure(0.05, 0.60)
    ('close', 'rough', 'vague')
    """
    if math.isnan(low) or math.isnan(high):
        return "unknown"
    if not 0 <= low <= high <= 1:
        raise OptionError(
            "low, high",
            value=(low, high),
            rule="are the limits of a share: 0 <= low <= high <= 1",
            remedy="pass the limits of the released table",
        )
    # the width is a difference of floats
    width = round(high - low, 9)
    return "close" if width <= CLOSE else "rough" if width <= ROUGH else "vague"


def share_words(estimate: float, low: float, high: float, *, lang: str = "fr") -> str:
    """Return a share in words: with its limits always, and without a number where it is vague.

    Parameters
    ----------
    estimate, low, high : float
        A share and its limits; NaN where it is hidden or was not measured.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        A part of a sentence.

    Examples
    --------
    >>> share_words(0.24, 0.20, 0.28, lang="en")
    'about 24% (20% to 28%)'
    >>> share_words(0.3, 0.05, 0.60, lang="en")
    'somewhere between 5% and 60%, too uncertain for a number'
    """
    values = {
        name: format_percent(value, lang=lang, decimals=0)
        for name, value in (("estimate", estimate), ("low", low), ("high", high))
    }
    return message(f"sure.{how_sure(low, high)}", lang=lang, **values)


def share_label(estimate: float, low: float, high: float, *, lang: str = "fr") -> str:
    """Return a share as few words as a figure or a table has room for, by the same rule.

    Parameters
    ----------
    estimate, low, high : float
        A share and its limits.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The share and its limits in whole percents; its limits alone where they are far apart.

    Examples
    --------
    >>> share_label(0.24, 0.20, 0.28, lang="en") == "24%\u00a0[20;\u00a028]"
    True
    >>> share_label(0.3, 0.05, 0.60, lang="en") == "5\u00a0to\u00a060%"
    True
    """
    limits = [format_number(100 * value, lang=lang) for value in (low, high)]
    values = dict(zip(("low", "high"), limits, strict=True))
    values["estimate"] = format_percent(estimate, lang=lang, decimals=0)
    kind = "vague" if how_sure(low, high) == "vague" else "known"
    return message(f"sure.label_{kind}", lang=lang, **values)


def difference_words(differs: bool | None, *, lang: str = "fr") -> str:
    """Return what may be said of a difference: never its cause, nor that there is none.

    Parameters
    ----------
    differs : bool or None
        Whether chance is an unlikely explanation; None where nothing can be told.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        A sentence.

    Examples
    --------
    >>> difference_words(False, lang="en")
    'No difference can be told from chance; that does not prove there is none.'
    """
    key = {True: "differs", False: "no_difference", None: "no_telling"}[differs]
    return message(f"sure.{key}", lang=lang)


def agreement_words(values: list[float], *, lang: str = "fr") -> str:
    """Return whether several ways to count say the same.

    Parameters
    ----------
    values : list of float
        The same share, counted in several ways.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        That the conclusion holds, or that it must be given with its way of counting.

    Examples
    --------
    >>> agreement_words([0.50, 0.62], lang="en")
    'to be stated with the way of counting'
    """
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 2:
        return message("sure.no_other", lang=lang)
    near = round(max(known) - min(known), 9) <= AGREE
    return message(f"sure.{'holds' if near else 'depends'}", lang=lang)
