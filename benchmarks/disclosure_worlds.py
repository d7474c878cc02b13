"""Invented ads, tables counted from them, and scenes in which a reader puts tables together.

Nothing here is real and nothing here knows how cells get hidden. The safety of a cell is worked out
again from the ads, after the published rules and not with the toolkit's own code.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
GAZETTEER = ROOT / "toolkit/territory/gazetteer"
TEMPUS = ROOT.parent / "shared/data/tempus/counts.csv"
# from fine to coarse; None is everything together, which no indicator has: ads are in several
DIMENSIONS: dict[str, tuple[str | None, ...]] = {
    "place": ("commune", "departement", "region", None),
    "time": ("month", "quarter", "year", None),
    "platform": ("platform", None),
    "language": ("language", None),
    "wording": ("indicator", "family"),
}
COARSER = {
    fine: coarse
    for levels in DIMENSIONS.values()
    for fine, coarse in itertools.pairwise(levels)
    if fine and coarse
}
LEVEL_OF = {level: name for name, levels in DIMENSIONS.items() for level in levels if level}
INDICATORS = (
    *("CTL.INTERMEDIARY", "CTL.DEBT", "CTL.THIRD_PERSON", "CTL.CONSTRAINT"),
    *("MOV.TOURING", "MOV.MULTI_CITY", "MOV.SEVERAL_PLACES"),
    *("PRC.LOW", "PRC.PROMO"),
    *("MIN.FIRST_18", "MIN.YOUTH_EMPHASIS"),
)
Mask = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class World:
    """Ads of one invented corpus, one row each, or cells of a real one with their weight."""

    ads: pd.DataFrame
    mentions: pd.DataFrame
    support: str
    seed: int


@dataclass(frozen=True)
class Asked:
    """One table a researcher wants to release: groupings, and the ads it is about."""

    by: tuple[str, ...]
    only: Mask | None = None
    constant: tuple[str, str] | None = None

    @property
    def wording(self) -> bool:
        """Whether mentions are counted instead of ads."""
        return bool({"indicator", "family"} & set(self.by))


@dataclass(frozen=True)
class Scene:
    """Tables of one world released one after the other; ``margins`` are assumed to be known."""

    kind: str
    world: World
    asked: tuple[Asked, ...]
    margins: str = "none"
    universe: tuple[str, ...] = field(default=())


def places(random: np.random.Generator, departements: int) -> pd.DataFrame:
    """Return départements, region after region, with 2 to 6 larger communes each."""
    table = pd.read_csv(GAZETTEER / "communes_cog2026.csv", dtype=str)
    table["population"] = pd.to_numeric(table["population"])
    table = table[table["type"].eq("COM") & table["population"].ge(5_000)]
    regions = random.permutation(table["region"].unique())
    rank = {code: place for place, code in enumerate(regions)}
    codes = table[["region", "departement"]].drop_duplicates()
    codes = codes.sort_values("departement").sort_values(
        "region", key=lambda column: column.map(rank), kind="stable"
    )
    kept = table[table["departement"].isin(codes["departement"].head(departements))]
    kept = kept.sort_values("population", ascending=False)
    number = {code: int(random.integers(2, 7)) for code in codes["departement"]}
    order = kept.groupby("departement").cumcount()
    kept = kept[order < kept["departement"].map(number)]
    return kept[["code", "departement", "region"]].rename(columns={"code": "commune"})


def heavy(random: np.random.Generator, size: int, slope: float) -> np.ndarray:
    """Return chances with a heavy tail, in random order."""
    weights = random.permutation(np.arange(1, size + 1, dtype=float) ** -slope)
    return weights / weights.sum()


def invent(
    seed: int,
    *,
    ads: int,
    departements: int,
    platforms: int = 6,
    months: int = 12,
    support: str = "advertisers",
) -> World:
    """Return an invented corpus."""
    random = np.random.default_rng(seed)
    where = places(random, departements)
    communes = len(where)
    posters = max(12, int(ads / random.uniform(1.5, 5)))
    home = random.choice(communes, posters, p=heavy(random, communes, random.uniform(0.2, 1.1)))
    # a few post hundreds of ads, most one or two
    share = random.pareto(random.uniform(1.2, 2.5), posters) + 0.05
    poster = random.choice(posters, ads, p=share / share.sum())
    moved = random.random(ads) < 0.2
    commune = np.where(moved, random.integers(0, communes, ads), home[poster])
    favourite = random.choice(
        platforms, posters, p=heavy(random, platforms, random.uniform(0.3, 1.5))
    )
    stays = random.random(ads) < 0.6
    platform = np.where(stays, favourite[poster], random.integers(0, platforms, ads))
    tongue = random.choice(6, posters, p=[0.55, 0.2, 0.12, 0.07, 0.04, 0.02])
    first = int(random.integers(0, 12))
    month = pd.period_range("2024-01", periods=36, freq="M")[
        first + random.choice(months, ads, p=heavy(random, months, 0.5))
    ]
    frame = where.iloc[commune].reset_index(drop=True)
    frame["platform"] = np.array([f"site-{letter}" for letter in "abcdefgh"])[platform]
    frame["language"] = np.array(["fr", "es", "ro", "pt", "en", "bg"])[tongue[poster]]
    frame["month"], frame["year"] = month.strftime("%Y-%m"), month.strftime("%Y")
    frame["quarter"] = [f"{one.year}-Q{one.quarter}" for one in month]
    frame["advertiser"], frame["weight"], frame["all"] = poster, 1, "all"
    frame["template"] = poster * 3 + random.integers(0, 3, ads)
    return World(frame, _mentions(random, frame), support, seed)


def _mentions(random: np.random.Generator, ads: pd.DataFrame) -> pd.DataFrame:
    """Return ads with indicators, at most one of a family, so that a family is a plain sum."""
    found = []
    families: dict[str, list[str]] = {}
    for name in INDICATORS:
        families.setdefault(name.split(".")[0], []).append(name)
    for family, members in families.items():
        part = ads[random.random(len(ads)) < random.uniform(0.1, 0.5)]
        chosen = random.choice(len(members), len(part), p=heavy(random, len(members), 1.5))
        found.append(part.assign(indicator=np.array(members)[chosen], family=family))
    return pd.concat(found, ignore_index=True)


def tempus() -> World:
    """Return the real counts as cells with a weight; regions are not French ones."""
    raw = pd.read_csv(TEMPUS)
    when = pd.PeriodIndex(pd.to_datetime(raw["MonthDate"]), freq="M")
    frame = pd.DataFrame({"region": raw["region"].astype(str), "month": when.strftime("%Y-%m")})
    frame["year"] = when.strftime("%Y")
    frame["quarter"] = [f"{one.year}-Q{one.quarter}" for one in when]
    frame["weight"], frame["all"] = raw["counts"].astype(int), "all"
    return World(frame, frame.head(0), "ads", 0)


def counted(world: World, asked: Asked) -> pd.DataFrame:
    """Return counts as ``tk.count`` gives them, zero cells of a period included."""
    rows = world.mentions if asked.wording else world.ads
    if asked.only is not None:
        rows = rows[asked.only(rows)]
    by = list(asked.by)
    table = rows.groupby(by)["weight"].sum().rename("n_ads").to_frame()
    if world.support == "ads":
        table = table.assign(n_advertisers=pd.NA, n_templates=pd.NA)
        table = table.assign(top1_share=np.nan, top2_share=np.nan)
    else:
        table["n_advertisers"] = rows.groupby(by)["advertiser"].nunique()
        table["n_templates"] = rows.groupby(by)["template"].nunique()
        each = rows.groupby([*by, "advertiser"]).size().sort_values(ascending=False)
        largest = each.groupby(level=by)
        table["top1_share"] = largest.max() / table["n_ads"]
        table["top2_share"] = largest.head(2).groupby(level=by).sum() / table["n_ads"]
        if world.support == "templates":
            table = table.assign(n_advertisers=pd.NA, top1_share=np.nan, top2_share=np.nan)
    table = _with_zeros(table.reset_index(), by)
    if asked.constant is not None:
        table.insert(0, asked.constant[0], asked.constant[1])
    numbers = ("n_ads", "n_advertisers", "n_templates")
    return table.astype(dict.fromkeys(numbers, "Int64")).assign(state="counted")


def as_asked(world: World, asked: Asked) -> pd.DataFrame:
    """Return the table as a user hands it over: real counts go through ``tk.as_counts``."""
    table = counted(world, asked)
    if "advertiser" in world.ads.columns:
        return table
    from toolkit.counting import as_counts

    return as_counts(table[table["n_ads"].gt(0)], by=list(asked.by), n_ads="n_ads")


def _with_zeros(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the table with a counted zero in each period that a group lacks."""
    periods = [name for name in by if name in ("month", "quarter", "year")]
    others = [name for name in by if name not in periods]
    if not periods or not others:
        return table
    full = table[others].drop_duplicates().merge(table[periods].drop_duplicates(), how="cross")
    table = full.merge(table, on=by, how="left").sort_values(by, ignore_index=True)
    empty = table["n_ads"].isna()
    known = [
        name for name in ("n_ads", "n_advertisers", "n_templates") if table[name].notna().any()
    ]
    return table.fillna(dict.fromkeys(known, 0)).assign(
        top1_share=table["top1_share"].mask(empty, 0.0) if "n_advertisers" in known else np.nan,
        top2_share=table["top2_share"].mask(empty, 0.0) if "n_advertisers" in known else np.nan,
    )


def thresholds(table: pd.DataFrame) -> np.ndarray:
    """Return how many ads each cell must at least have to be shown."""
    bare = table["n_advertisers"].isna() & table["n_templates"].isna()
    floor = np.where(bare, 33, 11)
    for name in ("indicator", "family"):
        if name in table.columns:
            floor = np.where(table[name].str.startswith("MIN"), np.maximum(floor, 20), floor)
    return floor


def unsafe(table: pd.DataFrame) -> np.ndarray:
    """Return which cells point at too few people by themselves."""
    people = table["n_advertisers"].fillna(table["n_templates"]).fillna(table["n_ads"])
    small = people.astype(float).to_numpy() < thresholds(table)
    large = table["top1_share"].gt(0.5).to_numpy() | table["top2_share"].gt(0.9).to_numpy()
    return (small | large) & table["n_ads"].gt(0).to_numpy()


def _small(seed: int, support: str = "advertisers", **options: int) -> World:
    """Return a world of a few hundred to a few thousand ads."""
    random = np.random.default_rng([seed, 7])
    chosen = {
        "ads": int(10 ** random.uniform(2.6, 4.5)),
        "departements": int(random.integers(4, 20)),
        "platforms": int(random.integers(3, 7)),
        "months": int(random.integers(3, 10)),
    }
    return invent(seed, support=support, **(chosen | options))


ONE_TABLE: tuple[tuple[str, ...], ...] = (
    ("departement", "platform"),
    ("region", "departement", "platform"),
    ("departement", "month"),
    ("departement", "quarter", "month"),
    ("platform", "month"),
    ("departement", "language"),
    ("departement", "platform", "quarter"),
    ("departement", "indicator"),
    ("region", "family", "indicator"),
    ("platform", "language", "year"),
)
SUPPORTS = ("advertisers", "advertisers", "templates", "ads")


def one_table(seed: int, margins: str) -> Scene:
    """Return one table, its margins assumed known: of its columns, or of all their hierarchies."""
    by = ONE_TABLE[seed % len(ONE_TABLE)]
    large = {"ads": 100_000, "departements": 60} if seed % 40 == 1 else {}
    world = _small(seed, SUPPORTS[seed // len(ONE_TABLE) % 4], **large)
    kind = "one table, margins" if margins == "columns" else "one table, margins and hierarchies"
    return Scene(kind, world, (Asked(by),), margins)


SEQUENCES: dict[str, tuple[tuple[str, ...], ...]] = {
    "by platform, then by month": (("departement", "platform"), ("departement", "month")),
    "a table, then its margins": (("departement", "platform"), ("departement",), ("platform",)),
    "margins, then the table": (("departement",), ("platform",), ("departement", "platform")),
    "region, then département": (("region", "platform"), ("departement", "platform")),
    "département, then region": (("departement", "month"), ("region", "month")),
    "months, then quarters": (("departement", "month"), ("departement", "quarter"), ("month",)),
    "indicators, then families": (("departement", "indicator"), ("departement", "family")),
    "three pairs of one cube": (
        ("departement", "platform"),
        ("departement", "language"),
        ("platform", "language"),
    ),
    "a département, then communes": (("departement",), ("commune",)),
    "communes, then départements by month": (("commune",), ("departement", "month"), ("region",)),
}


def sequence(kind: str, seed: int) -> Scene:
    """Return tables with different groupings."""
    world = _small(seed, SUPPORTS[seed % 4])
    return Scene(kind, world, tuple(Asked(by) for by in SEQUENCES[kind]))


def one_more_month(seed: int) -> Scene:
    """Return the same table before and after the last month is added; no column says so."""
    world = _small(seed, SUPPORTS[seed % 4])
    last = world.ads["month"].max()
    by = (("departement",), ("departement", "platform"))[seed % 2]
    earlier = Asked(by, lambda ads: ads["month"] < last)
    return Scene("one more month", world, (earlier, Asked(by)), universe=("month",))


def filters(seed: int, *, told: bool) -> Scene:
    """Return two tables of overlapping selections; the second one may say so in a column."""
    world = _small(seed, SUPPORTS[seed % 4])
    tongues = world.ads["language"].value_counts().index
    by = (("departement",), ("departement", "platform"))[seed % 2]
    if told:
        only = Asked(by, lambda ads: ads["language"].eq(tongues[0]), ("language", tongues[0]))
        asked = (Asked(by), only)
        return Scene("a selection told by a column", world, asked, universe=("language",))
    rest = Asked(by, lambda ads: ads["language"].ne(tongues[-1]))
    less = Asked(by, lambda ads: ads["language"].ne(tongues[min(2, len(tongues) - 1)]))
    asked = (Asked(by), rest) if seed % 3 else (rest, less)
    return Scene("overlapping selections", world, asked, universe=("language",))


def tempus_scenes() -> Iterator[Scene]:
    """Yield the real counts alone with their margins, then with coarser tables."""
    world = tempus()
    yield Scene("tempus, margins", world, (Asked(("region", "month")),), "columns")
    pair = (Asked(("region", "month")), Asked(("region", "quarter")), Asked(("month",)))
    yield Scene("tempus, months, quarters, all", world, pair)


def makers() -> dict[str, Callable[[int], Scene]]:
    """Return what makes a scene of each kind with several tables from a seed."""
    found: dict[str, Callable[[int], Scene]] = {
        kind: functools.partial(sequence, kind) for kind in SEQUENCES
    }
    found["one more month"] = one_more_month
    found["a selection told by a column"] = functools.partial(filters, told=True)
    found["overlapping selections"] = functools.partial(filters, told=False)
    return found


def scenes(seed: int, tables: int) -> Iterator[Scene]:
    """Yield scenes of every kind until they hold so many tables, a third with assumed margins."""
    alone = max(4, tables // 3)
    for number in range(alone):
        yield one_table(1000 * seed + number, "all" if number // 10 % 2 else "columns")
    held, number = alone, 0
    while held < tables:
        for make in makers().values():
            scene = make(1000 * seed + 500 + number)
            held, number = held + len(scene.asked), number + 1
            yield scene
