"""Exams, exposure, fixed forms, and a session put away and taken up again."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.psychometrics import CalibratedItem, Evidence, ItemBank, Outcome, TraitTree, posterior
from webapp.psychometrics.exam_exposure import (
    Eligibility,
    progressive,
    progressive_weight,
    restricted,
)
from webapp.psychometrics.exams import ExamRules, Exposure, exam_length, select_exam
from webapp.psychometrics.forms import fixed_form, worth_around
from webapp.psychometrics.irt import information
from webapp.psychometrics.state import SessionState, UnreadableState, decode, encode

DOMAINS = {f"D{d}": [f"D{d}-1", f"D{d}-2"] for d in range(3)}
TREE = TraitTree(DOMAINS)
RNG = np.random.default_rng(12)
ITEMS = [
    CalibratedItem(
        f"i{n}",
        TREE.competences[n % 6],
        "S",
        float(np.exp(RNG.normal(0.2, 0.3))),
        float(RNG.normal(0, 1.2)),
        (0.0, 0.25)[n % 2],
        family=f"f{n // 2}",
    )
    for n in range(120)
]
BANK = ItemBank(TREE, ITEMS)
BY_ID = {item.id: item for item in ITEMS}


def sat(seed, theta=0.0, exposure=None, rules=None):
    rng, shown, evidence = np.random.default_rng([seed, 1]), [], []
    while True:
        choice = select_exam(
            BANK,
            posterior(TREE, evidence),
            administered=shown,
            rules=rules,
            exposure=exposure or Exposure(1, {}),
            seed=seed,
        )
        if choice is None:
            return shown
        item = BY_ID[choice.item_id]
        right = rng.random() < item.c + (1 - item.c) / (1 + np.exp(-item.a * (theta - item.b)))
        evidence.append(Evidence(item, Outcome.RIGHT if right else Outcome.WRONG))
        shown.append(item.id)


def test_weight_goes_from_chance_to_precision():
    """Barrada et al. (2008): W_k = Σ_{i<k} i / Σ_{i<n} i."""
    weights = [progressive_weight(asked, 5) for asked in range(5)]
    assert weights == pytest.approx([0, 0.1, 0.3, 0.6, 1.0])
    assert progressive_weight(0, 1) == 1
    for asked, length in ((5, 5), (-1, 5), (0, 0)):
        with pytest.raises(ValueError):
            progressive_weight(asked, length)


def test_first_question_by_chance_last_one_by_gain():
    gain, draws = np.array([0.1, 0.4, 0.2]), np.array([0.9, 0.1, 0.5])
    assert progressive(gain, 0, 4, draws) == pytest.approx(draws * 0.4)
    assert progressive(gain, 3, 4, draws) == pytest.approx(gain)


def test_a_cap_is_a_share_of_people():
    assert restricted([0, 1, 2, 3], 10, 0.2).tolist() == [True, True, False, False]
    assert restricted([0], 0, 0.2).tolist() == [True]


def test_every_competence_twice_the_same_seed_twice():
    shown = sat(3)
    assert len(shown) == exam_length(BANK, ExamRules()) == 12
    competences = [BY_ID[name].competence for name in shown]
    assert all(competences.count(name) == 2 for name in TREE.competences)
    assert len(set(competences[:6])) == 6
    assert shown == sat(3) and shown != sat(4)
    families = [BY_ID[name].family for name in shown]
    assert all(family not in families[max(0, n - 3) : n] for n, family in enumerate(families))


def test_exposure_stays_near_its_cap_over_many_exams():
    counts, people = {}, 60
    for person in range(people):
        theta = float(np.random.default_rng(person).normal())
        for name in sat(person, theta, Exposure(person + 1, counts), ExamRules(cap=0.2)):
            counts[name] = counts.get(name, 0) + 1
    assert max(counts.values()) <= 0.2 * people + 1
    assert len(counts) > 110
    free = {}
    for person in range(20):
        for name in sat(person, 0.0, None, ExamRules(cap=None)):
            free[name] = free.get(name, 0) + 1
    assert max(free.values()) > 0.2 * 20


def test_a_worn_out_competence_still_gets_its_questions():
    everything = Exposure(10, dict.fromkeys(BY_ID, 10))
    assert len(sat(1, 0.0, everything)) == 12


def test_nothing_eligible_ends_the_exam():
    known = posterior(TREE, [])
    assert select_exam(BANK, known, administered=[], eligible=[]) is None
    assert select_exam(BANK, known, administered=[], eligible=["i7"]).item_id == "i7"


def test_eligibility_follows_its_formula():
    """van der Linden & Veldkamp (2004): min(1, r_max · eligible / administered)."""
    memory = Eligibility(np.array([50.0, 50, 50, 0]), np.array([0.0, 5, 40, 0]))
    assert memory.chances(0.2) == pytest.approx([1, 1, 0.25, 1])
    after = memory.after(np.array([True, False, False, True]), np.array([0, 2]))
    assert after.eligible.tolist() == [51, 50, 51, 1]
    assert after.administered.tolist() == [1, 5, 41, 0]
    assert memory.drawn(np.array([0.9, 0.9, 0.3, 0.9])).tolist() == [True, True, False, True]


def test_eligibility_holds_a_question_everyone_would_get():
    """A question drawn whenever eligible: its exposure settles at the cap, with no simulation before."""
    rng, memory, shown = np.random.default_rng(2), Eligibility.fresh(2), 0
    for _ in range(4000):
        mine = memory.drawn(rng.random(2), 0.2)
        asked = np.array([0 if mine[0] else 1])
        shown += asked[0] == 0
        memory = memory.after(mine, asked)
    assert 0.18 < shown / 4000 < 0.22


def test_a_form_covers_the_domains_around_its_cut():
    form = fixed_form(BANK, -0.75, length=6)
    assert len(set(form)) == 6
    assert sorted(BY_ID[name].competence for name in form) == sorted(TREE.competences)
    assert [BY_ID[name].b for name in form] == sorted(BY_ID[name].b for name in form)
    assert len({BY_ID[name].family for name in form}) == 6
    worth = worth_around(BANK, -0.75)
    chosen = np.mean([worth[BANK.row[name]] for name in form])
    assert chosen > 1.5 * worth.mean()


def test_worth_is_the_fall_of_the_log_variance():
    worth = worth_around(BANK, 0.3, width=1e-6)
    alone = information(0.3, BANK.a, BANK.b, BANK.c)
    assert np.allclose(worth, np.log1p(alone))
    # Beside item 0: less in its own domain, as much elsewhere.
    beside = worth_around(BANK, 0.3, [0], width=1e-6)
    same = BANK.domain == BANK.domain[0]
    assert np.allclose(beside[same], np.log((1 + alone[0] + alone[same]) / (1 + alone[0])))
    assert np.allclose(beside[~same], worth[~same])


def test_a_form_of_what_can_be_printed():
    assert sorted(fixed_form(BANK, 0.0, eligible=["i3", "i5"])) == ["i3", "i5"]
    assert fixed_form(BANK, 0.0, eligible=[]) == []
    other = fixed_form(BANK, 0.0, eligible=set(BY_ID) - set(fixed_form(BANK, 0.0)))
    assert len(other) == 10 and not set(other) & set(fixed_form(BANK, 0.0))
    with pytest.raises(ValueError):
        fixed_form(BANK, 0.0, length=0)


answers = st.lists(
    st.tuples(st.integers(0, 119), st.sampled_from(list(Outcome)), st.booleans()), max_size=60
)


@settings(max_examples=80, deadline=None)
@given(answers, st.floats(-3, 3), st.integers(0, 2**63))
def test_a_session_is_the_same_after_the_cupboard(rows, mean, seed):
    entries = tuple(Evidence(ITEMS[n], outcome, helped) for n, outcome, helped in rows)
    state = SessionState(entries, mean, seed, "2026-11")
    text = encode(state)
    again = decode(text, BY_ID, "2026-11")
    assert again == state and encode(again) == text
    assert np.array_equal(again.posterior(TREE).domains, state.posterior(TREE).domains)
    assert again.administered == [ITEMS[n].id for n, _, _ in rows]
    assert len(text.encode()) < 2500


def test_degrees_help_and_weights_are_kept():
    task = CalibratedItem("t", "D0-1", "S", 1.0, 0.0, steps=(-0.5, 0.5))
    rows = tuple(
        Evidence(task, Outcome.WRONG, helped, degree, weight)
        for helped in (False, True)
        for degree in (None, 0, 2)
        for weight in (0.0, 0.5, 1.0)
    )
    assert decode(encode(SessionState(rows)).encode(), {"t": task}).answers == rows


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 1}, "version 1; this engine reads 2"),
        ({"version": None}, "version None"),
        ({"version": True}, "version True"),
        ({"bank": "older"}, "bank 'older', not ''"),
        ({"answers": [["ghost", "r"]]}, "unknown item 'ghost'"),
        ({"answers": [["i1", "x"]]}, "lacks"),
        ({"answers": [["i1", "r", 0, None, 1.5]]}, "a share"),
        ({"answers": [["i1", "r", 0, None, 1, 9]]}, "lacks"),
        ({"answers": [["i1", "r", 0, 3]]}, "no degree 3"),
        ({"answers": [["i1", "r", 0, 0.5]]}, "whole"),
        ({"answers": None}, "lacks"),
        ({"answers": [[]]}, "lacks"),
        ({"mean": float("nan")}, "finite"),
        ({"seed": "x"}, "lacks"),
    ],
)
def test_what_cannot_be_resumed_is_refused_in_words(change, said):
    content = json.loads(encode(SessionState((Evidence(ITEMS[1], Outcome.RIGHT),))))
    with pytest.raises(UnreadableState, match=said):
        decode(json.dumps(content | change), BY_ID)


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", b"\xff\xfe\xff", "3"])
def test_what_is_no_session_is_refused(text):
    with pytest.raises(UnreadableState):
        decode(text, BY_ID)


@pytest.mark.parametrize("part", ["seed", "mean"])
def test_a_number_beyond_all_numbers_is_refused(part):
    content = json.loads(encode(SessionState()))
    with pytest.raises(UnreadableState):
        decode(json.dumps(content | {part: float("inf")}), BY_ID)


def test_a_missing_part_is_refused():
    for key in ("bank", "mean", "seed", "answers", "version"):
        content = json.loads(encode(SessionState()))
        del content[key]
        with pytest.raises(UnreadableState):
            decode(json.dumps(content), BY_ID)
