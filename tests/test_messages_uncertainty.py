"""Words for uncertainty never say more than the interval does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import OptionError
from toolkit.messages.uncertainty import (
    CLOSE,
    ROUGH,
    agreement_words,
    difference_words,
    how_sure,
    share_words,
)

NAN = float("nan")
# what no sentence of a diagnostic may claim
TOO_MUCH = ("prouve que", "certain que", "sans doute", "évidemment", "proves that", "clearly")
shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.2, 0.2, "close"),
        (0.2, 0.2 + CLOSE, "close"),
        (0.2, 0.21 + CLOSE, "rough"),
        (0.2, 0.2 + ROUGH, "rough"),
        (0.2, 0.21 + ROUGH, "vague"),
        (0.0, 1.0, "vague"),
        (NAN, 0.4, "unknown"),
    ],
)
def test_the_wider_the_interval_the_weaker_the_word(low, high, expected):
    assert how_sure(low, high) == expected


@given(shares, shares, st.sampled_from(["fr", "en"]))
@settings(deadline=None)
def test_a_share_is_never_said_without_its_limits(one, other, lang):
    low, high = min(one, other), max(one, other)
    words = share_words((low + high) / 2, low, high, lang=lang)
    assert words.count("%") == (2 if how_sure(low, high) == "vague" else 3)


@given(st.floats(0.31, 1))
@settings(deadline=None)
def test_no_number_is_named_where_the_interval_is_wide(high):
    assert "77" not in share_words(0.77, 0.0, high) or round(high, 2) == 0.77


@pytest.mark.parametrize("limits", [(0.4, 0.2), (-0.1, 0.2), (0.5, 1.2)])
def test_what_is_no_interval_is_refused(limits):
    with pytest.raises(OptionError):
        how_sure(*limits)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_difference_is_never_said_to_be_none(lang):
    said = {key: difference_words(key, lang=lang) for key in (True, False, None)}
    assert len(set(said.values())) == 3
    assert ("ne prouve pas" if lang == "fr" else "does not prove") in said[False]
    assert "cause" in said[True]
    assert not any(word in text for text in said.values() for word in TOO_MUCH)


def test_ways_to_count_agree_within_five_points_only():
    near, far, alone = (agreement_words(v) for v in ([0.5, 0.55], [0.5, 0.56], [0.5, NAN]))
    assert len({near, far, alone}) == 3
    assert "ne dépend guère" in near
