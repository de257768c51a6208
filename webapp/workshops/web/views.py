"""The person's side: the workshops of those who gave them a code, a place asked for or given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.accounts.web.guards import for_learner
from webapp.database import now
from webapp.errors import Invalid
from webapp.web.forms import FormPage, field_errors, posted
from webapp.web.render import download, render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db
from webapp.workshops import registering
from webapp.workshops.calendar import workshop_calendar
from webapp.workshops.models import Workshop
from webapp.workshops.registering import Invitation

blueprint = Blueprint("workshops", __name__)


@dataclass(frozen=True)
class WorkshopPage:
    """One workshop, and where the person stands in it."""

    invitation: Invitation
    state: str
    q: FormPage = field(default_factory=FormPage)


@blueprint.get("/ateliers")
@for_learner
def home() -> Response:
    """The next ones first."""
    found = registering.invitations(db(), learner_id=g.learner_id)
    lines: Sequence[WorkshopPage] = [WorkshopPage(one, state(one)) for one in found]
    return render_page("workshops/home.html", page={"lines": lines})


def state(one: Invitation) -> str:
    """Where the person stands, in one sentence."""
    if one.workshop.cancelled_at:
        return _("Cet atelier est annulé.")
    if one.workshop.over:
        return _("Cet atelier est terminé.")
    if one.mine and one.mine.waiting and one.workshop.open:
        return _("Vous êtes sur la liste d’attente, numéro %(rank)s.", rank=one.mine.waiting)
    if one.mine and not one.mine.waiting:
        return _("Votre place est gardée.")
    if not one.workshop.open:
        return _("Cet atelier a commencé.")
    if not one.left:
        return _("Il n’y a plus de place. Il y a une liste d’attente.")
    return ngettext("Il reste %(num)d place.", "Il reste %(num)d places.", one.left)


@blueprint.get("/ateliers/<uuid:workshop_id>")
@for_learner
def show(workshop_id: UUID) -> Response:
    """One workshop: a page to print, and what to press."""
    return _page(_workshop(workshop_id), FormPage())


def _workshop(workshop_id: UUID) -> Workshop:
    return registering.open_to(db(), learner_id=g.learner_id, workshop_id=workshop_id)


def _page(found: Workshop, q: FormPage, status: int = 200) -> Response:
    one = registering.invitation(db(), found, learner_id=g.learner_id)
    page = WorkshopPage(one, state(one), q)
    return render_page("workshops/workshop.html", page=page, status=status)


@blueprint.post("/ateliers/<uuid:workshop_id>")
@commits
@for_learner
def change(workshop_id: UUID) -> Response:
    """Ask for a place, or give it back; pressed twice, it is done once."""
    found = _workshop(workshop_id)
    if request.form.get("act") == "give_back":
        registering.give_back(db(), found, learner_id=g.learner_id)
        return see_other(url_for("workshops.show", workshop_id=workshop_id))
    try:
        registering.ask(
            db(), found, learner_id=g.learner_id, first_name=request.form.get("first_name", "")
        )
    except Invalid as problem:
        return _page(found, FormPage(form=posted(), errors=field_errors(problem)), 422)
    return see_other(url_for("workshops.show", workshop_id=workshop_id))


@blueprint.get("/ateliers/<uuid:workshop_id>.ics")
@for_learner
def calendar(workshop_id: UUID) -> Response:
    """For the calendar of the phone."""
    found = _workshop(workshop_id)
    url = resources().settings.base_url + url_for("workshops.show", workshop_id=workshop_id)
    bring = _("À apporter : %(things)s", things=found.bring) if found.bring else ""
    body = workshop_calendar(found, at=now(), url=url, words=bring)
    return download(body, "text/calendar", "atelier.ics")
