"""What is read of a person's past: the latest answers of each exercise, and when each was last shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.test_test_rules import a_learner
from webapp.assessment.models import Answer, Correction, Question
from webapp.assessment.sitting import history
from webapp.database import insert_new, new_id

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
OLD, OFTEN = "SEC-2-SMS-001", "NAV-1-LIEN-001"
TIMES = 2 * history.EACH


def store(session, learner_id, item_id, day, *, right=True):
    """One answer, given some days after the start; its key."""
    key = {"learner_id": learner_id, "id": new_id()}
    at = START + timedelta(days=day)
    insert_new(
        session,
        Question,
        key
        | {
            "sitting_id": key["id"],
            "position": 1,
            "item_id": item_id,
            "item_version": 1,
            "item_hash": "",
            "variant": "v-",
            "purpose": "practice:4",
            "shown_at": at,
        },
    )
    insert_new(
        session,
        Answer,
        key
        | {
            "sitting_id": key["id"],
            "outcome": "answered" if right is not None else "dont_know",
            "right": right,
            "grader_version": 1,
            "hint": False,
            "help": "alone",
            "locale": "fr",
            "recorded_at": at,
        },
    )
    return key


@pytest.fixture
def person(database):
    """Somebody who did one exercise once, long ago, and another one very often since."""
    with database.writing() as session:
        learner_id = a_learner(session)
        store(session, learner_id, OLD, 0)
        for day in range(1, TIMES + 1):
            store(session, learner_id, OFTEN, day)
        store(session, a_learner(session), OLD, 3)
    return learner_id


def test_the_latest_answers_of_each_exercise_are_kept(database, person):
    with database.reading() as session:
        past = history.of_learner(session, learner_id=person)
    days = [(entry.recorded_at - START).days for entry in past]
    assert days == [0, *range(TIMES - history.EACH + 1, TIMES + 1)]
    assert [entry.item_id for entry in past] == [OLD, *[OFTEN] * history.EACH]


def test_only_what_came_before_is_read(database, person):
    at = START + timedelta(days=5)
    with database.reading() as session:
        past = history.of_learner(session, learner_id=person, before=at)
    assert [(entry.recorded_at - START).days for entry in past] == [0, 1, 2, 3, 4]


def test_a_grade_is_the_one_of_today(database, person):
    with database.writing() as session:
        wrong = store(session, person, OLD, 40, right=False)
        store(session, person, OLD, 41, right=None)
        insert_new(
            session,
            Correction,
            wrong
            | {
                "key_version": 2,
                "score": 1.0,
                "right": True,
                "reason": "x",
                "corrected_at": START,
            },
        )
        past = history.of_learner(session, learner_id=person)
    assert [entry.right for entry in past if entry.item_id == OLD] == [True, True, False]
    assert all(isinstance(entry.right, bool) for entry in past)


def test_when_an_exercise_was_last_shown(database, person):
    names = [OLD, OFTEN, "BUR-3-LIRE-001"]
    with database.reading() as session:
        met = history.last_met(session, learner_id=person, items=names)
    assert met == {OLD: START, OFTEN: START + timedelta(days=TIMES)}
