"""The result, for the person it belongs to, and the people or places that can help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, abort, g, url_for
from flask_babel import gettext as _

from webapp.accounts import goals
from webapp.accounts.web.guards import for_learner, public
from webapp.assessment.measuring import results
from webapp.assessment.sitting import lifecycle, reading
from webapp.content.typography import french
from webapp.database import now
from webapp.guidance import retaking
from webapp.guidance.web.goal_views import goal_choices
from webapp.guidance.web.result_pages import ResultPage, result_page
from webapp.guidance.web.result_paper import result_paper
from webapp.printing import pdf
from webapp.printing.web.pdf_response import pdf_answer
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("guidance", __name__)


@dataclass(frozen=True)
class ResultLine:
    """One test in the list."""

    title: str
    at: datetime
    done: bool
    after: bool
    url: str


@dataclass(frozen=True)
class MinePage:
    """Every test, and those that can be taken again after lessons."""

    lines: tuple[ResultLine, ...]
    again: tuple[retaking.Again, ...]


@blueprint.get("/resultat/<uuid:sitting_id>")
@for_learner
def result(sitting_id: UUID) -> Response:
    """What the person can do, the zone, the evidence, what could come next."""
    return _page("guidance/result.html", sitting_id)


@blueprint.get("/resultat/<uuid:sitting_id>/imprimer")
@for_learner
def printable(sitting_id: UUID) -> Response:
    """The same on one A4 page, for someone who keeps papers."""
    return _page("guidance/printable.html", sitting_id)


@blueprint.get("/resultat/<uuid:sitting_id>.pdf")
@for_learner
def result_pdf(sitting_id: UUID) -> Response:
    """The same, tagged: the screen reader and the printer have the same paper."""
    page = _result(sitting_id)
    if page is None:
        return see_other(url_for("assessment.resume", sitting_id=sitting_id))
    return pdf_answer(pdf.one_page("result", result_paper(page)), "mon-resultat")


def _page(template: str, sitting_id: UUID) -> Response:
    page = _result(sitting_id)
    if page is None:
        return see_other(url_for("assessment.resume", sitting_id=sitting_id))
    return render_page(template, page=page)


def _result(sitting_id: UUID) -> ResultPage | None:
    """Nothing before the first answer: the test is still ahead."""
    result = results.result(
        db(), resources().catalogue, learner_id=g.learner_id, sitting_id=sitting_id
    )
    if not result.answered and result.ended_at is None:
        return None
    goal = goals.goal_of(db(), learner_id=g.learner_id)
    page = result_page(resources().catalogue, result, goal=goal)
    return replace(page, goals=goal_choices(resources().catalogue)) if goal is None else page


@blueprint.get("/mes-resultats")
@for_learner
def mine() -> Response:
    """Every test done on this device, newest first."""
    every = reading.of_learner(db(), learner_id=g.learner_id)
    page = MinePage(
        lines=tuple(_line(run) for run in every if run.purpose == reading.TEST),
        again=tuple(retaking.possible(resources().catalogue, every, at=now())),
    )
    return render_page("guidance/mine.html", page=page)


def _line(run: reading.SittingView) -> ResultLine:
    parcours = resources().catalogue.parcours.get(run.parcours_id)
    title = french(parcours.title) if parcours else run.parcours_id
    open_at = "assessment.resume" if run.ended_at is None else "guidance.result"
    return ResultLine(
        title=title,
        at=run.started_at,
        done=run.ended_at is not None,
        after=run.phase == reading.EXIT,
        url=url_for(open_at, sitting_id=run.sitting_id),
    )


@blueprint.post("/refaire-le-point/<parcours_id>")
@commits
@for_learner
def again(parcours_id: str) -> Response:
    """The test after training, with other questions. Pressed twice, one test is resumed."""
    every = reading.of_learner(db(), learner_id=g.learner_id)
    running = next(
        (
            run
            for run in every
            if run.purpose == reading.TEST
            and run.ended_at is None
            and (run.parcours_id, run.phase) == (parcours_id, reading.EXIT)
        ),
        None,
    )
    if running is not None:
        return see_other(url_for("assessment.resume", sitting_id=running.sitting_id))
    ready = [
        a.parcours_id for a in retaking.possible(resources().catalogue, every, at=now()) if a.ready
    ]
    if parcours_id not in ready:
        abort(404)
    sitting_id = lifecycle.start(
        db(),
        resources().catalogue,
        learner_id=g.learner_id,
        parcours_id=parcours_id,
        phase=reading.EXIT,
    )
    return see_other(url_for("assessment.resume", sitting_id=sitting_id))


@blueprint.post("/resultat/<uuid:sitting_id>/continuer")
@commits
@for_learner
def more_questions(sitting_id: UUID) -> Response:
    """Takes up a test the person had stopped; a finished one cannot be longer than it is."""
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    lifecycle.reopen(db(), run)
    lifecycle.tell(db(), resources().catalogue, run)
    return see_other(url_for("assessment.resume", sitting_id=sitting_id))


@blueprint.get("/aller-plus-loin")
@public
def further() -> Response:
    """The road to an official certification, in plain words."""
    return render_page("guidance/further.html", page={"title": _("Aller plus loin")})
