"""The matcher equals a slow reading that tries everything, and reads what people write."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import CodebookError
from toolkit.indicators import load_codebook
from toolkit.indicators.anchors import Anchors
from toolkit.indicators.codebook_files.types import Codebook
from toolkit.indicators.finding import Matcher
from toolkit.indicators.patterns import compile_pattern
from toolkit.indicators.reading import Reading
from toolkit.indicators.spelling import Spelling, one_slip

WORDS = st.sampled_from(["a", "b", "c", "bd", "xa", "."])
STEP = st.sampled_from(["a", "b|c", "?b", "*1", "*2", "x~", "{a b|c}", "?{b|c a}", "b*|a"])
EDGE = st.booleans()
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "bd", "xa", ".", ","]), max_size=9)


def _readings(source):
    """Every way to read a pattern: lists of words, each with whether a break may precede it."""
    parts, depth = [], 0
    for piece in source.split():
        if depth:
            parts[-1] += " " + piece
        else:
            parts.append(piece)
        depth += piece.count("{") - piece.count("}")
    options, after_gap = [], False
    for part in parts:
        if part[0] == "*":
            options.append([[("*", False)] * n for n in range(int(part[1]) + 1)])
            after_gap = True
            continue
        wordings = part.lstrip("?").strip("{}").split("|")
        option = [
            [(word, not after_gap or position > 0) for position, word in enumerate(w.split())]
            for w in wordings
        ]
        options.append(option + ([[]] if part[0] == "?" else []))
        after_gap = False
    return [list(itertools.chain(*reading)) for reading in itertools.product(*options)]


def _fits(name, word):
    return name == "*" or (word.startswith(name[:-1]) if name[-1] in "~*" else word == name)


def _read(reading, tokens, at):
    """Read words one by one, skipping the breaks that are allowed."""
    for position, (name, crosses) in enumerate(reading):
        while position and at < len(tokens) and tokens[at] in (".," if crosses else ","):
            at += 1
        if at >= len(tokens) or tokens[at] in ".," or not _fits(name, tokens[at]):
            return None
        at += 1
    return at


def _window(tokens, start, end):
    """Eight words on each side, within the sentence; commas do not count."""
    edges = []
    for at, step in ((start - 1, -1), (end, 1)):
        size = 0
        while 0 <= at < len(tokens) and tokens[at] != "." and size < 8:
            size += tokens[at] != ","
            at += step
        edges.append(at)
    # a comma after the eighth word changes nothing: no wording ends with one
    return edges[0] + 1, edges[1]


def _naive_together(source, tokens):
    first, *others = source.split(" & ")
    found = set()
    for start, end in _naive(first, tokens):
        low, high = _window(tokens, start, end)
        parts = [(start, end)]
        for other in others:
            near = [
                (a, b)
                for a, b in _naive(other, tokens[:high])
                if a >= low and all(b <= c or d <= a for c, d in parts)
            ]
            if not near:
                break
            gaps = {part: sum(map(len, _between(part, parts[0], tokens))) for part in near}
            sizes = {part: gaps[part] + len(_between(part, parts[0], tokens)) for part in near}
            parts.append(min(near, key=lambda part: (sizes[part], part)))
        else:
            found.add((min(parts)[0], max(parts, key=lambda part: part[1])[1]))
    return found


def _between(one, other, tokens):
    return tokens[one[1] : other[0]] if one < other else tokens[other[1] : one[0]]


def _naive(source, tokens):
    if " & " in source:
        return _naive_together(source, tokens)
    found = set()
    bare = source.removeprefix("^ ").removesuffix(" $")
    for at in range(len(tokens)):
        if source[0] == "^" and at and tokens[at - 1] not in ".,":
            continue
        ends = (_read(reading, tokens, at) for reading in _readings(bare))
        if source[-1] == "$":
            ends = (e for e in ends if e is None or e == len(tokens) or tokens[e] in ".,")
        end = next((end for end in ends if end is not None), None)
        if end is not None:
            found.add((at, end))
    return found


def _fast(sources, tokens):
    patterns = [compile_pattern(source, indicator="X") for source in sources]
    reading = Reading(" ".join(tokens), Spelling([]))
    [found] = Anchors(patterns).find([reading])
    return {(p.source, reading.index(m.start), reading.index(m.end)) for p, m in found}


@settings(max_examples=3000, deadline=None)
@given(st.lists(st.tuples(EDGE, st.lists(STEP, max_size=3), EDGE), min_size=1, max_size=4), TEXTS)
def test_the_matcher_equals_a_naive_reading(middles, tokens):
    sources = {
        " ".join(["^"] * begins + ["a", *middle, "c"] + ["$"] * ends)
        for begins, middle, ends in middles
    }
    wanted = {(s, *span) for s in sources for span in _naive(s, tokens)}
    assert _fast(sources, tokens) == wanted


@settings(max_examples=2000, deadline=None)
@given(
    st.lists(st.lists(STEP, max_size=2), min_size=2, max_size=3),
    st.lists(st.sampled_from(["a", "b", "c", "bd", "xa", "a", "b", ".", ","]), max_size=24),
)
def test_wordings_in_any_order_equal_a_naive_reading(parts, tokens):
    ends = itertools.cycle("cab")
    source = " & ".join(" ".join(["a", *part, next(ends)]) for part in parts)
    wanted = {(source, *span) for span in _naive(source, tokens)}
    assert _fast([source], tokens) == wanted


@pytest.mark.parametrize("source", ["a b c d & e", "e & a b c d"])
@pytest.mark.parametrize("order", [1, -1])
def test_wordings_of_unequal_length_equal_a_naive_reading(source, order):
    stands = []
    for between in range(12):
        parts = ["a b c d", *["x"] * between, "e"][::order]
        tokens = " ".join(parts).split()
        found = _fast([source], tokens)
        assert found == {(source, *span) for span in _naive(source, tokens)}
        stands.append(bool(found))
    # the last word of the second wording is at most the eighth from the first
    assert stands == [between + len(source.split(" & ")[1].split()) <= 8 for between in range(12)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("contactez mon manager", "CONTACTEZ MON MANAGER"),
        ("contactez mon manager", "contactez 😀 mon 😀 manager"),
        ("contactez mon manager", "contactez... mon\nmanager !!!"),
        ("contactez mon manager", "contactezmonmanager"),
        ("contactez mon manager", "contactez mon m\u200banager"),
        ("contactez mon manager%", "contactez mon manger"),
        ("independante", "indpendante"),
        ("independante", "indépendanteee"),
        ("je suis independante", "jsuis independante"),
        ("promo", "pr0m0"),
        ("24h 24", "24H/24"),
        ("24 h", "24h"),
        ("ma soeur", "ma sœur"),
        ("déjà vu", "deja vu"),
        ("deja vu", "de\u0301ja\u0300 vu"),
        ("demandez @name", "Demandez [NOM]"),
        ("appelez *1 manager", "appelez [TEL] manager"),
        ("jusqu au @number", "jusqu’au 12"),
        ("@third *2 repond", "mon patron me répond"),
        ("indépend*", "independante"),
        ("appels & @third & prend|gère", "c'est le patron qui prend tous mes appels"),
        ("appels & @third & prend|gère", "mes appels, mon manager les gère"),
        ("^ aucune limite $", "Photos récentes. Aucune limite. Merci"),
    ],
)
def test_what_people_write_is_read(source, text):
    pattern = compile_pattern(source, indicator="X")
    reading = Reading(text, Spelling(pattern.literals, tolerant=pattern.tolerant))
    [[(_, match), *_]] = Anchors([pattern]).find([reading])
    start, end = reading.offsets(reading.index(match.start), reading.index(match.end))
    assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "source",
    [
        "a|b c|d|",
        "*1 a",
        "?a b",
        "a *2",
        "",
        "a {b",
        "a|b-c",
        "@nobody",
        "@number",
        "a @ b",
        "^",
        "a ^ b",
        "a $ b",
        "^ a & b",
        "a & *1",
    ],
)
def test_what_is_no_pattern_is_refused(source):
    with pytest.raises(CodebookError):
        compile_pattern(source, indicator="X")


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_slip_is_one_edit(first, second):
    letters = "abc"
    edits = {first[:i] + first[i + 1 :] for i in range(len(first))}
    edits |= {first[:i] + c + first[i:] for i in range(len(first) + 1) for c in letters}
    edits |= {first[:i] + c + first[i + 1 :] for i in range(len(first)) for c in letters}
    edits |= {first[:i] + first[i + 1] + first[i] + first[i + 2 :] for i in range(len(first) - 1)}
    assert one_slip(first, second) == (second in edits - {first})


@given(st.text(max_size=40))
def test_every_word_has_a_place(text):
    reading = Reading(text, Spelling(["independante", "manager"]))
    for position in range(len(reading.tokens)):
        start, end = reading.offsets(position, position + 1)
        assert 0 <= start < end <= len(text)


def test_a_long_wording_that_skips_a_negation_hides_no_shorter_one():
    entry = replace(
        load_codebook()["CTL.INTERMEDIARY"],
        patterns=(("fr", ("appels & manager", "manager les prend")),),
        modifiers=(),
    )
    hits = Matcher(Codebook((entry,))).find("Mes appels, sans détour, mon manager les prend")
    assert [(hit[1], hit[4]) for hit in hits] == [("asserted", "manager les prend")]
