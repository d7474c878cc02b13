"""The numbers behind typical words: hand examples, references, and what copies may not change."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import chi2_contingency, hypergeom

from toolkit.analysis.vocabulary.association import signed_g2, specificity
from toolkit.analysis.vocabulary.bursts import find_bursts
from toolkit.analysis.vocabulary.contrasting import LEAST, PRIOR, Members, contrast, text_weights


def held(*rows):
    return csr_array(np.array(rows, dtype="float64"))


def compared(uses, units, texts, first):
    side = np.array(first, dtype=bool)
    return contrast(uses, Members(np.array(units), np.array(texts)), side, ~side)


def alone(first_users, first, second_users, second):
    """Return the contrast of one term where each advertiser has one text on one side."""
    uses = [1.0] * first_users + [0.0] * (first - first_users)
    uses += [1.0] * second_users + [0.0] * (second - second_users)
    number = np.arange(first + second)
    return compared(held(*[[u] for u in uses]), number, number, number < first)


# ---- specificity -------------------------------------------------------------------------------


# a part of 5 in 10, 4 users in all: ways by hand over 210
HAND = [(4, -math.log10(5 / 210)), (3, -math.log10(55 / 210)), (2, 0.0), (0, math.log10(5 / 210))]


@pytest.mark.parametrize(("seen", "index"), HAND)
def test_specificity_by_hand(seen, index):
    found = specificity(np.array([float(seen)]), np.array([4.0]), 5, 10)
    assert found[0] == pytest.approx(index, abs=1e-9)


@given(st.integers(1, 80), st.integers(1, 80), st.data())
@settings(deadline=None)
def test_specificity_is_the_tail_of_scipy(part, rest, data):
    total = part + rest
    users = data.draw(st.integers(0, total))
    seen = data.draw(st.integers(max(0, users - rest), min(users, part)))
    found = float(specificity(np.array([float(seen)]), np.array([float(users)]), part, total)[0])
    mode = (part + 1) * (users + 1) // (total + 2)
    more = -hypergeom.logsf(seen - 1, total, users, part) / math.log(10)
    fewer = hypergeom.logcdf(seen, total, users, part) / math.log(10)
    expected = more if seen > mode else fewer if seen < mode else 0.0
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)


# ---- G² ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "sizes"), [(15, 5, (40, 40)), (3, 40, (50, 60)), (0, 12, (30, 30))]
)
def test_g2_is_the_likelihood_ratio_of_the_four_cells(first, second, sizes):
    cells = np.array([[first, sizes[0] - first], [second, sizes[1] - second]])
    expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    found = float(signed_g2(np.array([float(first)]), np.array([float(second)]), *sizes)[0])
    assert abs(found) == pytest.approx(expected)
    assert (found > 0) == (first / sizes[0] > second / sizes[1])


# ---- log odds ----------------------------------------------------------------------------------


def test_log_odds_of_single_texts_are_those_of_monroe_on_advertisers():
    found = alone(20, 50, 10, 50)
    for_it = max(PRIOR * 0.3, LEAST)
    against = max(PRIOR * 0.7, LEAST)
    cells = [20 + for_it, 30 + against, 10 + for_it, 40 + against]
    assert found.value[0] == pytest.approx(math.log(cells[0] * cells[3] / cells[1] / cells[2]))
    assert found.error[0] ** 2 == pytest.approx(sum(1 / cell for cell in cells))


def test_a_term_that_one_side_never_uses_has_a_finite_interval():
    found = alone(0, 40, 25, 40)
    assert found.value[0] < -2
    assert np.isfinite(found.error[0])
    assert abs(found.value[0]) > 1.96 * found.error[0]


@given(st.integers(0, 9999), st.integers(2, 9))
@settings(deadline=None, max_examples=25)
def test_copies_change_nothing(seed, most):
    random = np.random.default_rng(seed)
    units, texts = random.integers(0, 12, 40), np.arange(40)
    uses = (random.random((40, 5)) < 0.4).astype(float)
    side = random.random(40) < 0.5
    times = random.integers(1, most, 40)
    once = compared(csr_array(uses), units, texts, side)
    again = [np.repeat(values, times, axis=0) for values in (uses, units, texts, side)]
    copied = compared(csr_array(again[0]), *again[1:])
    assert copied.value == pytest.approx(once.value)
    assert copied.error == pytest.approx(once.error)


def test_an_advertiser_of_many_texts_counts_once():
    units = [0] * 6 + list(range(1, 20)) + list(range(20, 40))
    uses = [[1.0]] * 6 + [[0.0]] * 19 + [[0.0]] * 20
    found = compared(held(*uses), units, range(45), [True] * 25 + [False] * 20)
    assert found.first[0] == pytest.approx(1)
    assert (found.n_first, found.n_second) == (20, 20)


def test_one_text_that_many_post_is_one_text():
    number = np.arange(80)
    uses = np.array([[1.0]] * 30 + [[0.0]] * 10 + [[1.0]] * 10 + [[0.0]] * 30)
    side = number < 40
    own = compared(csr_array(uses), number, number, side)
    shared = compared(csr_array(uses), number, np.where(number < 30, 0, number), side)
    assert own.value == pytest.approx(shared.value)
    assert abs(own.value[0]) > 1.96 * own.error[0]
    assert abs(shared.value[0]) < 1.96 * shared.error[0]


def test_an_advertiser_on_both_sides_is_held_against_itself():
    units = np.tile(np.arange(40), 2)
    side = np.arange(80) < 40
    same = np.tile(np.arange(40) < 20, 2).astype(float)[:, None]
    paired = compared(csr_array(same), units, np.arange(80), side)
    apart = compared(csr_array(same), np.arange(80), np.arange(80), side)
    assert paired.value == pytest.approx(apart.value)
    assert paired.error[0] < 0.5 * apart.error[0]


def test_sides_turned_round_turn_the_sign():
    random = np.random.default_rng(4)
    uses = csr_array((random.random((60, 8)) < 0.3).astype(float))
    units, texts, side = random.integers(0, 25, 60), np.arange(60), random.random(60) < 0.5
    one, other = compared(uses, units, texts, side), compared(uses, units, texts, ~side)
    assert one.value == pytest.approx(-other.value)
    assert one.error == pytest.approx(other.error)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), min_size=1))
def test_weights_of_each_advertiser_add_up_to_one(rows):
    units, texts, inside = (np.array(column) for column in zip(*rows, strict=True))
    weights = text_weights(Members(units, texts), inside.astype(bool))
    sums = np.bincount(units, weights=weights)
    present = np.unique(units[inside.astype(bool)])
    assert sums[present] == pytest.approx(1)
    assert weights.sum() == pytest.approx(len(present))


def test_terms_without_any_difference_are_flagged_as_often_as_promised():
    """A thousand terms: advertisers with two texts of their own, on either side."""
    random = np.random.default_rng(20261201)
    units = np.repeat(np.arange(160), 2)
    leaning = random.beta(0.6, 1.4, (160, 1000))
    uses = csr_array((random.random((320, 1000)) < leaning[units]).astype(float))
    found = compared(uses, units, np.arange(320), units < 80)
    assert 0.02 < float((np.abs(found.value) > 1.96 * found.error).mean()) < 0.06


# ---- bursts ------------------------------------------------------------------------------------


def test_a_burst_by_hand():
    """20 a month, 21 uses in 120: shares .175 and .35; months of 8 and 9 save 2.68 and 3.62."""
    found = find_bursts(np.array([[1.0, 1, 8, 9, 1, 1]]), np.full(6, 20.0), raised=2, cost=1)
    save = [8 * math.log(2) + 12 * math.log(0.65 / 0.825), 9 * math.log(2)]
    save[1] += 11 * math.log(0.65 / 0.825)
    assert (found.first[0], found.last[0]) == (2, 3)
    assert found.weight[0] == pytest.approx(sum(save))


# the same months: what a burst has to save to be worth its price is log(6) times the cost
@pytest.mark.parametrize(("cost", "seen"), [(1.0, True), (3.4, True), (3.6, False)])
def test_a_burst_is_bought_when_it_saves_its_price(cost, seen):
    found = find_bursts(np.array([[1.0, 1, 8, 9, 1, 1]]), np.full(6, 20.0), raised=2, cost=cost)
    assert bool(found.first[0] >= 0) is seen


def test_the_cheapest_path_is_the_cheapest_of_all():
    random = np.random.default_rng(3)
    uses, whole = random.integers(0, 9, (6, 7)).astype(float), np.full(7, 20.0)
    found = find_bursts(uses, whole, raised=2, cost=0.5)
    for row in range(6):
        base = uses[row].sum() / whole.sum()

        def price(path, row=row, base=base):
            total, before = 0.0, 0
            for month, state in enumerate(path):
                p = base * (2 if state else 1)
                used = uses[row, month]
                total -= used * math.log(p) + (20 - used) * math.log(1 - p)
                total += 0.5 * math.log(7) * (state > before)
                before = state
            return total

        paths = [[(code >> month) & 1 for month in range(7)] for code in range(128)]
        best = min(paths, key=price)
        inside = [month for month, state in enumerate(best) if state]
        assert (found.first[row] >= 0) == bool(inside)
        if inside:
            assert found.first[row] in inside
            assert found.last[row] in inside


def test_a_term_that_nobody_uses_has_no_burst():
    found = find_bursts(np.zeros((1, 5)), np.full(5, 9.0))
    assert (found.first[0], found.weight[0]) == (-1, 0)
