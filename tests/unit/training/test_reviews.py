"""What is remembered, when it is asked again, and what a review asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import select, update

from tests.unit.test_test_rules import a_learner
from webapp.assessment.models import Answer, Question
from webapp.assessment.sitting import answering, reading
from webapp.assessment.sitting.history import Past
from webapp.assessment.sitting.opening import open_question
from webapp.exercises.contract import Probe
from webapp.training import lessons, memory, reviews

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
SKILL = "SEC-2-SMS"


def past(item_id, *, right=True, at=START, hint=False, purpose="practice:3", outcome="answered"):
    return Past(item_id, purpose, outcome, right, hint, at)


def test_good_answers_on_the_day_follow_the_published_intervals(catalogue):
    """py-fsrs 6, its own test of default weights without fuzz: 2, 11, 46, then 163 days."""
    scheduler = memory.scheduler_for(catalogue.rules.review)
    card, day, gaps = memory.Card(card_id=1), START, []
    for _ in range(4):
        card, _log = scheduler.review_card(card, Rating.Good, day)
        gaps.append((card.due - day).days)
        day = card.due
    assert gaps == [2, 11, 46, 163]


@pytest.mark.parametrize(
    ("entry", "above", "first", "grade"),
    [
        (past("x", right=False), True, True, Rating.Again),
        (past("x", right=False, outcome="dont_know"), False, True, Rating.Again),
        (past("x", hint=True), True, True, Rating.Hard),
        (replace(past("x"), help="together"), True, True, Rating.Hard),
        (past("x", purpose="guided:3"), False, False, Rating.Hard),
        (past("x"), False, True, Rating.Good),
        (past("x"), True, False, Rating.Good),
        (past("x"), True, True, Rating.Easy),
    ],
)
def test_an_answer_becomes_a_grade(entry, above, first, grade):
    assert memory.rating(entry, above=above, first=first) is grade


def test_a_skill_is_kept_up_once_something_was_right(catalogue):
    missed = [past("SEC-2-SMS-001", right=False)]
    assert memory.memories(catalogue, missed) == []
    then = [*missed, past("SEC-2-SMS-002", at=START + timedelta(hours=1))]
    assert [m.skill for m in memory.memories(catalogue, then)] == [SKILL]
    refused = [
        past("SEC-2-SMS-001", outcome="cannot"),
        past("GONE-1-NOWHERE-001"),
        replace(past("SEC-2-SMS-001"), help="done_for"),
    ]
    assert memory.memories(catalogue, refused) == []


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 400)), min_size=1, max_size=20))
def test_a_day_always_comes_within_a_year(catalogue, answers):
    day, entries = START, []
    for right, gap in answers:
        day += timedelta(days=gap)
        entries.append(past("SEC-2-SMS-001", right=right, at=day))
    for found in memory.memories(catalogue, entries):
        longest = timedelta(days=catalogue.rules.review.longest_days)
        assert timedelta(0) < found.due_at - day <= longest
    assert memory.memories(catalogue, entries) == memory.memories(catalogue, entries)


def test_one_more_success_never_comes_back_sooner(catalogue):
    entries, last = [], timedelta(0)
    day = START
    for _ in range(6):
        entries.append(past("SEC-2-SMS-001", at=day))
        (found,) = memory.memories(catalogue, entries)
        assert found.due_at - day >= last
        last, day = found.due_at - day, found.due_at


def finish(session, catalogue, learner, sitting_id, probe=Probe.CORRECT):
    """Answer a review to its end; the run."""
    for _ in range(20):
        run = reading.of_sitting(session, learner_id=learner, sitting_id=sitting_id)
        if run.current is None:
            return run
        opened = open_question(session, catalogue, run, run.current)
        *actions, final = opened.room.sample(opened.spec, probe)
        for step, form in enumerate(actions):
            answering.act(session, opened, step=step, form=form)
            opened = open_question(session, catalogue, run, run.current)
        receipt = answering.answer(session, opened, form=final, conditions=answering.Conditions())
        reviews.advance(session, catalogue, run.with_answer(opened.asked.id, receipt.recorded))
    raise AssertionError("a review without an end")


def learnt(session, catalogue, module="MOD-SEC-1", days_ago=30):
    """A person who did a lesson some days ago."""
    learner = a_learner(session)
    sitting = lessons.start(session, catalogue, learner_id=learner, module_id=module)
    for _ in range(40):
        run = reading.of_sitting(session, learner_id=learner, sitting_id=sitting)
        if run.ended_at is not None:
            break
        if run.current is None:
            here = lessons.place(session, catalogue, run)
            lessons.read_step(session, catalogue, run, here.step)
            continue
        opened = open_question(session, catalogue, run, run.current)
        *actions, final = opened.room.sample(opened.spec, Probe.CORRECT)
        for step, form in enumerate(actions):
            answering.act(session, opened, step=step, form=form)
            opened = open_question(session, catalogue, run, run.current)
        answering.answer(session, opened, form=final, conditions=answering.Conditions())
        lessons.advance(
            session, catalogue, reading.of_sitting(session, learner_id=learner, sitting_id=sitting)
        )
    session.execute(
        update(Answer).values(
            recorded_at=reading.of_sitting(
                session, learner_id=learner, sitting_id=sitting
            ).started_at
            - timedelta(days=days_ago)
        )
    )
    return learner


def test_a_review_asks_each_skill_due_once_then_waits(database, catalogue):
    with database.writing() as session:
        learner = learnt(session, catalogue)
        due = reviews.due(session, catalogue, learner_id=learner)
        assert {m.skill for m in due} == {"SEC-2-SMS", "SEC-2-REAGIR"}
        sitting = reviews.start(session, catalogue, learner_id=learner)
        assert reviews.start(session, catalogue, learner_id=learner) == sitting, "taken up"
        run = finish(session, catalogue, learner, sitting)
        assert reviews.skills_of(catalogue, run) == [m.skill for m in due]
        assert run.end_reason == lessons.FINISHED
        assert reviews.due(session, catalogue, learner_id=learner) == []
        assert reviews.start(session, catalogue, learner_id=learner) is None
        ahead = reviews.next_day(session, catalogue, learner_id=learner)
        assert ahead > run.started_at + timedelta(days=1)


def test_a_review_shows_pages_not_seen_lately(database, catalogue):
    with database.writing() as session:
        learner = learnt(session, catalogue)
        shown = session.exec(select(Question).order_by(Question.shown_at)).all()
        sitting = reviews.start(session, catalogue, learner_id=learner)
        run = finish(session, catalogue, learner, sitting)
    for asked in run.asked:
        met = [question.variant for question in shown if question.item_id == asked.item_id]
        assert asked.variant not in met[-3:]


def test_what_is_missed_comes_back_soon(database, catalogue):
    with database.writing() as session:
        learner = learnt(session, catalogue)
        sitting = reviews.start(session, catalogue, learner_id=learner)
        run = finish(session, catalogue, learner, sitting, probe=Probe.WRONG)
        ahead = reviews.next_day(session, catalogue, learner_id=learner)
    assert run.started_at < ahead <= run.started_at + timedelta(days=8)


def test_a_review_is_never_longer_than_its_rule(database, catalogue):
    short = replace(
        catalogue,
        rules=catalogue.rules.model_copy(
            update={"review": catalogue.rules.review.model_copy(update={"minutes": 1})}
        ),
    )
    with database.writing() as session:
        learner = learnt(session, catalogue)
        sitting = reviews.start(session, short, learner_id=learner)
        run = finish(session, short, learner, sitting)
    assert len(run.asked) == 1


def test_only_what_chooses_the_next_question_is_read(database, catalogue):
    """A lesson asks when its own exercises were met; a review, the latest answers, once a turn."""
    seen = []

    def note(_connection, _cursor, text, *_rest):
        seen.append(
            "met" if "max(question.shown_at)" in text else "past" if "row_number" in text else ""
        )

    event.listen(database.engine, "before_cursor_execute", note)
    with database.writing() as session:
        learner = learnt(session, catalogue)
        purposes = session.exec(select(Question.purpose)).all()
        practised = sum(purpose.startswith("practice") for purpose in purposes)
        assert (seen.count("met"), seen.count("past")) == (practised, 0)
        assert 0 < practised < len(purposes)
        seen.clear()
        run = finish(
            session, catalogue, learner, reviews.start(session, catalogue, learner_id=learner)
        )
    event.remove(database.engine, "before_cursor_execute", note)
    starts = 2  # what is due, then the first question
    assert (seen.count("met"), seen.count("past")) == (0, starts + len(run.asked))
