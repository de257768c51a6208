"""Drift of items, and thresholds that rise whatever the data (no level out of reach)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.psychometrics.calibration import (
    cusum,
    isotonic,
    moved,
    standardised_residual,
    thresholds,
)
from webapp.psychometrics.statements import checked_cuts

items = st.lists(
    st.tuples(st.integers(0, 8), st.floats(-6, 6), st.floats(0.1, 4), st.floats(0, 2)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(items)
def test_thresholds_always_rise_and_every_level_can_be_reached(rows):
    level, b, a, b_se = zip(*rows, strict=True)
    found = thresholds(level, b, a, b_se)
    assert found.levels == tuple(range(min(level), max(level) + 1))
    assert checked_cuts(found.values) == found.values
    assert np.diff(found.values).min(initial=1) >= 0.1 - 1e-9
    assert all(error >= 0 for error in found.errors)
    for place, value in zip(found.levels, found.values, strict=True):
        assert found.level([1.0], [value + 0.05]) == place
    assert found.level([1.0], [found.values[0] - 0.05]) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 9)), min_size=1, max_size=12))
def test_isotonic_is_the_max_min_formula(rows):
    """Robertson, Wright & Dykstra (1988), theorem 1.4.4: max over starts of min over ends of means."""
    values, weights = (np.array(column) for column in zip(*rows, strict=True))
    fitted, _ = isotonic(values, weights)
    for n in range(values.size):
        direct = max(
            min(
                np.average(values[s : t + 1], weights=weights[s : t + 1])
                for t in range(n, values.size)
            )
            for s in range(n + 1)
        )
        assert fitted[n] == pytest.approx(direct, abs=1e-9)


def test_levels_in_order_are_left_where_they_are():
    found = thresholds([1, 1, 2, 3], [-1.0, -2.0, 0.0, 1.0], [1.0, 1.0, 1.5, 0.5])
    assert found.values == pytest.approx((-1.5 + 0.62, 0.62, 1.62))
    assert found.errors[0] == pytest.approx(0.5)


def test_levels_upside_down_share_their_mean_at_the_least_distance():
    found = thresholds([1, 2], [1.0, -1.0], [1.0, 1.0])
    assert found.values == pytest.approx((0.62 - 0.05, 0.62 + 0.05))


def test_a_level_without_items_is_placed_in_between():
    assert thresholds([1, 3], [-1.0, 1.0], [1.0, 1.0]).values == pytest.approx((-0.38, 0.62, 1.62))


@pytest.mark.parametrize(
    ("level", "b", "distance"),
    [([], [], 0.1), ([1], [0.0, 1.0], 0.1), ([1], [np.nan], 0.1), ([1], [0.0], 0)],
)
def test_thresholds_of_nonsense_are_refused(level, b, distance):
    with pytest.raises(ValueError):
        thresholds(level, b, np.ones(len(level)), distance=distance)


def test_residual_by_hand():
    assert standardised_residual([1, 1, 0], [0.5, 0.5, 0.5]) == pytest.approx(0.5 / np.sqrt(0.75))
    assert standardised_residual([], []) == 0
    with pytest.raises(ValueError):
        standardised_residual([1], [1.0])
    with pytest.raises(ValueError):
        standardised_residual([1, 0], [0.5])


def test_cusum_by_hand():
    """k = 0.5, h = 5: one SD too easy every week adds a half each time."""
    found = cusum([1.0] * 12)
    assert found.high == pytest.approx([n / 2 for n in range(1, 13)])
    assert set(found.low) == {0.0}
    assert found.alarm == 10
    assert cusum([-2.0] * 4).alarm == 3
    assert cusum([0.4] * 500).alarm is None and cusum([]).high == ()


def test_cusum_rarely_cries_wolf_and_soon_sees_a_shift():
    """Average run lengths near the published 465 without drift and 10.4 after one SD (Hawkins & Olwell
    1998, table 3.1 and its two-sided rule)."""
    rng = np.random.default_rng(6)

    def mean_run(shift, weeks, runs):
        alarms = [cusum(rng.normal(shift, 1, weeks)).alarm for _ in range(runs)]
        return np.mean([weeks if alarm is None else alarm + 1 for alarm in alarms])

    assert 360 < mean_run(0.0, 4000, 150) < 570
    assert 9.4 < mean_run(1.0, 400, 400) < 11.4


def test_a_difficulty_moves_only_beyond_its_doubt():
    assert moved(0.0, 0.5, 0.1, 0.1)
    assert not moved(0.0, 0.25, 0.01, 0.01)
    assert not moved(0.0, -0.5, 0.2, 0.2)
    assert moved(0.0, -0.6, 0.2, 0.2)
