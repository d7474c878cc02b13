"""What the anonymiser promises whatever the text is."""

import itertools
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.anonymise.adversary import FORMS, NUMBERS, phone
from toolkit.anonymise import Linker, find_identifiers, mask
from toolkit.anonymise.doubts import doubts
from toolkit.anonymise.linking import canonical

DIGITS = st.text("0123456789", min_size=6, max_size=6)
WORDS = st.sampled_from(
    ["bonjour", "appelle", "80", "120€", "24/7", "10h", "06", "zéro", "six", "[TEL]", "insta"]
) | st.sampled_from(["@", ".", "fr", "lille", "rue", "12", "et", "!", "né", "le", "trente"])
SEPARATORS = st.sampled_from(["", " ", ".", "-", "/", " - ", "💋", " / ", "·", "\n", ","])
INVISIBLE = ["\u200b", "\ufe0f", "\u00ad", "\u2060", "\u200d"]
CONTACTS = {
    "06 39 98 12 34": "39 98",
    "0639981234": "639981",
    "nom.prenom@exemple.fr": "prenom",
    "insta : douce_fleur59": "fleur",
    "www.canari-exemple.fr": "canari",
}


@settings(deadline=None, max_examples=200)
@given(st.lists(WORDS, max_size=14), st.sampled_from([" ", "", " , "]))
def test_masking_twice_changes_nothing(words, gap):
    once = mask([gap.join(words)])
    assert mask(once) == once


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60), st.lists(WORDS, max_size=8))
def test_offsets_point_into_the_given_text(noise, words):
    text = noise + " ".join(words) + noise
    found = find_identifiers([text])
    assert ((found["start"] >= 0) & (found["start"] < found["end"])).all()
    assert (found["end"] <= len(text)).all()
    ends = found["end"].tolist()
    assert all(end <= start for end, start in zip(ends, found["start"].tolist()[1:], strict=False))


@settings(deadline=None, max_examples=300)
@given(DIGITS, st.sampled_from(sorted(FORMS)), st.integers(0, 10_000), SEPARATORS)
def test_no_long_run_of_digits_survives(digits, form, seed, separator):
    """Ten digits that begin like a mobile, each group in its own form, are masked or kept apart."""
    draw = random.Random(seed)
    groups = ["06", "39", *(digits[at : at + 2] for at in range(0, 6, 2))]
    wordy = form in {"words", "capitals", "half_words"}
    gap = " " if wordy and separator in {"", "·", "💋"} else separator
    written = gap.join(FORMS[form](group, "fr", draw) for group in groups)
    (masked,) = mask([f"mon numéro {written}"])
    assert masked == "mon numéro [TEL]" or doubts(masked)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(sorted(CONTACTS)), st.integers(1, 8), st.sampled_from(INVISIBLE), st.booleans()
)
def test_hidden_signs_and_case_never_unmask(contact, step, sign, upper):
    parts = [contact[at : at + step] for at in range(0, len(contact), step)]
    written = sign.join(parts)
    (masked,) = mask([written.upper() if upper else written])
    shown = "".join(c for c in masked.casefold() if c not in INVISIBLE)
    assert CONTACTS[contact].casefold() not in shown


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from("💋🌹❤✨🔥😘🍒👑"),
    st.sampled_from(["06 39 98 12 34", "06.39.98.12.34", "0639981234"]),
)
def test_emoji_between_digits_never_unmask(emoji, number):
    for step in (1, 2, 4):
        parts = [number[at : at + step] for at in range(0, len(number), step)]
        (masked,) = mask([f"tel {emoji.join(parts)} merci"])
        assert masked == "tel [TEL] merci"


def _variants(number):
    """Return ways of writing one French mobile number."""
    pairs = [number[at : at + 2] for at in range(0, 10, 2)]
    for gap in (" ", ".", "-", "/", "", " - ", "💋", " . ", "_", "\n"):
        yield gap.join(pairs)
        yield "+33" + gap + gap.join([pairs[0][1:], *pairs[1:]])
        yield "0033" + gap + gap.join([pairs[0][1:], *pairs[1:]])
    draw = random.Random(int(number))
    for form in ("other_digits", "keycaps", "circled", "letters", "words", "capitals"):
        yield " ".join(FORMS[form](pair, "fr", draw) for pair in pairs)
    yield "+33 (0)" + " ".join([pairs[0][1:], *pairs[1:]])


def test_nearly_all_writings_of_a_number_are_one():
    numbers = [f"0639980{n:03d}" for n in range(0, 1000, 37)]
    written = [(number, text) for number in numbers for text in _variants(number)]
    same = sum(canonical("PHONE", text) == canonical("PHONE", number) for number, text in written)
    assert len(written) > 900
    assert same / len(written) >= 0.97


def test_writings_are_linked_through_whole_ads():
    number = "0639980123"
    texts = [f"bonjour, appelle le {text} merci" for text in _variants(number)]
    found = find_identifiers(texts)
    linker = Linker()
    contacts = [
        [("PHONE", texts[row.row][row.start : row.end])] for row in found.itertuples(index=False)
    ]
    groups = linker.resolve(pd.Series(linker.add(contacts), dtype="Int64"))
    assert groups.value_counts(normalize=True).iloc[0] >= 0.97


def test_random_numbers_are_never_merged():
    draw = random.Random(7)
    numbers = draw.sample(range(10**9), 100_000)
    written = [f"{n:09d}" for n in numbers]
    forms = itertools.cycle(["0{}", "+33 {}", "0033{}"])
    names = {canonical("PHONE", form.format(n)) for form, n in zip(forms, written, strict=False)}
    assert len(names) == len(numbers)


@pytest.mark.parametrize("language", sorted(NUMBERS))
def test_digits_are_found_in_every_language(language):
    for seed in range(30):
        text, (start, end), seen = phone(seed, language=language, form="plain")
        found = find_identifiers([text])
        covered = {at for row in found.itertuples() for at in range(row.start, row.end)}
        assert all(at in covered for at in range(start, end) if text[at].isdigit()), seen
