"""Make the invented corpus: who posts what, where and when, and the truths planted in it."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from toolkit.errors import OptionError
from toolkit.samples.composing import clauses, compose, dress, world, write_contact


@dataclass(frozen=True)
class Sample:
    """An invented raw corpus and what is true of it."""

    ads: pd.DataFrame
    truth: pd.DataFrame


@dataclass
class _Advertiser:
    """An invented advertiser: habits that its ads share."""

    number: int
    platform: str
    language: str
    departement: str
    moves: bool
    templates: list[tuple[int, str, list[str], list[str]]] = field(default_factory=list)


def _pick(draw: random.Random, shares: dict[str, float]) -> str:
    """Return one name by its share."""
    return draw.choices(list(shares), weights=list(shares.values()))[0]


def _month(offset: int) -> str:
    """Return the month at a number of months from the first."""
    year, month = map(int, str(world()["first_month"]).split("-"))
    index = year * 12 + month - 1 + offset
    return f"{index // 12}-{index % 12 + 1:02d}"


def _new_advertiser(draw: random.Random, number: int) -> _Advertiser:
    """Return a new advertiser."""
    facts = world()
    return _Advertiser(
        number,
        _pick(draw, facts["platforms"]),
        _pick(draw, facts["languages"]),
        _pick(draw, facts["weights"]),
        draw.random() < facts["planted"]["reappearing_share"],
    )


def _asked(draw: random.Random, language: str) -> list[str]:
    """Return the indicators that an ad words."""
    facts = world()
    if "indicators" not in clauses(language):
        return []
    planted = facts["planted"]["limited_outside_french"] if language != "fr" else 1.0
    rates = {n: r * (planted if n == "LNG.LIMITED" else 1) for n, r in facts["rates"].items()}
    return [name for name, rate in rates.items() if draw.random() < rate]


def _place_and_time(draw: random.Random, who: _Advertiser) -> tuple[str, str] | None:
    """Return platform and month of an ad, None when the planted truths leave none."""
    planted = world()["planted"]
    for _ in range(20):
        month = _month(draw.randrange(world()["months"]))
        shifted = who.departement == planted["shift_departement"]
        if (
            shifted
            and month < planted["shift_month"]
            and draw.random() > 1 / planted["shift_factor"]
        ):
            continue
        if who.platform == planted["closing_platform"] and month >= planted["closing_month"]:
            if not who.moves:
                continue
            return "Petites Lunes", month
        return who.platform, month
    return None


def _template(
    draw: random.Random, who: _Advertiser, number: int
) -> tuple[int, str, list[str], list[str]]:
    """Return a text of this advertiser: an old one, or a new one."""
    if who.templates and draw.random() < 0.8:
        return draw.choice(who.templates)
    facts = world()
    town = draw.choice(facts["towns"][who.departement])
    asked = _asked(draw, who.language)
    sentences = compose(draw, who.language, town, asked)
    if draw.random() < facts["code_switched"]:
        other = draw.choice([code for code in ("fr", "en", "es", "ro") if code != who.language])
        sentences += draw.sample(clauses(other)["filler"], 2)
        spoken = f"{who.language} {other}"
    else:
        spoken = who.language
    template = (number, spoken, asked, sentences)
    who.templates.append(template)
    return template


def _messy_place(draw: random.Random, departement: str) -> str:
    """Return the place field as platforms give it: often empty or badly written."""
    town = draw.choice(world()["towns"][departement])
    forms = ("", "", town, f"{town} ({departement})", f"{town.lower()} ", town.upper())
    return draw.choice(forms)


def _ad(draw: random.Random, who: _Advertiser, row: int) -> dict[str, Any] | None:
    """Return one ad with its truth."""
    planted = world()["planted"]
    chosen = _place_and_time(draw, who)
    if chosen is None:
        return None
    platform, month = chosen
    known = len(who.templates)
    number, spoken, asked, sentences = _template(draw, who, row)
    written = [part.format(contact=write_contact(draw, who.number)) for part in sentences]
    emerging = clauses(who.language)["emerging"]
    new_word = bool(emerging) and month >= planted["emerging_month"]
    if new_word and draw.random() < planted["emerging_share"]:
        written.insert(-1, emerging[0])
    day = datetime.date.fromisoformat(f"{month}-01") + datetime.timedelta(draw.randrange(28))
    return {
        "ad_id": f"A{row:06d}",
        "platform": platform,
        "posted_at": day.isoformat() if draw.random() > 0.01 else "",
        "text": dress(draw, written, who.language) if draw.random() > 0.003 else "",
        "place": _messy_place(draw, who.departement),
        "advertiser_ref": f"compte{who.number}" if draw.random() < 0.3 else "",
        "language": spoken.split(" ")[0],
        "languages": spoken,
        "departement": who.departement,
        "advertiser": who.number,
        "template": number,
        "indicators": " ".join(asked),
        "month": month,
        "near_duplicate": len(who.templates) == known,
    }


def make_sample(*, ads: int = 3000, seed: int = 2026) -> Sample:
    """Make an invented raw corpus with known truths.

    It contains no real ad, person or contact: every phone number stands in a range reserved for
    fiction. Accuracy measured on it says that the plumbing works, nothing about the world.

    Parameters
    ----------
    ads : int
        Number of ads.
    seed : int
        The same seed gives the same corpus on every computer.

    Returns
    -------
    Sample
        ``ads`` (columns of ``schema.ADS``, as text) and ``truth`` (one row per ad).

    Raises
    ------
    OptionError
        When ``ads`` is not positive.

    Examples
    --------
    >>> sample = make_sample(ads=20, seed=1)
    >>> len(sample.ads), list(sample.truth.columns)[:3]
    (20, ['ad_id', 'language', 'languages'])
    """
    if ads < 1:
        raise OptionError("ads", value=ads, rule="must be 1 or more", remedy="ask for 120 ads")
    draw = random.Random(seed)  # noqa: S311 - an invented corpus needs no secret
    rows: list[dict[str, Any]] = []
    posters: list[_Advertiser] = []
    while len(rows) < ads:
        # the more an advertiser posts, the more likely it posts again: a heavy tail
        if posters and draw.random() > world()["repost"]:
            who = draw.choice(posters)
        else:
            who = _new_advertiser(draw, len(posters) + 1)
        row = _ad(draw, who, len(rows) + 1)
        if row is not None:
            rows.append(row)
            posters.append(who)
    if ads > 50:
        # real files repeat identifiers
        rows[-1]["ad_id"] = rows[10]["ad_id"]
    table = pd.DataFrame(rows)
    columns = ["ad_id", "platform", "posted_at", "text", "place", "advertiser_ref"]
    truth = ["ad_id", "language", "languages", "departement", "advertiser", "template"]
    truth += ["indicators", "platform", "month", "near_duplicate"]
    return Sample(table[columns], table[truth])
