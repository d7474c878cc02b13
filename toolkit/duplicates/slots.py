"""What is fixed and what varies in the texts that are copies of each other."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.duplicates.slot_alignment import Place, Sentence, align, bounds
from toolkit.duplicates.slot_places import Slot, slots_of
from toolkit.duplicates.slot_words import Words, kind_in_text, words_of
from toolkit.errors import TableError
from toolkit.schema import SLOT_KINDS as KINDS
from toolkit.text.opaque import opaque_series, texts_in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

SLOT_MARK = "[…]"
# a sentence of the wording stands in this share of the texts at least
LEAST_SHARE_OF_WORDING = 0.5
# so many values are enough to tell the form of a slot
VALUES_LOOKED_AT = 15
_STOP = re.compile(r"\s?[.!?…;。！？؟।۔]+")

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, repr=False)
class TemplateSlots:
    """The slots of each text, and the fixed wording of each group, which is opaque."""

    slots: pd.DataFrame
    wordings: pd.DataFrame

    def __repr__(self) -> str:
        """Return sizes only."""
        return f"TemplateSlots({len(self.wordings)} wordings, {len(self.slots)} places)"


@dataclass(frozen=True, repr=False)
class Template:
    """Distinct texts of one group, their words, and their common sentences with the slots."""

    texts: Sequence[str]
    words: Sequence[Words]
    sentences: Sequence[tuple[Sentence, Sequence[Slot]]] = field(default=())

    def places(self, sentence: Sentence, begin: int, end: int) -> Iterator[tuple[Place, int, int]]:
        """Yield where some words of a sentence stand in each text: the words, end exclusive."""
        for variant, places in sentence.places.items():
            edges = bounds(sentence.blocks[variant], begin, end)
            if edges is None:
                continue
            for place in places:
                yield place, place.first + edges[0], place.first + edges[1]


def template_slots(texts: Any, groups: Any) -> TemplateSlots:  # noqa: ANN401 - as group_templates
    """Return where the texts of each group vary, and what they have in common.

    A slot is a place where the texts of a group say different things: a town, a price, an hour.
    Typing errors, accents, capitals, punctuation, emoji, and sentences that some texts add or drop
    are none, nor is a value that never changes in the group. It knows no meaning: ``kind`` is told
    by form alone. It says nothing of who wrote the texts. Groups of one text have none.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts, masked or not.
    groups : sequence of int
        One group per text, as ``group_templates`` returns.

    Returns
    -------
    TemplateSlots
        ``slots``: see ``schema.SLOTS``; ``wordings``: see ``schema.WORDINGS``. Both are the same
        whatever the order of the texts, but for the numbers of rows.

    Raises
    ------
    TableError
        When there is not exactly one whole number per text.

    Notes
    -----
    After the idea of templates with slots of Lee et al. (2021), "InfoShield", written anew:
    sentences of the most typical text first, others matched by resemblance (Indel distance) in any
    order, words aligned by Levenshtein distance, and a place held for a slot where values that are
    not spellings of each other are frequent enough.

    Examples
    --------
    >>> found = template_slots(["Je suis à Lille ce soir", "je suis a Lyon ce soir !"], [7, 7])
    >>> found.slots.values.tolist()
    [[0, 7, 0, 10, 15, 'name'], [1, 7, 0, 10, 14, 'name']]
    >>> found
    TemplateSlots(1 wordings, 2 places)
    """
    numbers = _checked(groups)
    found = _Found()
    wordings = []
    for group, distinct in _distinct_by_group(texts, numbers):
        template = template_of(sorted(distinct))
        found.add(template, [distinct[text] for text in template.texts], group)
        rows = sum(map(len, distinct.values()))
        wordings.append((group, rows, len(distinct), _wording(template)))
    names = ["group", "n_ads", "n_texts"]
    table = pd.DataFrame([line[:3] for line in wordings], columns=names).astype("int64")
    return TemplateSlots(
        found.table(), table.assign(wording=opaque_series([line[3] for line in wordings]))
    )


def template_of(texts: Iterable[str]) -> Template:
    """Return the template of the distinct texts of one group.

    It does not check that the texts resemble each other.

    Parameters
    ----------
    texts : iterable of str
        Distinct texts, in an order that depends on their content only.

    Returns
    -------
    Template
        Its common sentences, in order, each with its slots.

    Examples
    --------
    >>> template = template_of(["Dès 8h à Lille", "Dès 9h à Lyon"])
    >>> [slots for _, slots in template.sentences]
    [[Slot(begin=1, end=2), Slot(begin=3, end=4)]]
    """
    held = list(texts)
    words = [words_of(text) for text in held]
    return Template(held, words, [(one, slots_of(one, words)) for one in align(words)])


def _checked(groups: Any) -> Integers:  # noqa: ANN401 - any sequence of numbers
    """Return the groups as whole numbers."""
    numbers = np.asarray(groups)
    if numbers.ndim != 1 or (numbers.size and not np.issubdtype(numbers.dtype, np.integer)):
        raise TableError(
            "groups",
            rule="must be one whole number per text",
            remedy="pass what tk.group_templates returned for these texts",
        )
    return numbers.astype(np.int64)


def _distinct_by_group(
    texts: Any,  # noqa: ANN401 - as group_templates
    groups: Integers,
) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """Yield each group of two texts or more: its distinct texts, and the rows of each."""
    values, inverse, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    held: dict[int, dict[str, list[int]]] = defaultdict(dict)
    row = 0
    place = inverse.tolist()
    shared = (sizes > 1).tolist()
    for text in (text for part in texts_in_parts(texts) for text in part):
        if row < len(place) and shared[place[row]]:
            held[place[row]].setdefault(text, []).append(row)
        row += 1
    if row != len(groups):
        raise TableError(
            "groups",
            value=len(groups),
            rule=f"must be one whole number per text, {row}",
            remedy="pass what tk.group_templates returned for these texts",
        )
    for at in sorted(held):
        # a group is let go once it is aligned
        yield int(values[at]), held.pop(at)


class _Found:
    """Collects the slots of all texts, as numbers."""

    def __init__(self) -> None:
        self._columns = {name: array("q") for name in ("row", "group", "slot", "start", "end")}
        self._kinds = array("q")

    def add(self, template: Template, rows: Sequence[Sequence[int]], group: int) -> None:
        """Add the slots of a template, to each row of each of its texts."""
        number = 0
        for sentence, slots in template.sentences:
            last: dict[int, int] = {}
            for slot in slots:
                kind = KINDS.index(kind_of_slot(template, sentence, slot))
                for place, begin, end in template.places(sentence, slot.begin, slot.end):
                    begin = max(begin, last.get(place.text, 0))
                    if begin < end:
                        last[place.text] = end
                        words = template.words[place.text]
                        where = (words.starts[begin], words.ends[end - 1])
                        self._append(rows[place.text], (group, number, *where), kind)
                number += 1

    def _append(self, rows: Sequence[int], values: tuple[int, ...], kind: int) -> None:
        """Add one place to each of some rows."""
        self._columns["row"].extend(rows)
        for name, value in zip(("group", "slot", "start", "end"), values, strict=True):
            self._columns[name].extend([value] * len(rows))
        self._kinds.extend([kind] * len(rows))

    def table(self) -> pd.DataFrame:
        """Return all places, in the order of the rows."""
        columns = {name: np.array(held, dtype=np.int64) for name, held in self._columns.items()}
        order = np.lexsort((columns["start"], columns["row"]))
        kinds = np.array(KINDS, dtype=object)[np.array(self._kinds, dtype=np.int64)][order]
        table = pd.DataFrame({name: values[order] for name, values in columns.items()})
        return table.assign(kind=pd.Series(kinds, dtype="str"))


def kind_of_slot(template: Template, sentence: Sentence, slot: Slot) -> str:
    """Return the form that most values of a slot have.

    Parameters
    ----------
    template : Template
        What the slot belongs to.
    sentence : Sentence
        The sentence in which it stands.
    slot : Slot
        The slot.

    Returns
    -------
    str
        One of ``schema.SLOT_KINDS``.

    Examples
    --------
    >>> template = template_of(["Dès 8h ce soir", "Dès 9h ce soir"])
    >>> kind_of_slot(template, template.sentences[0][0], Slot(1, 2))
    'hour'
    """
    counted: Counter[str] = Counter()
    for place, begin, end in template.places(sentence, slot.begin, slot.end):
        words = template.words[place.text]
        stretch = words.starts[begin], words.ends[end - 1]
        counted[kind_in_text(template.texts[place.text], *stretch, first=begin == place.first)] += 1
        if counted.total() >= VALUES_LOOKED_AT:
            break
    return max(KINDS, key=lambda kind: counted[kind])


def _wording(template: Template) -> str:
    """Return the sentences that most texts share, their slots blanked."""
    if len(template.texts) == 1:
        return template.texts[0].strip()
    shared = [
        _blanked(template, sentence, slots)
        for sentence, slots in template.sentences
        if sentence.support >= LEAST_SHARE_OF_WORDING * len(template.texts)
    ]
    return " ".join(shared)


def _blanked(template: Template, sentence: Sentence, slots: Sequence[Slot]) -> str:
    """Return the most usual way of writing a sentence, its slots blanked."""
    said: Counter[str] = Counter()
    for place in sentence.places[sentence.written]:
        text, words = template.texts[place.text], template.words[place.text]
        at, parts = words.starts[place.first], []
        for slot in slots:
            parts += [text[at : words.starts[place.first + slot.begin]], SLOT_MARK]
            at = words.ends[place.first + slot.end - 1]
        last = words.ends[place.last - 1]
        stop = _STOP.match(text, last)
        parts.append(text[at : stop.end() if stop else last])
        said["".join(parts)] += 1
    return max(said, key=lambda wording: (said[wording], wording))
