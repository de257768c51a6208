"""The bench measures the product: its room-wide arithmetic equals the engine's, person by person."""

import numpy as np
import pytest

from simulation import (
    REFERENCE_SEED,
    AOptimal,
    Random,
    RoundRobinInformation,
    Setting,
    Tree,
    five_domains,
    flattened,
    generated,
    given,
    independent,
    misjudged,
    simulees,
    sit,
    thresholds,
)
from simulation import metrics as measure
from simulation.anchor import by_competence, campaign, estimate, values
from simulation.exams import Exam, flash
from simulation.methods import outlook
from simulation.panel import Panel
from simulation.people import DONT_KNOW, RIGHT, WRONG
from simulation.regressions import falls, regressions
from webapp import psychometrics as psy
from webapp.psychometrics.statements import band_set

CUTS = (-0.75, 0.25, 1.25)
OUTCOMES = {
    WRONG: psy.Outcome.WRONG,
    RIGHT: psy.Outcome.RIGHT,
    DONT_KNOW: psy.Outcome.DONT_KNOW,
}


@pytest.fixture(scope="module")
def tree():
    return five_domains(domain_r=0.7)


@pytest.fixture(scope="module")
def bank(tree):
    return generated(tree, REFERENCE_SEED)


def filled(tree, bank, people, questions, seed, shift=0.0):
    """A room where everyone answered other items, one way or another."""
    rng = np.random.default_rng(seed)
    panel = Panel(tree, bank, people, shift=shift)
    order = np.argsort(rng.random((people, bank.size)), axis=1)
    for turn in range(questions):
        panel.record(order[:, turn], rng.integers(0, 3, people))
    return panel


def of_engine(tree, bank, panel, person):
    entries = [
        psy.Evidence(bank.items.items[row], OUTCOMES[int(outcome)])
        for row, outcome in zip(panel.asked[person], panel.outcomes[person], strict=True)
    ]
    return psy.posterior(tree, entries, panel.shift)


@pytest.mark.parametrize(("questions", "shift"), [(0, 0.0), (1, -0.5), (7, 0.0), (25, -1.0)])
def test_a_room_believes_what_the_engine_believes(tree, bank, questions, shift):
    panel = filled(tree, bank, 12, questions, questions, shift)
    known = panel.beliefs()
    masses = known.masses(np.array(CUTS))
    for person in range(12):
        alone = of_engine(tree, bank, panel, person)
        assert np.abs(known.general[person] - alone.general).max() < 1e-10
        assert np.abs(known.domains[person] - alone.domains).max() < 1e-10
        assert np.abs(known.competences[person] - alone.competences).max() < 1e-10
        assert np.abs(known.moments(known.domains)[1][person] - alone.domain_sd).max() < 1e-9
        for row, name in enumerate(tree.domain_names):
            assert np.abs(masses[person, row] - alone.masses(CUTS, name)).max() < 1e-9
            assert measure.band_sets(masses[person, row], 0.9) == band_set(
                alone.masses(CUTS, name), 0.9
            )


@pytest.mark.parametrize(
    "rules",
    [
        psy.SelectionRules(randomesque=1),
        psy.SelectionRules(randomesque=1, comfort=0.0, comfort_first=0.0, balance_slack=99),
        psy.SelectionRules(randomesque=1, comfort=0.995, comfort_first=0.995),
        psy.SelectionRules(randomesque=1, family_gap=0),
    ],
)
@pytest.mark.parametrize("questions", [0, 2, 9, 30])
def test_a_room_chooses_what_the_engine_chooses(tree, bank, rules, questions):
    panel = filled(tree, bank, 15, questions, 100 + questions)
    chosen = Tree(rules).choose(panel, panel.beliefs(), np.random.default_rng(0))
    for person in range(15):
        alone = psy.select(
            bank.items,
            of_engine(tree, bank, panel, person),
            administered=[bank.items.items[row].id for row in panel.asked[person]],
            rules=rules,
        )
        assert bank.items.items[chosen[person]].id == alone.item_id


def test_drawing_among_the_best_draws_the_engines_five(tree, bank):
    panel = filled(tree, bank, 1, 5, 3)
    known, rules = panel.beliefs(), psy.SelectionRules()
    drawn = {int(Tree(rules).choose(panel, known, np.random.default_rng(n))[0]) for n in range(80)}
    alone, shown = (
        of_engine(tree, bank, panel, 0),
        [bank.items.items[row].id for row in panel.asked[0]],
    )
    engine = {
        psy.select(bank.items, alone, administered=shown, rules=rules, seed=seed).item_id
        for seed in range(20)
    }
    assert {bank.items.items[row].id for row in drawn} == engine
    assert len(engine) == 5


def test_total_is_the_average_of_the_domains(tree, bank):
    """Its mean is the mean of means, and its SD that of draws from the joint posterior."""
    panel = filled(tree, bank, 3, 12, 8, shift=-0.5)
    known = panel.beliefs()
    mean, sd = known.total()
    assert np.allclose(mean, known.moments(known.domains)[0].mean(axis=1), atol=1e-9)
    rng = np.random.default_rng(5)
    for person in range(3):
        general = rng.choice(known.nodes.size, 20_000, p=known.general[person])
        draws = np.zeros(general.size)
        for domain in range(5):
            joint = tree.to_domain * known.up[person, domain]
            below = np.cumsum(joint / joint.sum(axis=1, keepdims=True), axis=1)[general]
            draws += known.nodes[(rng.random((general.size, 1)) > below).sum(axis=1)] / 5
        error = sd[person] / np.sqrt(2 * general.size)
        assert abs(draws.std() - sd[person]) < 5 * error


@pytest.mark.parametrize("flat", [True, False])
def test_expected_fall_of_variance_is_the_average_over_the_two_answers(tree, flat):
    """``falls`` against answering both ways and looking."""
    used = flattened(tree) if flat else tree
    bank = generated(tree, 3, flat=flat)
    panel = filled(used, bank, 2, 6, 4)
    panel.honest = False
    known = panel.beliefs()
    before = (known.moments(known.domains)[1] ** 2).sum(axis=1)
    fall = falls(panel, known, regressions(known))
    chance = outlook(panel, known)[0]
    for item in (int(row) for row in np.setdiff1d(np.arange(0, 400, 57), panel.asked)):
        expected = before.copy()
        for outcome in (RIGHT, WRONG):
            after = Panel(used, bank, 2, honest=False)
            after.settled = panel.settled.copy()
            after.record(np.full(2, item), np.full(2, outcome))
            seen = after.beliefs()
            weight = chance[:, item] if outcome == RIGHT else 1 - chance[:, item]
            expected -= weight * (seen.moments(seen.domains)[1] ** 2).sum(axis=1)
        assert np.allclose(fall[:, item], expected, atol=1e-9)


def test_people_correlate_as_the_tree_says(tree):
    people = simulees(tree, 20_000, 1, mean=-1.0)
    error = 1 / np.sqrt(20_000)
    assert np.abs(people.domain.mean(axis=0) + 1).max() < 5 * error
    assert np.abs(people.domain.std(axis=0) - 1).max() < 5 * error
    assert abs(np.corrcoef(people.domain.T)[0, 1] - 0.7) < 5 * error
    within = np.corrcoef(people.domain[:, 0], people.competence[:, 0])[0, 1]
    assert abs(within - np.sqrt(0.85)) < 5 * error


def test_answers_follow_the_response_function_and_the_style(tree, bank):
    people = simulees(tree, 4000, 2)
    right = people.answers(bank) == RIGHT
    chance = psy.probability(
        people.competence[:, bank.items.competence], bank.items.a, bank.items.b, bank.items.c
    )
    error = np.sqrt(chance.mean(axis=0) * (1 - chance.mean(axis=0)) / 4000)
    assert (np.abs(right.mean(axis=0) - chance.mean(axis=0)) < 5 * error).all()
    assert not (people.answers(bank) == DONT_KNOW).any()
    honest = simulees(tree, 200, 2, honesty=1.0).answers(bank)
    assert (honest == DONT_KNOW).any()
    assert not (honest == WRONG).any()


def test_the_reference_bank_has_the_published_shape(bank):
    assert bank.size == 400
    assert np.bincount(bank.items.domain).tolist() == [75, 100, 100, 75, 50]
    assert np.bincount(bank.ladder).max() == 7
    shares = [(bank.items.c == c).mean() for c in (0, 0.05, 0.20, 0.25, 0.50)]
    assert np.abs(np.array(shares) - (0.4, 0.25, 0.2, 0.1, 0.05)).max() < 4 * np.sqrt(0.24 / 400)
    assert (np.diff(thresholds(bank)) > 0).all()
    assert not generated(bank.items.tree, 1, guessing=False).items.c.any()
    assert generated(bank.items.tree, 1, clones=4).size == 1600


def test_misjudging_moves_difficulties_only(bank):
    wrong = misjudged(bank, 0.5, 1)
    assert abs((wrong.items.b - bank.items.b).std() - 0.5) < 5 * 0.5 / np.sqrt(800)
    assert (wrong.items.a == bank.items.a).all()


def test_a_bank_given_as_data_keeps_its_items(tree):
    items = [
        psy.CalibratedItem("x", "D0C0", "S1", 1.2, 0.1, 0.2),
        psy.CalibratedItem("y", "D1C2", "S2", 1.0, -0.4),
    ]
    bank = given(tree, items, {"x": 3, "y": 2})
    people = simulees(tree, 40, 1)
    trace = sit(Setting(tree, bank, bank, CUTS), people, Tree(), 2)
    assert sorted(set(trace.asked.ravel())) == [0, 1]
    assert (np.sort(trace.asked, axis=1) == [0, 1]).all()


@pytest.mark.parametrize("method", [Random(), RoundRobinInformation(), Tree(), AOptimal()])
def test_a_sitting_is_the_same_from_the_same_seed_and_asks_nothing_twice(tree, method):
    flat, bank = flattened(tree), generated(tree, 1, flat=True)
    people, setting = simulees(flat, 30, 5), Setting(flattened(tree), bank, bank, CUTS)
    one, again = (sit(setting, people, method, 12, 9, room=20) for _ in range(2))
    assert (one.asked == again.asked).all()
    assert all(len(set(row)) == 12 for row in one.asked)
    assert one.asked.max() < bank.size


def test_borrowing_between_domains_beats_not_borrowing(tree):
    """On the same people and luck, after fifteen questions, by far more than chance."""
    flat, bank = flattened(tree), generated(tree, REFERENCE_SEED, flat=True)
    people = simulees(flat, 200, 6)
    errors = []
    for scored in (flat, independent(flat)):
        trace = sit(Setting(scored, bank, bank, CUTS), people, Tree(), 15)
        errors.append(((trace.domain_mean[:, -1] - people.domain) ** 2).mean(axis=1))
    gain = errors[1] - errors[0]
    assert gain.mean() > 3 * gain.std() / np.sqrt(200)


def test_the_anchor_moves_first_as_published():
    """First answer at level 2: right moves the estimate to 4.5, wrong to 1.0."""
    levels = np.arange(0.5, 8.01, 0.5)
    right, wrong = (np.log(1 / (1 + np.exp(sign * (2 - levels)))) for sign in (1, -1))
    assert estimate(np.stack((right, wrong))).tolist() == [4.5, 1.0]


def test_the_anchor_settles_ladders_and_ends(tree, bank):
    people = simulees(tree, 40, 3)
    answers = people.answers(bank)
    for run in (campaign(bank, answers, 1), by_competence(bank, answers, 1)):
        for person in range(40):
            own = run.asked[person][run.asked[person] >= 0]
            assert len(set(own.tolist())) == own.size
        assert bank.level[run.asked[:, 0]].tolist() == [2] * 40
        scores = run.scores(16)
        assert (np.diff(scores, axis=1) >= 0).all()
        assert scores.max() <= 64
    everything = np.full_like(answers, RIGHT)
    perfect = campaign(bank, everything, 1).scores(16)[:, -1]
    assert (perfect == values(bank)[bank.content == 0].sum()).all()
    nothing = by_competence(bank, np.full_like(answers, WRONG), 1)
    assert not nothing.scores(16).any()


def test_exams_touch_every_competence_and_keep_their_cap(tree):
    bank = generated(tree, 1, clones=4)
    people = simulees(tree, 100, 4)
    exam = Exam(32, progressive=True, cap=0.2)
    trace = sit(Setting(tree, bank, bank, CUTS), people, exam, 32, room=10)
    given_ = (bank.content[trace.asked][:, :, None] == np.arange(16)).sum(axis=1)
    assert (given_ == 2).all()
    # A room of ten people is chosen for at once: the cap is kept to within one room.
    assert measure.exposure(trace.asked, bank.size).max() <= 0.2 + 10 / 100
    anchor = flash(bank, people.answers(bank), 32, 1)
    assert ((bank.content[anchor.asked][:, :, None] == np.arange(16)).sum(axis=1) == 2).all()
    assert np.corrcoef(anchor.capacity, people.total)[0, 1] > 0.85


def test_metrics_on_cases_worked_by_hand():
    right = np.array([[1, 0, 0, 1, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]], dtype=bool)
    assert measure.longest_failures(right).tolist() == [2, 5, 0]
    flags, score = np.array([True, True, False, False]), np.array([0.9, 0.4, 0.5, 0.1])
    assert measure.auc(flags, score) == pytest.approx(0.75)
    asked = np.array([[0, 1], [0, 2], [0, 1]])
    assert measure.exposure(asked, 4).tolist() == pytest.approx([1, 2 / 3, 1 / 3, 0])
    assert measure.overlap(asked, 4) == pytest.approx((0.5 + 1 + 0.5) / 3)
    sd = np.array([[[0.6, 0.5], [0.5, 0.4], [0.4, 0.4]], [[0.9, 0.9], [0.8, 0.8], [0.7, 0.7]]])
    assert measure.questions_to(sd, 0.45).tolist() == [3, measure.NEVER]
    assert measure.first_length([0.1, 0.5, 0.9], 0.5) == 2
    assert measure.bands(np.array([-2.0, -0.75, 0.0, 2.0]), CUTS).tolist() == [0, 1, 1, 3]
    below = measure.normal_below(0.0, np.array([0.0, 1.0]), np.array([1.0, 0.5]))
    assert below == pytest.approx([0.5, 0.0227501319], abs=1e-6)
