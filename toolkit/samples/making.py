"""Make the invented corpus: who posts what, where and when, and the truths planted in it."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from toolkit.errors import OptionError
from toolkit.samples.composing import (
    clauses,
    compose,
    dress,
    own_sentences,
    world,
    write_contact,
)


@dataclass(frozen=True)
class Sample:
    """An invented raw corpus and what is true of it."""

    ads: pd.DataFrame
    truth: pd.DataFrame


@dataclass
class _Text:
    """A text that is posted again and again; its number is that of the first ad."""

    languages: str
    asked: list[str]
    sentences: list[str]
    number: int = 0
    shared: bool = False


@dataclass
class _SharedText:
    """A text that several advertisers copy from each other for some months."""

    text: _Text
    first: str
    last: str
    share: float


@dataclass
class _Advertiser:
    """An invented advertiser: habits that its ads share."""

    number: int
    platform: str
    language: str
    departement: str
    moves: bool
    copies: _SharedText | None
    texts: list[_Text] = field(default_factory=list)
    # how it writes the shared text: with its town, and sometimes a sentence more
    version: list[str] = field(default_factory=list)


def _pick(draw: random.Random, shares: dict[str, float]) -> str:
    """Return one name by its share."""
    return draw.choices(list(shares), weights=list(shares.values()))[0]


def _month(offset: int) -> str:
    """Return the month at a number of months from the first."""
    year, month = map(int, str(world()["first_month"]).split("-"))
    index = year * 12 + month - 1 + offset
    return f"{index // 12}-{index % 12 + 1:02d}"


def _shared_text(draw: random.Random, told: dict[str, Any]) -> _Text:
    """Return a text that many advertisers share, with the town and the contact left open."""
    language, asked = told["language"], told["indicators"]
    sentences = compose(draw, language, "{town}", asked)
    if not any("{contact}" in sentence for sentence in sentences):
        # without a contact, nobody could tell its advertisers apart
        sentences.insert(-1, clauses(language)["contact"][0])
    return _Text(language, asked, sentences)


def _shared_texts(draw: random.Random) -> list[_SharedText]:
    """Return the texts that many advertisers share."""
    return [
        _SharedText(_shared_text(draw, told), told["first"], told["last"], told["share"])
        for told in world()["shared_texts"]
    ]


def _new_advertiser(draw: random.Random, number: int, shared: Sequence[_SharedText]) -> _Advertiser:
    """Return a new advertiser."""
    facts = world()
    language = _pick(draw, facts["languages"])
    # at most one of the shared texts of its language
    known = [one for one in shared if one.text.languages == language]
    left = 1 - sum(one.share for one in known)
    copies = draw.choices([*known, None], weights=[*(one.share for one in known), left])[0]
    return _Advertiser(
        number,
        _pick(draw, facts["platforms"]),
        language,
        _pick(draw, facts["weights"]),
        draw.random() < facts["planted"]["reappearing_share"],
        copies,
    )


def _asked(draw: random.Random, language: str) -> list[str]:
    """Return the indicators that an ad words."""
    facts = world()
    if "indicators" not in clauses(language):
        return []
    planted = facts["planted"]["limited_outside_french"] if language != "fr" else 1.0
    rates = {n: r * (planted if n == "LNG.LIMITED" else 1) for n, r in facts["rates"].items()}
    return [name for name, rate in rates.items() if draw.random() < rate]


def _chance(who: _Advertiser, month: str) -> float:
    """Return the chance that an ad of this month is kept: a département and a platform grow."""
    planted, chance = world()["planted"], 1.0
    if who.departement == planted["shift_departement"] and month < planted["shift_month"]:
        chance /= planted["shift_factor"]
    if who.platform == planted["step_platform"] and month < planted["step_month"]:
        chance /= planted["step_factor"]
    return chance


def _place_and_time(draw: random.Random, who: _Advertiser) -> tuple[str, datetime.date] | None:
    """Return platform and day of an ad, None when the planted truths leave none."""
    planted = world()["planted"]
    for _ in range(20):
        month = _month(draw.randrange(world()["months"]))
        if draw.random() > _chance(who, month):
            continue
        day = datetime.date.fromisoformat(f"{month}-01") + datetime.timedelta(draw.randrange(28))
        gap = planted["gap_first"] <= day.isoformat() <= planted["gap_last"]
        if gap and who.platform == planted["gap_platform"]:
            continue
        if who.platform == planted["closing_platform"] and month >= planted["closing_month"]:
            if not who.moves:
                continue
            return planted["reappearing_platform"], day
        return who.platform, day
    return None


def _copied_text(draw: random.Random, who: _Advertiser, shared: _SharedText) -> _Text:
    """Return a shared text as this advertiser writes it."""
    if not who.version:
        town = draw.choice(world()["towns"][who.departement])
        who.version = [part.replace("{town}", town) for part in shared.text.sentences]
        if draw.random() < world()["planted"]["shared_sentence_added"]:
            who.version[-1:-1] = own_sentences(draw, who.language, 1)
    return _Text(who.language, shared.text.asked, who.version, shared.text.number, shared=True)


def _own_text(draw: random.Random, who: _Advertiser) -> _Text:
    """Return a text of this advertiser: an old one, or a new one."""
    if who.texts and draw.random() < 0.8:
        return draw.choice(who.texts)
    facts = world()
    town = draw.choice(facts["towns"][who.departement])
    asked = _asked(draw, who.language)
    text = _Text(who.language, asked, compose(draw, who.language, town, asked))
    if draw.random() < facts["code_switched"]:
        other = draw.choice([code for code in ("fr", "en", "es", "ro") if code != who.language])
        text.sentences += own_sentences(draw, other, 2)
        text.languages = f"{who.language} {other}"
    who.texts.append(text)
    return text


def _text(draw: random.Random, who: _Advertiser, month: str, row: int) -> _Text:
    """Return the text of an ad, numbered by the first ad that has it."""
    shared = who.copies
    if shared is None or not shared.first <= month <= shared.last:
        shared = None
    text = shared.text if shared is not None else _own_text(draw, who)
    text.number = text.number or row
    return text if shared is None else _copied_text(draw, who, shared)


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
    platform, day = chosen
    month = f"{day:%Y-%m}"
    text = _text(draw, who, month, row)
    contact = write_contact(draw, who.number)
    written = [part.replace("{contact}", contact) for part in text.sentences]
    emerging = clauses(who.language)["emerging"]
    new_word = bool(emerging) and month >= planted["emerging_month"]
    if new_word and draw.random() < planted["emerging_share"]:
        written.insert(-1, emerging[0])
    return {
        "ad_id": f"A{row:06d}",
        "platform": platform,
        # a shared text is dated, so that no undated few hide a period of it
        "posted_at": day.isoformat() if draw.random() > 0.01 or text.shared else "",
        "text": dress(draw, written, who.language) if draw.random() > 0.003 else "",
        "place": _messy_place(draw, who.departement),
        "advertiser_ref": f"compte{who.number}" if draw.random() < 0.3 else "",
        "language": who.language,
        "languages": text.languages,
        "departement": who.departement,
        "advertiser": who.number,
        "template": text.number,
        "indicators": " ".join(text.asked),
        "month": month,
        "near_duplicate": text.number != row,
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
    shared = _shared_texts(draw)
    while len(rows) < ads:
        # the more an advertiser posts, the more likely it posts again: a heavy tail
        if posters and draw.random() > world()["repost"]:
            who = draw.choice(posters)
        else:
            who = _new_advertiser(draw, len(posters) + 1, shared)
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
