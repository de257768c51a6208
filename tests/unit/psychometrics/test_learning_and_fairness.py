"""The two newest measures of the bench, on few people: the direction is right, the pieces add up."""

from dataclasses import replace

import numpy as np
import pytest

from simulation import Random, metrics, sit
from simulation.exams import Exam
from simulation.methods import FixedForm, Screening
from simulation.targets import fairness, learning
from simulation.targets.use import screened
from simulation.worlds import reference
from webapp.psychometrics.calibration import sittings
from webapp.psychometrics.evidence import Evidence, Outcome
from webapp.psychometrics.forms import fixed_form

FRAME = reference()


def test_a_trace_reads_as_the_engine_would_read_it():
    bank, folks = FRAME.bank(), FRAME.people(8, 3)
    trace = sit(FRAME.setting(bank), folks, Random(), 12, 3)
    items = bank.items.items
    sessions = [
        [
            Evidence(items[n], Outcome.RIGHT if right else Outcome.WRONG)
            for n, right in zip(asked, rights, strict=True)
        ]
        for asked, rights in zip(trace.asked, trace.right, strict=True)
    ]
    taken, direct = learning.from_trace(trace, bank), sittings(items, sessions)
    for column in ("session", "item", "right", "degree", "mean"):
        assert np.array_equal(getattr(taken, column), getattr(direct, column)), column
    assert taken.guessing == pytest.approx(direct.guessing)


def test_sessions_bring_the_bank_nearer_to_the_truth(monkeypatch):
    monkeypatch.setattr(learning, "SESSIONS", 100)
    bank = FRAME.bank()
    errors = np.random.default_rng(4).normal(0, 0.5, bank.size)
    experts = [
        replace(item, a=1.22, b=item.b + float(error), b_se=0.5)
        for item, error in zip(bank.items.items, errors, strict=True)
    ]
    learnt = learning.after_sessions(FRAME, bank, experts, 4)
    seen = np.array([item.b_se for item in learnt.items.items]) < 0.35
    assert seen.sum() > 30
    after = learnt.items.b - bank.items.b
    assert np.sqrt(np.mean(after[seen] ** 2)) < 0.75 * np.sqrt(np.mean(errors[seen] ** 2))
    untouched = np.array([item.b_se for item in learnt.items.items]) > 0.4999
    assert np.allclose(after[untouched], errors[untouched], atol=0.02)


def test_an_unfair_question_shows_where_a_fair_one_does_not():
    rng = np.random.default_rng(2)
    truth = rng.normal(size=(2 * fairness.REFERENCE + fairness.FOCAL, 2))
    everyone = fairness.Groups(truth, truth + rng.normal(0, 0.4, truth.shape))
    unfair = np.array([everyone.judged(rng, 250, 1.2) for _ in range(8)])
    fair = np.array([everyone.judged(rng, 250, 0.0) for _ in range(8)])
    assert unfair.max() < 0.01 and (fair.mean(axis=0) > 0.2).all()
    assert everyone.pooled(rng, 8, 1.2) < 1e-4
    _, right, group = everyone.question(rng, 150, 0.0)
    assert (right.size, group.sum()) == (2150, 150)


def test_eligibility_holds_exposure_in_exams():
    bank, folks = FRAME.bank(), FRAME.people(100, 6)
    rule = Exam(32, cap=0.25, by_chance=True)
    trace = sit(FRAME.setting(bank), folks, rule, 32, 6, room=10)
    free = sit(FRAME.setting(bank), folks, Exam(32), 32, 6, room=10)
    held, loose = (metrics.overlap(one.asked, bank.size) for one in (trace, free))
    assert held < 0.75 * loose
    assert rule.memory.administered.sum() == 100 * 32
    assert all(len(set(row)) == 32 for row in trace.asked)


def test_a_fixed_form_sorts_people_about_as_well_as_an_adaptive_test():
    """Who is below the cut: ten printed questions against ten at random, and ten adaptive ones."""
    bank, folks, cut = FRAME.bank(), FRAME.people(400, 8), -0.75
    rows = tuple(bank.items.row[name] for name in fixed_form(bank.items, cut))
    form, chance, adaptive = (
        screened(sit(FRAME.setting(bank), folks, method, 10, 8), folks, cut, 10)["AUC"]
        for method in (FixedForm(rows), Random(), Screening(cut))
    )
    assert form > chance + 0.03
    assert abs(form - adaptive) < 0.02
