"""Many comparisons at once: p-values that allow for their number."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from toolkit.counting.proportions import Numbers
from toolkit.errors import OptionError

# the names of statsmodels
_METHODS = {"benjamini_hochberg": "fdr_bh", "benjamini_yekutieli": "fdr_by", "holm": "holm"}


def adjusted_p_values(p_values: ArrayLike, *, method: str = "benjamini_hochberg") -> Numbers:
    """Return p-values adjusted for how many there are.

    It does not count those that are missing, and knows of no dependence between them:
    ``benjamini_yekutieli`` holds under any.

    Parameters
    ----------
    p_values : array_like
        Between 0 and 1; NaN stays NaN.
    method : str
        ``"benjamini_hochberg"`` and ``"benjamini_yekutieli"`` bound the share of false ones among
        the differences told, ``"holm"`` the chance of a single one.

    Returns
    -------
    numpy.ndarray
        In the same order.

    Raises
    ------
    OptionError
        When there is no such method, or a value is no p-value.

    Notes
    -----
    Benjamini and Hochberg (1995), Benjamini and Yekutieli (2001), Holm (1979), by statsmodels.

    Examples
    --------
    >>> adjusted_p_values([0.01, 0.04, np.nan, 0.03]).round(2).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    given: Numbers = np.asarray(p_values, dtype="float64")
    known = ~np.isnan(given)
    if method not in _METHODS or ((given[known] < 0) | (given[known] > 1)).any():
        raise OptionError(
            "p_values, method",
            value=method,
            rule=f"between 0 and 1; one of {', '.join(_METHODS)}",
            remedy='write method="benjamini_hochberg"',
        )
    adjusted = np.full(given.shape, np.nan)
    if known.any():
        from statsmodels.stats.multitest import multipletests

        adjusted[known] = multipletests(given[known], method=_METHODS[method])[1]
    return adjusted
