"""« Mes révisions »: what is kept, what is to be reviewed, and the ways to be reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from flask import Blueprint, Response, g, url_for
from flask_babel import gettext as _

from webapp.accounts.web.guards import for_learner
from webapp.assessment.sitting import history
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.database import now
from webapp.exercises.contract import FieldError
from webapp.training import reminders, reviews
from webapp.training.memory import Memory, memories
from webapp.training.reminders import ReminderState
from webapp.training.review_calendar import review_calendar, review_days
from webapp.training.web.review_pages import ReviewCard, review_card
from webapp.web.forms import FormPage
from webapp.web.locale import day
from webapp.web.render import download, render_page
from webapp.web.resources import resources
from webapp.web.transaction import db

blueprint = Blueprint("reviews", __name__)


@dataclass(frozen=True)
class KeptSkill:
    """One skill the person keeps up, and the day it is to be reviewed."""

    label: str
    due_at: datetime


@dataclass(frozen=True)
class MyReviews:
    """``card`` is the review of today, ``minutes`` long at most; ``waiting`` comes after it."""

    card: ReviewCard | None
    waiting: tuple[KeptSkill, ...]
    kept: tuple[KeptSkill, ...]
    minutes: int
    reminder: ReminderState | None = None
    can_mail: bool = False
    q: FormPage = field(default_factory=lambda: FormPage(form={}))

    @property
    def kept_by_day(self) -> Sequence[tuple[str, Sequence[KeptSkill]]]:
        """What is kept, under the day it is to be reviewed."""
        groups = groupby(self.kept, key=lambda skill: day(skill.due_at))
        return [(said, tuple(skills)) for said, skills in groups]

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """What the form of the address says."""
        return tuple(self.q.errors)


def my_reviews(catalogue: Catalogue, known: Sequence[Memory], at: datetime) -> MyReviews:
    """Each skill has one state: kept until its day, then to be reviewed."""
    waiting = reviews.to_ask(known, at)
    today = reviews.in_one_review(catalogue, waiting)
    return MyReviews(
        review_card(catalogue, today),
        _skills(catalogue, waiting[len(today) :]),
        _skills(catalogue, [memory for memory in known if memory.due_at > at]),
        catalogue.rules.review.minutes,
    )


def _skills(catalogue: Catalogue, known: Sequence[Memory]) -> tuple[KeptSkill, ...]:
    skills = catalogue.framework.skills
    return tuple(KeptSkill(french(skills[one.skill].label), one.due_at) for one in known)


@blueprint.get("/mes-revisions")
@for_learner
def mine() -> Response:
    """What I keep, what I review."""
    return reviews_page()


def reviews_page(
    form: Mapping[str, Sequence[str]] | None = None,
    errors: tuple[FieldError, ...] = (),
    *,
    status: int = 200,
) -> Response:
    """The page, with what was typed when it cannot be used."""
    page = replace(
        my_reviews(resources().catalogue, _known(), now()),
        reminder=reminders.state_of(db(), learner_id=g.learner_id),
        can_mail=resources().settings.mail is not None,
        q=FormPage(form=form or {}, errors=errors),
    )
    return render_page("training/my_reviews.html", page=page, status=status)


@blueprint.get("/mes-revisions.ics")
@for_learner
def calendar() -> Response:
    """The next reviews, for the calendar of the phone."""
    at, catalogue = now(), resources().catalogue
    days = review_days(_known(), at=at, zone=resources().settings.zone)
    words = (
        _("Mes révisions"),
        _(
            "Quelques questions, %(num)d minutes au plus.",
            num=catalogue.rules.review.minutes,
        ),
    )
    url = resources().settings.base_url + url_for("reviews.mine")
    body = review_calendar(days, learner_id=g.learner_id, at=at, url=url, words=words)
    return download(body, "text/calendar", "mes-revisions.ics")


def _known() -> Sequence[Memory]:
    past = history.of_learner(db(), learner_id=g.learner_id)
    return memories(resources().catalogue, past)
