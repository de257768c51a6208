"""Tasks done by degrees, and what help counts for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.psychometrics import (
    CalibratedItem,
    Evidence,
    ItemBank,
    Outcome,
    SelectionRules,
    TraitTree,
    posterior,
    probability,
    select,
    two_levels,
)
from webapp.psychometrics.irt import graded, graded_information, information

TREE = TraitTree({"A": ["A1", "A2"], "B": ["B1"]})
TASK = CalibratedItem("t", "A1", "S", 1.4, 0.2, steps=(-0.8, 0.0, 0.8))
PLAIN = CalibratedItem("p", "A1", "S", 1.4, 0.2)


def test_degrees_are_differences_of_two_parameter_curves():
    """Samejima (1969): P(X ≥ m) is the 2PL at b_m."""
    theta, b = np.linspace(-3, 3, 13), [-1.0, 0.3, 1.1]
    p = graded(theta, 1.3, b)
    assert np.allclose(p.sum(axis=-1), 1)
    assert np.allclose(p[:, 3], probability(theta, 1.3, 1.1))
    assert np.allclose(p[:, 2:].sum(axis=-1), probability(theta, 1.3, 0.3))


def test_one_degree_is_the_two_parameter_model():
    theta = np.linspace(-4, 4, 9)
    assert np.allclose(graded(theta, 1.1, [0.4])[:, 1], probability(theta, 1.1, 0.4))
    assert np.allclose(graded_information(theta, 1.1, [0.4]), information(theta, 1.1, 0.4))


def test_information_is_the_mean_square_of_the_score():
    theta, b, h = np.linspace(-3, 3, 13), [-0.9, 0.1, 1.2], 1e-5
    p = graded(theta, 1.3, b)
    slope = (graded(theta + h, 1.3, b) - graded(theta - h, 1.3, b)) / (2 * h)
    assert np.allclose(graded_information(theta, 1.3, b), (slope**2 / p).sum(axis=-1), atol=1e-8)
    assert (graded_information(theta, 1.3, b) > information(theta, 1.3, 0.1) * 0.5).all()


def test_steps_broadcast_with_items_and_must_increase():
    assert graded(np.zeros(5), np.ones(5), np.tile([-1.0, 1.0], (5, 1))).shape == (5, 3)
    with pytest.raises(ValueError):
        graded(0.0, 1.0, [0.5, 0.5])
    with pytest.raises(ValueError):
        CalibratedItem("t", "A1", "S", 1.0, 0.0, steps=(0.5, -0.5))
    with pytest.raises(ValueError):
        CalibratedItem("t", "A1", "S", 1.0, 0.0, 0.25, steps=(-0.5, 0.5))
    with pytest.raises(ValueError):
        Evidence(TASK, Outcome.WRONG, degree=4)


def test_the_posterior_of_a_task_against_a_direct_sum():
    """One competence alone: prior × P(X = 2 | θ), summed on a far finer grid."""
    tree = TraitTree({"A": ["A1"]}, 0.0, 0.0)
    known = posterior(tree, [Evidence(TASK, Outcome.WRONG, degree=2)])
    x = np.linspace(-8, 8, 4001)
    weight = np.exp(-(x**2) / 2) * graded(x, 1.4, 0.2 + np.array([-0.8, 0, 0.8]))[:, 2]
    mean = (weight * x).sum() / weight.sum()
    assert known.mean("A1") == pytest.approx(mean, abs=2e-4)
    assert known.sd("A1") == pytest.approx(
        np.sqrt((weight * (x - mean) ** 2).sum() / weight.sum()), abs=2e-4
    )


def test_the_more_is_done_the_higher_and_the_surer():
    known = [posterior(TREE, [Evidence(TASK, Outcome.WRONG, degree=m)]) for m in range(4)]
    means = [one.mean("A1") for one in known]
    assert means == sorted(means) and len(set(means)) == 4
    plain = posterior(TREE, [Evidence(PLAIN, Outcome.WRONG)])
    assert known[1].sd("A1") < plain.sd("A1")


def test_without_a_degree_right_or_wrong_stays_the_default():
    for outcome in (Outcome.RIGHT, Outcome.WRONG, Outcome.DONT_KNOW):
        task = posterior(TREE, [Evidence(TASK, outcome)])
        plain = posterior(TREE, [Evidence(PLAIN, outcome)])
        assert np.array_equal(task.competences, plain.competences)


def test_a_task_partly_done_is_not_a_guess():
    guessable = CalibratedItem("g", "A2", "S", 1.2, 0.0, 0.25)
    before = [Evidence(guessable, Outcome.RIGHT)]
    alone = CalibratedItem("t", "B1", "S", 1.4, 0.2, steps=(-0.8, 0.8))
    # Trait A is untouched by what B says when domains are independent.
    tree = TraitTree({"A": ["A1", "A2"], "B": ["B1"]}, 0.0)
    after = [*before, Evidence(alone, Outcome.WRONG, degree=1)]
    assert np.allclose(posterior(tree, before).domains[0], posterior(tree, after).domains[0])


def test_a_task_is_chosen_for_what_its_degrees_will_settle():
    """The expected variance is the average, over the degrees, of the variance after each."""
    before = posterior(TREE, [Evidence(PLAIN, Outcome.RIGHT)])
    choice = select(
        ItemBank(TREE, [TASK]), before, administered=[], rules=SelectionRules(comfort_first=0)
    )
    shares = before.density("A1") @ graded(before.nodes, 1.4, 0.2 + np.array(TASK.steps))
    after = [
        posterior(TREE, [Evidence(PLAIN, Outcome.RIGHT), Evidence(TASK, Outcome.WRONG, degree=m)])
        for m in range(4)
    ]
    direct = sum(share * one.sd("A1") ** 2 for share, one in zip(shares, after, strict=True))
    assert choice.expected_variance == pytest.approx(direct, abs=1e-9)
    both = select(
        ItemBank(TREE, [PLAIN, TASK]),
        posterior(TREE, []),
        administered=[],
        rules=SelectionRules(comfort_first=0, randomesque=1),
    )
    assert both.item_id == "t"


rows = st.lists(
    st.tuples(st.floats(-2, 2), st.booleans(), st.booleans(), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


def answers_of(drawn):
    return [
        Evidence(
            CalibratedItem(f"i{n}", "A1", "S", 1.2, b, steps=(-0.8, 0.0, 0.8)),
            Outcome.RIGHT if right else Outcome.WRONG,
            helped,
            degree,
        )
        for n, (b, right, helped, degree) in enumerate(drawn)
    ]


@settings(max_examples=60, deadline=None)
@given(rows, st.randoms())
def test_order_never_matters(drawn, random):
    evidence = answers_of(drawn)
    shuffled = list(evidence)
    random.shuffle(shuffled)
    first, second = two_levels(TREE, evidence), two_levels(TREE, shuffled)
    assert np.abs(first.alone.domains - second.alone.domains).max() <= 1e-12
    assert np.abs(first.helped.domains - second.helped.domains).max() <= 1e-12


@settings(max_examples=60, deadline=None)
@given(rows)
def test_help_counts_for_the_helped_level_only(drawn):
    evidence = answers_of(drawn)
    levels = two_levels(TREE, evidence)
    alone = posterior(TREE, [entry for entry in evidence if not entry.helped])
    assert np.array_equal(levels.alone.competences, alone.competences)
    everything = [Evidence(e.item, e.outcome, degree=e.degree) for e in evidence]
    assert np.allclose(levels.helped.competences, posterior(TREE, everything).competences)
    if not any(entry.helped for entry in evidence):
        assert np.array_equal(levels.alone.general, levels.helped.general)
