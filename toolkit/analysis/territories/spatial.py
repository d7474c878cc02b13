"""Whether neighbouring départements resemble one another more than by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from toolkit.analysis.territories.shown_territories import shown_territories
from toolkit.counting.proportions import Numbers
from toolkit.disclosure import SafeTable
from toolkit.errors import OptionError, TableError

# below, permutations of so few numbers tell nothing
LEAST_NEIGHBOURED = 8
Neighbours = Mapping[str, Iterable[str]]


@cache
def departement_neighbours() -> Mapping[str, tuple[str, ...]]:
    """Return the neighbours of each département that has some.

    Those that share a border, not only a point; islands and Guyane have none.

    Returns
    -------
    mapping
        Code to codes, each pair both ways.

    Examples
    --------
    >>> departement_neighbours()["2A"], "974" in departement_neighbours()
    (('2B',), False)
    """
    path = resources.files("toolkit.analysis.territories") / "departement_neighbours.csv"
    with path.open("rb") as file:
        pairs = pd.read_csv(file, dtype=str)
    found: dict[str, list[str]] = {}
    for one, other in pairs.itertuples(index=False):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return {code: tuple(sorted(others)) for code, others in sorted(found.items())}


def freeman_tukey(events: ArrayLike, population: ArrayLike, *, per: float = 1_000) -> Numbers:
    """Return rates on the scale of Freeman and Tukey, on which their variance is nearly the same.

    Parameters
    ----------
    events, population : array_like
        One number per territory.
    per : float
        Inhabitants of the rate.

    Returns
    -------
    numpy.ndarray
        One number per territory.

    Examples
    --------
    >>> freeman_tukey([0, 3], [1000, 1000]).round(3).tolist()
    [1.0, 3.732]
    """
    seen, size = np.asarray(events, dtype="float64"), np.asarray(population, dtype="float64")
    scaled: Numbers = np.sqrt(per) * (np.sqrt(seen / size) + np.sqrt((seen + 1) / size))
    return scaled


def moran(values: ArrayLike, weights: ArrayLike) -> float:
    """Return Moran's I of numbers, each row of weights made to add up to 1.

    It gives no p-value.

    Parameters
    ----------
    values : array_like
        One number per territory.
    weights : array_like
        One row per territory, positive for its neighbours; a row of zeros has none.

    Returns
    -------
    float
        Near 1 where neighbours are alike, near -1 where they are opposed; NaN where all values are
        the same.

    Examples
    --------
    >>> line = np.eye(4, k=1) + np.eye(4, k=-1)
    >>> round(moran([1, 2, 3, 4], line), 2), moran([1, 1, 1, 1], line)
    (0.4, nan)
    """
    given: Numbers = np.asarray(values, dtype="float64")
    centred = given - given.mean()
    rows = _standardised(np.asarray(weights, dtype="float64"))
    spread, total = float(centred @ centred), float(rows.sum())
    # equal numbers may be apart from their mean by an error of rounding
    if np.ptp(given) == 0 or total == 0:
        return float("nan")
    return len(centred) / total * float(centred @ rows @ centred) / spread


def spatial_autocorrelation(
    table: pd.DataFrame | SafeTable,
    *,
    neighbours: Neighbours | None = None,
    unit: str | None = None,
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Return Moran's I of the rates of the territories shown, and its p-value by permutation.

    It looks at no hidden territory, and at none without a shown neighbour; with fewer than 8 left
    there is no estimate. Likeness of neighbours says nothing of its cause.

    Parameters
    ----------
    table, unit
        As for ``shown_territories``: rates, released or not.
    neighbours : mapping, optional
        Code to codes; by default those of the départements.
    permutations : int
        How often rates are dealt out anew, at least 99.
    seed : int
        Of the permutations.

    Returns
    -------
    pandas.DataFrame
        One row: ``estimate``, ``expected`` without any likeness, ``p_value`` (two-sided),
        ``n_territories``, ``n_pairs``, ``statistic``, ``method``.

    Raises
    ------
    TableError, OptionError
        As ``shown_territories``; when the table holds no rates, or permutations are too few.

    Notes
    -----
    Rates on the scale of Freeman and Tukey (Cressie and Read 1985), weights of neighbours made to
    add up to 1.

    Examples
    --------
    >>> from toolkit.analysis.territories.rates import rates
    >>> counts = pd.DataFrame({"departement": ["59", "62"], "n_ads": [585, 216]})
    >>> spatial_autocorrelation(rates(counts))["n_territories"].item()
    2
    """
    if permutations < 99:
        raise OptionError(
            "permutations", value=permutations, rule="must be at least 99", remedy="leave it out"
        )
    shown = shown_territories(table, unit=unit)
    if shown.unit == "share":
        raise TableError("table", rule="must hold rates", remedy="pass what tk.rates returned")
    known = neighbours if neighbours is not None else departement_neighbours()
    codes = shown.frame.loc[shown.used, shown.by].tolist()
    near = np.array([[b in set(known.get(a, ())) for b in codes] for a in codes], dtype=float)
    near = near.reshape(len(codes), len(codes))
    kept = np.flatnonzero(near.sum(axis=1) > 0)
    near = near[np.ix_(kept, kept)]
    number, estimate, p_value = len(kept), float("nan"), float("nan")
    if number >= LEAST_NEIGHBOURED:
        values = freeman_tukey(shown.events[shown.used][kept], shown.size[shown.used][kept])
        estimate = moran(values, near)
        p_value = _p_value(values, near, permutations, seed)
    return pd.DataFrame(
        {
            "estimate": [estimate],
            "expected": [-1 / (number - 1) if number > 1 else float("nan")],
            "p_value": [p_value],
            "n_territories": [number],
            "n_pairs": [int(near.sum() / 2)],
            "statistic": [f"Moran's I of {shown.unit} by inhabitant"],
            "method": [f"Freeman-Tukey, row-standardised, {permutations} permutations"],
        }
    )


def _standardised(weights: Numbers) -> Numbers:
    """Return weights whose rows add up to 1, or to 0."""
    sums = weights.sum(axis=1, keepdims=True)
    rows: Numbers = np.divide(weights, sums, out=np.zeros(weights.shape), where=sums > 0)
    return rows


def _p_value(values: Numbers, near: Numbers, permutations: int, seed: int) -> float:
    """Return how often rates dealt out anew are as far from no likeness as these."""
    rows = _standardised(near)
    centred = values - values.mean()
    spread = float(centred @ centred)
    if np.ptp(values) == 0:
        return float("nan")
    random = np.random.default_rng(seed)
    dealt = random.permuted(np.tile(centred, (permutations, 1)), axis=1)
    scale = len(values) / rows.sum() / spread
    found = np.einsum("ij,jk,ik->i", dealt, rows, dealt, optimize=True) * scale
    expected = -1 / (len(values) - 1)
    own = abs(scale * float(centred @ rows @ centred) - expected)
    # an error of rounding may not tell two equal numbers apart
    as_far = int((np.abs(found - expected) >= own - 1e-12).sum())
    return (as_far + 1) / (permutations + 1)
