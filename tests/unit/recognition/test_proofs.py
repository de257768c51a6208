"""When a skill is proven: often enough, on different exercises, on different days, not by luck."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from webapp.assessment.sitting.history import Past
from webapp.content.schema.item import Fact
from webapp.recognition import proofs
from webapp.recognition.proofs import DEFAULT, Missing, judge

SKILL, OTHER = "COM-1-JOINDRE", "COM-1-REPONDRE"
ONE, TWO = "COM-1-JOINDRE-001", "COM-1-JOINDRE-002"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def past(item_id=ONE, day=0, *, right=True, hint=False, purpose="practice:4", outcome="answered"):
    return Past(item_id, purpose, outcome, right, hint, START + timedelta(days=day))


PROVEN = [past(ONE, 0), past(TWO, 0), past(ONE, 1), past(TWO, 3)]


def missing(catalogue, entries):
    return set(judge(catalogue, SKILL, entries, DEFAULT).missing)


def test_four_of_five_on_two_exercises_over_two_days(catalogue):
    assert missing(catalogue, PROVEN) == set()
    assert missing(catalogue, [*PROVEN[:2], past(right=False), *PROVEN[2:]]) == set()
    exactly = [*PROVEN[:3], past(TWO, DEFAULT.min_days)]
    assert missing(catalogue, exactly) == set()
    sooner = replace(exactly[3], recorded_at=exactly[3].recorded_at - timedelta(seconds=1))
    assert missing(catalogue, [*exactly[:3], sooner]) == {Missing.DAYS}
    proof = judge(catalogue, SKILL, PROVEN, DEFAULT)
    assert proof.proven and (proof.rights, proof.families, proof.more) == (4, 2, 0)


@pytest.mark.parametrize(
    ("entries", "lacks"),
    [
        (PROVEN[:3], {Missing.SUCCESSES, Missing.DAYS}),
        ([past(ONE, day) for day in (0, 1, 2, 3)], {Missing.FAMILIES}),
        ([past(i) for i in (ONE, TWO, ONE, TWO)], {Missing.DAYS}),
        ([past(ONE, d, hint=d == 1) for d in (0, 1, 2, 3)], {Missing.SUCCESSES, Missing.FAMILIES}),
        ([*PROVEN, past(day=4, right=False), past(day=5, right=False)], {Missing.SUCCESSES}),
        ([], {Missing.SUCCESSES, Missing.FAMILIES, Missing.DAYS}),
    ],
)
def test_what_is_missing_is_said(catalogue, entries, lacks):
    assert missing(catalogue, entries) == lacks


def test_easy_to_guess_exercises_prove_nothing(catalogue):
    lucky = [i.id for i in catalogue.items.values() if i.meta.c >= 0.25][:2]
    entries = [past(lucky[n % 2], n) for n in range(4)]
    assert Missing.OPEN_ANSWERS in missing(catalogue, entries)
    by_luck = sorted(catalogue.items.values(), key=lambda item: item.meta.c)
    mixed = [past(by_luck[0].id, 0), *(past(by_luck[-1].id, day) for day in (1, 2, 3))]
    assert by_luck[0].meta.c < DEFAULT.max_mean_c < 0.75 * by_luck[-1].meta.c
    assert Missing.OPEN_ANSWERS in missing(catalogue, mixed)


def in_doubt(catalogue, *names):
    """The same bank, with a fact still to be checked in these exercises."""
    items = dict(catalogue.items)
    for name in names:
        fact = Fact(
            claim="Le numéro est le 33700.",
            source="https://www.33700.fr",
            evidence="to_verify",
            checked=START.date(),
            review_by=START.date(),
        )
        meta = items[name].meta.model_copy(update={"facts": (fact,)})
        items[name] = replace(items[name], meta=meta)
    return replace(catalogue, items=items)


def test_learning_and_doubtful_exercises_do_not_count(catalogue):
    learning = [
        past(i, d, purpose=p)
        for (i, d), p in zip(
            ((ONE, 0), (TWO, 0), (ONE, 1), (TWO, 3)),
            ("try:0", "guided:3", "example:2", "try:0"),
            strict=True,
        )
    ]
    assert proofs.proofs(catalogue, learning) == []
    assert (
        proofs.proofs(catalogue, [past(day=n, outcome="cannot", right=False) for n in range(4)])
        == []
    )
    assert proofs.proofs(in_doubt(catalogue, ONE, TWO), PROVEN) == []
    assert [p.skill for p in proofs.proofs(catalogue, PROVEN) if p.proven] == [SKILL]


def test_skills_do_not_borrow_from_each_other(catalogue):
    entries = [*PROVEN[:2], past("COM-1-REPONDRE-001", 2), past("COM-1-REPONDRE-002", 3)]
    assert {p.skill: p.proven for p in proofs.proofs(catalogue, entries)} == {
        SKILL: False,
        OTHER: False,
    }


def test_a_guesser_is_rarely_believed_and_a_master_nearly_always():
    """One guesser in forty at a chance of 0.2, over ten answers; nine masters in ten at 0.9."""
    rng = np.random.default_rng(5)

    def believed(chance, answers):
        draws = rng.random((40_000, answers)) < chance
        ends = range(DEFAULT.of, answers + 1)
        windows = [draws[:, end - DEFAULT.of : end].sum(axis=1) >= DEFAULT.need for end in ends]
        return float(np.any(windows, axis=0).mean())

    assert believed(DEFAULT.max_mean_c, 10) == pytest.approx(1 / 40, abs=0.005)
    assert believed(0.9, DEFAULT.of) == pytest.approx(0.92, abs=0.01)


def test_only_what_is_done_alone_is_a_proof(catalogue):
    """With somebody beside, nothing is proven and nothing is taken back."""
    helped = [
        replace(entry, help=way)
        for entry, way in zip(PROVEN, ("advice", "together", "done_for", "advice"), strict=True)
    ]
    assert not [p for p in proofs.proofs(catalogue, helped) if p.proven or p.rights]
    missed = [replace(past(day=n, right=False), help="together") for n in range(4, 9)]
    assert [p.skill for p in proofs.proofs(catalogue, [*PROVEN, *missed]) if p.proven] == [SKILL]
    assert not judge(catalogue, SKILL, helped, DEFAULT).proven
