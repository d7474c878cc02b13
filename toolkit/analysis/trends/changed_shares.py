"""Changes of shares between two periods or groups, when advertisers post on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.shares.redrawing import UnitSums, effective_ads, wilson
from toolkit.analysis.shares.unit_sums import indicator_sums, plain_sums
from toolkit.analysis.trends.visible import smallest_differences
from toolkit.counting import count
from toolkit.counting.collecting import collection_coverage
from toolkit.counting.counts import fill_cells
from toolkit.counting.periods import PERIODS
from toolkit.counting.proportions import Estimate, Numbers
from toolkit.errors import OptionError
from toolkit.schema import STATISTICS, SUPPORT, check

if TYPE_CHECKING:
    from toolkit.counting import Annotated

METHOD = "Newcombe on effective ads: advertisers or texts drawn again, those on both sides as one"
_SEED = 0
_SMALLEST = ("n_ads", "n_advertisers", "n_templates")
# days of collection may differ by this part before readers are warned
_ALIKE = 0.1
_TWO = 2


class _Sides(NamedTuple):
    """Which grouping tells the two sides apart, and their labels."""

    across: str
    reference: str
    group: str

    @property
    def labels(self) -> tuple[str, str]:
        """Return the labels, the reference first."""
        return self.reference, self.group


def share_changes(
    annotated: Annotated,
    *,
    by: Sequence[str],
    between: Mapping[str, tuple[str, str]],
    indicator: str | None = None,
    collected: pd.DataFrame | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate by how many points shares differ between two periods, platforms or other groups.

    An advertiser who posts on both sides is the same one there. It does not say why shares differ:
    where other platforms, or other days, were collected, ``caution`` says so. Shares of one whole
    add up: when one falls, others rise.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    by : sequence of str
        Whose shares: ``["written_language"]``, ``["platform"]``. With an indicator the share is of
        the ads of each group in which it could be found, and the list may be empty.
    between : mapping
        A grouping and two of its labels: ``{"year": ("2024", "2025")}``; the second less the first.
    indicator : str, optional
        Of ads in which it is asserted; with ``indicator`` in ``by``, each of the codebook.
    collected : pandas.DataFrame, optional
        As ``given`` of ``collection_coverage``; else days of collection are inferred, and
        ``caution`` says so.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        See ``schema.STATISTICS``: a row per cell with ``reference`` and ``group``,
        ``told_from_zero`` and ``smallest_visible``: the difference, up or down, that would be seen
        four times in five. The support is that of the weaker side; ``n_total`` is its ads and the
        fewest ads that a side has outside the cell. No estimate where a side has no ads.

    Raises
    ------
    OptionError
        When an option cannot be used.

    Notes
    -----
    Wilson limits of each side on the ads that reposts leave (see ``redrawn_shares``), put together
    as Newcombe (1998) does, with the correlation of both shares as Zou and Donner (2008) do: that
    of what each advertiser adds to them, the limit of drawing whole advertisers again. Where each
    has one ad it is Newcombe's interval. Coverage is simulated in ``benchmarks/trends.py``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> days = pd.to_datetime(["2024-06-01", "2025-06-01"])
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(400)], "advertiser": range(400),
    ...     "platform": [*"ppqpppqq"] * 50, "posted_at": list(days) * 200,
    ...     "language": "fr", "template": range(400)})
    >>> found = share_changes(SimpleNamespace(corpus=corpus), by=["platform"],
    ...     between={"year": ("2024", "2025")})
    >>> found[["platform", "estimate", "low", "high"]].round(2).to_numpy().tolist()
    [['p', 0.25, 0.16, 0.34], ['q', -0.25, -0.34, -0.16]]
    """
    pairs = compared(annotated, by=by, between=between, indicator=indicator)
    found = share_gaps(pairs.sums, pairs.size, confidence)
    return changes_table(annotated, pairs, found, collected=collected, confidence=confidence)


class Compared(NamedTuple):
    """Cells of two sides, those of the reference first, and the ads of each unit in them."""

    names: list[str]
    sides: _Sides
    cells: pd.DataFrame
    sums: UnitSums

    @property
    def size(self) -> int:
        """Return the cells of a side."""
        return len(self.cells) // _TWO


def compared(
    annotated: Annotated,
    *,
    by: Sequence[str],
    between: Mapping[str, tuple[str, str]],
    indicator: str | None,
) -> Compared:
    """Return what ``share_changes`` compares, when its options can be used together.

    Parameters
    ----------
    annotated, by, between, indicator
        As for ``share_changes``.

    Returns
    -------
    Compared
        The cells and their sums.

    Raises
    ------
    OptionError
        When an option cannot be used.

    Examples
    --------
    >>> compared.__name__
    'compared'
    """
    sides = _checked(by, between, indicator)
    names = [*by, *(["indicator"] if indicator is not None and "indicator" not in by else [])]
    cells = _cells(annotated, names, sides, indicator)
    every = [*names, sides.across]
    sums = (
        indicator_sums(annotated, cells, every)
        if "indicator" in names
        else plain_sums(annotated, cells, every, [sides.across])
    )
    return Compared(names, sides, cells, sums)


def changes_table(
    annotated: Annotated,
    pairs: Compared,
    found: Gaps,
    *,
    collected: pd.DataFrame | None,
    confidence: float,
) -> pd.DataFrame:
    """Return differences as a table, with what they rest on.

    Parameters
    ----------
    annotated, collected, confidence
        As for ``share_changes``.
    pairs : Compared
        What was compared.
    found : Gaps
        One difference per cell.

    Returns
    -------
    pandas.DataFrame
        As of ``share_changes``.

    Examples
    --------
    >>> changes_table.__name__
    'changes_table'
    """
    if not 0 < confidence < 1:
        raise OptionError(
            "confidence", value=confidence, rule="is between 0 and 1", remedy="leave it out"
        )
    cells, sides, size = pairs.cells, pairs.sides, pairs.size
    one, two = (part.reset_index(drop=True) for part in (cells[:size], cells[size:]))
    result = one[pairs.names].assign(reference=sides.reference, group=sides.group)
    sums = pairs.sums
    totals = np.asarray(sums.whole.sum(axis=0))[sums.denominator].reshape(_TWO, size)
    counted = one["state"].eq("counted") & two["state"].eq("counted")
    usable = counted & (totals > 0).all(axis=0) & ~np.isnan(found.value)
    for name, values in zip(("estimate", "low", "high"), found[:3], strict=True):
        result[name] = pd.Series(values, dtype="Float64").where(usable)
    told = (result["low"].gt(0) | result["high"].lt(0)).astype("boolean")
    result = result.assign(
        confidence=confidence,
        statistic="difference of shares",
        method=METHOD,
        told_from_zero=told.where(usable),
        smallest_visible=pd.Series(found.visible, dtype="Float64").where(usable),
        caution=_caution(annotated, sides, collected),
    )
    result[list(SUPPORT)] = _weaker(one, two)
    outside = np.min(totals - np.stack([_ads(one), _ads(two)]), axis=0)
    result["n_total"] = (result["n_ads"] + pd.Series(outside, dtype="Int64")).where(counted)
    state = one["state"].where(one["state"].ne("counted"), two["state"]).astype("str")
    return check(result.assign(state=state), STATISTICS)


def _checked(
    by: Sequence[str],
    between: Mapping[str, tuple[str, str]],
    indicator: str | None,
) -> _Sides:
    """Return the two sides when the options can be used together."""
    pairs = list(between.items()) if isinstance(between, Mapping) else []
    wrong = len(pairs) != 1 or isinstance(by, str)
    wrong = wrong or len(set(pairs[0][1])) != _TWO or pairs[0][0] in (*by, "hour_band", "indicator")
    wrong = wrong or "hour_band" in by or bool(set(by) & set(PERIODS))
    if wrong or not (by or indicator):
        raise OptionError(
            "by, between",
            value=(by, between),
            rule="by lists groupings without periods and hours; between names another one and two "
            "of its labels",
            remedy='write for example by=["platform"], between={"year": ("2024", "2025")}',
        )
    across, labels = pairs[0]
    return _Sides(across, str(labels[0]), str(labels[1]))


def _cells(
    annotated: Annotated, names: list[str], sides: _Sides, indicator: str | None
) -> pd.DataFrame:
    """Return each cell twice, those of the reference first, zeros included."""
    counts = count(annotated, by=[*names, sides.across], indicator=indicator)
    unknown = sorted(set(sides.labels) - set(counts[sides.across]))
    if unknown:
        raise OptionError(
            "between",
            value=unknown,
            rule=f"names labels of {sides.across} that the corpus has",
            remedy=f"write one of {', '.join(sorted(set(counts[sides.across])))}",
        )
    counts = counts[counts[sides.across].isin(sides.labels)]
    grid = counts[names].drop_duplicates()
    ends = pd.DataFrame({sides.across: list(sides.labels)}, dtype="str")
    full = ends.merge(grid, how="cross").merge(counts, on=[*names, sides.across], how="left")
    # a cell without a row has no ad there: the side as a whole was counted
    full["state"] = full["state"].fillna("counted")
    if "platform" not in names:
        full["state"] = full["state"].replace("not_collected", "counted")
    return fill_cells(full, known=bool(annotated.corpus["advertiser"].notna().any()))


class Gaps(NamedTuple):
    """Differences of shares, their limits, and the smallest that would be seen."""

    value: Numbers
    low: Numbers
    high: Numbers
    visible: Numbers


def share_gaps(sums: UnitSums, size: int, confidence: float) -> Gaps:
    """Return the second half of some shares less the first, with limits.

    Parameters
    ----------
    sums : UnitSums
        Ads by unit: as many cells of one side, then the same of the other.
    size : int
        Cells of a side.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Gaps
        One number per cell.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> ads = csr_array(np.array([[1, 0], [0, 1], [0, 1], [1, 1]] * 10))
    >>> whole = csr_array(np.ones((40, 2), dtype=int))
    >>> found = share_gaps(UnitSums(ads, whole, np.array([0, 1]), np.full(2, 40.0)), 1, 0.95)
    >>> float(found.value[0])
    0.25
    """
    found = effective_ads(sums, seed=_SEED)
    quantile = found.quantile(confidence)
    shares = wilson(found.value, found.number, quantile)
    one, two = (
        Estimate(*(values[part] for values in shares))
        for part in (slice(None, size), slice(size, None))
    )
    alike = _correlation(sums, found.value, size)
    value = two.value - one.value
    down = two.value - two.low, one.high - one.value
    up = two.high - two.value, one.value - one.low
    below, above = (np.sqrt(a**2 + b**2 - 2 * alike * a * b) for a, b in (down, up))
    usual, number, tail = (
        part.reshape(_TWO, size) for part in (found.value, found.number, quantile)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        visible = smallest_differences(usual, number, alike, tail.max(axis=0))
    return Gaps(value, np.clip(value - below, -1, 1), np.clip(value + above, -1, 1), visible)


def _correlation(sums: UnitSums, shares: Numbers, size: int) -> Numbers:
    """Return how alike both shares move when whole advertisers are drawn again."""
    from scipy.sparse import csr_array, diags_array

    with np.errstate(divide="ignore", invalid="ignore"):
        known = np.nan_to_num(shares)
        whole = sums.whole.astype("float64")[:, sums.denominator] @ diags_array(known)
        added = csr_array(sums.inside.astype("float64") - whole)
        one, two = added[:, :size], added[:, size:]
        both = np.asarray(one.multiply(two).sum(axis=0)).ravel()
        spread = (np.asarray(part.power(2).sum(axis=0)).ravel() for part in (one, two))
        alike = np.nan_to_num(both / np.sqrt(np.prod(list(spread), axis=0)))
    found: Numbers = np.clip(alike, -1, 1)
    return found


def _ads(cells: pd.DataFrame) -> Numbers:
    """Return the ads of each cell."""
    return np.asarray(cells["n_ads"].astype("Float64").to_numpy(dtype="float64", na_value=0.0))


def _weaker(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """Return the support that both sides have at least."""
    columns = {}
    for name in SUPPORT:
        beside = pd.concat([one[name], two[name]], axis=1)
        weaker = beside.min(axis=1) if name in _SMALLEST else beside.max(axis=1)
        columns[name] = weaker.where(beside.notna().all(axis=1))
    return pd.DataFrame(columns)


def _caution(annotated: Annotated, sides: _Sides, collected: pd.DataFrame | None) -> str:
    """Return what is to be said of the collection of both sides."""
    words = [] if collected is not None else ["collection_inferred"]
    if sides.across not in (*PERIODS, "platform"):
        return ",".join(words)
    every = sides.across if sides.across in PERIODS else "month"
    table = collection_coverage(annotated, every=every, given=collected)
    column = "period" if sides.across in PERIODS else "platform"
    table = table[table[column].isin(sides.labels)]
    other = "platform" if column == "period" else "period"
    parts = table.assign(part=table["days_collected"] / table["days"])
    wide = parts.pivot_table(index=other, columns=column, values="part").fillna(0.0)
    gap = wide.max(axis=1) - wide.min(axis=1)
    if wide.shape[1] < _TWO or gap.gt(_ALIKE).any():
        words.append("collection_differs")
    return ",".join(words)
