"""Somebody who comes back: the new test starts from the last one, with doubt grown, the same at each look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select, update

from tests.unit.test_test_rules import a_learner, do_test
from webapp import psychometrics as psy
from webapp.assessment.correcting.regrade import regrade
from webapp.assessment.measuring import engine, prior, recent_exposure, results
from webapp.assessment.models import Answer, Question, Sitting
from webapp.assessment.sitting import lifecycle, reading
from webapp.database import now
from webapp.exercises.contract import Probe
from webapp.training import lessons, memory

PARCOURS = "PAR-3-PRUDENCE"
ENTRY, EXIT = PARCOURS, f"{PARCOURS}:exit"


def start(session, catalogue, learner, *, rules=ENTRY, channel="public", at=None):
    return prior.start_of(
        session, catalogue, learner_id=learner, rules=rules, channel=channel, at=at or now()
    )


def read(catalogue, begun):
    """What a text says."""
    run = reading.SittingView(
        None, None, reading.TEST, ENTRY, begun.channel, now(), None, None, before=begun.before
    )
    return engine.start(catalogue, run)


def weights(catalogue, begun):
    return {
        entry.item.id.partition("@")[0]: entry.weight for entry in read(catalogue, begun).answers
    }


def earlier(session, days):
    """Everything done so far was done that many days ago."""
    past = now() - timedelta(days=days)
    session.execute(update(Answer).values(recorded_at=past))
    session.execute(update(Question).values(shown_at=past))
    session.execute(update(Sitting).values(started_at=past, ended_at=past))


def test_a_first_test_starts_from_the_door(database, catalogue):
    with database.writing() as session:
        begun = start(session, catalogue, a_learner(session), channel="social")
    assert begun == prior.Start("social")
    assert read(catalogue, begun).prior_mean == catalogue.rules.assessment.prior.mean("social")


@pytest.mark.parametrize("probe", [Probe.CORRECT, None])
def test_a_second_test_starts_from_the_first_with_more_doubt(database, catalogue, probe):
    with database.writing() as session:
        learner = a_learner(session)
        first = do_test(session, catalogue, learner, PARCOURS, probe=probe)
        earlier(session, 365)
        sitting = lifecycle.start(session, catalogue, learner_id=learner, parcours_id=PARCOURS)
        second = reading.of_sitting(session, learner_id=learner, sitting_id=sitting)
    last, before = engine.posterior(catalogue, first), engine.posterior(catalogue, second)
    unknown = engine.posterior(catalogue, replace(first, asked=()))
    assert abs(before.mean("SEC") - unknown.mean("SEC")) > 0.1
    assert (before.mean("SEC") > unknown.mean("SEC")) is (probe is Probe.CORRECT)
    assert last.sd("SEC") < before.sd("SEC") < unknown.sd("SEC")
    assert second.before is not None and len(second.before.encode()) < 3000
    assert before.direct.sum() == 0


def test_doubt_grows_with_the_years_until_the_past_says_nothing(database, catalogue):
    with database.writing() as session:
        learner = a_learner(session)
        do_test(session, catalogue, learner, PARCOURS)
        ends = [now() + timedelta(days=days) for days in (1, 200, 800, 8000)]
        found = [weights(catalogue, start(session, catalogue, learner, at=at)) for at in ends]
        old = start(session, catalogue, learner, channel="social", at=ends[-1])
    totals = [sum(one.values()) for one in found]
    assert totals == sorted(totals, reverse=True) and totals[0] > totals[1] > totals[2]
    assert set(found[3].values()) == {0.0}
    # Nothing weighs any more: the door of today counts, and the families met are still known.
    assert read(catalogue, old).prior_mean == catalogue.rules.assessment.prior.mean("social")
    assert found[3].keys() == found[0].keys()


def test_what_is_forgotten_weighs_less_than_what_is_kept_up(database, catalogue):
    """Only what was done right is a memory; what was missed has nothing to lose but time."""
    at = now() + timedelta(days=300)
    with database.writing() as session:
        right, wrong = a_learner(session), a_learner(session)
        done = do_test(session, catalogue, right, PARCOURS, probe=Probe.CORRECT)
        do_test(session, catalogue, wrong, PARCOURS, probe=Probe.WRONG)
        lost = {}
        for learner in (right, wrong):
            with_memory = sum(
                weights(catalogue, start(session, catalogue, learner, at=at)).values()
            )
            prior.register_recall(lambda *_: {})
            without = sum(weights(catalogue, start(session, catalogue, learner, at=at)).values())
            prior.register_recall(memory.recall)
            lost[learner] = without - with_memory
    assert len(done.answered) and lost[right] > 0.2 and lost[wrong] == pytest.approx(0)


def test_a_skill_worked_on_since_is_measured_anew(database, catalogue):
    module = catalogue.modules["MOD-SEC-1"]
    with database.writing() as session:
        learner = a_learner(session)
        run = do_test(session, catalogue, learner, PARCOURS, probe=None)
        skills = {catalogue.items[asked.item_id].skill for asked in run.asked}
        earlier(session, 3)
        lesson = lessons.start(session, catalogue, learner_id=learner, module_id=module.id)
        lesson_run = reading.of_sitting(session, learner_id=learner, sitting_id=lesson)
        taught = catalogue.items[lesson_run.asked[0].item_id].skill
        answer_dont_know(session, lesson_run)
        found = weights(catalogue, start(session, catalogue, learner))
    assert taught in skills, "the lesson is about something the test asked"
    for name, weight in found.items():
        assert (weight == 0) is (catalogue.items[name].skill == taught), name


def answer_dont_know(session, run):
    row = {
        "learner_id": run.learner_id,
        "id": run.asked[0].id,
        "sitting_id": run.sitting_id,
        "outcome": "dont_know",
        "keys": [],
        "harms": [],
        "recorded_at": now(),
    }
    session.add(Answer(**row))
    session.flush()


def test_the_test_after_training_starts_where_the_one_before_started(database, catalogue):
    with database.writing() as session:
        learner = a_learner(session)
        do_test(session, catalogue, learner, "PAR-8-REPERAGE", probe=Probe.CORRECT)
        sitting = lifecycle.start(
            session, catalogue, learner_id=learner, parcours_id=PARCOURS, channel="social"
        )
        entry = reading.of_sitting(session, learner_id=learner, sitting_id=sitting)
        lifecycle.end(session, entry, reason="length")
        after = start(session, catalogue, learner, rules=EXIT)
    assert entry.before
    assert after == prior.Start(entry.channel, entry.before)


def test_new_families_first_and_the_reason_is_found_again(database, catalogue):
    with database.writing() as session:
        learner = a_learner(session)
        first = do_test(session, catalogue, learner, PARCOURS)
        second = do_test(session, catalogue, learner, PARCOURS, probe=None)
        third = do_test(session, catalogue, learner, PARCOURS, phase=reading.EXIT)
        known = recent_exposure.asked_before(session, third)
    seen = [{asked.item_id for asked in run.asked} for run in (first, second, third)]
    eligible = engine.plan_of(catalogue, catalogue.parcours[PARCOURS]).eligible
    again = {catalogue.items[name].domain for name in seen[0] & seen[1]}
    for domain in again:
        left = {n for n in eligible - seen[0] if catalogue.items[n].domain == domain}
        assert left <= seen[1], "a family comes back once its domain has no other"
    assert "SEC" not in again
    assert known == seen[0] | seen[1]
    for run, before in ((second, frozenset()), (third, known)):
        for asked in run.asked:
            so_far = replace(run, asked=tuple(a for a in run.asked if a.position < asked.position))
            chosen = engine.next_question(catalogue, so_far, met_before=before)
            assert isinstance(chosen, engine.Next) and chosen.item_id == asked.item_id
            assert engine.why(catalogue, run, asked.id, met_before=before) == chosen.reason


def test_a_domain_is_not_left_out_because_everything_there_was_met(catalogue):
    plan = engine.plan_of(catalogue, catalogue.parcours["PAR-0-BILAN"])
    everywhere = frozenset(n for n in plan.eligible if catalogue.items[n].domain in ("SEC", "COM"))
    run = reading.SittingView(None, None, reading.TEST, "PAR-0-BILAN", "public", now(), None, None)
    left = engine._fresh(catalogue, plan.eligible, run, everywhere)
    assert left == plan.eligible
    some = frozenset(sorted(everywhere)[:20])
    assert engine._fresh(catalogue, plan.eligible, run, some) == plan.eligible - some


@pytest.mark.parametrize("text", ["{}", "not a session", '{"version":1}'])
def test_a_start_of_another_version_is_made_again_from_the_answers(database, catalogue, text):
    with database.writing() as session:
        learner = a_learner(session)
        do_test(session, catalogue, learner, "PAR-8-REPERAGE")
        second = do_test(session, catalogue, learner, PARCOURS)
        at = now() + timedelta(days=30)
        whole = start(session, catalogue, learner, at=at)
        this = Sitting.id == second.sitting_id
        session.execute(update(Sitting).where(this).values(before=text))
        again = start(session, catalogue, learner, at=at)
    # Days apart by microseconds only: the same answers, the same weights.
    assert weights(catalogue, again) == weights(catalogue, whole)
    assert len(weights(catalogue, whole)) > len(second.answered)
    unreadable = engine.start(catalogue, replace(second, before=text))
    assert unreadable.answers == () and unreadable.prior_mean == -0.5


def test_a_corrected_key_reaches_the_start_of_later_tests(database, catalogue):
    with database.writing() as session:
        learner = a_learner(session)
        first = do_test(session, catalogue, learner, PARCOURS, probe=Probe.CORRECT)
        sitting = lifecycle.start(session, catalogue, learner_id=learner, parcours_id=PARCOURS)
        wrong = Answer.id == first.asked[0].id
        session.execute(update(Answer).where(wrong).values(right=False, score=0.0))
        prior.reread(session, catalogue, learner_id=learner)
        stale = reading.of_sitting(session, learner_id=learner, sitting_id=sitting)
    item = first.asked[0]
    outcomes = {
        e.item.id.partition("@")[0]: e.outcome for e in engine.start(catalogue, stale).answers
    }
    assert outcomes[item.item_id] is psy.Outcome.WRONG
    done = regrade(
        database, catalogue, item_id=item.item_id, version=item.item_version, reason="clé"
    )
    assert done.changed == 1
    with database.reading() as session:
        fresh = reading.of_sitting(session, learner_id=learner, sitting_id=sitting)
    outcomes = {
        e.item.id.partition("@")[0]: e.outcome for e in engine.start(catalogue, fresh).answers
    }
    assert outcomes[item.item_id] is psy.Outcome.RIGHT


def test_the_result_says_that_earlier_tests_count(database, catalogue):
    with database.writing() as session:
        learner = a_learner(session)
        first = do_test(session, catalogue, learner, PARCOURS)
        second = do_test(session, catalogue, learner, PARCOURS)
        rows = session.exec(select(Sitting).where(Sitting.before.is_not(None))).all()
    assert [row.id for row in rows] == [second.sitting_id]
    assert not results.of_run(catalogue, first).returning
    assert results.of_run(catalogue, second).returning
