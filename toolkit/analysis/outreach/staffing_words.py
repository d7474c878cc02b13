"""A staffing plan as a sentence, in French or in English, as sure as its interval allows."""

from __future__ import annotations

import pandas as pd

from toolkit.analysis.outreach.staffing import ALL_LANGUAGES, BY_HAND, NO_PLAN
from toolkit.disclosure import SafeTable
from toolkit.errors import TableError
from toolkit.language.known import language_name
from toolkit.messages import check_language, format_number, format_percent, message
from toolkit.messages.weeks import format_hour_band, format_weekday

_NEEDED = (
    *("plan", "team_languages", "estimate", "low", "high", "confidence", "method"),
    *("n_total_advertisers", "n_ads", "state"),
)
# widths up to which an interval is narrow, or wide: above, it chooses between no plans
_NARROW, _WIDE = 0.15, 0.35
# the last hour of each part of the day; what spreads over two has no name
_PARTS = (("night", 0, 6), ("morning", 6, 12), ("afternoon", 12, 18), ("evening", 18, 24))


def staffing_reading(table: pd.DataFrame | SafeTable, *, lang: str = "fr") -> pd.Series:
    """Say in words what each plan would reach, how sure that is, and what it is not.

    How sure it is said follows from the width of the interval alone: "about" to 15 points,
    "probably" to 35, else "perhaps".

    Parameters
    ----------
    table : pandas.DataFrame or SafeTable
        What ``staffing_plan`` returned, released or not.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.Series
        One text per row.

    Raises
    ------
    TableError
        When the table holds no plans.

    Examples
    --------
    >>> row = {"plan": "4 18h-21h; 6 18h-21h", "team_languages": "fr+ro", "estimate": 0.4,
    ...     "low": 0.35, "high": 0.5, "confidence": 0.95, "state": "counted", "n_ads": 300,
    ...     "n_total_advertisers": 200, "method": "bands chosen for each advertiser"}
    >>> staffing_reading(pd.DataFrame([row]), lang="en")[0][:93]
    'Two evenings a week (Thursday 18:00–21:00, Saturday 18:00–21:00), in French and Romanian, wou'
    """
    check_language(lang)
    frame = table.to_frame() if isinstance(table, SafeTable) else table
    absent = [name for name in _NEEDED if name not in frame.columns]
    if absent:
        raise TableError(
            "table",
            rule=f"must hold plans; missing {', '.join(absent)}",
            remedy="pass what staffing_plan returned",
        )
    texts = [_words(row, lang) for _, row in frame.iterrows()]
    return pd.Series(texts, index=frame.index, dtype="str", name="reading")


def plan_words(plan: str, lang: str) -> str:
    """Return the bands of a plan in words.

    Parameters
    ----------
    plan : str
        ``"4 18h-21h; 6 18h-21h"``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        Days and hours.

    Examples
    --------
    >>> plan_words("4 18h-21h; 1-5 09h-12h", "en")
    'Thursday 18:00–21:00, Monday to Friday 9:00–12:00'
    """
    pairs = [shift.split(" ") for shift in plan.split("; ")]
    if plan == NO_PLAN:
        return "–"
    return ", ".join(
        f"{format_weekday(day, lang=lang)} {format_hour_band(band, lang=lang)}"
        for day, band in pairs
    )


def language_words(codes: str, lang: str) -> str:
    """Return the languages of a team in words.

    Parameters
    ----------
    codes : str
        ``"fr+ro"``, or ``"all"``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        ``"en français et en roumain"``.

    Examples
    --------
    >>> language_words("fr+ro", "fr"), language_words("ro", "en"), language_words("all", "en")
    ('en français et en roumain', 'in Romanian', 'in all written languages')
    """
    if codes == ALL_LANGUAGES:
        return message("staffing.in_all", lang=lang)
    names = [language_name(code, lang=lang) for code in codes.split("+")]
    if len(names) > 1:
        first = message("staffing.between", lang=lang).join(names[:-1])
        names = [message("staffing.and", lang=lang, first=first, last=names[-1])]
    return message("staffing.in", lang=lang, languages=names[0])


def _words(row: pd.Series, lang: str) -> str:
    """Return the text of one plan."""

    def say(key: str, **values: object) -> str:
        """Return a sentence of the catalogue."""
        return message(f"staffing.{key}", lang=lang, **values)

    def percent(share: float) -> str:
        """Return a share in whole percents."""
        return format_percent(float(share), lang=lang, decimals=0)

    if row["state"] != "counted" or pd.isna(row["estimate"]):
        return say("suppressed")
    shifts = str(row["plan"]).split("; ")
    unit = say("both" if "text" in str(row["method"]) else "advertisers")
    width = round(float(row["high"]) - float(row["low"]), 6)
    degree = "narrow" if width <= _NARROW else "wide" if width <= _WIDE else "vague"
    many = "many" if len(shifts) > 1 else "one"
    text = say(
        many,
        shifts=f"{say(f'n{len(shifts)}')} {say(f'{_part(shifts)}_{many}')}",
        when=plan_words(str(row["plan"]), lang),
        languages=language_words(str(row["team_languages"]), lang),
        degree=say(degree),
        low=percent(row["low"]),
        high=percent(row["high"]),
        unit=say("advertisers"),
    )
    number = format_number(float(row["n_total_advertisers"]), lang=lang)
    ads = format_number(float(row["n_ads"]), lang=lang)
    support = say("support", confidence=percent(row["confidence"]), n=number, unit=unit, ads=ads)
    given = str(row["method"]).endswith(BY_HAND.rpartition("; ")[2])
    parts = [text[:1].upper() + text[1:], support, say("given" if given else "chosen")]
    parts += [say("vague_more")] if degree == "vague" else []
    return " ".join([*parts, say("caution")])


def _part(shifts: list[str]) -> str:
    """Return the part of the day that all bands are in, ``"shift"`` where there is none."""
    hours = [[int(hour.rstrip("h")) for hour in shift.split(" ")[1].split("-")] for shift in shifts]
    for name, first, last in _PARTS:
        if all(first <= opens and closes <= last for opens, closes in hours):
            return name
    return "shift"
