"""The adviser's side: propose a workshop, see who comes, mark who came, print reminders."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from webapp.accounts.web.guards import for_adviser
from webapp.database import new_id
from webapp.errors import Invalid
from webapp.web.forms import FormPage, field_errors, posted
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db
from webapp.workshops import planning, registering
from webapp.workshops.models import ABSENT, CAME, EXCUSED, Workshop
from webapp.workshops.planning import WorkshopPlan
from webapp.workshops.registering import Roster

blueprint = Blueprint("planning", __name__)
FRENCH_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
CLOCK = re.compile(r"(\d{1,2}) ?(?:h|:) ?(\d{2})?")
REMINDERS_ON_A_PAGE = 8
MARKS = ((CAME, "Est là"), (EXCUSED, "A prévenu"), (ABSENT, "Sans nouvelle"))
"""What an adviser marks, in words that fit everybody."""


@dataclass(frozen=True)
class RosterPage:
    """A workshop and its people."""

    roster: Roster
    q: FormPage = field(default_factory=FormPage)
    marks: tuple[tuple[str, str], ...] = MARKS
    once: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class NewWorkshopPage:
    """The form of a workshop; ``once`` tells a double tap from two workshops."""

    q: FormPage = field(default_factory=FormPage)
    once: UUID = field(default_factory=new_id)


@blueprint.get("/conseil/ateliers")
@for_adviser
def home() -> Response:
    """Those to come, with the places left, then the latest."""
    organisation_id = g.adviser.organisation_id
    coming, past = (
        registering.rosters(
            db(), read(db(), organisation_id=organisation_id), organisation_id=organisation_id
        )
        for read in (planning.coming, planning.past)
    )
    return render_page("advising/workshops.html", page={"coming": coming, "past": past})


@blueprint.get("/conseil/ateliers/nouveau")
@for_adviser
def new() -> Response:
    """An empty form."""
    return render_page("advising/new_workshop.html", page=NewWorkshopPage())


@blueprint.post("/conseil/ateliers/nouveau")
@commits
@for_adviser
def create() -> Response:
    """One workshop, at one date."""
    try:
        workshop_id = planning.create(
            db(),
            _plan(request.form),
            organisation_id=g.adviser.organisation_id,
            adviser_id=g.adviser.id,
            once=request.form.get("once", ""),
        )
    except Invalid as problem:
        page = NewWorkshopPage(FormPage(form=posted(), errors=field_errors(problem)))
        return render_page("advising/new_workshop.html", page=page, status=422)
    return see_other(url_for("planning.show", workshop_id=workshop_id))


def _plan(form: MultiDict[str, str]) -> WorkshopPlan:
    return WorkshopPlan(
        title=form.get("title", ""),
        starts_at=read_moment(form.get("day", ""), form.get("hour", "")),
        minutes=form.get("minutes", type=int),
        venue=form.get("venue", ""),
        bring=form.get("bring", ""),
        seats=form.get("seats", type=int),
    )


def read_moment(day: str, hour: str) -> datetime | None:
    """« 2026-12-03 » or « 3/12/2026 », « 14:30 » or « 14 h 30 », on the clock of the place."""
    french = FRENCH_DAY.fullmatch(day.strip())
    clock = CLOCK.fullmatch(hour.strip())
    if not clock:
        return None
    try:
        on = (
            date(int(french[3]), int(french[2]), int(french[1]))
            if french
            else date.fromisoformat(day.strip())
        )
        at = time(int(clock[1]), int(clock[2] or 0))
        return datetime.combine(on, at, resources().settings.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@blueprint.get("/conseil/ateliers/<uuid:workshop_id>")
@for_adviser
def show(workshop_id: UUID) -> Response:
    """Who comes, who waits."""
    return _page(_workshop(workshop_id), FormPage())


def _workshop(workshop_id: UUID) -> Workshop:
    return planning.workshop(
        db(), organisation_id=g.adviser.organisation_id, workshop_id=workshop_id
    )


def _page(found: Workshop, q: FormPage, status: int = 200) -> Response:
    page = RosterPage(registering.roster(db(), found), q)
    return render_page("advising/workshop.html", page=page, status=status)


@blueprint.post("/conseil/ateliers/<uuid:workshop_id>")
@commits
@for_adviser
def change(workshop_id: UUID) -> Response:
    """Write somebody down, or call the workshop off: that asks for a tick first."""
    found = _workshop(workshop_id)
    try:
        if request.form.get("act") == "call_off":
            _call_off(found)
        else:
            registering.write_down(
                db(),
                found,
                first_name=request.form.get("first_name", ""),
                once=request.form.get("once", ""),
            )
    except Invalid as problem:
        return _page(found, FormPage(form=posted(), errors=field_errors(problem)), 422)
    return see_other(url_for("planning.show", workshop_id=workshop_id))


def _call_off(found: Workshop) -> None:
    if request.form.get("sure") != "oui":
        raise Invalid("Cochez la case pour annuler l’atelier.", field="sure")
    planning.call_off(found)


@blueprint.post("/conseil/ateliers/<uuid:workshop_id>/<uuid:registration_id>")
@commits
@for_adviser
def change_entry(workshop_id: UUID, registration_id: UUID) -> Response:
    """Mark who came, or take somebody off the list."""
    found, act = _workshop(workshop_id), request.form.get("act", "")
    if act == "take_off":
        registering.take_off(db(), found, registration_id)
    else:
        registering.mark(db(), found, registration_id, act)
    return see_other(url_for("planning.show", workshop_id=workshop_id))


@blueprint.get("/conseil/ateliers/<uuid:workshop_id>/rappels")
@for_adviser
def reminders(workshop_id: UUID) -> Response:
    """Eight reminders on an A4 page, to give by hand."""
    page = {"workshop": _workshop(workshop_id), "copies": range(REMINDERS_ON_A_PAGE)}
    return render_page("advising/reminders.html", page=page)
