"""Regression of counts in time, with errors that know that one week resembles the next."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np

from toolkit.counting.proportions import Numbers
from toolkit.errors import OptionError

ERRORS = ("serial", "quasi", "newey_west")
# counting noise hides how long a disturbance lasts: from one week to the next it loses no more
_LEAST_DECAY = 0.65
_GRID = np.linspace(0, 0.94, 48)
_EXACT = 1e-9


class Counts(NamedTuple):
    """One series: when, how many, and how many there could have been.

    ``times`` are whole numbers of periods, gaps left out; ``exposure`` is what the counts are
    proportional to; ``others`` are counts of a control series, where the model is of the share;
    ``weights`` say how much each period teaches, where not all teach alike.
    """

    times: Numbers
    events: Numbers
    exposure: Numbers | None = None
    others: Numbers | None = None
    weights: Numbers | None = None


class Fit(NamedTuple):
    """A fitted model: one number per column of the design, and per period."""

    coefficients: Numbers
    covariance: Numbers
    freedom: float
    dispersion: float
    correlation: float
    expected: Numbers
    residuals: Numbers


def fit_counts(counts: Counts, design: Numbers, *, errors: str = "serial", lags: int = 3) -> Fit:
    """Fit a log-linear model of counts, or a logistic one of shares, by quasi-likelihood.

    It chooses no columns and checks no assumption.

    Parameters
    ----------
    counts : Counts
        One series.
    design : numpy.ndarray
        One row per period; the first column is the constant.
    errors : str
        ``serial``: dispersion, and correlation of neighbouring periods; ``quasi``: dispersion
        alone; ``newey_west``: heteroscedasticity and correlation up to ``lags``.
    lags : int
        Of Newey and West.

    Returns
    -------
    Fit
        ``freedom`` is for the t quantile; infinite for the two other kinds of errors.

    Raises
    ------
    OptionError
        When the kind of errors is unknown.

    Notes
    -----
    Serial errors are a sandwich: residuals one period apart correlate by r, further ones less, by
    .65 or more for each period, as an autoregression seen through counting noise does. r is the
    value under which the fitted residuals, which the model has bent, are expected to show what
    they show; dispersion and degrees of freedom (Satterthwaite 1946) follow from it. Simulated in
    ``benchmarks/trends.py`` beside Newey and West (1987), which is too short below 100 periods.

    Examples
    --------
    >>> weeks = np.arange(80.0)
    >>> design = np.column_stack([np.ones(80), weeks >= 40])
    >>> events = np.where(weeks >= 40, 20.0, 40.0) + weeks % 2
    >>> float(np.exp(fit_counts(Counts(weeks, events), design).coefficients[1]).round(3))
    0.506
    """
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    if errors not in ERRORS:
        raise OptionError(
            "errors", value=errors, rule=f"is one of {', '.join(ERRORS)}", remedy="leave it out"
        )
    events = np.asarray(counts.events, dtype="float64")
    taught = np.ones(len(events)) if counts.weights is None else counts.weights
    if counts.others is None:
        exposure = counts.exposure
        offset = None if exposure is None else np.log(exposure)
        model = sm.GLM(
            events, design, family=sm.families.Poisson(), offset=offset, var_weights=taught
        )
    else:
        both = np.column_stack([events, counts.others])
        model = sm.GLM(both, design, family=sm.families.Binomial(), var_weights=taught)
    with warnings.catch_warnings():
        # counts that the model meets exactly are no failure
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        found = model.fit(tol=1e-12, maxiter=200)
    expected, variance = _expected(counts, found.fittedvalues)
    residuals = (events - expected) / np.sqrt(variance / taught)
    given = (np.asarray(found.params), expected, residuals)
    weighted = design * np.sqrt(variance * taught)[:, None]
    return _with_errors(counts.times, weighted, given, errors, lags)


def ratio_with_limits(fit: Fit, contrast: Numbers, confidence: float) -> Numbers:
    """Return the ratio that some coefficients mean together, and its limits.

    Parameters
    ----------
    fit : Fit
        A fitted model.
    contrast : numpy.ndarray
        How often each coefficient counts: 1 for a step, -1 and 1 for two levels.
    confidence : float
        Of the limits.

    Returns
    -------
    numpy.ndarray
        Ratio, lower and upper limit.

    Examples
    --------
    >>> none = np.zeros(1)
    >>> fit = Fit(none, np.zeros((1, 1)), np.inf, 1.0, 0.0, none, none)
    >>> ratio_with_limits(fit, np.ones(1), 0.95).tolist()
    [1.0, 1.0, 1.0]
    """
    from scipy.stats import t

    middle = float(contrast @ fit.coefficients)
    half = t.ppf((1 + confidence) / 2, fit.freedom) * np.sqrt(contrast @ fit.covariance @ contrast)
    ratio: Numbers = np.exp(np.array([middle, middle - half, middle + half]))
    return ratio


def _expected(counts: Counts, fitted: Numbers) -> tuple[Numbers, Numbers]:
    """Return the events expected in each period and their variance without dispersion."""
    if counts.others is None:
        return fitted, fitted
    total = counts.events + counts.others
    return fitted * total, fitted * (1 - fitted) * total


def _with_errors(
    times: Numbers,
    weighted: Numbers,
    given: tuple[Numbers, Numbers, Numbers],
    errors: str,
    lags: int,
) -> Fit:
    """Return a fit with the covariance asked for."""
    coefficients, expected, residuals = given
    periods, columns = weighted.shape
    bread = np.linalg.inv(weighted.T @ weighted)
    squares = float(residuals @ residuals)
    if squares < _EXACT:
        # counts that the model meets exactly are taken for Poisson's, not for sure
        residuals, squares = np.zeros(periods), float(periods - columns)
    maker = np.eye(periods) - weighted @ bread @ weighted.T
    apart = np.abs(np.subtract.outer(times, times))
    correlation = correlation_of(apart, maker, residuals)
    if errors == "newey_west":
        scores = weighted * residuals[:, None]
        kernel = np.clip(1 - apart / (lags + 1), 0, None)
        covariance = bread @ (scores.T @ kernel @ scores) @ bread
        dispersion, freedom = squares / (periods - columns), np.inf
    elif errors == "quasi":
        dispersion, freedom = squares / (periods - columns), np.inf
        covariance = dispersion * bread
    else:
        memory = alike(apart, correlation)
        bent = maker @ memory @ maker
        dispersion = squares / float(np.trace(bent))
        freedom = float(np.trace(bent) ** 2 / np.sum(bent**2))
        covariance = dispersion * bread @ (weighted.T @ memory @ weighted) @ bread
    return Fit(coefficients, covariance, freedom, dispersion, correlation, expected, residuals)


def alike(apart: Numbers, correlation: float) -> Numbers:
    """Return the correlation of every two periods.

    It takes no negative correlation.

    Parameters
    ----------
    apart : numpy.ndarray
        How many periods apart they are, one row and column per period.
    correlation : float
        Of neighbours, between 0 and 1.

    Returns
    -------
    numpy.ndarray
        One row and column per period.

    Examples
    --------
    >>> alike(np.array([[0.0, 2.0], [2.0, 0.0]]), 0.4).round(2).tolist()
    [[1.0, 0.26], [0.26, 1.0]]
    """
    decay = max(_LEAST_DECAY, correlation)
    return np.where(apart == 0, 1.0, correlation * decay ** (np.maximum(apart, 1) - 1))


def correlation_of(apart: Numbers, maker: Numbers, residuals: Numbers) -> float:
    """Return the correlation of neighbours under which the residuals are what one expects.

    It is 0 where they show a negative one.

    Parameters
    ----------
    apart : numpy.ndarray
        As for ``alike``.
    maker : numpy.ndarray
        The projection that makes residuals of the noise.
    residuals : numpy.ndarray
        One per period.

    Returns
    -------
    float
        Between 0 and .94.

    Examples
    --------
    >>> weeks = np.arange(60.0)
    >>> apart = np.abs(np.subtract.outer(weeks, weeks))
    >>> maker = np.eye(60) - 1 / 60
    >>> correlation_of(apart, maker, maker @ np.cumsum(np.sin(weeks**2))) > 0.5
    True
    """
    neighbours = np.triu(apart == 1).astype("float64")
    squares = float(residuals @ residuals)
    if squares == 0 or not neighbours.any():
        return 0.0
    seen = float(residuals @ neighbours @ residuals) / squares
    bent = maker @ neighbours @ maker
    # likeness depends on distance alone: both traces are sums over distances
    distance = apart.astype("int64").ravel()
    above, below = (np.bincount(distance, weights=part.T.ravel()) for part in (bent, maker))
    steps = np.arange(len(below), dtype="float64")
    memories = [alike(steps, float(value)) for value in _GRID]
    expected = [float(above @ memory) / float(below @ memory) for memory in memories]
    return float(np.interp(seen, np.maximum.accumulate(expected), _GRID, left=0.0))
