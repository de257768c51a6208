"""The posterior is exact, whatever the order; a right answer never lowers anybody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.psychometrics import CalibratedItem, Evidence, Outcome, TraitTree, posterior

TREE = TraitTree({"A": ["A1", "A2"], "B": ["B1"]}, grid=np.linspace(-4, 4, 31))
SMALL = TraitTree({"A": ["A1", "A2"]}, grid=np.linspace(-3, 3, 9))


def item(name="i", competence="A1", a=1.2, b=0.0, c=0.2, b_se=0.0):
    return CalibratedItem(name, competence, "S", a, b, c, b_se, name)


def brute_force(tree, evidence, trait):
    """Sums the whole joint distribution g × A × A1 × A2 directly."""
    from webapp.psychometrics.evidence import _each

    n = tree.grid.size
    likelihood = {name: np.ones(n) for name in tree.competences}
    _, rows = _each(tree, evidence, 0.0)
    for entry, row in zip(evidence, rows, strict=True):
        likelihood[entry.item.competence] = likelihood[entry.item.competence] * row
    prior = np.exp(-(tree.grid**2) / 2)
    joint = (
        prior[:, None, None, None]
        * tree.to_domain[:, :, None, None]
        * tree.to_competence[None, :, :, None]
        * tree.to_competence[None, :, None, :]
        * likelihood["A1"][None, None, :, None]
        * likelihood["A2"][None, None, None, :]
    )
    axis = {"g": 0, "A": 1, "A1": 2, "A2": 3}[trait]
    density = joint.sum(axis=tuple(set(range(4)) - {axis}))
    density /= density.sum()
    return float(density @ tree.grid)


answers = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2"]),
        st.floats(-2, 2),
        st.sampled_from([Outcome.RIGHT, Outcome.WRONG, Outcome.DONT_KNOW]),
    ),
    min_size=1,
    max_size=6,
)


def evidence_of(rows):
    return [
        Evidence(item(f"i{n}", comp, b=b), outcome) for n, (comp, b, outcome) in enumerate(rows)
    ]


@settings(max_examples=60, deadline=None)
@given(answers)
def test_equals_brute_force(rows):
    evidence = evidence_of(rows)
    known = posterior(SMALL, evidence)
    for trait in ("g", "A", "A1", "A2"):
        assert known.mean(trait) == pytest.approx(brute_force(SMALL, evidence, trait), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(answers, st.randoms())
def test_order_does_not_matter(rows, random):
    evidence = evidence_of(rows)
    shuffled = list(evidence)
    random.shuffle(shuffled)
    first, second = posterior(TREE, evidence), posterior(TREE, shuffled)
    assert np.array_equal(first.domains, second.domains)
    assert np.array_equal(first.competences, second.competences)


@settings(max_examples=80, deadline=None)
@given(answers, st.floats(-2, 2), st.floats(0.5, 2.0))
def test_a_right_answer_never_lowers_anybody(rows, b, a):
    before = evidence_of(rows)
    more = [*before, Evidence(item("new", "A2", a=a, b=b), Outcome.RIGHT)]
    low, high = posterior(TREE, before), posterior(TREE, more)
    for trait in ("g", "A", "B", "A1", "A2"):
        assert high.mean(trait) >= low.mean(trait) - 1e-9


@settings(max_examples=50, deadline=None)
@given(answers)
def test_everything_sums_to_one_and_ignored_says_nothing(rows):
    evidence = evidence_of(rows)
    known = posterior(TREE, evidence)
    for density in (known.general, *known.domains, *known.competences):
        assert density.sum() == pytest.approx(1)
    ignored = [*evidence, Evidence(item("x"), Outcome.IGNORED)]
    assert np.array_equal(posterior(TREE, ignored).domains, known.domains)
    masses = known.masses((-1.5, -0.15, 1.1), "A")
    assert masses.sum() == pytest.approx(1) and (masses >= 0).all()


@pytest.mark.parametrize("answers", [20, 60, 400])
@pytest.mark.parametrize("loading", [0.0, 0.5**0.5, 0.99])
def test_contradictory_answers_leave_a_distribution(answers, loading):
    """Sure of the impossible and wrong at the obvious, again and again: still sums to one."""
    tree = TraitTree({"A": ["A1", "A2"], "B": ["B1"]}, loading)
    evidence = [
        Evidence(
            item(f"i{n}", ("A1", "A2")[n % 2], a=3, b=(4, -4)[n % 2], c=0),
            (Outcome.RIGHT, Outcome.WRONG)[n % 2],
        )
        for n in range(answers)
    ]
    known = posterior(tree, evidence)
    for density in (known.general, *known.domains, *known.competences):
        assert density.min() >= 0 and density.sum() == pytest.approx(1, abs=1e-9)


def test_an_item_is_read_as_it_is_now():
    """A new version keeps its id: what was drawn for the old one is not used for it."""
    old = posterior(TREE, [Evidence(item(b=-1.0), Outcome.RIGHT)])
    new = posterior(TREE, [Evidence(item(b=1.0), Outcome.RIGHT)])
    assert new.mean("A1") > old.mean("A1") + 0.1


def test_help_counts_for_the_helped_level_only():
    helped = [Evidence(item(), Outcome.RIGHT, helped=True)]
    assert posterior(TREE, helped).mean() == pytest.approx(posterior(TREE, []).mean())
    assert posterior(TREE, helped, with_help=True).mean() > posterior(TREE, []).mean()


def test_uncertain_difficulty_is_believed_less():
    sure = posterior(TREE, [Evidence(item(b_se=0.0), Outcome.RIGHT)])
    unsure = posterior(TREE, [Evidence(item(b_se=0.8), Outcome.RIGHT)])
    assert unsure.mean("A1") < sure.mean("A1")


def test_prior_mean_moves_everything():
    assert posterior(TREE, [], prior_mean=-1).mean("B") == pytest.approx(-1, abs=0.02)


@pytest.mark.parametrize(
    "domains", [{"A": []}, {"A": ["A"]}, {"A": ["x"], "B": ["x"]}, {"g": ["x"]}]
)
def test_a_tree_must_make_sense(domains):
    with pytest.raises(ValueError):
        TraitTree(domains)


def test_honest_people_are_not_under_rated():
    """« Je ne sais pas » instead of guessing: same ability, no penalty (Mislevy & Wu 1996)."""
    rng = np.random.default_rng(7)
    tree, errors = TraitTree({"A": ["A1"]}), {"honest": [], "guesser": []}
    for _ in range(250):
        theta = rng.normal()
        for kind, shown in errors.items():
            evidence = []
            for n in range(20):
                one = item(f"q{n}", "A1", a=1.3, b=float(rng.uniform(-2, 2)), c=0.25)
                knows = rng.random() < 1 / (1 + np.exp(-1.3 * (theta - one.b)))
                if kind == "honest":
                    outcome = Outcome.RIGHT if knows else Outcome.DONT_KNOW
                else:
                    lucky = rng.random() < 0.25
                    outcome = Outcome.RIGHT if knows or lucky else Outcome.WRONG
                evidence.append(Evidence(one, outcome))
            shown.append(posterior(tree, evidence).mean("A1") - theta)
    assert abs(np.mean(errors["honest"])) < 0.15
    assert abs(np.mean(errors["guesser"])) < 0.15
