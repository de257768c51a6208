"""A slope nobody knows is worth learning: it moves which question is asked, never what an answer says."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from simulation import Tree, five_domains, generated
from simulation.panel import Panel
from webapp import psychometrics as psy
from webapp.psychometrics.calibration import Priors, calibrate, sittings
from webapp.psychometrics.dif import mantel_haenszel
from webapp.psychometrics.exams import select_exam
from webapp.psychometrics.forms import fixed_form
from webapp.psychometrics.irt import probability
from webapp.psychometrics.slope_information import lessons

TREE = psy.TraitTree({"D": ["D-1", "D-2"], "E": ["E-1"]})
NODES = TREE.grid
CURIOUS = psy.SelectionRules(comfort_first=0.0, comfort=0.0, randomesque=1, slopes=50.0)
PLAIN = replace(CURIOUS, slopes=0.0)


def item(name="i", b=0.0, slope_se=0.0, **more):
    return psy.CalibratedItem(name, "D-1", "S", **({"a": 1.2, "b": b, "slope_se": slope_se} | more))


def bank(*items):
    return psy.ItemBank(TREE, items)


def chosen(items, rules, answers=()):
    known = psy.posterior(TREE, list(answers))
    return psy.select(bank(*items), known, administered=[], rules=rules).item_id


@pytest.mark.parametrize("slope_b", [0.0, 0.6])
@pytest.mark.parametrize("c", [0.0, 0.25])
def test_a_lesson_is_the_doubt_one_answer_removes(c, slope_b):
    """Against one step of Bayes, by finite differences of ln a and b and draws around one node."""
    draws, step, (se, b_se) = np.random.default_rng(1).normal(0, 0.4, 400_000), 1e-3, (0.3, 0.5)

    def chance(log_a, b):
        return probability(NODES[40] + draws, np.exp(log_a), b, c).mean()

    start = (np.log(1.2), -0.5)
    by_slope = (chance(start[0] + step, -0.5) - chance(start[0] - step, -0.5)) / (2 * step)
    by_place = (chance(start[0], -0.5 + step) - chance(start[0], -0.5 - step)) / (2 * step)
    gradient, p = np.array([by_slope, by_place]), chance(*start)
    both = slope_b * se * b_se
    doubt = np.array([[se**2, both], [both, b_se**2]])
    after = np.linalg.inv(np.linalg.inv(doubt) + np.outer(gradient, gradient) / (p * (1 - p)))
    asked = item(b=-0.5, c=c, b_se=b_se, slope_se=se, slope_b=slope_b)
    told = lessons([asked], NODES)[0, 40]
    assert told == pytest.approx(1 - after[0, 0] / doubt[0, 0], rel=0.03)


def test_a_question_as_hard_as_the_person_is_able_says_nothing_of_its_slope():
    told = lessons([item(a=1.5, slope_se=0.3, b_se=0.4)], NODES)[0]
    assert told[30] == pytest.approx(0, abs=1e-9)
    assert 1 < abs(NODES[told.argmax()]) * 1.5 < 3
    assert told == pytest.approx(told[::-1])


def test_a_question_met_from_one_side_is_asked_from_the_other():
    """Answered by able people only, steep and easy go together: someone less able tells them apart."""
    sure, asked = psy.CalibratedItem("sure", "D-1", "S", 3.0, 0.8), item(b=-0.3, b_se=0.5)
    sessions = [
        [
            psy.Evidence(sure, psy.Outcome.RIGHT),
            psy.Evidence(asked, psy.Outcome.RIGHT if n % 5 else psy.Outcome.WRONG),
        ]
        for n in range(60)
    ]
    items = [asked, sure]
    found = calibrate(sittings(items, sessions), items, tree=TREE, anchors=("sure",))
    learnt = found.applied(items)[0]
    assert abs(learnt.slope_b) > 0.1
    told, blind = (lessons([i], NODES)[0] for i in (learnt, replace(learnt, slope_b=0.0)))
    at = int((learnt.b - NODES[0]) / (NODES[1] - NODES[0]))
    assert told[:at].max() / told[at + 1 :].max() > 1.2 * blind[:at].max() / blind[at + 1 :].max()


def test_scoring_never_sees_the_doubt():
    """Neither the posterior nor the curves read an item otherwise when its slope is unknown."""
    for outcome in (psy.Outcome.RIGHT, psy.Outcome.WRONG, psy.Outcome.DONT_KNOW):
        sure, unsure = (
            psy.posterior(TREE, [psy.Evidence(item(b=0.4, slope_se=se, c=0.2), outcome)])
            for se in (0.0, 0.6)
        )
        assert np.array_equal(sure.domains, unsure.domains)
        assert np.array_equal(sure.competences, unsure.competences)
    sure, unsure = bank(item(b=0.4)), bank(item(b=0.4, slope_se=0.6))
    assert np.array_equal(sure.curves(0.0), unsure.curves(0.0))
    known = psy.posterior(TREE, [])
    one, other = (psy.select(b, known, administered=[], rules=CURIOUS) for b in (sure, unsure))
    assert (one.probability, one.expected_variance) == (other.probability, other.expected_variance)


def test_among_equals_the_unknown_slope_is_asked():
    twins = [item("known", b=-1.2), item("unknown", b=-1.2, slope_se=0.3)]
    assert chosen(twins, CURIOUS) == "unknown"
    assert chosen(twins, PLAIN) == chosen(twins[:1], CURIOUS) == "known"


def test_a_known_slope_is_not_worth_a_detour():
    """A farther question is worth its lesson while its slope is unknown, and only then."""
    near, far = item("near", b=0.0), item("far", b=-1.2)
    assert (
        chosen([near, far], CURIOUS) == chosen([near, replace(far, slope_se=0.3)], PLAIN) == "near"
    )
    assert chosen([near, replace(far, slope_se=0.3)], CURIOUS) == "far"
    assert chosen([near, replace(far, slope_se=0.02)], CURIOUS) == "near"


def test_comfort_comes_before_lessons():
    hard, easy = item("hard", b=1.2, slope_se=0.5), item("easy", b=-1.2)
    assert chosen([hard, easy], replace(CURIOUS, comfort_first=0.6)) == "easy"


def test_a_slope_without_any_prior_or_a_task_breaks_nothing():
    endless, task = (
        item("endless", slope_se=np.inf, b_se=np.inf),
        item("task", slope_se=0.3, steps=(-0.8, 0.8)),
    )
    told = bank(endless, task).lessons(0.0)
    assert np.isfinite(told).all() and told[0, :, 0].max() > 0
    assert not told[0, :, 1].any() and not told[1:].any()


def test_exams_and_paper_do_not_learn():
    """The same questions whatever is known of their slopes."""
    items = [item(f"i{n}", b=(n - 5) / 3) for n in range(10)]
    doubtful = [replace(i, slope_se=0.1 * (n % 4)) for n, i in enumerate(items)]
    known = psy.posterior(TREE, [])
    one, other = (
        [select_exam(bank(*some), known, administered=[], seed=s) for s in range(20)]
        for some in (items, doubtful)
    )
    assert one == other
    assert fixed_form(bank(*items), -0.5, length=3) == fixed_form(bank(*doubtful), -0.5, length=3)


@pytest.mark.parametrize("questions", [0, 6, 20])
@pytest.mark.parametrize("shift", [0.0, -0.7])
def test_a_room_learns_as_the_engine_does(questions, shift):
    tree = five_domains(domain_r=0.7)
    plain = generated(tree, 7)
    doubts = np.random.default_rng(2).uniform(0, 0.4, plain.size)
    items = [replace(i, slope_se=float(d)) for i, d in zip(plain.items.items, doubts, strict=True)]
    room = replace(plain, items=psy.ItemBank(tree, items))
    panel, rng = Panel(tree, room, 10, shift=shift), np.random.default_rng(questions)
    order = np.argsort(rng.random((10, room.size)), axis=1)
    for turn in range(questions):
        panel.record(order[:, turn], rng.integers(0, 3, 10))
    together, apart = (
        Tree(rules).choose(panel, panel.beliefs(), rng) for rules in (CURIOUS, PLAIN)
    )
    assert not questions or (together != apart).any()
    outcomes = (psy.Outcome.WRONG, psy.Outcome.RIGHT, psy.Outcome.DONT_KNOW)
    for person in range(10):
        entries = [
            psy.Evidence(items[row], outcomes[outcome])
            for row, outcome in zip(panel.asked[person], panel.outcomes[person], strict=True)
        ]
        alone = psy.select(
            room.items,
            psy.posterior(tree, entries, shift),
            administered=[items[row].id for row in panel.asked[person]],
            rules=CURIOUS,
        )
        assert items[together[person]].id == alone.item_id


def test_calibration_takes_the_doubt_and_gives_it_back():
    """An item's own doubt is its prior; answers reduce it; what is found is in the bank."""
    items = [item("a"), item("b", slope_se=0.5)]
    found = calibrate(sittings(items, []), items, tree=TREE)
    assert [fit.slope_se for fit in found.items] == pytest.approx([psy.SLOPE_SE, 0.5])
    assert Priors().log_a_sd == psy.SLOPE_SE
    sessions = [
        [
            psy.Evidence(i, psy.Outcome.RIGHT if (n + k) % 3 else psy.Outcome.WRONG)
            for k, i in enumerate(items)
        ]
        for n in range(120)
    ]
    learnt = calibrate(sittings(items, sessions), items, tree=TREE)
    after = learnt.applied(items)
    assert [i.slope_se for i in after] == [fit.slope_se for fit in learnt.items]
    assert [i.slope_b for i in after] == [fit.slope_b for fit in learnt.items]
    assert after[0].slope_se < psy.SLOPE_SE and after[1].slope_se < 0.5


def test_a_turn_imports_neither_calibration_nor_fairness():
    """They are half of what the engine adds to NumPy when a worker starts."""
    asked = "import sys, webapp.psychometrics as p; print([m for m in sys.modules if m.startswith(p.__name__)])"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert "webapp.psychometrics.selection" in loaded.stdout
    assert "calibration" not in loaded.stdout and ".dif" not in loaded.stdout
    assert mantel_haenszel([[[30, 10], [24, 16]]]).delta < 0
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = psy.nothing_like_it
