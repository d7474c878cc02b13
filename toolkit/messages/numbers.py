"""Numbers and months as a French or an English reader expects them, without touching the locale."""

import datetime
import math

from toolkit.messages.catalogue import check_language, message

_NARROW = "\u202f"
_NO_BREAK = "\u00a0"


def format_number(value: float, *, lang: str = "fr", decimals: int = 0) -> str:
    """Write a number with the separators of the language.

    Parameters
    ----------
    value : float
        Any number; NaN is written as an en dash, an infinite one by its sign.
    lang : str
        ``"fr"`` or ``"en"``.
    decimals : int
        Digits after the decimal sign.

    Returns
    -------
    str
        The number as text.

    Examples
    --------
    >>> format_number(1234.5, lang="en", decimals=1)
    '1,234.5'
    >>> format_number(1234.5, decimals=1) == "1\u202f234,5"
    True
    """
    check_language(lang)
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    text = f"{value:,.{decimals}f}"
    if lang == "en":
        return text
    return text.replace(",", _NARROW).replace(".", ",")


def format_percent(share: float, *, lang: str = "fr", decimals: int = 1) -> str:
    """Write a share between 0 and 1 as a percentage.

    Parameters
    ----------
    share : float
        A share, 0 to 1.
    lang : str
        ``"fr"`` or ``"en"``.
    decimals : int
        Digits after the decimal sign.

    Returns
    -------
    str
        The percentage as text.

    Examples
    --------
    >>> format_percent(0.125, lang="en")
    '12.5%'
    >>> format_percent(0.125) == "12,5\u00a0%"
    True
    """
    if share is None or math.isnan(share):
        return "–"
    text = format_number(100 * share, lang=lang, decimals=decimals)
    return f"{text}%" if lang == "en" else f"{text}{_NO_BREAK}%"


def format_month(month: str, *, lang: str = "fr") -> str:
    """Write an ISO month in words.

    Parameters
    ----------
    month : str
        ``"2025-03"``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The month in words.

    Examples
    --------
    >>> format_month("2025-03"), format_month("2025-03", lang="en")
    ('mars 2025', 'March 2025')
    """
    year, number = month.split("-")[:2]
    return f"{message(f'months.m{int(number):02d}', lang=lang)} {year}"


def format_day(day: datetime.date, *, lang: str = "fr") -> str:
    """Write a day in words.

    Parameters
    ----------
    day : datetime.date
        A day.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The day in words.

    Examples
    --------
    >>> format_day(datetime.date(2031, 12, 31), lang="en")
    '31 December 2031'
    >>> format_day(datetime.date(2025, 3, 1)) == "1er mars 2025"
    True
    """
    first = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{first} {format_month(day.isoformat(), lang=lang)}"
