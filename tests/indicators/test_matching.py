"""The matcher equals a slow reading that tries everything, and reads what people write."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import CodebookError
from toolkit.indicators.anchors import Anchors
from toolkit.indicators.patterns import compile_pattern
from toolkit.indicators.reading import Reading
from toolkit.indicators.spelling import Spelling, one_slip

WORDS = st.sampled_from(["a", "b", "c", "bd", "xa", "."])
STEP = st.sampled_from(["a", "b|c", "?b", "*1", "*2", "x~", "{a b|c}", "?{b|c a}", "b*|a"])
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


def _naive(source, tokens):
    found = set()
    for at in range(len(tokens)):
        ends = (_read(reading, tokens, at) for reading in _readings(source))
        end = next((end for end in ends if end is not None), None)
        if end is not None:
            found.add((at, end))
    return found


def _fast(sources, tokens):
    patterns = [compile_pattern(source, indicator="X") for source in sources]
    reading = Reading(" ".join(tokens), Spelling([]))
    found, _ = Anchors(patterns).find(reading)
    return {(p.source, reading.index(m.start()), reading.index(m.end())) for p, m in found}


@settings(max_examples=3000, deadline=None)
@given(st.lists(st.lists(STEP, max_size=3), min_size=1, max_size=4), TEXTS)
def test_the_matcher_equals_a_naive_reading(middles, tokens):
    sources = {" ".join(["a", *middle, "c"]) for middle in middles}
    wanted = {(s, *span) for s in sources for span in _naive(s, tokens)}
    assert _fast(sources, tokens) == wanted


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
    ],
)
def test_what_people_write_is_read(source, text):
    pattern = compile_pattern(source, indicator="X")
    reading = Reading(text, Spelling(pattern.literals, tolerant=pattern.tolerant))
    [(_, match), *_] = Anchors([pattern]).find(reading)[0]
    start, end = reading.offsets(reading.index(match.start()), reading.index(match.end()))
    assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "source",
    ["a|b c|d|", "*1 a", "?a b", "a *2", "", "a {b", "a|b-c", "@nobody", "@number", "a @ b"],
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
