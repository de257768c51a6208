"""Fairness between groups: published values, closed forms, edges, and what a small group is spared."""

from math import inf, isnan, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.psychometrics import dif
from webapp.psychometrics.dif import Answers, TooFewPeople, logistic_dif, mantel_haenszel

# Men admitted, rejected / women admitted, rejected, in departments A to F (Bickel et al. 1975).
BERKELEY = [
    [[512, 313], [89, 19]],
    [[353, 207], [17, 8]],
    [[120, 205], [202, 391]],
    [[138, 279], [131, 244]],
    [[53, 138], [94, 299]],
    [[22, 351], [24, 317]],
]


def test_berkeley_admissions():
    """Printed by R's mantelhaen.test(UCBAdmissions): X² = 1.4269, p = 0.2323, odds ratio 0.9046968."""
    result = mantel_haenszel(BERKELEY)
    assert round(result.chi2, 4) == 1.4269
    assert round(result.p, 4) == 0.2323
    assert round(result.alpha, 7) == 0.9046968
    assert result.delta == pytest.approx(-2.35 * log(0.9046968), abs=1e-6)
    assert (result.reference, result.focal, result.strata, result.category) == (2691, 1835, 6, "A")


def test_error_of_the_log_odds_ratio_gives_the_printed_interval():
    """R prints the 95 % interval 0.7719074 – 1.0603298 of the same odds ratio."""
    result = mantel_haenszel(BERKELEY)
    half = 1.959964 * result.se / 2.35
    assert result.alpha * np.exp(-half) == pytest.approx(0.7719074, abs=1e-6)
    assert result.alpha * np.exp(half) == pytest.approx(1.0603298, abs=1e-6)


def test_discoveries_of_the_verbal_aggression_data():
    """p-values printed by difR's difMH(verbal): one item alone is kept by Benjamini–Hochberg."""
    p = [
        0.1913,
        0.1427,
        0.3191,
        0.1647,
        0.0857,
        0.0019,
        0.9711,
        0.4112,
        0.3656,
        0.2018,
        0.9020,
        0.0424,
        0.7160,
        0.0972,
        0.7938,
        0.0121,
        0.0089,
        0.6414,
        0.0162,
        0.0486,
        0.5846,
        0.2895,
        0.2287,
        0.3597,
    ]
    assert np.flatnonzero(dif.false_discoveries(p)).tolist() == [5]
    # Its adjusted values are .0966 and .0972 for the three next: kept together at one in ten.
    assert np.flatnonzero(dif.false_discoveries(p, 0.1)).tolist() == [5, 15, 16, 18]
    with_gaps = [*p, *[float("nan")] * 500]
    assert np.flatnonzero(dif.false_discoveries(with_gaps)).tolist() == [5], "not made, not counted"


@pytest.mark.parametrize(
    ("value", "df", "tail"),
    [
        (3.841459, 1, 0.05),
        (6.634897, 1, 0.01),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (11.070498, 5, 0.05),
        (23.209251, 10, 0.01),
    ],
)
def test_tails_are_those_of_the_tables(value, df, tail):
    """Critical values of the χ² law (Abramowitz & Stegun 1964, table 26.8)."""
    assert dif.chi_square_tail(value, df) == pytest.approx(tail, abs=1e-6)


def test_tails_at_the_edges():
    assert dif.chi_square_tail(0, 3) == dif.chi_square_tail(-1, 2) == 1
    assert dif.chi_square_tail(2000, 1) == 0
    assert isnan(dif.chi_square_tail(float("nan"), 1))
    assert dif.normal_tail(1.6448536) == pytest.approx(0.05, abs=1e-8)
    with pytest.raises(ValueError):
        dif.chi_square_tail(1, 0)


@pytest.mark.parametrize(
    "tables", [[], np.empty((0, 2, 2)), [[[0, 0], [0, 0]]], [[[5, 0], [9, 0]]], [[[5, 5], [0, 0]]]]
)
def test_nothing_to_compare(tables):
    result = mantel_haenszel(tables)
    assert (result.chi2, result.p, result.strata, result.category) == (0, 1, 0, "?")
    assert isnan(result.alpha) and isnan(result.delta)


def test_empty_cells():
    harder = mantel_haenszel([[[10, 0], [5, 5]]])
    assert (harder.alpha, harder.delta, harder.se) == (inf, -inf, inf)
    assert harder.p < 0.05
    easier = mantel_haenszel([[[5, 5], [10, 0]]])
    assert (easier.alpha, easier.delta) == (0, inf)


@pytest.mark.parametrize(
    "tables",
    [
        [[1, 2, 3], [4, 5, 6]],
        [[[1, -2], [3, 4]]],
        [1, 2],
        [[[1, float("nan")], [3, 4]]],
        [[[1, inf], [3, 4]]],
    ],
)
def test_a_table_that_is_none_is_refused(tables):
    with pytest.raises(ValueError):
        mantel_haenszel(tables)


def test_the_correction_never_makes_a_gap_larger():
    """One focal person among a thousand moves A by a thousandth: no proof of anything."""
    assert mantel_haenszel([[[999, 1], [1, 0]]]).chi2 == 0


counts = st.lists(
    st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=2, max_size=2),
    min_size=1,
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(counts)
def test_groups_exchanged_change_the_sign_only(tables):
    straight, turned = mantel_haenszel(tables), mantel_haenszel(np.array(tables)[:, ::-1])
    assert straight.chi2 == pytest.approx(turned.chi2, abs=1e-9)
    if straight.strata and np.isfinite(straight.delta):
        assert straight.delta == pytest.approx(-turned.delta)
        assert straight.se == pytest.approx(turned.se)


@pytest.mark.parametrize(
    ("delta", "se", "p", "expected"),
    [
        (0.9, 0.1, 0.001, "A"),
        (-2.0, 0.9, 0.2, "A"),
        (1.2, 0.2, 0.001, "B"),
        (-1.6, 0.5, 0.01, "B"),
        (-1.6, 0.3, 0.001, "C"),
        (2.5, 0.5, 0.001, "C"),
    ],
)
def test_ets_classes(delta, se, p, expected):
    """Zwick (2012): C needs |Δ| ≥ 1.5 and |Δ| above 1 by more than 1.645 standard errors."""
    assert dif.ets_class(delta, se, p) == expected


def result(delta, se):
    return dif.MantelHaenszel(0.0, 0.5, 1.0, delta, se, 100, 100, 6)


def test_shrinkage_by_hand():
    """Zwick, Thayer & Lewis (1999): τ² = var Δ − mean s² = 4 − 1 = 3, so weight 3/4, centre 0."""
    found = dif.empirical_bayes([result(-2.0, 1.0), result(0.0, 1.0), result(2.0, 1.0)])
    assert [round(one.mean, 9) for one in found] == [-1.5, 0, 1.5]
    assert found[0].sd == pytest.approx(np.sqrt(0.75))
    assert found[0].c == pytest.approx(0.5 + dif.normal_tail(3 / np.sqrt(0.75)), abs=1e-9)
    assert all(one.a + one.b + one.c == pytest.approx(1) for one in found)


def test_shrinkage_when_only_noise_is_seen():
    found = dif.empirical_bayes([result(-0.5, 2.0), result(0.5, 2.0), result(inf, inf)])
    assert (found[0].mean, found[0].sd, found[2]) == (0, 0, None)
    assert dif.empirical_bayes([result(inf, inf)]) == [None]


def saturated(rows):
    """Log-likelihood of a model with one chance per cell, from counts."""
    return sum(k * log(k / n) + (n - k) * log(1 - k / n) for k, n in rows if 0 < k < n)


def test_regression_against_closed_forms():
    """With two abilities and two groups the full model has one chance per cell, and so the matching
    variable alone one chance per ability: both likelihoods are counts."""
    cells = {(0, 0): (30, 100), (1, 0): (70, 100), (0, 1): (15, 80), (1, 1): (20, 80)}
    score, group, right = [], [], []
    for (x, g), (k, n) in cells.items():
        score += [x] * n
        group += [g] * n
        right += [1] * k + [0] * (n - k)
    found = logistic_dif(score, right, group)
    expected = 2 * (saturated(cells.values()) - saturated([(45, 180), (90, 180)]))
    assert found.chi2 == pytest.approx(expected, abs=1e-6)
    assert found.uniform_chi2 + found.nonuniform_chi2 == pytest.approx(found.chi2, abs=1e-9)
    n, null = 360, saturated([(135, 360)])
    r2 = [
        (1 - np.exp(2 * (null - ll) / n)) / (1 - np.exp(2 * null / n))
        for ll in (saturated(cells.values()), saturated([(45, 180), (90, 180)]))
    ]
    assert found.r2_change == pytest.approx(r2[0] - r2[1], abs=1e-9)
    assert found.category == "C"


def test_regression_tells_even_from_uneven_differences():
    rng = np.random.default_rng(5)
    theta, focal = rng.normal(size=4000), rng.random(4000) < 0.4

    def answers(gap, slope):
        logit = (1.3 + slope * focal) * theta - gap * focal
        return rng.random(4000) < 1 / (1 + np.exp(-logit))

    even = logistic_dif(theta, answers(0.8, 0.0), focal)
    uneven = logistic_dif(theta, answers(0.0, -0.9), focal)
    none = logistic_dif(theta, answers(0.0, 0.0), focal)
    assert even.uniform_p < 1e-6 < even.nonuniform_p
    assert uneven.nonuniform_p < 1e-6
    assert none.p > 0.01 and none.category == "A"


def test_regression_survives_separated_groups_and_missing_answers():
    theta = np.linspace(-2, 2, 60)
    focal = np.arange(60) % 2 == 0
    found = logistic_dif(theta, np.where(theta > 0, 1.0, 0.0), focal)
    assert found.chi2 >= 0 and found.category == "A"
    holes = np.where(np.arange(60) % 7 == 0, np.nan, theta > -0.5 * focal)
    assert np.isfinite(logistic_dif(theta, holes, focal).chi2)


@pytest.mark.parametrize(
    ("matching", "responses", "focal"),
    [
        ([1, 2], [1, 0, 1], [0, 1]),
        ([1, 2, 3], [1, 0, 2], [0, 1, 0]),
        ([], [], []),
        ([1, 2, 3], [1, 0, 1], [0, 0, 0]),
        ([1, 2, 3], [1, 1, 1], [0, 1, 0]),
        ([1, 1, 1], [1, 0, 1], [0, 1, 0]),
    ],
)
def test_regression_refuses_what_compares_nothing(matching, responses, focal):
    with pytest.raises(ValueError):
        logistic_dif(matching, responses, focal)


def bank_answers(people=600, items=12, unfair=(2, 7), gap=1.2, seed=4):
    rng = np.random.default_rng(seed)
    focal = rng.random(people) < 0.4
    b = np.linspace(-1.5, 1.5, items)
    shift = np.zeros(items)
    shift[list(unfair)] = gap
    theta = rng.normal(size=people)
    logit = 1.3 * (theta[:, None] - b - shift * focal[:, None])
    return rng.random((people, items)) < 1 / (1 + np.exp(-logit)), focal


def as_rows(right, focal):
    people, items = right.shape
    person = np.repeat(np.arange(people), items)
    item = np.tile(np.arange(items), people)

    def without(out):
        kept = right[:, [n for n in range(items) if n not in out]].sum(axis=1)
        return np.repeat(kept, items).astype(float)

    rest = Answers(item, person, right.ravel(), np.repeat(focal, items), without(()))
    return rest, without


def test_a_bank_is_examined_and_purified():
    answers, rematch = as_rows(*bank_answers())
    names = [f"q{n}" for n in range(12)]
    found = dif.examine(answers, names, rematch=rematch)
    assert [one.name for one in found if one.suspect] == ["q2", "q7"]
    assert found[2].result.delta < -1
    assert found[2].shrunken.c > found[3].shrunken.c
    # The two unfair questions, once out of the matching, no longer tilt the fair ones.
    raw = dif.examine(answers, names)
    fair = [n for n in range(12) if n not in (2, 7)]
    tilt = [abs(np.mean([rows[n].result.delta for n in fair])) for rows in (found, raw)]
    assert tilt[0] < tilt[1]


def test_a_feature_is_seen_where_its_questions_are_too_few():
    right, focal = bank_answers(people=130, items=20, unfair=(1, 5, 9, 13, 17), gap=0.9, seed=2)
    answers, _ = as_rows(right, focal)
    features = {"drag": [1, 5, 9, 13, 17], "image": [0, 2, 4], "absent": [99]}
    found = {one.name: one for one in dif.examine_features(answers, features)}
    assert found["drag"].suspect and not found["image"].suspect
    assert found["absent"].result.strata == 0
    assert found["drag"].result.p < min(
        one.result.p for one in dif.examine(answers, [str(n) for n in range(20)])
    )


def test_strata_by_value_and_by_quantile():
    score, right, focal = [0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1]
    tables = dif.stratified(score, right, focal, None)
    assert tables.tolist() == [[[0, 1], [1, 0]], [[0, 1], [1, 0]], [[1, 0], [1, 0]]]
    assert dif.stratified(score, right, focal, 2).sum() == 6
    assert dif.stratified([], [], [], 3).sum() == 0


def test_under_fifty_people_nothing_is_said():
    right, focal = bank_answers(people=110)
    focal[:] = np.arange(110) < 49
    answers, _ = as_rows(right, focal)
    with pytest.raises(TooFewPeople, match="focal group has 49 people"):
        dif.examine(answers, ["q"] * 12)
    with pytest.raises(TooFewPeople, match="reference"):
        dif.examine_features(as_rows(right, np.arange(110) < 61)[0], {"drag": [1]})
