"""How small a change may be and still be seen with the counts there are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.analysis.trends.serial import Counts, Fit, alike
from toolkit.counting.proportions import Numbers
from toolkit.errors import TableError
from toolkit.messages import check_language, format_number, format_percent, message

POWER = 0.8
_TURNS = 40
# two cases and two others: Wilson's middle, so that no share is 0 or 1
_ADDED = 2.0
_POINTS = 100
_DIFFERENCE = "difference of shares"
PLANNED = "smallest step"


def smallest_steps(
    fit: Fit, counts: Counts, design: Numbers, *, confidence: float, power: float = POWER
) -> tuple[float, float]:
    """Return the ratio of the smallest fall, and of the smallest rise, that would be seen.

    It looks at the noise, not at the change: it is what another series like this would show.

    Parameters
    ----------
    fit : Fit
        Of these counts by this design.
    counts : Counts
        One series.
    design : numpy.ndarray
        As for ``fit_counts``; the second column is the step.
    confidence : float
        Of the interval that must leave out 1.
    power : float
        How often it would be seen.

    Returns
    -------
    tuple of float
        Ratios below and above 1; 0 and infinity where no change is large enough.

    Notes
    -----
    The step that is a t quantile of the confidence and one of the power from 0, in errors of the
    counts that there would be with it: a fall leaves fewer, and noisier, ones.

    Examples
    --------
    >>> from toolkit.analysis.trends.serial import fit_counts
    >>> weeks = np.arange(80.0)
    >>> series = Counts(weeks, np.random.default_rng(0).poisson(40.0, 80))
    >>> design = np.column_stack([np.ones(80), weeks >= 40])
    >>> found = smallest_steps(fit_counts(series, design), series, design, confidence=0.95)
    >>> [round(ratio, 2) for ratio in found]
    [0.89, 1.11]
    """
    from scipy.stats import t

    needed = float(t.ppf((1 + confidence) / 2, fit.freedom) + t.ppf(power, fit.freedom))
    without = design.copy()
    without[:, 1] = 0
    usual = without @ fit.coefficients
    apart = np.abs(np.subtract.outer(counts.times, counts.times))
    memory = alike(apart, fit.correlation)
    found = []
    for sign in (-1, 1):
        step = 0.0
        for _ in range(_TURNS):
            levels = usual + sign * step * design[:, 1]
            weighted = design * np.sqrt(_variance(counts, levels))[:, None]
            bread = np.linalg.pinv(weighted.T @ weighted)
            spread = fit.dispersion * bread @ (weighted.T @ memory @ weighted) @ bread
            further = needed * float(np.sqrt(spread[1, 1]))
            if not np.isfinite(further) or further > np.log(1000):
                step = np.inf
                break
            settled = abs(further - step) < 1e-6
            step = further
            if settled:
                break
        found.append(float(np.exp(sign * step)))
    return found[0], found[1]


def _variance(counts: Counts, levels: Numbers) -> Numbers:
    """Return the variance of counts, without dispersion, at some levels of the model."""
    if counts.others is None:
        mean = np.exp(levels) * (1.0 if counts.exposure is None else counts.exposure)
        return np.asarray(mean)
    share = 1 / (1 + np.exp(-levels))
    found: Numbers = share * (1 - share) * (counts.events + counts.others)
    return found


def smallest_differences(
    shares: Numbers, numbers: Numbers, alike_by: Numbers, quantile: Numbers, *, power: float = POWER
) -> Numbers:
    """Return the smallest differences of two shares that would be seen, risen or fallen.

    Parameters
    ----------
    shares, numbers : numpy.ndarray
        Shares and effective ads, the reference in the first row, the others in the second.
    alike_by : numpy.ndarray
        Correlation of both shares.
    quantile : numpy.ndarray
        Of the interval that must leave out 0.
    power : float
        How often it would be seen.

    Returns
    -------
    numpy.ndarray
        Between 0 and 1, the larger of rise and fall; infinite where none would be seen.

    Examples
    --------
    >>> shares, ads = np.array([[0.3], [0.3]]), np.array([[400.0], [400.0]])
    >>> smallest_differences(shares, ads, np.zeros(1), np.array([1.96])).round(2).tolist()
    [0.09]
    """
    from scipy.special import ndtri

    needed = quantile + ndtri(power)
    total = numbers.sum(axis=0)
    usual = ((shares * numbers).sum(axis=0) + _ADDED) / (total + 2 * _ADDED)
    found = []
    for sign in (-1, 1):
        gap = np.zeros_like(usual)
        for _ in range(_TURNS):
            other = np.clip(usual + sign * gap, 0, 1)
            one, two = (p * (1 - p) / n for p, n in zip((usual, other), numbers, strict=True))
            gap = needed * np.sqrt(np.maximum(one + two - 2 * alike_by * np.sqrt(one * two), 0))
        possible = usual if sign < 0 else 1 - usual
        found.append(np.where(gap <= possible, gap, np.inf))
    both = np.isfinite(found).all(axis=0)
    # a share near 0 cannot fall so far, nor one near 1 rise: the other way alone would be seen
    larger: Numbers = np.where(both, np.maximum(*found), np.minimum(*found))
    return larger


def visible_reading(table: pd.DataFrame, *, lang: str = "fr") -> pd.Series:
    """Say how small a change could not be seen, where no change is told.

    It says nothing beside a change that is told: what was missed does not matter there.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``breaks``, ``visible_steps`` or ``share_changes`` returned, or the ``effects`` of
        ``interruption``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.Series
        One text per row, empty where a change is told or nothing is known.

    Raises
    ------
    TableError
        When the table is none of these.

    Examples
    --------
    >>> row = {"statistic": "rate_ratio", "estimate": 0.9, "low": 0.7, "high": 1.1,
    ...     "smallest_visible": 0.76}
    >>> visible_reading(pd.DataFrame([row]), lang="en")[0]
    'No detectable change. With this corpus a fall smaller than 24% cannot be seen (four times in \
five).'
    """
    check_language(lang)
    if not {"statistic", "estimate", "low", "high", "smallest_visible"} <= set(table.columns):
        raise TableError(
            "table",
            rule="says how small a change would have been seen",
            remedy="pass what breaks, interruption or share_changes returned",
        )
    texts = [_words(row, lang) for _, row in table.iterrows()]
    return pd.Series(texts, index=table.index, dtype="str", name="reading")


def _words(row: pd.Series, lang: str) -> str:
    """Return the sentence of one row."""
    if pd.isna(row["smallest_visible"]):
        return ""
    shares = row["statistic"] == _DIFFERENCE
    same = 0.0 if shares else 1.0
    told = pd.notna(row["low"]) and not row["low"] <= same <= row["high"]
    if told or (shares and pd.isna(row["estimate"])):
        return ""
    words = _visible_words(float(row["smallest_visible"]), shares=shares, lang=lang)
    if row["statistic"] == PLANNED:
        return words
    none = message("trends.unseen_gap_none" if shares else "trends.unseen_none", lang=lang)
    return f"{none} {words}"


def _visible_words(smallest: float, *, shares: bool, lang: str) -> str:
    """Return the sentence that says how small a change cannot be seen."""
    if shares:
        if not np.isfinite(smallest):
            return message("trends.unseen_gap_any", lang=lang)
        points = format_number(_POINTS * smallest, lang=lang, decimals=1)
        return message("trends.unseen_gap", lang=lang, points=points)
    if smallest <= 0:
        return message("trends.unseen_any", lang=lang)
    percent = format_percent(1 - smallest, lang=lang, decimals=0)
    return message("trends.unseen", lang=lang, percent=percent)
