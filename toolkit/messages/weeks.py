"""Days of the week and hour bands as a French or an English reader expects them."""

from toolkit.messages.catalogue import check_language, message

_NO_BREAK = "\u00a0"
_DAYS_IN_A_WEEK = 7


def format_weekday(label: str, *, lang: str = "fr") -> str:
    """Write an ISO weekday, or several, in words.

    Parameters
    ----------
    label : str
        ``"1"`` is Monday; ``"1-5"`` a run of days; ``"1,3"`` several.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The days; a label that names none is returned as it is.

    Examples
    --------
    >>> format_weekday("4"), format_weekday("1-5", lang="en"), format_weekday("1,3")
    ('jeudi', 'Monday to Friday', 'lundi, mercredi')
    """
    check_language(lang)
    days = label.replace("-", ",").split(",")
    if not all(day.isdecimal() and 1 <= int(day) <= _DAYS_IN_A_WEEK for day in days):
        return label
    names = [message(f"week.d{int(day)}", lang=lang) for day in days]
    if "-" in label:
        return message("week.run", lang=lang, first=names[0], last=names[-1])
    return ", ".join(names)


def format_hour_band(label: str, *, lang: str = "fr") -> str:
    """Write an hour band with the signs of the language.

    Parameters
    ----------
    label : str
        ``"18h-21h"``.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    str
        The band; a label that is none is returned as it is.

    Examples
    --------
    >>> format_hour_band("09h-12h", lang="en")
    '9:00–12:00'
    >>> format_hour_band("09h-12h").split()
    ['9', 'h', '–', '12', 'h']
    """
    check_language(lang)
    hours = [part.removesuffix("h") for part in label.split("-")]
    if len(hours) != 2 or not all(hour.isdecimal() for hour in hours):
        return label
    first, last = (int(hour) for hour in hours)
    if lang == "en":
        return f"{first}:00–{last}:00"
    return f"{first}{_NO_BREAK}h – {last}{_NO_BREAK}h"
