"""Calibration: LSAT-6 at its printed values, gradients against differences, edges and cold start."""

from dataclasses import replace

import numpy as np
import pytest

from webapp.psychometrics import CalibratedItem, Evidence, Outcome, TraitTree, posterior
from webapp.psychometrics.calibration import (
    FLAT,
    Priors,
    Sittings,
    calibrate,
    columns,
    from_matrix,
    sittings,
    steady,
)
from webapp.psychometrics.calibration.columns import rooms
from webapp.psychometrics.calibration.expectation import Parameters, curves, expectation

# Section 6 of the Law School Admission Test, 1,000 people (Bock & Lieberman 1970): how many gave each
# of the 32 patterns, from 00000 to 11111.
LSAT6 = [
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
]
TREE = TraitTree({"A": ["A1", "A2"], "B": ["B1"]}, 0.8, 0.9)


def lsat6():
    patterns = [[int(bit) for bit in format(n, "05b")] for n in range(32)]
    return np.repeat(np.array(patterns), LSAT6, axis=0)


def test_lsat6_at_its_printed_values():
    """Two-parameter fit printed by the R package ltm (Rizopoulos 2006), ltm(LSAT ~ z1).

    Its optimiser stops with a gradient of 0.024: slopes agree to .001, difficulties to .003. The
    log-likelihood, which is flat there, agrees at every printed digit.
    """
    found = calibrate(lsat6(), grid=np.linspace(-6, 6, 61), tolerance=1e-6, rounds=500)
    assert found.converged
    assert round(found.log_likelihood, 3) == -2466.653
    slopes = [0.8254, 0.7229, 0.8905, 0.6886, 0.6575]
    difficulties = [-3.3597, -1.3696, -0.2799, -1.8659, -3.1236]
    assert [fit.a for fit in found.items] == pytest.approx(slopes, abs=1e-3)
    assert [fit.b for fit in found.items] == pytest.approx(difficulties, abs=3e-3)
    # Errors printed for a full 10 × 10 information; ours leave out what other items add in so short
    # a test: smaller, by less than a tenth.
    printed_a, printed_b = (
        [0.2581, 0.1867, 0.2326, 0.1852, 0.2100],
        [0.8669, 0.3073, 0.0997, 0.4341, 0.8700],
    )
    for fit, a_se, b_se in zip(found.items, printed_a, printed_b, strict=True):
        assert 0.88 * a_se < fit.a_se < a_se
        assert 0.88 * b_se < fit.b_se < b_se


def test_the_everyday_grid_is_fine_enough():
    fine = calibrate(lsat6(), grid=np.linspace(-6, 6, 61), tolerance=1e-5)
    usual = calibrate(lsat6(), tolerance=1e-5)
    for one, other in zip(fine.items, usual.items, strict=True):
        assert one.a == pytest.approx(other.a, abs=5e-4)
        assert one.b == pytest.approx(other.b, abs=2e-3)


BANK = [
    CalibratedItem("i0", "A1", "S", 1.2, -0.5, 0.25),
    CalibratedItem("i1", "A2", "S", 0.8, 0.4),
    CalibratedItem("i2", "B1", "S", 1.6, 0.1, 0.2),
    CalibratedItem("i3", "A1", "S", 1.0, 0.9, 0.33),
    CalibratedItem("i4", "B1", "S", 1.3, 0.0, steps=(-0.8, 0.0, 0.8)),
    CalibratedItem("i5", "A2", "S", 1.1, -1.2),
]
OUTCOMES = (Outcome.RIGHT, Outcome.WRONG, Outcome.DONT_KNOW)


def some_sessions(count=40, seed=3):
    rng = np.random.default_rng(seed)
    sessions = []
    for _ in range(count):
        rows = rng.choice(len(BANK), 4, replace=False)
        sessions.append(
            [
                Evidence(
                    BANK[n],
                    OUTCOMES[rng.integers(3)],
                    degree=int(rng.integers(4)) if BANK[n].steps else None,
                )
                for n in rows
            ]
        )
    return sessions


def parameters(log_a, b):
    return Parameters(
        np.asarray(log_a, dtype=float),
        np.asarray(b, dtype=float),
        np.array([item.c for item in BANK]),
        np.array([TREE.index[item.competence] for item in BANK]),
        tuple(item.steps for item in BANK),
    )


def told(point, taken):
    log_a, b = point
    given = parameters(log_a, b)
    parts = [
        expectation(given, TREE, curves(given, TREE, mean), room, mean)
        for mean, room in rooms(taken, given.competence, 3)
    ]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def test_the_gradient_is_the_slope_of_the_likelihood():
    """Central differences of the marginal log-likelihood, guessing, degrees and two populations in."""
    taken = sittings(BANK, some_sessions(), np.where(np.arange(40) < 20, -0.5, 0.0))
    point = np.array([np.log([item.a for item in BANK]), [item.b for item in BANK]])
    gradient = told(point, taken).gradient
    for axis in range(2):
        for n in (0, 1, 2, 3, 5):
            step = np.zeros_like(point)
            step[axis, n] = 1e-5
            slope = told(point + step, taken).likelihood - told(point - step, taken).likelihood
            assert gradient[n, axis] == pytest.approx(slope / 2e-5, abs=1e-5)


def test_the_likelihood_is_a_sum_over_abilities():
    """One competence alone: Σ prior × Π P, summed by hand."""
    found = calibrate(
        [[1, 0, 1]],
        [CalibratedItem(str(n), "x", "S", 1.0 + n / 5, n - 1.0) for n in range(3)],
        anchors=("0", "1", "2"),
    )
    x = np.linspace(-8, 8, 2001)
    weight = np.exp(-(x**2) / 2) / np.exp(-(x**2) / 2).sum()
    chance = [1 / (1 + np.exp(-(1.0 + n / 5) * (x - n + 1.0))) for n in range(3)]
    direct = np.log((weight * chance[0] * (1 - chance[1]) * chance[2]).sum())
    assert found.log_likelihood == pytest.approx(direct, abs=1e-4)


def test_expected_right_answers_leave_the_answer_out():
    """The prediction of an answer uses the rest of its session: P(right | rest), by the engine."""
    pair = [CalibratedItem("x", "A1", "S", 1.4, 0.2), CalibratedItem("y", "A1", "S", 1.1, -0.3)]
    session = [Evidence(pair[0], Outcome.RIGHT), Evidence(pair[1], Outcome.WRONG)]
    found = calibrate(sittings(pair, [session]), pair, tree=TREE, anchors=("x", "y"))
    known = posterior(TREE, session[1:])
    chance = known.density("A1") @ (1 / (1 + np.exp(-1.4 * (known.nodes - 0.2))))
    assert found.items[0].expected == pytest.approx(chance, abs=1e-4)
    assert found.items[0].residual == pytest.approx(
        (1 - chance) / np.sqrt(chance * (1 - chance)), abs=1e-3
    )


def test_cold_start_returns_the_priors_and_says_so():
    found = calibrate(sittings(BANK, []), BANK, tree=TREE)
    assert found.cold and found.converged and found.answers == found.sessions == 0
    assert [f.a for f in found.items] == pytest.approx([i.a for i in BANK])
    assert [f.b for f in found.items] == [i.b for i in BANK]
    assert [f.b_se for f in found.items] == pytest.approx([0.5] * 6)
    assert [f.a_se / f.a for f in found.items] == pytest.approx([0.3] * 6)
    assert [f.residual for f in found.items] == [0] * 6
    assert calibrate(np.full((3, 2), np.nan)).cold


def test_an_items_own_doubt_is_its_prior():
    bank = [replace(BANK[0], b_se=0.7), BANK[1]]
    found = calibrate(sittings(bank, []), bank, tree=TREE)
    assert [f.b_se for f in found.items] == pytest.approx([0.7, 0.5])


def simulated(people=1500, seed=8):
    rng = np.random.default_rng(seed)
    truth = [
        CalibratedItem(
            f"q{n}",
            TREE.competences[n % 3],
            "S",
            float(np.exp(rng.normal(0.2, 0.3))),
            float(rng.normal(0, 0.9)),
            (0.0, 0.2)[n % 2],
        )
        for n in range(30)
    ]
    g, own = rng.normal(size=(people, 1)), rng.normal(size=(people, 2))
    domain = 0.8 * g + 0.6 * own
    leaf = 0.9 * domain[:, [0, 0, 1]] + np.sqrt(0.19) * rng.normal(size=(people, 3))
    sessions = []
    for person in range(people):
        entries = []
        for n in rng.choice(30, 15, replace=False):
            item = truth[n]
            knows = rng.random() < 1 / (1 + np.exp(-item.a * (leaf[person, n % 3] - item.b)))
            lucky = rng.random() < item.c
            entries.append(Evidence(item, Outcome.RIGHT if knows or lucky else Outcome.WRONG))
        sessions.append(entries)
    experts = [replace(i, a=float(np.exp(0.2)), b=i.b + float(rng.normal(0, 0.5))) for i in truth]
    return truth, experts, sittings(truth, sessions)


@pytest.fixture(scope="module")
def world():
    return simulated()


def test_answers_correct_the_experts(world):
    truth, experts, taken = world
    found = calibrate(taken, experts, tree=TREE)
    b = np.array([item.b for item in truth])
    before = np.sqrt(np.mean((b - [item.b for item in experts]) ** 2))
    gaps = np.array([fit.b for fit in found.items]) - b
    assert found.converged and not found.cold
    assert np.sqrt(np.mean(gaps**2)) < before / 3
    # Errors are of the size they say.
    assert 0.6 < np.sqrt(np.mean((gaps / [fit.b_se for fit in found.items]) ** 2)) < 1.4
    slopes = np.corrcoef([fit.a for fit in found.items], [item.a for item in truth])[0, 1]
    assert slopes > 0.7


def test_the_found_bank_is_what_the_engine_reads(world):
    _, experts, taken = world
    found = calibrate(taken, experts, tree=TREE, anchors=("q0",))
    bank = found.applied(experts)
    assert bank[0] == experts[0] and found.items[0].held
    assert (bank[1].b, bank[1].b_se) == (found.items[1].b, found.items[1].b_se)


def test_neither_order_nor_start_matters(world):
    _, experts, taken = world
    rng = np.random.default_rng(1)
    mixed = rng.permutation(taken.item.size)
    shuffled = Sittings(
        taken.session[mixed],
        taken.item[mixed],
        taken.right[mixed],
        taken.degree[mixed],
        taken.guessing,
        taken.mean,
    )
    first = calibrate(taken, experts, tree=TREE, tolerance=1e-6)
    second = calibrate(shuffled, experts, tree=TREE, tolerance=1e-6)
    warm = calibrate(taken, experts, tree=TREE, tolerance=1e-6, start=first.applied(experts))
    assert [f.b for f in second.items] == pytest.approx([f.b for f in first.items], abs=1e-8)
    assert [f.b for f in warm.items] == pytest.approx([f.b for f in first.items], abs=1e-4)
    assert warm.rounds < first.rounds


def test_rooms_are_only_a_matter_of_memory(world, monkeypatch):
    _, experts, taken = world
    usual = calibrate(taken, experts, tree=TREE)
    monkeypatch.setattr(columns, "ROOM", 7)
    small = calibrate(taken, experts, tree=TREE)
    assert small.rounds == usual.rounds
    for column in ("a", "b", "a_se", "b_se", "residual"):
        one, other = ([getattr(fit, column) for fit in found.items] for found in (usual, small))
        assert one == pytest.approx(other, abs=1e-9), column


def test_rows_that_go_to_the_same_place_are_added():
    rows, place = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([2, 0, 2])
    assert columns.added(rows, place, 4).tolist() == [[3, 4], [0, 0], [6, 8], [0, 0]]
    nothing = columns.added(np.zeros((0, 2)), np.zeros(0, dtype=np.intp), 2)
    assert nothing.dtype == np.float64 and not nothing.any()


def test_infinite_priors_forget_the_experts(world):
    _, experts, taken = world
    shifted = [replace(item, b=item.b + 0.5) for item in experts]
    a, b = (
        calibrate(taken, bank, tree=TREE, priors=FLAT, tolerance=1e-5)
        for bank in (experts, shifted)
    )
    assert [f.b for f in a.items] == pytest.approx([f.b for f in b.items], abs=2e-3)
    firm = calibrate(taken, shifted, tree=TREE, priors=Priors(0.01, 0.01))
    assert [f.b for f in firm.items] == pytest.approx([i.b for i in shifted], abs=0.05)


def test_held_bank_shows_an_item_that_became_easier(world):
    truth, _, taken = world
    easier = taken.right | (taken.item == 4)
    week = Sittings(taken.session, taken.item, easier, taken.degree, taken.guessing, taken.mean)
    every = [item.id for item in truth]
    before = calibrate(taken, truth, tree=TREE, anchors=every)
    after = calibrate(week, truth, tree=TREE, anchors=every)
    assert before.rounds == after.rounds == 1
    assert max(abs(f.residual) for f in before.items) < 4
    assert after.items[4].residual > 8
    assert [f.b for f in after.items] == pytest.approx([i.b for i in truth])
    assert "q4" not in steady(after) and "q5" in steady(after)
    assert steady(after, drifted=["q5"]) == steady(after) - {"q5"}
    assert steady(after, fewest=10**6) == frozenset()


def test_helped_and_ignored_answers_are_left_out():
    session = [
        Evidence(BANK[0], Outcome.RIGHT),
        Evidence(BANK[1], Outcome.RIGHT, helped=True),
        Evidence(BANK[2], Outcome.IGNORED),
    ]
    taken = sittings(BANK, [session, []])
    assert taken.item.tolist() == [0] and taken.sessions == 2
    assert calibrate(taken, BANK, tree=TREE).answers == 1


def test_tasks_done_by_degrees_inform_people_and_stay_as_given():
    sessions = some_sessions()
    found = calibrate(sittings(BANK, sessions), BANK, tree=TREE)
    assert found.items[4].held and (found.items[4].a, found.items[4].b) == (1.3, 0.0)
    blind = [[entry for entry in entries if not entry.item.steps] for entries in sessions]
    other = calibrate(sittings(BANK, blind), BANK, tree=TREE)
    assert found.items[2].b != pytest.approx(other.items[2].b, abs=1e-4)


@pytest.mark.parametrize("column", [[1, 1, 1, 1], [0, 0, 0, 0]])
def test_everyone_alike_is_held_by_the_priors(column):
    matrix = np.column_stack((column, [1, 0, 1, 0]))
    items = [CalibratedItem(str(n), "x", "S", 1.2, 0.0) for n in range(2)]
    found = calibrate(matrix, items)
    assert found.converged and abs(found.items[0].b) < 1
    assert all(np.isfinite([f.a, f.b, f.a_se, f.b_se, f.residual]).all() for f in found.items)
    # Without priors there is no answer: the bound is reached, the error is huge, nothing breaks.
    alone = calibrate(matrix)
    assert abs(alone.items[0].b) > 3 and alone.items[0].b_se > 3


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError):
        from_matrix([[0, 1, 2]])
    with pytest.raises(ValueError):
        from_matrix([0, 1])
    with pytest.raises(ValueError):
        calibrate([[1, 0, 1]], BANK[:2])
    with pytest.raises(ValueError):
        calibrate([[1, 0]], [CalibratedItem("x", "y", "S", -0.4, 0.0), BANK[1]])
    with pytest.raises(KeyError):
        sittings(BANK[:1], [[Evidence(BANK[1], Outcome.RIGHT)]])
    with pytest.raises(KeyError):
        calibrate([[1]], [CalibratedItem("x", "elsewhere", "S", 1.0, 0.0)], tree=TREE)
