"""Decide which places of an aligned sentence are slots: their values differ for real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.duplicates.slot_alignment import LONGEST_VALUE, Sentence, bounds
from toolkit.duplicates.slot_spelling import figures, is_spelling_variant
from toolkit.duplicates.slot_words import Words

# one text alone that differs is an edit, not a value, in a group this large
ONE_IS_AN_EDIT = 6
LEAST_SHARE = 0.15
# a phrase that others replace now and then is a sentence that resembles theirs
LONG_VALUE, LEAST_SHARE_OF_LONG = 3, 0.4
# a sentence this much rarer than those around it is a passing phrase
LEAST_SUPPORT = 0.34
# so many distinct values vary, whatever their spelling
ENOUGH_VALUES = 30
# neighbours are one slot where this share of texts replace them together
OFTEN = 0.05


@dataclass(frozen=True)
class Slot:
    """Words of a sentence that vary from text to text, end exclusive."""

    begin: int
    end: int


def slots_of(sentence: Sentence, texts: Sequence[Words]) -> list[Slot]:
    """Return the slots of an aligned sentence, in order.

    A word that few texts changed, dropped or added is none, nor is a value that never varies.

    Parameters
    ----------
    sentence : Sentence
        As ``align`` returns.
    texts : sequence of Words
        The texts that were aligned.

    Returns
    -------
    list of Slot
        Not overlapping; neighbours that are words are one.

    Examples
    --------
    >>> from toolkit.duplicates.slot_alignment import align
    >>> from toolkit.duplicates.slot_words import words_of
    >>> texts = [words_of("Je suis à Lille ce soir"), words_of("je suis a Lyon ce soir")]
    >>> slots_of(align(texts)[0], texts)
    [Slot(begin=3, end=4)]
    """
    if sentence.support < LEAST_SUPPORT * sentence.usual_support:
        return []
    place = sentence.places[sentence.written][0]
    forms = texts[place.text].forms[place.first : place.last]
    closed = [bool(figures(form)) or form[:1] == "[" for form in forms]
    crossed = _crossed(sentence)
    found: list[Slot] = []
    for at in _candidates(sentence, closed):
        if not vary(Counter(_values(sentence, texts, at))):
            continue
        together = found and found[-1].end == at
        if together and (
            crossed[at] > OFTEN * sentence.support or not (closed[at - 1] or closed[at])
        ):
            found[-1] = Slot(found[-1].begin, at + 1)
        else:
            found.append(Slot(at, at + 1))
    return [slot for slot in found if not _is_phrase(sentence, texts, slot)]


def _is_phrase(sentence: Sentence, texts: Sequence[Words], slot: Slot) -> bool:
    """Tell whether what varies is a phrase that most texts have and few replace."""
    if slot.end - slot.begin < LONG_VALUE:
        return False
    said: Counter[str] = Counter()
    for variant, places in sentence.places.items():
        edges = bounds(sentence.blocks[variant], slot.begin, slot.end)
        if edges is not None:
            first, last = edges
            said.update(
                " ".join(texts[p.text].forms[p.first + first : p.first + last]) for p in places
            )
    number = said.total()
    return number - max(said.values(), default=0) < LEAST_SHARE_OF_LONG * number


def _candidates(sentence: Sentence, closed: Sequence[bool]) -> list[int]:
    """Return the words of a sentence where a text may differ: figures, and what is replaced."""
    differing = {at for at, alone in enumerate(closed) if alone}
    for blocks in sentence.blocks.values():
        for i1, i2, j1, j2 in blocks:
            if j1 < j2 and max(i2 - i1, j2 - j1) <= LONGEST_VALUE:
                differing.update(range(i1, i2))
    return sorted(differing)


def _crossed(sentence: Sentence) -> Counter[int]:
    """Return how many texts replace several words by another number of words, by word inside."""
    crossed: Counter[int] = Counter()
    for variant, blocks in sentence.blocks.items():
        for i1, i2, j1, j2 in blocks:
            if j1 < j2 and i2 - i1 != j2 - j1:
                for at in range(i1 + 1, i2):
                    crossed[at] += len(sentence.places[variant])
    return crossed


def _values(sentence: Sentence, texts: Sequence[Words], at: int) -> Iterator[str]:
    """Yield what each text that has this word says there: all of a block that is uneven."""
    for variant, places in sentence.places.items():
        blocks = sentence.blocks[variant]
        edges = next(
            (
                (j1, j2)
                for i1, i2, j1, j2 in blocks
                if i1 <= at < i2 and j1 < j2 and i2 - i1 != j2 - j1
                if max(i2 - i1, j2 - j1) <= LONGEST_VALUE
            ),
            bounds(blocks, at, at + 1),
        )
        if edges is None:
            continue
        first, last = edges
        for place in places:
            yield " ".join(texts[place.text].forms[place.first + first : place.first + last])


def vary(values: Counter[str]) -> bool:
    """Tell whether the values at one place differ for real, in enough texts.

    Parameters
    ----------
    values : Counter
        How many texts say each.

    Returns
    -------
    bool
        Whether it is a slot.

    Examples
    --------
    >>> vary(Counter({"lille": 2, "lyon": 1})), vary(Counter({"quartier": 2, "quariter": 1}))
    (True, False)
    """
    number = sum(values.values())
    if number < 2 or len(values) < 2:
        return False
    if len(values) >= ENOUGH_VALUES:
        return True
    usual: Counter[str] = Counter()
    for value, count in sorted(values.items(), key=lambda item: (-item[1], item[0])):
        same = next((known for known in usual if is_spelling_variant(value, known)), value)
        usual[same] += count
    others = number - max(usual.values())
    return others >= max(2 if number >= ONE_IS_AN_EDIT else 1, LEAST_SHARE * number)
