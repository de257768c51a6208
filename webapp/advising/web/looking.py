"""Looking at people's results: written down first, each time, and shown once for each line written.

A GET writes nothing, so the address of a person shows nothing by itself. Opening is a POST: it writes
the look, gives the browser a pass for this one page, and sends it there. The page takes the pass back:
a reload, the history or a link kept somewhere meets the closed door, and opening again is a new line.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from webapp.accounts.web.guards import for_adviser
from webapp.advising import following, prescribing, sharing
from webapp.advising.follow_up import follow_up
from webapp.advising.models import PRIVATE, Participation
from webapp.advising.web.person_page import person_page
from webapp.assessment.measuring import results
from webapp.web import cookies
from webapp.web.render import download, render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("looking", __name__)
SEEN_COOKIE = "vu"
"""Cookie of one page: the id of the look that was written for it."""


@blueprint.post("/conseil/parcours/<uuid:prescription_id>/personne/<uuid:learner_id>")
@commits
@for_adviser
def look(prescription_id: UUID, learner_id: UUID) -> Response:
    """Opening a person's result is written down first: the person sees who looked."""
    _shared(prescription_id, learner_id)
    look_id = _record(learner_id)
    door = url_for(".person", prescription_id=prescription_id, learner_id=learner_id)
    response = see_other(door)
    seconds = int(sharing.LOOK_LASTS.total_seconds())
    cookies.give(response, SEEN_COOKIE, str(look_id), seconds=seconds, path=door)
    return response


@blueprint.get("/conseil/parcours/<uuid:prescription_id>/personne/<uuid:learner_id>")
@for_adviser
def person(prescription_id: UUID, learner_id: UUID) -> Response:
    """The result, for the look that was just written; the door otherwise."""
    row = _shared(prescription_id, learner_id)
    back = url_for("advising.show", prescription_id=prescription_id)
    if not _has_pass(learner_id):
        page = {"name": row.shown_name, "back": back, "card_url": _card_url(row)}
        return render_page("advising/door.html", page=page)
    response = _result(row)
    cookies.take_back(response, SEEN_COOKIE, path=request.path)
    return response


@blueprint.post("/conseil/parcours/<uuid:prescription_id>/liste.csv")
@commits
@for_adviser
def export(prescription_id: UUID) -> Response:
    """The list for a spreadsheet. It holds results: it is a look at each person in it."""
    found = prescribing.prescription(
        db(), organisation_id=g.adviser.organisation_id, prescription_id=prescription_id
    )
    everyone = following.people(
        db(),
        resources().catalogue,
        organisation_id=g.adviser.organisation_id,
        prescription_id=prescription_id,
    )
    for one in everyone:
        if one.state != PRIVATE:
            _record(one.learner_id)
    written = following.as_csv(found.title, everyone, resources().settings.zone)
    return download(written, "text/csv", f"parcours-{found.code}.csv")


def _record(learner_id: UUID) -> UUID:
    return sharing.record_look(
        db(),
        organisation_id=g.adviser.organisation_id,
        adviser_id=g.adviser.id,
        learner_id=learner_id,
    )


def _has_pass(learner_id: UUID) -> bool:
    try:
        look_id = UUID(request.cookies.get(SEEN_COOKIE, ""))
    except ValueError:
        return False
    return sharing.look_is_fresh(
        db(),
        look_id,
        organisation_id=g.adviser.organisation_id,
        adviser_id=g.adviser.id,
        learner_id=learner_id,
    )


def _result(row: Participation) -> Response:
    catalogue = resources().catalogue
    found = results.result(db(), catalogue, learner_id=row.learner_id, sitting_id=row.sitting_id)
    after = follow_up(db(), catalogue, row, found)
    page = person_page(
        catalogue,
        found,
        after,
        name=row.shown_name,
        prescription_id=row.prescription_id,
        card_url=_card_url(row),
    )
    return render_page("advising/person.html", page=page)


def _shared(prescription_id: UUID, learner_id: UUID) -> Participation:
    return prescribing.shared_participation(
        db(),
        organisation_id=g.adviser.organisation_id,
        prescription_id=prescription_id,
        learner_id=learner_id,
    )


def _card_url(row: Participation) -> str:
    return url_for(
        "replacing_cards.make", prescription_id=row.prescription_id, learner_id=row.learner_id
    )
