"""The pages of a lesson. Exercises are shown by the assessment room; a lesson is never marked."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, g, request, url_for

from webapp.accounts import sessions as account_sessions
from webapp.accounts.web.auth import remember_learner
from webapp.accounts.web.guards import for_learner, public
from webapp.assessment.sitting import reading
from webapp.assessment.sitting.reading import AskedQuestion, SittingView
from webapp.training import lessons, overview, practising, reviews
from webapp.training.web import lesson_index, lesson_pages, review_pages
from webapp.web.kept_cookies import needs_cookies
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("training", __name__)
WITHOUT_PAGES = (reading.REVIEW, practising.PRACTICE)
"""Exercises one after the other, with no page to read between them."""


@blueprint.get("/lecons")
@public
def index() -> Response:
    """Every open lesson, what was started first, and what is due for a review."""
    seen = overview.overview(db(), resources().catalogue, learner_id=g.learner_id)
    page = lesson_index.index_page(resources().catalogue, seen)
    return render_page("training/index.html", page=page)


@blueprint.get("/lecon/<module_id>")
@public
def module(module_id: str) -> Response:
    """What the lesson is for, how long it takes, its two doors."""
    found = lessons.module_of(resources().catalogue, module_id)
    state = overview.lesson_state(db(), resources().catalogue, found, learner_id=g.learner_id)
    page = lesson_index.module_page(resources().catalogue, found, state)
    return render_page("training/module.html", page=page)


@blueprint.post("/lecon/<module_id>")
@commits
@public
@needs_cookies
def start(module_id: str) -> Response:
    """Starts or takes up the lesson; no account is needed."""
    return _enter(module_id, lessons.start)


@blueprint.post("/lecon/<module_id>/entrainement")
@commits
@public
@needs_cookies
def train(module_id: str) -> Response:
    """The exercises of the lesson alone, for somebody at ease."""
    return _enter(module_id, practising.start_lesson)


def _enter(module_id: str, start_sitting: Callable[..., UUID]) -> Response:
    lessons.module_of(resources().catalogue, module_id)
    learner_id, token = g.learner_id, None
    if learner_id is None:
        learner_id, token = account_sessions.start_learner(db(), channel="public")
    sitting_id = start_sitting(
        db(), resources().catalogue, learner_id=learner_id, module_id=module_id
    )
    response = see_other(url_for("training.resume", sitting_id=sitting_id))
    return remember_learner(response, token) if token else response


@blueprint.post("/revision")
@commits
@for_learner
def review() -> Response:
    """Starts or takes up the review of the day; pressed once more after it, the list of lessons."""
    sitting_id = reviews.start(db(), resources().catalogue, learner_id=g.learner_id)
    if sitting_id is None:
        return see_other(url_for("training.index"))
    return see_other(url_for("training.resume", sitting_id=sitting_id))


@blueprint.post("/entrainement/<uuid:sitting_id>")
@commits
@for_learner
def practise(sitting_id: UUID) -> Response:
    """Starts or takes up the practice that follows a test."""
    practice_id = practising.start(
        db(), resources().catalogue, learner_id=g.learner_id, sitting_id=sitting_id
    )
    return see_other(url_for("training.resume", sitting_id=practice_id))


def _run(sitting_id: UUID) -> SittingView:
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    if run.purpose not in (reading.TRAINING, *WITHOUT_PAGES):
        abort(404)
    return run


def _lesson(sitting_id: UUID) -> SittingView:
    run = _run(sitting_id)
    if run.purpose in WITHOUT_PAGES:
        abort(404)
    return run


@blueprint.get("/lecon/suite/<uuid:sitting_id>")
@for_learner
def resume(sitting_id: UUID) -> Response:
    """Where the person is in the lesson: its waiting exercise, its page, or its end."""
    run = _run(sitting_id)
    if run.purpose in WITHOUT_PAGES:
        return see_other(_exercise_or_end(run, run.current))
    after = request.args.get("apres", type=int)
    here = lessons.place(db(), resources().catalogue, run, after=after)
    if here.step is None or here.question is not None:
        return see_other(_exercise_or_end(run, here.question))
    return see_other(url_for("training.step", sitting_id=sitting_id, number=here.step))


def _exercise_or_end(run: SittingView, waiting: AskedQuestion | None) -> str:
    if waiting is not None and run.ended_at is None:
        return url_for("assessment.question", question_id=waiting.id)
    return url_for("training.finished", sitting_id=run.sitting_id)


@blueprint.get("/lecon/suite/<uuid:sitting_id>/<int:number>")
@for_learner
def step(sitting_id: UUID, number: int) -> Response:
    """One page: a card, a clue of the example, the recap, the door of exercises. ``?n=``: which part."""
    here = lessons.place(db(), resources().catalogue, _lesson(sitting_id))
    part = request.args.get("n", default=1, type=int) or 1
    page = lesson_pages.step_page(resources().catalogue, here, number=number, part=part)
    if page is None:
        return see_other(url_for("training.resume", sitting_id=sitting_id))
    return render_page(f"training/{page.kind}.html", page=page)


@blueprint.post("/lecon/suite/<uuid:sitting_id>/<int:number>")
@commits
@for_learner
def read(sitting_id: UUID, number: int) -> Response:
    """This page of the lesson has been read; or the exercise of this step is asked."""
    run = _lesson(sitting_id)
    module = lessons.module_of(resources().catalogue, run.rules)
    if not 0 <= number < len(module.steps):
        abort(404)
    do = lessons.ask if isinstance(module.steps[number], lessons.EXERCISES) else lessons.read_step
    do(db(), resources().catalogue, run, number)
    return see_other(url_for("training.resume", sitting_id=sitting_id, apres=number))


@blueprint.get("/lecon/fin/<uuid:sitting_id>")
@for_learner
def finished(sitting_id: UUID) -> Response:
    """What was done, what to keep, when to come back."""
    run = _run(sitting_id)
    if run.purpose in WITHOUT_PAGES:
        day = reviews.next_day(db(), resources().catalogue, learner_id=run.learner_id)
        page = review_pages.review_end(resources().catalogue, run, day)
        return render_page("training/reviewed.html", page=page)
    end = overview.lesson_end(db(), resources().catalogue, run)
    finished = lesson_pages.end_page(resources().catalogue, run, end)
    return render_page("training/finished.html", page=finished)


@blueprint.get("/lecon/<module_id>/memo")
@public
def memo(module_id: str) -> Response:
    """The memo to print on half a page and keep by the phone."""
    found = lessons.module_of(resources().catalogue, module_id)
    return render_page("training/memo.html", page=lesson_pages.memo_page(found))
