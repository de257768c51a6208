"""How a test chooses and ends: screening, the test after training, what cannot be done here, why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select, update

from webapp import psychometrics as psy
from webapp.accounts import sessions
from webapp.assessment.measuring import engine, model, replacement
from webapp.assessment.models import Question, Sitting
from webapp.assessment.sitting import answering, lifecycle, reading
from webapp.assessment.sitting.opening import open_question
from webapp.database import now
from webapp.exercises.contract import Probe
from webapp.guidance import retaking

CONDITIONS = answering.Conditions()


def a_learner(session):
    return sessions.start_learner(session, channel="public")[0]


def do_test(session, catalogue, learner_id, parcours, *, phase=reading.ENTRY, probe=Probe.CORRECT):
    """Answer everything one way; the run as it ended."""
    sitting = lifecycle.start(
        session, catalogue, learner_id=learner_id, parcours_id=parcours, phase=phase
    )
    for _ in range(40):
        run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting)
        if run.current is None:
            return run
        opened = open_question(session, catalogue, run, run.current)
        if probe is None:
            receipt = answering.dont_know(session, opened, conditions=CONDITIONS)
        else:
            *actions, final = opened.room.sample(opened.spec, probe)
            for step, form in enumerate(actions):
                opened = open_question(session, catalogue, run, run.current)
                answering.act(session, opened, step=step, form=form)
            opened = open_question(session, catalogue, run, run.current)
            receipt = answering.answer(session, opened, form=final, conditions=CONDITIONS)
        lifecycle.follow(session, catalogue, run.with_answer(opened.asked.id, receipt.recorded))
    raise AssertionError("a test without an end")


def test_slopes_are_looked_for_as_the_rules_say_never_in_a_screening(catalogue):
    """The rule of the content reaches the choice, and what experts do not know of slopes the bank."""
    assessment = catalogue.rules.assessment
    selection = assessment.selection.model_copy(update={"slopes": 40.0})
    rules = catalogue.rules.model_copy(
        update={"assessment": assessment.model_copy(update={"selection": selection})}
    )
    curious = replace(catalogue, rules=rules)
    found = {p.id: model.selection_rules(curious, p).slopes for p in curious.parcours.values()}
    assert found.pop("PAR-8-REPERAGE") == 0
    assert set(found.values()) == {40.0}
    bank = model.measurement_model(catalogue).bank
    assert bank.unsure and {item.slope_se for item in bank.items} == {0.3}


def test_the_numbers_of_the_content_reach_the_choice(catalogue):
    assessment = catalogue.rules.assessment
    other = assessment.model_copy(
        update={
            "comfort": assessment.comfort.model_copy(
                update={"first": 0.71, "first_count": 4, "then": 0.52}
            ),
            "selection": assessment.selection.model_copy(
                update={"randomesque": 7, "family_gap": 6}
            ),
            "stop": assessment.stop.model_copy(update={"band_mass": 0.83}),
        }
    )
    changed = replace(catalogue, rules=catalogue.rules.model_copy(update={"assessment": other}))
    for parcours in changed.parcours.values():
        rules = model.selection_rules(changed, parcours)
        assert (rules.comfort_first, rules.comfort_first_count, rules.comfort) == (0.71, 4, 0.52)
        assert (rules.randomesque, rules.family_gap) == (7, 6)
        stop = model.stopping_rules(changed, parcours)
        entry = parcours.entry
        assert (stop.shortest, stop.longest, stop.sd) == (
            entry.shortest,
            entry.longest,
            entry.stop_se,
        )
        assert stop.mass == 0.83 and stop.cuts == catalogue.bands.cuts


def test_a_test_that_ended_stays_as_it_ended(database, catalogue):
    """« Arrêter » pressed late, or an old address, changes nothing; what a person stopped opens again."""
    with database.writing() as session:
        learner = a_learner(session)
        ended = do_test(session, catalogue, learner, "PAR-8-REPERAGE")
        stopped = lifecycle.start(session, catalogue, learner_id=learner)

    def change(sitting, change):
        with database.writing() as session:
            run = reading.of_sitting(session, learner_id=learner, sitting_id=sitting)
            change(session, run)
            return reading.of_sitting(session, learner_id=learner, sitting_id=sitting)

    def stop(session, run):
        lifecycle.end(session, run, reason=lifecycle.FINISHED_BY_PERSON)

    assert ended.end_reason != lifecycle.FINISHED_BY_PERSON
    assert change(ended.sitting_id, stop) == change(ended.sitting_id, lifecycle.reopen)
    again = change(ended.sitting_id, stop)
    assert (again.ended_at, again.end_reason) == (ended.ended_at, ended.end_reason)
    assert change(stopped, stop).end_reason == lifecycle.FINISHED_BY_PERSON
    assert change(stopped, lifecycle.reopen).ended_at is None


@pytest.mark.parametrize(
    ("outcome", "right", "way", "said"),
    [
        ("answered", True, "alone", psy.Outcome.RIGHT),
        ("answered", False, "advice", psy.Outcome.WRONG),
        ("dont_know", False, "alone", psy.Outcome.DONT_KNOW),
        ("answered", True, "done_for", psy.Outcome.IGNORED),
        ("dont_know", False, "done_for", psy.Outcome.IGNORED),
        ("cannot", None, "alone", psy.Outcome.IGNORED),
        ("withdrawn", None, "alone", psy.Outcome.IGNORED),
    ],
)
def test_what_an_answer_says_to_the_engine(outcome, right, way, said):
    recorded = reading.RecordedAnswer(
        outcome, None, None, right, (), (), hint=False, help=way, recorded_at=now()
    )
    asked = reading.AskedQuestion(uuid4(), 1, "SEC-2-SMS-001", 1, "", "v-", "test", answer=recorded)
    assert engine.outcome(asked) is said


def test_what_is_done_with_help_says_less_of_the_person_alone(catalogue):
    names = sorted(model.plan_of(catalogue, catalogue.parcours["PAR-0-BILAN"]).eligible)[:8]

    def alone(way):
        recorded = reading.RecordedAnswer(
            "answered", None, None, True, (), (), hint=False, help=way, recorded_at=now()
        )
        asked = tuple(
            reading.AskedQuestion(
                uuid4(), n, name, catalogue.items[name].version, "", "v-", "test", answer=recorded
            )
            for n, name in enumerate(names, 1)
        )
        run = reading.SittingView(
            uuid4(), uuid4(), "test", "PAR-0-BILAN", "public", now(), None, None, asked=asked
        )
        return engine.posterior(catalogue, run).mean()

    assert alone("done_for") <= alone("together") < alone("alone") - 0.1


@pytest.mark.parametrize(("probe", "low"), [(Probe.CORRECT, False), (None, True)])
def test_screening_stops_when_its_question_is_answered(database, catalogue, probe, low):
    entry = catalogue.parcours["PAR-8-REPERAGE"].entry
    with database.writing() as session:
        run = do_test(session, catalogue, a_learner(session), "PAR-8-REPERAGE", probe=probe)
    assert entry.shortest <= len(run.answered) <= entry.longest <= 12
    below = engine.posterior(catalogue, run).masses((-1.5,))[0]
    assert bool(below > 0.5) is low
    assert run.end_reason in ("precise", "length")
    if run.end_reason == "precise":
        assert max(below, 1 - below) >= entry.decided


def test_the_test_after_training_asks_other_families(database, catalogue):
    with database.writing() as session:
        learner = a_learner(session)
        before = do_test(session, catalogue, learner, "PAR-8-REPERAGE")
        after = do_test(session, catalogue, learner, "PAR-8-REPERAGE", phase=reading.EXIT)
    assert after.phase == reading.EXIT
    assert after.parcours_id == before.parcours_id
    families = {a.item_id for a in before.asked}, {a.item_id for a in after.asked}
    assert families[0].isdisjoint(families[1])


def test_a_lesson_opens_the_test_again_a_few_days_later(database, catalogue):
    with database.writing() as session:
        learner = a_learner(session)
        do_test(session, catalogue, learner, "PAR-8-REPERAGE")
        assert not list(retaking.possible(catalogue, _runs(session, learner), at=now()))
        lesson = lifecycle.open_sitting(
            session,
            catalogue,
            learner_id=learner,
            purpose=reading.TRAINING,
            rules="MOD-SEC-1",
            channel="lesson",
        )
        done = now() + timedelta(minutes=5)
        session.execute(update(Sitting).where(Sitting.id == lesson).values(ended_at=done))
        days = timedelta(days=catalogue.parcours["PAR-8-REPERAGE"].exit.min_days_after_train)
        assert days
        for at, ready in ((done + days - timedelta(seconds=1), False), (done + days, True)):
            found = retaking.possible(catalogue, _runs(session, learner), at=at)
            assert [(a.parcours_id, a.ready) for a in found] == [("PAR-8-REPERAGE", ready)]


def _runs(session, learner):
    return reading.of_learner(session, learner_id=learner)


def refused(catalogue, kind, reason, count=1):
    """A run in which exercises of one type were refused for a reason."""
    items = [i.id for i in catalogue.items.values() if i.type == kind][:count]
    recorded = reading.RecordedAnswer(
        "cannot",
        None,
        None,
        None,
        (),
        (),
        hint=False,
        help="alone",
        recorded_at=now(),
        reason=reason,
    )
    asked = tuple(
        reading.AskedQuestion(uuid4(), n + 1, item, 1, "", "v-", "test", answer=recorded)
        for n, item in enumerate(items)
    )
    return reading.SittingView(
        uuid4(), uuid4(), "test", "PAR-0-BILAN", "public", now(), None, None, asked=asked
    )


def test_a_device_that_cannot_is_not_asked_again(catalogue):
    plan = model.plan_of(catalogue, catalogue.parcours["PAR-0-BILAN"])
    run = refused(catalogue, "sim_sheet", "device")
    kept = replacement.possible_here(catalogue, plan, run)
    assert {catalogue.items[i].type for i in plan.eligible - kept} == {"sim_sheet"}
    other = replacement.possible_here(catalogue, plan, refused(catalogue, "sim_sheet", "other"))
    assert other == plan.eligible


def test_a_sense_that_is_missing_is_not_asked_again(catalogue):
    seen = [i for i in catalogue.items.values() if i.a11y.sensory == "vision"]
    if not seen:
        pytest.skip("no exercise of this bank measures seeing")
    plan = model.plan_of(catalogue, catalogue.parcours["PAR-0-BILAN"])
    run = refused(catalogue, seen[0].type, "see_hear", count=9)
    kept = replacement.possible_here(catalogue, plan, run)
    assert not [i for i in kept if catalogue.items[i].a11y.sensory == "vision"]


def test_why_is_found_again_from_what_was_known(database, catalogue):
    with database.writing() as session:
        run = do_test(session, catalogue, a_learner(session), "PAR-0-BILAN")
    reasons = [engine.why(catalogue, run, asked.id) for asked in run.asked]
    assert reasons[0] == "first"
    assert set(reasons[1:]) <= {"new_domain", "least_known", "most_comfortable"}
    lesson = replace(run, purpose=reading.TRAINING)
    assert engine.why(catalogue, lesson, run.asked[0].id) == "training"


def test_nobody_else_asks_why(app):
    from tests.web.driving import begin

    first, second = app.test_client(), app.test_client()
    url = begin(first)
    begin(second)
    assert "première question" in first.get(url + "/pourquoi").get_data(as_text=True)
    assert second.get(url + "/pourquoi").status_code == 404


def test_questions_of_a_test_are_never_twice_the_same_family(database, catalogue):
    with database.writing() as session:
        run = do_test(session, catalogue, a_learner(session), "PAR-0-BILAN", probe=Probe.WRONG)
        rows = session.exec(select(Question.item_id)).all()
    assert len(rows) == len(set(rows)) == len(run.asked)


def test_who_does_not_guess_is_not_expected_to_be_lucky(catalogue):
    """Same knowledge: the chance of success foreseen follows how the person answers."""
    made = model.measurement_model(catalogue)
    item = max(made.items.values(), key=lambda i: i.c)
    said, guessed = (
        model.bank_for(made, [psy.Evidence(item, outcome)] * 12)
        for outcome in (psy.Outcome.DONT_KNOW, psy.Outcome.WRONG)
    )
    row = made.bank.row[item.id]
    assert said.c[row] < 0.2 * item.c < 0.8 * item.c < guessed.c[row] <= item.c
    assert (said.a == made.bank.a).all() and (said.b == made.bank.b).all()
    nobody = model.bank_for(made, [])
    assert nobody is model.bank_for(made, []) and 0 < nobody.c[row] < item.c
