"""Align the texts of a template sentence by sentence, whatever the order of the sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from statistics import median

from toolkit.duplicates.slot_spelling import corrections
from toolkit.duplicates.slot_words import Letters, Words

LEAST_RESEMBLANCE = 0.4
# texts that may bring new sentences to the template; the others are only aligned to them
MOST_FOUNDERS = 200
# a header such as a name alone resembles no other: its neighbours say which sentence it is
SHORT_SENTENCE = 3
# below this share of its words, a text is cut into sentences again, where the template has them
LEAST_ALIGNED = 0.6
# a stop that this share of texts have between two words is one in all
LEAST_STOPS = 0.02
# a longer replacement is another sentence, not another value
LONGEST_VALUE = 8

Block = tuple[int, int, int, int]


@dataclass(frozen=True)
class Place:
    """A sentence of one text: which text, and its words from first to last, exclusive."""

    text: int
    first: int
    last: int


@dataclass
class Sentence:
    """A sentence of a template: how it is written, and where it stands in each text."""

    written: str
    places: dict[str, list[Place]] = field(default_factory=dict)
    rank: float = 0.0
    # in how many texts the sentences around it stand
    usual_support: float = 0.0

    @property
    def support(self) -> int:
        """Return in how many texts it stands."""
        return sum(map(len, self.places.values()))

    @cached_property
    def blocks(self) -> dict[str, list[Block]]:
        """Return, for each way of writing it, where it differs from the sentence."""
        return {variant: _blocks(self.written, variant) for variant in self.places}


def _blocks(sentence: str, variant: str) -> list[Block]:
    """Return the stretches that differ, neighbours made one; none where all is the same."""
    from rapidfuzz.distance import Levenshtein

    if sentence == variant:
        return []
    found: list[Block] = []
    for step in Levenshtein.opcodes(sentence, variant):
        if step.tag == "equal":
            continue
        i1, i2, j1, j2 = step.src_start, step.src_end, step.dest_start, step.dest_end
        if found and found[-1][1] == i1 and found[-1][3] == j1:
            found[-1] = (found[-1][0], i2, found[-1][2], j2)
        else:
            found.append((i1, i2, j1, j2))
    return found


def bounds(blocks: Sequence[Block], begin: int, end: int) -> tuple[int, int] | None:
    """Return which words of a variant stand for the words ``begin`` to ``end`` of its sentence.

    It does not say whether they differ.

    Parameters
    ----------
    blocks : sequence of tuple
        Where the variant differs: words of the sentence, words of the variant.
    begin, end : int
        Words of the sentence, end exclusive.

    Returns
    -------
    tuple of int, or None
        Words of the variant; None where it has none, or too many to be a value.

    Examples
    --------
    >>> bounds([(1, 2, 1, 3)], 1, 2), bounds([(1, 2, 1, 3)], 2, 3)
    ((1, 3), (3, 4))
    """
    before = after = 0
    for i1, i2, j1, j2 in blocks:
        if i1 >= end:
            break
        if i1 < i2 and begin < i2 and j1 < j2 and max(i2 - i1, j2 - j1) > LONGEST_VALUE:
            return None
        if i2 <= begin:
            before = j2 - i2
        elif i1 <= begin:
            # what stands before the place in a block stands word for word
            before = j1 - i1 if j1 < j2 else j1 - begin
        after = j2 - i2
        if i2 > end and j1 == j2:
            after = j2 - end
    first, last = begin + before, end + after
    return (first, last) if first < last else None


def align(texts: Sequence[Words]) -> list[Sentence]:
    """Return the sentences of a template, in the order of the texts, and where each stands.

    It does not decide what a slot is. A sentence of one text only is left out.

    Parameters
    ----------
    texts : sequence of Words
        Distinct texts of one group, in an order that depends on their content only.

    Returns
    -------
    list of Sentence
        Sentences that stand in two texts or more, or in the only text.

    Examples
    --------
    >>> from toolkit.duplicates.slot_words import words_of
    >>> found = align([words_of("À Lille. Dès 8h."), words_of("Dès 9h. À Lille.")])
    >>> sorted(sentence.support for sentence in found)
    [2, 2]
    """
    return _Aligner(texts).sentences()


def _cuts(
    sentences: Sequence[Sequence[int]], written: Sequence[str]
) -> list[list[tuple[int, int]]]:
    """Return the sentences of each text; two words that a stop parts somewhere it parts always.

    So texts that lost their stops, or have others, are cut like the rest.
    """
    stops: Counter[str] = Counter()
    for begun, text in zip(sentences, written, strict=True):
        stops.update(text[at - 1 : at + 1] for at in begun[1:])
    least = max(1.0, LEAST_STOPS * len(written))
    parted = {pair for pair, count in stops.items() if count >= least}
    cuts = []
    for begun, text in zip(sentences, written, strict=True):
        edges = {*begun, len(text)} if text else set()
        edges |= {at for at in range(1, len(text)) if text[at - 1 : at + 1] in parted}
        cuts.append(list(pairwise(sorted(edges))))
    return cuts


def _cut_like(whole: str, edges: Sequence[int], written: str) -> list[tuple[int, int]]:
    """Return the stretches of a text that stand for those of a template."""
    from rapidfuzz.distance import Levenshtein

    cuts = {0, len(written)}
    for step in Levenshtein.opcodes(whole, written):
        moved = step.dest_start - step.src_start
        inside = [edge for edge in edges if step.src_start <= edge <= step.src_end]
        cuts |= {min(edge + moved, step.dest_end) for edge in inside}
    return list(pairwise(sorted(cuts)))


def _words_in(chosen: dict[int, tuple[int, int]], places: set[int]) -> int:
    """Return how many words of a text stand in some sentences of the template."""
    return sum(last - first for place, (first, last) in chosen.items() if place in places)


class _Aligner:
    """Puts each sentence of each text at its place in the template."""

    def __init__(self, texts: Sequence[Words]) -> None:
        self._texts = texts
        frequency = Counter(form for text in texts for form in set(text.forms))
        letters = Letters(corrections(frequency, len(texts)))
        self._written = [letters.written(text.forms) for text in texts]
        self._cut = _cuts([text.sentences for text in texts], self._written)
        self._template: list[str] = []
        self._near: dict[str, tuple[int, list[tuple[float, int]]]] = {}
        self._chosen: list[dict[int, tuple[int, int]]] = [{} for _ in texts]

    def sentences(self) -> list[Sentence]:
        """Return the sentences of the template."""
        order = self._typical_first()
        first = len(self._cut[order[0]]) if order else 0
        for number, text in enumerate(order):
            if number == MOST_FOUNDERS:
                self._keep_supported()
            self._choose(text, first, founding=number < MOST_FOUNDERS)
        self._cut_again(order, first)
        found = self._supported(1 if len(self._texts) == 1 else 2)
        _compare_support(found)
        return sorted(found, key=lambda sentence: sentence.rank)

    def _typical_first(self) -> list[int]:
        """Return the texts, those that share most sentences with the others first."""
        written = [
            {self._written[text][first:last] for first, last in cut}
            for text, cut in enumerate(self._cut)
        ]
        frequency = Counter(sentence for sentences in written for sentence in sentences)
        shared = [sum(frequency[sentence] - 1 for sentence in one) for one in written]
        return sorted(range(len(written)), key=lambda i: (-shared[i], -len(self._cut[i]), i))

    def _resembling(self, written: str) -> list[tuple[float, int]]:
        """Return which sentences of the template a sentence resembles, and how much."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        seen, near = self._near.get(written, (0, []))
        if seen < len(self._template):
            found = process.extract(
                written,
                self._template[seen:],
                scorer=Indel.normalized_similarity,
                score_cutoff=LEAST_RESEMBLANCE,
                limit=None,
            )
            near = near + [(score, seen + at) for _, score, at in found]
            self._near[written] = (len(self._template), near)
        return near

    def _choose(self, text: int, first_text: int, *, founding: bool) -> None:
        """Give each sentence of a text its place in the template, and the template new ones."""
        written, cut = self._written[text], self._cut[text]
        ranked = sorted(
            (-score, abs(at - place), at, place)
            for at, (first, last) in enumerate(cut)
            for score, place in self._resembling(written[first:last])
        )
        places: dict[int, int] = {}
        taken: set[int] = set()
        for _, _, at, place in ranked:
            if at not in places and place not in taken:
                places[at] = place
                taken.add(place)
        for at, (first, last) in enumerate(cut):
            if at in places:
                continue
            between = places.get(at - 1, -1 if at == 0 else -9) + 1
            after = places.get(at + 1, first_text if at + 1 == len(cut) else -9) - 1
            if (
                between == after
                and between not in taken
                and last - first <= SHORT_SENTENCE
                and 0 <= between < len(self._template)
                and len(self._template[between]) <= SHORT_SENTENCE
            ):
                places[at] = between
                taken.add(between)
            elif founding:
                places[at] = len(self._template)
                taken.add(places[at])
                self._template.append(written[first:last])
        self._chosen[text] = {place: cut[at] for at, place in places.items()}

    def _support(self) -> Counter[int]:
        """Return in how many texts each sentence of the template stands."""
        return Counter(place for chosen in self._chosen for place in chosen)

    def _keep_supported(self) -> None:
        """Forget the sentences that one text alone has brought."""
        support = self._support()
        kept = [place for place in range(len(self._template)) if support[place] > 1]
        number = {place: at for at, place in enumerate(kept)}
        self._template = [self._template[place] for place in kept]
        self._near = {}
        self._chosen = [
            {number[place]: cut for place, cut in chosen.items() if place in number}
            for chosen in self._chosen
        ]

    def _cut_again(self, order: Sequence[int], first_text: int) -> None:
        """Cut texts that have other stops than the template where the template has its own."""
        support = self._support()
        held = {place for place, count in support.items() if count > 1}
        kept = sorted(held or self._chosen[order[0]]) if len(order) > 1 else []
        whole = "".join(self._template[place] for place in kept)
        edges = list(accumulate((len(self._template[place]) for place in kept), initial=0))
        for text in order if kept else []:
            before, cut = self._chosen[text], self._cut[text]
            aligned = _words_in(before, held)
            if aligned >= LEAST_ALIGNED * len(self._written[text]):
                continue
            self._cut[text] = _cut_like(whole, edges, self._written[text])
            self._choose(text, first_text, founding=False)
            if _words_in(self._chosen[text], set(kept)) <= aligned:
                self._chosen[text], self._cut[text] = before, cut

    def _supported(self, least: int) -> list[Sentence]:
        """Return the sentences of the template that stand in enough texts."""
        found = [Sentence(written) for written in self._template]
        ranks: list[list[float]] = [[] for _ in found]
        for text, chosen in enumerate(self._chosen):
            size = len(self._written[text])
            for place, (first, last) in chosen.items():
                variant = self._written[text][first:last]
                found[place].places.setdefault(variant, []).append(Place(text, first, last))
                ranks[place].append(first / size)
        kept = []
        for sentence, rank in zip(found, ranks, strict=True):
            if len(rank) >= least:
                sentence.rank = sum(rank) / len(rank)
                sentence.written = _usual(sentence.places)
                kept.append(sentence)
        return kept


def _compare_support(sentences: Sequence[Sentence]) -> None:
    """Say of each sentence how usual the sentences of its texts are.

    Two templates may have been taken for one group: a sentence is compared with its neighbours.
    """
    by_text: defaultdict[int, list[int]] = defaultdict(list)
    texts = [[p.text for places in one.places.values() for p in places] for one in sentences]
    for held in texts:
        for text in held:
            by_text[text].append(len(held))
    usual = {text: median(supports) for text, supports in by_text.items()}
    for sentence, held in zip(sentences, texts, strict=True):
        sentence.usual_support = sum(usual[text] for text in held) / len(held)


def _usual(places: dict[str, list[Place]]) -> str:
    """Return the most usual way of writing a sentence, by its number of texts, then its words."""
    words: Counter[str] = Counter()
    for variant, found in places.items():
        for word in set(variant):
            words[word] += len(found)
    return max(
        places,
        key=lambda variant: (
            len(places[variant]),
            sum(words[word] for word in variant) / max(len(variant), 1),
            -places[variant][0].text,
        ),
    )
