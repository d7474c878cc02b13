"""What numbers mean in ads when they are no contact: prices, hours, ages, dates, references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.anonymise.phones.unit import Unit
from toolkit.anonymise.vocabulary import cues

# words after which numbers are places, lines or lots
PLACES = re.compile(
    r"\b(?:interventions?|couvr\w*|couvre|depts?|departements?|secteurs?"
    r"|deplace\w*|zones?|livraison|mobil|cp|postal|postaux"
    r"|dans le|codes? post|arrondissements?|lignes?|bus|buses|autobuz\w*"
    r"|autobus\w*|onibus|tram|tramvai\w*|equipes|loto|tirage|chance|lotto|sorteio|bolao|keno"
    r"|lottery"
    r"|loteria|loterie|tombola|rifa|extragere)\b"
)
# no price or measure of an ad has more digits
_LONGEST_MEASURE = 7
# what a number measures, right after it
_AFTER = re.compile(
    r"\s?(?:[€$£%°](?!\s?\d\d)|euros?\b|eur\b|lei\b|ron\b|roses?\b|(?:bisous?"
    r"|kiss(?:es)?)\b ?(?:l'|la|par|pour|de|les|/)"
    r"|de lei\b|chf\b|zl\b|lv\b|лв|руб|грн|pounds?\b|quid\b|h(?![a-z])|hrs?\b|heures?\b|hours?\b"
    r"|horas?\b|ora\b|ore\b|uhr\b"
    r"|min(?:utes?|utos?)?\b|mn\b|ans?\b|anos\b|ani\b|de ani\b|years?\b|yrs?\b|yo\b|y\.?o\b"
    r"|jahre\b|anni\b|lat[a]?\b|лет\b|год"
    r"|m\d\d|m\b|cm\b|kg\b|kilos?\b|de kilo|km\b|mm\b|m2\b|metr|am\b|pm\b"
    r"|photos?\b|cavalos\b|chevaux\b|cv\b|mbps|go\b|gb\b|j(?:ours?)?\b"
    r"|days?\b|dias?\b|personnes?\b|etage"
    r"|(?:gi[oơ]|giờ|ngan|nghin|k)\b)"
    r"|(?<=[789][05]) [a-h]\b|(?<=1[01][05]) [a-h]\b|[a-h]\b|e\b(?! ?-?mail)|er\b|eme\b|ieme\b"
    r"|st\b|nd\b|rd\b|th\b|º|ª"
    r"|\s?h\d"
)
_HOUR = re.compile(r"\s?h(?![a-z])")
_HOUR_AND_MINUTES = re.compile(r"\s?h\s?\d\d")
_BEFORE = re.compile(
    r"(?<!\d)(?<!\d\s)[€$£]\s?$|\b(?:etaj|etage|floor|piso|andar|ora|orele|room"
    r"|salle|sala|camera|chambre|[ageq]e|taille|size|talla|bonnet|pointure"
    r"|siret|isbn|siren)\s?:?\s?$"
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)\d\d|\d\d)"
_CLOCK = r"(?:0?\d|1\d|2[0-3])[.:h][0-5]\d"
_AND_TO = "a|à|au|al|to|till|until|ate|pana la|la|bis|do|до|as|às|hasta las|a las"
_AND = "et|and|y|e|si|und|i|и"
_SHORT_DAYS = (
    r"lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|lu|ma|mi|jo|vi|sa|du|seg|ter|qua|qui|sex"
    r"|sab|dom|mie|jue|vie"
)
_WEEKDAYS = (
    r"lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|(?:mon"
    r"|tues|wednes|thurs|fri|satur|sun)days?"
    r"|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|segunda|terca|quarta|quinta|sexta"
    r"|luni|marti|miercuri|joi|vineri|sambata|duminica|montag|dienstag|mittwoch"
    r"|donnerstag|freitag|samstag|sonntag"
)
_MONTHS = "|".join(sorted(map(re.escape, cues()["months"]), key=len, reverse=True))
# dates and hours that begin with a digit
_IN_DIGITS = (
    rf"(?<![\d.\-/]){_DAY}(?P<s>[/.\-]){_MONTH}(?P=s){_YEAR}(?![\d]|[/.\-]\d)"
    rf"|(?<![\d.\-/])(?:19|20)\d\d(?P<t>[/.\-]){_MONTH}(?P=t){_DAY}(?![\d]|[/.\-]\d)"
    rf"|(?<![\d.\-/]){_DAY}(?P<u>[/.]){_MONTH}\s?(?:-|/|>|au|al|to|a|ao|pana la|la|bis|do|и|до)\s?"
    rf"{_DAY}(?P=u){_MONTH}(?![\d]|[/.\-]\d)"
    r"|\b(?:0?\d|1\d|2[0-4])\s?h\s?[0-5]\d\b"
    rf"|(?<![\d.\-/]){_MONTH}/(?:19|20)\d\d(?![\d]|[/.\-]\d)"
    rf"|(?<![\d.\-/]){_DAY}/{_MONTH}(?![\d]|[/.\-]\d)"
    rf"|\b{_DAY}(?:er|st|nd|rd|th)?\s(?:{_MONTHS})\b"
    # days in a row; five pairs may be a number
    rf"|(?<![\d,.] )(?<!\d)(?!0\d(?:\s?,\s?\d\d){{3}}\s(?:{_AND})\s\d\d(?!\d))"
    rf"{_DAY}(?:\s?,\s?{_DAY}){{2,}}\s(?:{_AND})\s{_DAY}(?!\d)"
    r"|\b\d{1,2}\s?:\s?[0-5]\d\b|\b24\s?[/x]\s?(?:24|7)(?:\s?[/x]\s?[37]\d*)?\b"
    r"|(?<!\d/)\b7\s?/\s?7\b(?!/\d)"
    rf"|(?<![\d.]){_CLOCK}(?:(?:\s?(?:,|/|;|-|–|\n)\s?|\s(?:{_AND_TO}|et|and|y|e|si|und|i|или|и)\s)"
    rf"(?:[^\W\d_]+\s)?{_CLOCK})+(?![\d]|[.:]\d)"
    rf"|(?<!\d)(?:0?\d|1\d|2[0-4])\s?(?:-|–|{_AND_TO})\s?(?:0?\d|1\d"
    rf"|2[0-4])\s?(?:h(?![a-z])|heures?\b|hs\b|horas?\b|hrs?\b|uhr\b)"
    r"|\b\d\s?[.,]\s?\d\s?/\s?(?:5|10)\b|(?<![\d\-])(?<!\d[ \-])(?<!- )(?:[6-9]\d"
    r"|1[0-3]\d)\s?-\s?(?:[4-9]\d|1[0-2]\d)\s?-\s?(?:[6-9]\d|1[0-4]\d)\b(?!\s?-?\s?\d)"
)
_AFTER_WORDS = (
    rf"(?:{_WEEKDAYS})\s(?:a |à |at |la |as |às )?"
    rf"{_CLOCK}(?:\s?(?:-|–|{_AND_TO})\s?{_CLOCK})?(?!\d|[.:]\d)"
    rf"|(?:{_WEEKDAYS}|{_SHORT_DAYS})(?:\s(?:0?\d|1\d|2[0-4])(?!\d)){{2,6}}"
    rf"|(?:du|del|de|from|le|el|am|vom|entre|between|intre|dal|od|от|с)\s{_DAY}\s(?:au|al|a"
    rf"|ao|to|et|y|e|si|and|bis|do|до|и)\s{_DAY}\b"
)
_DATES = re.compile(rf"(?=\d)(?:{_IN_DIGITS})|\b(?=[^\W\d_])(?:{_AFTER_WORDS})")
# two towns or more in a row, or one before its name
_POSTCODE = re.compile(
    r"\d{5}(?!\d)(?=\s?,\s?\d{5}\b|\s[^\W\d_]{3,}| et | ou |\s?$)(?<![\d ]\d{5})"
    r"|\d{5}(?!\d)(?<=, \d{5})"
)
_BEFORE_REFERENCE, _AFTER_DATE = 40, 24
_REFERENCE = re.compile(
    r"\b(?:ref|reference|annonce|annonces|isbn|artigo|articulo|articol|seria|issn|ean13|imei"
    r"|siret|siren|rcs|version|produit|article|commande|order|ad|"
    r"anunt|anuncio|lot|facture|dossier|ticket|model|modele|ean|code barre"
    r"|cod produs|rna|tva)"
    r"(?:\s?(?:n\.?°|no|nr|num|numero|number|id|sur))?[^\w\n]{0,3}"
    r"(?=[\w\-/ ]{0,4}\d)[\w\-/]*(?:[ \-.]\d+)*"
)


def claims(seen: str, groups: Sequence[Unit], *, helplines: bool = True) -> list[bool]:
    """Tell which groups are prices, hours, ages, sizes, dates or references.

    Parameters
    ----------
    seen : str
        The text as it is read.
    groups : sequence of Unit
        Groups in order.
    helplines : bool
        Whether a number that everybody may call is claimed.

    Returns
    -------
    list of bool
        One answer per group.

    Examples
    --------
    >>> claims("80 euros", [Unit(0, 2, "80", "digits")])
    [True]
    """
    no_hours = any(_is_no_hour(seen, group) for group in groups)
    claimed = [
        (
            len(group.digits) <= _LONGEST_MEASURE
            and not (no_hours and _HOUR.match(seen, group.end))
            and _measures(seen, group)
        )
        or (helplines and len(groups) == 1 and group.digits in cues()["helplines"])
        or (
            _POSTCODE.match(seen, group.start) is not None
            # "07700 nine hundred" goes on
            and not (after is not None and after.start - group.end == 1)
        )
        for group, after in zip(groups, [*groups[1:], None], strict=True)
    ]
    return claimed if all(claimed) else _with_dates(seen, groups, claimed, no_hours)


def _with_dates(
    seen: str, groups: Sequence[Unit], claimed: list[bool], no_hours: bool
) -> list[bool]:
    """Tell which groups are claimed, those that a date or a reference holds included."""
    low, high = max(groups[0].start - 24, 0), groups[-1].end + 12
    spans = [m.span() for m in _DATES.finditer(seen, low, high)]
    spans += [m.span() for m in _REFERENCE.finditer(seen, low, high)]
    if no_hours:
        spans = [span for span in spans if "h" not in seen[slice(*span)]]
    if not spans:
        return claimed
    return [
        taken or any(start < group.end and group.start < end for start, end in spans)
        for group, taken in zip(groups, claimed, strict=True)
    ]


def _is_no_hour(seen: str, group: Unit) -> bool:
    """Tell whether an hour is written that no day has: ``98h12``."""
    beyond = len(group.digits) == 2 and group.digits > "24"
    return beyond and _HOUR_AND_MINUTES.match(seen, group.end) is not None


def _measures(seen: str, group: Unit) -> bool:
    """Tell whether a unit of measure, a currency or an age word stands beside a group."""
    after = _AFTER.match(seen, group.end)
    before = _BEFORE.search(seen, max(group.start - 12, 0), group.start)
    return after is not None or before is not None


def is_date(seen: str, group: Unit) -> bool:
    """Tell whether a date or a reference holds a group.

    Parameters
    ----------
    seen : str
        The text as it is read.
    group : Unit
        A group.

    Returns
    -------
    bool
        True when it does.

    Examples
    --------
    >>> is_date("06/12/2025", Unit(0, 2, "06", "digits"))
    True
    """
    low = max(group.start - _BEFORE_REFERENCE, 0)
    for match in _DATES.finditer(seen, low, group.end + _AFTER_DATE):
        if match.start() < group.end and group.start < match.end():
            return True
    return any(
        match.start() <= group.start < match.end()
        for match in _REFERENCE.finditer(seen, low, group.end)
    )
