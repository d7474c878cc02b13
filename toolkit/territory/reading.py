"""Read French places in texts, by rules in a fixed order; what stays doubtful is said so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd

from toolkit.territory.cutting import Chunks, Lexicon, cut, plain_text
from toolkit.territory.matching import find_items
from toolkit.territory.names import index
from toolkit.territory.numbers import (
    read_departement_numbers,
    read_lone_arrondissements,
    read_postcodes,
)
from toolkit.territory.reading_state import Mention, Reading
from toolkit.territory.settling import is_plain, read_item, settle
from toolkit.text.opaque import as_texts

COLUMNS = ["row", "start", "end", "level", "code", "confidence", "rule", "candidates"]


@cache
def chunks() -> Chunks:
    """Return the words met so far, which all texts share."""
    return Chunks(Lexicon(index()))


def read_places(text: str, *, structured: bool = False) -> list[Mention]:
    """Return the places of one text; ``structured`` waives the cues that a sentence needs.

    It does not say which place matters most; that is for ``assign_departement``.

    Parameters
    ----------
    text : str
        One text, or one value of a place column.
    structured : bool
        Whether the value is a place and nothing else.

    Returns
    -------
    list of Mention
        In the order of the text.

    Examples
    --------
    >>> [mention.code for mention in read_places("de passage à Lille")]
    ['59350']
    """
    clear, positions = plain_text(text)
    reading = cut(clear, chunks(), structured=structured)
    if reading is None:
        return []
    _read(reading)
    found = sorted(reading.found, key=lambda mention: mention.start)
    if positions is None:
        return found
    return [Mention(positions[m.start], positions[m.end - 1] + 1, *_rest(m)) for m in found]


def _rest(mention: Mention) -> tuple[str, str | None, float, str, tuple[str, ...]]:
    """Return everything of a mention but where it stands."""
    return mention.level, mention.code, mention.confidence, mention.rule, mention.candidates


def _read(reading: Reading) -> None:
    """Apply the rules in their order."""
    places = index()
    find_items(reading, places, chunks().lexicon)
    numbered = any(reading.words[hit][0].isdecimal() for hit in reading.hits)
    if numbered:
        read_postcodes(reading, places)
    waiting = [item for item in reading.items if not read_item(reading, item, places)]
    if numbered:
        _learn(reading)
        read_lone_arrondissements(reading, places)
    read_departement_numbers(reading, numbered=numbered)
    plain = [item for item in waiting if is_plain(item)]
    for item in plain:
        settle(reading, item, places)
    _learn(reading)
    for item in waiting:
        if item.start not in reading.placed:
            settle(reading, item, places)


def _learn(reading: Reading) -> None:
    """Note the départements that the places found so far are in."""
    places = index()
    for mention in reading.found:
        if mention.code and mention.level == "commune":
            reading.known.add(places.departement[mention.code])
        elif mention.code and mention.level == "departement":
            reading.known.add(mention.code)


def _table(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Return the table of places."""
    table = pd.DataFrame(list(rows), columns=COLUMNS)
    kinds = {"row": "int64", "start": "int64", "end": "int64", "confidence": "float64"}
    return table.astype(kinds | {"level": "str", "code": "str", "rule": "str"})


def find_places(texts: object) -> pd.DataFrame:
    """Find the French places that texts state.

    It does not locate persons: a place offered, passed through or near is a place. A homonym
    that nothing settles keeps an empty code and all its candidates; foreign towns, places that
    the text refuses and places of origin give nothing.

    Parameters
    ----------
    texts : sequence of str, Series or DataFrame with a ``text`` column
        Texts; offsets are those of the given text.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``start``, ``end``, ``level`` (commune, departement, region), ``code`` (text, NA
        when ambiguous), ``confidence`` (0 to 1, a rank of rules and not a probability),
        ``rule`` and ``candidates`` (list of codes: communes, or the départements of a région).

    Examples
    --------
    >>> find_places(["Drancy (93) ou Lyon 3e"])[["level", "code", "rule"]].values.tolist()
    [['commune', '93029', 'name_and_number'], ['commune', '69383', 'arrondissement']]
    """
    return _table(
        (row, m.start, m.end, m.level, m.code, m.confidence, m.rule, list(m.candidates))
        for row, text in enumerate(as_texts(texts))
        for m in read_places(text)
    )
