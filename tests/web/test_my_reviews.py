"""« Mes révisions »: the minutes are true, each skill has one state, a calendar that phones read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import update

from tests.web.test_practising import stopped_after
from webapp.assessment.models import Answer
from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.database import now
from webapp.exercises.contract import Probe
from webapp.training.exercise_choice import open_families
from webapp.training.memory import Memory
from webapp.training.review_calendar import review_calendar, review_days
from webapp.training.reviews import in_one_review
from webapp.training.web.my_reviews import my_reviews

CATALOGUE = load_catalogue(ROOT / "content")
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
AT_NOBODY = UUID(int=7)
SKILLS = sorted(code for code in CATALOGUE.framework.skills if open_families(CATALOGUE, code))


def waiting(skills):
    return [Memory(skill, AT - timedelta(days=1), 2.0, AT - timedelta(days=3)) for skill in skills]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SKILLS), unique=True, min_size=1))
def test_a_review_lasts_what_is_said(skills):
    """Whatever is drawn, the seconds written in the exercises hold in the minutes said."""
    asked = in_one_review(CATALOGUE, waiting(skills))
    longest = [max(i.meta.seconds for i in open_families(CATALOGUE, m.skill)) for m in asked]
    assert asked and sum(longest) <= CATALOGUE.rules.review.minutes * 60
    assert [m.skill for m in asked] == skills[: len(asked)]


def test_each_skill_has_one_state(app):
    known = [
        Memory(s, AT + timedelta(days=n - 5), 2.0, AT - timedelta(days=9))
        for n, s in enumerate(SKILLS[:10])
    ]
    with app.test_request_context():
        page = my_reviews(CATALOGUE, known, AT)
    said = [*page.card.skills, *(s.label for s in (*page.waiting, *page.kept))]
    assert len(said) == len(set(said)) == 10
    assert all(skill.due_at > AT for skill in page.kept)
    assert all(skill.due_at <= AT for skill in page.waiting)


def test_the_calendar_says_days_and_nothing_else(catalogue):
    zone = ZoneInfo("Europe/Paris")
    late, soon = AT - timedelta(days=9), datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    days = review_days(
        [Memory("A", late, 1, late), Memory("B", soon, 1, late), Memory("C", soon, 1, late)],
        at=AT,
        zone=zone,
    )
    assert [day.isoformat() for day in days] == ["2026-11-28", "2026-12-04"]
    words, url = ("Réviser", "Cinq minutes, au plus."), "https://site.example/mes-revisions"
    raw, again = (
        review_calendar(days, learner_id=AT_NOBODY, at=AT, url=url, words=words) for _ in range(2)
    )
    assert raw == again, "taken again, the same identifiers: nothing is doubled"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert [event.decoded("dtstart").isoformat() for event in events] == [
        "2026-11-28",
        "2026-12-04",
    ]
    assert {str(event["class"]) for event in events} == {"PRIVATE"}
    assert str(AT_NOBODY) not in raw.decode()
    assert str(events[0]["description"]) == "Cinq minutes, au plus."


@pytest.fixture
def learner(app, client):
    stopped_after(app, client, Probe.CORRECT, Probe.CORRECT)
    return client


def aged(app, days):
    with app.extensions["marchepied"].database.writing() as session:
        session.execute(update(Answer).values(recorded_at=now() - timedelta(days=days)))


def test_kept_then_to_review(app, learner):
    page = learner.get("/mes-revisions").text
    assert "Gardé" in page and "Rien à revoir aujourd’hui" in page and "5 minutes au plus" in page
    aged(app, 30)
    page = learner.get("/mes-revisions").text
    assert "À revoir aujourd’hui" in page and 'action="/revision"' in page
    assert "Rien à revoir aujourd’hui" not in page


def test_the_file_opens_in_a_calendar(app, learner):
    answer = learner.get("/mes-revisions.ics")
    assert answer.mimetype == "text/calendar"
    events = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert events and "Mes révisions" in {str(event["summary"]) for event in events}


def test_nothing_to_review_before_a_success(app, client):
    stopped_after(app, client, Probe.WRONG)
    page = client.get("/mes-revisions").text
    assert "Rien à revoir pour le moment" in page and "agenda" not in page
