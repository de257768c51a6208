"""Selection, stopping and statements: what a person meets and what may be said of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.psychometrics import (
    CalibratedItem,
    Evidence,
    ItemBank,
    Kind,
    Outcome,
    SelectionRules,
    StoppingRules,
    TraitTree,
    decide,
    posterior,
    select,
    statement,
)
from webapp.psychometrics.selection import expected_variance
from webapp.psychometrics.statements import band_set, checked_cuts

CUTS = (-1.5, -0.15, 1.1)
DOMAINS = {f"D{d}": [f"D{d}-1", f"D{d}-2"] for d in range(4)}
TREE = TraitTree(DOMAINS)
RNG = np.random.default_rng(3)
ITEMS = [
    CalibratedItem(
        f"i{n}",
        TREE.competences[n % 8],
        "S",
        1.2,
        float(RNG.uniform(-2.5, 2)),
        0.2,
        0.3,
        f"f{n // 2}",
    )
    for n in range(80)
]
BANK = ItemBank(TREE, ITEMS)
BY_ID = {item.id: item for item in ITEMS}


def run(theta=0.0, length=20, seed=0, rules=None, eligible=None):
    rng, shown, evidence, chosen = np.random.default_rng(seed), [], [], []
    for step in range(length):
        known = posterior(TREE, evidence)
        choice = select(
            BANK, known, administered=shown, rules=rules, eligible=eligible, seed=seed * 7919 + step
        )
        if choice is None:
            break
        item = BY_ID[choice.item_id]
        right = rng.random() < 0.2 + 0.8 / (1 + np.exp(-item.a * (theta - item.b)))
        evidence.append(Evidence(item, Outcome.RIGHT if right else Outcome.WRONG))
        shown.append(item.id)
        chosen.append(choice)
    return chosen, evidence


def test_first_questions_are_comfortable():
    chosen, _ = run()
    assert all(choice.probability >= 0.75 for choice in chosen[:3])
    assert all(c.probability >= 0.60 for c in chosen if c.reason != "most_comfortable")


def test_every_domain_before_any_twice():
    chosen, _ = run()
    domains = [BY_ID[c.item_id].competence[:2] for c in chosen]
    for start in range(0, 20, 4):
        assert len(set(domains[start : start + 4])) == 4


def test_never_the_same_item_nor_a_family_too_soon():
    chosen, _ = run(length=60)
    ids = [c.item_id for c in chosen]
    assert len(set(ids)) == len(ids)
    families = [BY_ID[i].family for i in ids]
    for n, family in enumerate(families[:40]):
        assert family not in families[max(0, n - 3) : n]


def test_a_family_rests_as_many_questions_as_the_rule_says():
    families = ("one", "one", "two", "three", "four")
    items = [
        CalibratedItem(f"t{n}", "D0-1", "S", 1.0, -1.0, family=f) for n, f in enumerate(families)
    ]
    bank, known = ItemBank(TREE, items), posterior(TREE, [])
    for gap in range(1, 4):
        rules, shown = SelectionRules(family_gap=gap), ["t0"]
        for other in ("t2", "t3", "t4")[:gap]:
            free = {
                select(bank, known, administered=shown, rules=rules, seed=n).item_id
                for n in range(9)
            }
            assert other in free and "t1" not in free
            shown.append(other)
        assert "t1" in {
            select(bank, known, administered=shown, rules=rules, seed=n).item_id for n in range(9)
        }


def test_same_seed_same_test_other_seed_other_test():
    first, again, other = run(seed=1)[0], run(seed=1)[0], run(seed=2)[0]
    assert [c.item_id for c in first] == [c.item_id for c in again]
    assert [c.item_id for c in first] != [c.item_id for c in other]


def test_only_what_is_eligible_then_nothing():
    allowed = {"i0", "i1", "i2"}
    chosen, _ = run(eligible=allowed)
    assert {c.item_id for c in chosen} == allowed


def test_nothing_comfortable_gives_the_kindest():
    hard = [
        CalibratedItem("h1", "D0-1", "S", 1.5, 3.0),
        CalibratedItem("h2", "D0-1", "S", 1.5, 2.0),
    ]
    choice = select(ItemBank(TREE, hard), posterior(TREE, []), administered=[])
    assert (choice.item_id, choice.reason) == ("h2", "most_comfortable")


def test_the_choice_leaves_the_smallest_expected_variance():
    """Competences of unequal sizes, one of them empty; against the formula, item by item."""
    sizes = {"D0-1": 7, "D0-2": 1, "D1-2": 4, "D3-1": 2}
    items = [
        CalibratedItem(f"{leaf}/{n}", leaf, "S", 0.8 + 0.1 * n, float(RNG.uniform(-2, 1)), 0.2)
        for leaf, size in sizes.items()
        for n in range(size)
    ]
    bank, rules = ItemBank(TREE, items[::-1]), SelectionRules(comfort_first=0.5, randomesque=1)
    known = posterior(TREE, [Evidence(items[0], Outcome.RIGHT)], -0.5)
    choice = select(bank, known, administered=[], rules=rules)
    density, curves = known.competences[bank.competence], bank.curves(-0.5)
    chance, variance = expected_variance(density, known.nodes, curves)
    domain = bank.domain[bank.row[choice.item_id]]
    usable = np.flatnonzero((bank.domain == domain) & (chance >= 0.5))
    best = usable[variance[usable].argmin()]
    assert choice.item_id == bank.items[best].id
    assert choice.probability == pytest.approx(chance[best], abs=1e-9)
    assert choice.expected_variance == pytest.approx(variance[best], abs=1e-9)
    right, wrong = (
        posterior(
            TREE, [Evidence(items[0], Outcome.RIGHT), Evidence(bank.items[best], outcome)], -0.5
        )
        for outcome in (Outcome.RIGHT, Outcome.WRONG)
    )
    leaf = bank.items[best].competence
    assert min(right.sd(leaf), wrong.sd(leaf)) < variance[best] ** 0.5 < known.sd(leaf)


def test_a_set_of_allowed_items_is_not_spent():
    allowed = frozenset(item.id for item in ITEMS[:24])
    first = run(length=10, eligible=allowed)[0]
    assert [c.item_id for c in run(length=10, eligible=allowed)[0]] == [c.item_id for c in first]
    assert [c.item_id for c in run(length=10, eligible=set(allowed))[0]] == [
        c.item_id for c in first
    ]


def test_the_family_gap_yields_when_nothing_else_is_left():
    items = [CalibratedItem(f"t{n}", "D0-1", "S", 1.0, -1.0, family="one") for n in range(2)]
    bank, known = ItemBank(TREE, items), posterior(TREE, [])
    assert select(bank, known, administered=["t0"]).item_id == "t1"
    assert select(bank, known, administered=["t0", "t1"]) is None
    assert select(ItemBank(TREE, []), known, administered=[]) is None


def test_exposure_is_shared():
    firsts = {run(length=1, seed=seed)[0][0].item_id for seed in range(40)}
    assert len(firsts) >= 3


def test_stops_at_the_longest_and_when_precise():
    _, evidence = run()
    known = posterior(TREE, evidence)
    assert decide(known, 20, StoppingRules(longest=20)).reason == "length"
    assert not decide(known, 5, StoppingRules(shortest=8, sd=9)).stop
    assert decide(known, 8, StoppingRules(shortest=8, sd=9)).reason == "precise"
    assert decide(known, 8, StoppingRules(shortest=8, sd=0.01)).reason == "continue"


def test_unasked_domain_prevents_stopping_by_bands():
    known = posterior(TREE, [])
    assert not decide(known, 8, StoppingRules(shortest=1, sd=0.0, cuts=CUTS)).stop
    certain = posterior(TREE, [], -6.0)
    assert statement(certain, CUTS, "D0").kind is Kind.ONE
    assert not decide(certain, 8, StoppingRules(shortest=1, sd=0.0, cuts=CUTS)).stop


def test_statements():
    able = [
        Evidence(CalibratedItem(f"e{n}", "D0-1", "S", 2.5, 2.5), Outcome.RIGHT) for n in range(12)
    ]
    said = statement(posterior(TREE, able), CUTS, "D0")
    assert said.kind in (Kind.ONE, Kind.BETWEEN) and said.high == 3
    assert statement(posterior(TREE, able), CUTS, "D0", direct=False).kind is Kind.UNSURE
    assert statement(posterior(TREE, []), CUTS).kind is Kind.UNSURE


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=6))
def test_band_set_is_the_shortest_run(values):
    masses = np.array(values) / sum(values)
    low, high = band_set(masses)
    width = high - low + 1
    assert masses[low : high + 1].sum() >= 0.9 - 1e-9
    shorter = [masses[n : n + width - 1].sum() for n in range(masses.size)] if width > 1 else [0]
    assert max(shorter) < 0.9


@pytest.mark.parametrize("cuts", [(0, 0), (1, 0), (-1, 2, 1)])
def test_thresholds_must_rise(cuts):
    with pytest.raises(ValueError):
        checked_cuts(cuts)


@pytest.mark.slow
def test_intervals_tell_the_truth():
    """Band-sets hold the true band of at least 90 people in 100 after 20 questions."""
    rng, held, total = np.random.default_rng(11), 0, 0
    for person in range(250):
        g = rng.normal()
        theta = float(np.sqrt(0.5) * g + np.sqrt(0.5) * rng.normal())
        _, evidence = run(theta=theta, seed=person, rules=SelectionRules(randomesque=5))
        said = statement(posterior(TREE, evidence), CUTS)
        band = int(np.searchsorted(CUTS, theta))
        held += said.low <= band <= said.high
        total += 1
    assert held / total >= 0.88
