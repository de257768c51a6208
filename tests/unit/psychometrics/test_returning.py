"""What earlier answers still say: as many doubts more as promised, never more than of somebody unknown."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.psychometrics import CalibratedItem, Evidence, Outcome, TraitTree, faded, posterior
from webapp.psychometrics.forgetting import LATEST, ForgettingRules, share
from webapp.psychometrics.state import SessionState

ONE = TraitTree({"D": ["K"]}, domain_loading=0.0, competence_loading=0.999)
TREE = TraitTree({f"D{d}": [f"D{d}-1", f"D{d}-2"] for d in range(3)})
ITEMS = [
    CalibratedItem(f"i{n}", TREE.competences[n % 6], f"S{n % 6}", 1.2, n % 5 / 2 - 1)
    for n in range(30)
]
OUTCOMES = (Outcome.RIGHT, Outcome.WRONG, Outcome.DONT_KNOW)
sessions = st.lists(
    st.tuples(st.integers(0, 29), st.sampled_from(OUTCOMES)), min_size=1, max_size=30
)


def state_of(rows, mean=-0.5):
    return SessionState(tuple(Evidence(ITEMS[n], outcome) for n, outcome in rows), mean)


def later(state, added, tree=TREE, most=60):
    return faded(tree, state, lambda _item: added, most)


@pytest.mark.parametrize("added", [0.025, 0.1, 0.2, 0.35])
def test_on_one_trait_the_variance_is_the_old_one_and_what_was_added(added):
    """V ← V + added, within what a likelihood that is not quite normal leaves."""
    items = [CalibratedItem(f"k{n}", "K", "S", 1.0, n / 4 - 1.5) for n in range(12)]
    rights = tuple(Evidence(i, OUTCOMES[n > 6]) for n, i in enumerate(items))
    state = SessionState(rights)
    before = posterior(ONE, state.answers).sd("K") ** 2
    after = posterior(ONE, later(state, added, ONE).answers).sd("K") ** 2
    assert after == pytest.approx(before + added, abs=0.02)


@given(st.floats(0.01, 0.999), st.floats(0, 2))
def test_a_share_is_exact_for_normal_likelihoods(variance, added):
    precision = share(variance, added) * (1 / variance - 1)
    assert 1 / (1 + precision) == pytest.approx(min(variance + added, 1), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(sessions)
def test_more_time_more_doubt_up_to_that_of_somebody_unknown(rows):
    state = state_of(rows)
    doubts = [
        posterior(TREE, later(state, added).answers, -0.5).domain_sd
        for added in (0.0, 0.1, 0.3, 0.6, 5.0)
    ]
    for sooner, after in pairwise(doubts):
        assert (after >= sooner - 0.03).all()
    assert doubts[-1] == pytest.approx(posterior(TREE, (), -0.5).domain_sd)


def test_what_was_taught_since_says_nothing_and_the_rest_still_does():
    state = state_of([(n, Outcome.WRONG) for n in range(12)])
    after = faded(TREE, state, lambda item: None if item.skill == "S0" else 0.1, 60)
    assert {entry.weight for entry in after.answers if entry.item.skill == "S0"} == {0.0}
    assert all(0 < entry.weight < 1 for entry in after.answers if entry.item.skill != "S0")


def test_an_old_answer_is_no_direct_answer_of_today():
    """However recent it is: a test asks each domain itself before it may stop."""
    state = state_of([(n, Outcome.RIGHT) for n in range(6)])
    after = later(state, 0.0)
    assert {entry.weight for entry in after.answers} == {LATEST}
    assert posterior(TREE, after.answers).direct.sum() == 0
    both = [*after.answers, Evidence(ITEMS[7], Outcome.RIGHT)]
    assert posterior(TREE, both).direct.tolist() == [0, 1, 0, 0, 0, 0]


def test_only_the_latest_answers_are_kept():
    state = state_of([(n % 30, Outcome.RIGHT) for n in range(40)])
    assert [e.item.id for e in later(state, 0.1, most=5).answers] == [
        e.item.id for e in state.answers[-5:]
    ]
    assert later(state, 0.1, most=0).answers == ()


def test_a_helped_answer_stays_a_helped_one():
    state = SessionState((Evidence(ITEMS[0], Outcome.RIGHT, helped=True),))
    (kept,) = later(state, 0.1).answers
    assert kept.helped and 0 < kept.weight < 1
    alone = posterior(TREE, (kept,))
    assert np.array_equal(alone.domains, posterior(TREE, ()).domains)


def test_time_and_forgetting_add_up():
    assert ForgettingRules().added(2.0, 0.4) == pytest.approx(0.10 * 2 + 0.25 * 0.4)
    with pytest.raises(ValueError, match="a share"):
        Evidence(ITEMS[0], Outcome.RIGHT, weight=1.1)
