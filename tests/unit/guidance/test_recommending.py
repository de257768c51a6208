"""Each rule of ``content/rules/reco.yaml`` speaks when its facts are there, and only then."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from webapp import psychometrics as psy
from webapp.assessment.measuring.results import DomainResult, Result
from webapp.assessment.measuring.skills import SkillEvidence
from webapp.guidance.recommending import HUMAN, MAKERS, offers

BETWEEN = psy.Statement(psy.Kind.BETWEEN, 1, 2)
AT = datetime(2026, 11, 24, tzinfo=UTC)


def a_result(*pieces, lessons=(), mean=-0.5):
    domain = DomainResult("SEC", "Rester prudent", BETWEEN, mean, pieces)
    return Result(
        learner_id=uuid4(),
        sitting_id=uuid4(),
        parcours_id="PAR-0-BILAN",
        title="",
        overall=BETWEEN,
        domains=(domain,),
        strength=None,
        answered=len(pieces),
        stopped_early=False,
        ended_at=AT,
        started_at=AT,
        harms=(),
        lessons=tuple(lessons),
    )


def piece(*, right, heard=False, skill="SEC-2-SMS"):
    return SkillEvidence(skill, "Repérer un SMS d’arnaque", "Un SMS", right, heard)


def rules_of(catalogue, result):
    return {offer.rule for offer in offers(catalogue, result)}


def test_every_rule_of_the_file_is_applied(catalogue):
    assert {rule.id for rule in catalogue.rules.reco.rules} == set(MAKERS)


@pytest.mark.parametrize(
    ("lessons", "there"),
    [
        ((), False),
        (("MOD-SEC-1",), False),
        (("MOD-SEC-1", "MOD-SEC-1"), True),
        (("MOD-COM-1", "MOD-COM-1"), False),
    ],
)
def test_workshop_after_two_lessons_on_what_is_still_missed(catalogue, lessons, there):
    result = a_result(piece(right=False), lessons=lessons)
    assert ("workshop" in rules_of(catalogue, result)) is there


def test_no_workshop_for_what_is_now_right(catalogue):
    result = a_result(piece(right=True), lessons=("MOD-SEC-1", "MOD-SEC-1"))
    assert "workshop" not in rules_of(catalogue, result)


@pytest.mark.parametrize(
    ("heard", "read", "there"),
    [
        ([True] * 3, [False] * 3, True),
        ([True, True, False], [False, False, True], False),
        ([True] * 2, [False] * 5, False),
        ([False] * 3, [True] * 3, False),
    ],
)
def test_listening_is_proposed_when_it_clearly_helps(catalogue, heard, read, there):
    pieces = [piece(right=right, heard=True) for right in heard]
    pieces += [piece(right=right) for right in read]
    assert ("literacy" in rules_of(catalogue, a_result(*pieces))) is there


def test_one_person_at_most_is_proposed(catalogue):
    pieces = [piece(right=True, heard=True)] * 3 + [piece(right=False)] * 3
    found = offers(catalogue, a_result(*pieces, lessons=("MOD-SEC-1",) * 2))
    assert sum(1 for offer in found if offer.kind == HUMAN) == 1
    assert len(found) <= catalogue.rules.reco.settings.max_offers


def wide(result, low, high, **changes):
    said = psy.Statement(psy.Kind.BETWEEN, low, high)
    return replace(result, overall=said, **changes)


@pytest.mark.parametrize(
    ("low", "high", "there"),
    [(2, 2, True), (3, 3, True), (1, 1, False), (2, 3, True), (1, 2, False)],
)
def test_a_certification_is_told_of_from_the_band_of_the_rule(catalogue, low, high, there):
    found = rules_of(catalogue, wide(a_result(piece(right=True)), low, high))
    assert ("ready" in found) is there


@pytest.mark.parametrize(
    ("low", "high", "early", "there"),
    [(0, 2, True, True), (0, 1, True, False), (0, 2, False, False)],
)
def test_more_questions_when_it_stopped_early_and_is_still_wide(catalogue, low, high, early, there):
    found = rules_of(catalogue, wide(a_result(piece(right=True)), low, high, stopped_early=early))
    assert ("uncertain" in found) is there


@pytest.mark.parametrize(("low", "high", "there"), [(0, 0, True), (0, 1, True), (1, 2, False)])
def test_a_place_for_a_procedure_in_the_bands_of_the_rule_only(catalogue, low, high, there):
    far = a_result(piece(right=True), mean=-2.0)
    far = replace(far, domains=tuple(replace(d, id="ADM") for d in far.domains))
    assert ("blocked_admin" in rules_of(catalogue, wide(far, low, high))) is there


def test_lessons_are_those_of_the_parcours(catalogue):
    missed = piece(right=False, skill="COM-1-JOINDRE")
    anywhere = {offer.target for offer in offers(catalogue, a_result(missed))}
    prudence = replace(a_result(missed), parcours_id="PAR-3-PRUDENCE")
    listed = {offer.target for offer in offers(catalogue, prudence)}
    assert "MOD-COM-1" in anywhere and "MOD-COM-1" not in listed
