"""Whatever an ad holds, each reader answers: one text that stops it would stop a whole study."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import toolkit as tk

# what once stopped a reader
STOPPED = [
    "réponse au 06.39.98.00.44 le lundi",
    "le 2025-19-39, puis 12.05. mai",
    "66.164.08.08.48 1407",
    "Villiers",
    "dans le ➊ ou le 1➊, 18/➊",
    "é½ 85 3 – 12 13 14",
]
WORDS = (
    pd.read_csv("data_samples/ads_small_raw.csv")["text"]
    .dropna()
    .str.split()
    .explode()
    .unique()
    .tolist()
)
SAID = (
    *("lundi", "ven", "sam", "24h", "7j/7", "de", "au", "à", "entre", "jusqu'à", "mars", "pm"),
    *("Villiers", "Saint-Denis", "2A", "dans le", "arr", "dpt", "ans", "yo", "lycée"),
    *("zéro six", "point com", "arobase", "[TEL]", "[NOM]", "[", "➊", "½", "0️⃣", "𝟘", "٣", "ß", "İ"),
)
SIGNS = [
    "",
    " ",
    ".",
    "/",
    "-",
    ":",
    "h",
    ",",
    "–",
    "\u202f",
    "x",
    "€",
    "'",
    "\n",
    " (",
    ")",
    "\u200b",
]
FIGURES = st.integers(0, 99).map("{:02}".format) | st.integers(0, 99_999).map(str)
NUMBERS = st.tuples(st.lists(FIGURES, min_size=1, max_size=6), st.sampled_from(SIGNS)).map(
    lambda drawn: drawn[1].join(drawn[0])
)
PIECES = NUMBERS | st.sampled_from(SAID) | st.sampled_from(WORDS) | st.text(max_size=3)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(SIGNS)), max_size=12).map(
    lambda drawn: "".join(piece + sign for piece, sign in drawn)
)
BOOK = tk.load_codebook(include_experimental=True)
READERS = {
    "identifiers": tk.find_identifiers,
    "language": tk.identify_language,
    "segments": tk.language_segments,
    "indicators": lambda texts: tk.find_indicators(texts, BOOK),
    "templates": lambda texts: tk.template_slots(texts, tk.group_templates(texts)).slots,
    "places": tk.find_places,
    "availability": tk.find_availability,
}


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, max_size=8))
@example(STOPPED)
def test_any_text_is_read(reader, texts):
    table = READERS[reader](texts)
    if "row" in table:
        assert table["row"].isin(range(len(texts))).all()
    if "start" in table and "row" in table:
        ends = table["row"].map(dict(enumerate(map(len, texts))))
        assert (
            table["start"].ge(0) & table["start"].lt(table["end"]) & table["end"].le(ends)
        ).all()
