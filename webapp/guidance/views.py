"""The result, for the person it belongs to, and the people or places that can help."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, g, url_for
from flask_babel import gettext as _

from webapp.assessment import results, runs, sittings
from webapp.guidance.result_pages import result_page
from webapp.web.guards import for_learner, public
from webapp.web.house import house
from webapp.web.render import render_page, see_other
from webapp.web.transaction import commits, db

blueprint = Blueprint("guidance", __name__)
PEOPLE = ("conseiller_numerique", "france_services", "atelier", "adviser_talk")


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


def _page(template: str, sitting_id: UUID) -> Response:
    found = results.result(db(), house().catalogue, learner_id=g.learner_id, sitting_id=sitting_id)
    if not found.answered and found.ended_at is None:
        return see_other(url_for("assessment.resume", sitting_id=sitting_id))
    return render_page(template, page=result_page(house().catalogue, found))


@blueprint.get("/mes-resultats")
@for_learner
def mine() -> Response:
    """Every test done on this device, newest first."""
    found = [run for run in runs.of_learner(db(), learner_id=g.learner_id)
             if run.purpose == runs.TEST]  # fmt: skip
    return render_page("guidance/mine.html", page={"runs": found, "catalogue": house().catalogue})


@blueprint.post("/resultat/<uuid:sitting_id>/continuer")
@commits
@for_learner
def more_questions(sitting_id: UUID) -> Response:
    """Takes up a test the person had stopped; a finished one cannot be longer than it is."""
    run = runs.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    sittings.reopen(db(), run)
    return see_other(url_for("assessment.resume", sitting_id=sitting_id))


@blueprint.get("/aide-humaine/<kind>")
@public
def people(kind: str) -> Response:
    """Where to find a person, said in plain words; an address search comes with the directory."""
    if kind not in PEOPLE:
        abort(404)
    return render_page("guidance/people.html", page={"kind": kind})


@blueprint.get("/aller-plus-loin")
@public
def further() -> Response:
    """The road to an official certification, in plain words."""
    return render_page("guidance/further.html", page={"title": _("Aller plus loin")})
