"""What may be read of a template: only words that enough advertisers wrote at the same place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.duplicates.slot_alignment import Sentence
from toolkit.duplicates.slot_places import Slot
from toolkit.duplicates.slots import Template, kind_of_slot
from toolkit.text.folding import fold

HIDDEN = "hidden"
# so many usual values are enough to see what a slot is for
MOST_VALUES = 5
_BETWEEN = re.compile(r"[\s'’().,:;!?«»\"/-]{0,3}")
_STOP = re.compile(r"\s?[.!?…。！？؟।۔]")

Advertisers = Sequence[frozenset[int]]


@dataclass(frozen=True, repr=False)
class Part:
    """Fixed words, or a slot with its kind and the values that enough advertisers wrote."""

    text: str = ""
    kind: str = ""
    said: tuple[str, ...] = ()


def parts_of(template: Template, advertisers: Advertisers, *, fewest: int) -> list[Part]:
    """Return the parts of a template that may be read, in order.

    A sentence, a word and a value stand in them only where that many distinct advertisers wrote
    them at that place; a slot without such a value is its kind alone, and a word without is hidden.
    It does not look at indicators: the caller says how many advertisers are enough.

    Parameters
    ----------
    template : Template
        As ``template_of`` returns, of masked texts.
    advertisers : sequence of frozenset
        Who wrote each of its texts.
    fewest : int
        How many distinct advertisers are enough.

    Returns
    -------
    list of Part
        Fixed words with the punctuation between them, and slots.

    Examples
    --------
    >>> from toolkit.duplicates.slots import template_of
    >>> template = template_of(["Dès 8h ici", "Dès 9h ici"])
    >>> parts = parts_of(template, [frozenset({1}), frozenset({2})], fewest=2)
    >>> [part.text or part.kind for part in parts]
    ['Dès ', 'hour', ' ici']
    """
    shown: list[Part] = []
    for sentence, slots in template.sentences:
        places = (place for variant in sentence.places.values() for place in variant)
        if len(frozenset().union(*(advertisers[place.text] for place in places))) < fewest:
            continue
        for part in _parts_of_sentence(template, sentence, slots, advertisers, fewest):
            _add(shown, part, first=not shown)
    return shown


def _add(shown: list[Part], part: Part, *, first: bool) -> None:
    """Add a part; fixed words follow each other as one, hidden ones too."""
    if first:
        part = Part(part.text.lstrip(), part.kind, part.said)
    last = shown[-1] if shown else Part(kind="none")
    if not part.kind and not last.kind:
        shown[-1] = Part(last.text + part.text)
    elif part.kind or part.text:
        shown.append(part)


def _parts_of_sentence(
    template: Template,
    sentence: Sentence,
    slots: Sequence[Slot],
    advertisers: Advertisers,
    fewest: int,
) -> Iterator[Part]:
    """Yield the words and the slots of a sentence, with what stands between them."""
    place = sentence.places[sentence.written][0]
    text, words = template.texts[place.text], template.words[place.text]
    by_begin = {slot.begin: slot for slot in slots}
    at, hidden = 0, False
    while at < len(sentence.written):
        slot = by_begin.get(at, Slot(at, at + 1))
        first = place.first + at
        between = text[words.ends[first - 1] : words.starts[first]] if at else " "
        enough = _said(template, sentence, slot, advertisers, fewest)
        if at in by_begin:
            kind = kind_of_slot(template, sentence, slot)
            part = Part(kind=kind, said=tuple(sorted(enough[:MOST_VALUES], key=fold)))
        else:
            part = Part(enough[0]) if enough else Part(kind=HIDDEN)
        if not (hidden and part.kind == HIDDEN):
            yield Part(between if _BETWEEN.fullmatch(between) else " ")
            yield part
        hidden = part.kind == HIDDEN
        at = slot.end
    stop = _STOP.match(text, words.ends[place.last - 1])
    if stop:
        yield Part(stop[0])


def _said(
    template: Template, sentence: Sentence, slot: Slot, advertisers: Advertisers, fewest: int
) -> list[str]:
    """Return what enough advertisers wrote at a place, the most usual first, as most write it."""
    writers: dict[str, set[int]] = {}
    written: dict[str, Counter[str]] = {}
    for place, begin, end in template.places(sentence, slot.begin, slot.end):
        words = template.words[place.text]
        value = " ".join(words.forms[begin:end])
        writers.setdefault(value, set()).update(advertisers[place.text])
        surface = template.texts[place.text][words.starts[begin] : words.ends[end - 1]]
        # what stands between the words of a value may be anything; a space is not
        surface = surface if end - begin == 1 else _joined(surface, words.forms[begin:end])
        written.setdefault(value, Counter())[surface] += 1
    enough = [value for value, who in writers.items() if len(who) >= fewest]
    enough.sort(key=lambda value: (-len(writers[value]), value))
    return [_usual(written[value]) for value in enough]


def _usual(counted: Counter[str]) -> str:
    """Return the most usual way of writing, whatever the order of the texts."""
    return max(counted, key=lambda surface: (counted[surface], surface))


def _joined(surface: str, forms: Sequence[str]) -> str:
    """Return several words as written, or folded where signs stand between them."""
    return surface if re.fullmatch(r"[\w\s'’.,:/€$£\[\]-]*", surface) else " ".join(forms)
