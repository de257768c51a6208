"""The adviser's pages. Every one is within the adviser's own organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from webapp.accounts import short_codes
from webapp.accounts.web.guards import for_adviser
from webapp.advising import codes, following, prescribing
from webapp.advising import standing as _standing  # noqa: F401 (listens to answers)
from webapp.advising.following import PeoplePage, Wanted
from webapp.advising.models import Prescription
from webapp.advising.web import guessing
from webapp.content.schema.parcours import Parcours
from webapp.errors import Invalid, NotFound
from webapp.web.forms import FormPage, field_errors
from webapp.web.qr import qr_code
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("advising", __name__)
CARDS_ON_A_PAGE = 8


@dataclass(frozen=True)
class PrescriptionPage:
    """One prescription and its people."""

    prescription: Prescription
    parcours: Parcours | None
    code: str
    link: str
    people: PeoplePage
    search: str
    state: str
    sort: str
    states: dict[str, str]


def _prescription(prescription_id: UUID) -> Prescription:
    return prescribing.prescription(
        db(), organisation_id=g.adviser.organisation_id, prescription_id=prescription_id
    )


def _link(code: str) -> str:
    """The link of the QR code and of a message: its sign opens at once, whatever others tried."""
    return resources().settings.base_url + url_for(
        "joining.agree", code=code, i=guessing.sign(code)
    )


@blueprint.get("/conseil")
@for_adviser
def home() -> Response:
    """The organisation's prescriptions, or the first step when there is none."""
    found = prescribing.prescriptions(db(), organisation_id=g.adviser.organisation_id)
    page = {"prescriptions": found, "shown": codes.shown, "deleted": _just_deleted()}
    return render_page("advising/home.html", page=page)


def _just_deleted() -> Prescription | None:
    """The prescription deleted a moment ago, for as long as the page says so."""
    asked = request.args.get("efface", type=UUID)
    if asked is None:
        return None
    try:
        return prescribing.prescription(
            db(), organisation_id=g.adviser.organisation_id, prescription_id=asked, deleted=True
        )
    except NotFound:
        return None


@blueprint.post("/conseil/parcours/<uuid:prescription_id>/remettre")
@commits
@for_adviser
def restore(prescription_id: UUID) -> Response:
    """Undo a deletion. Pressed twice, it is done once."""
    try:
        prescribing.restore(
            prescribing.prescription(
                db(),
                organisation_id=g.adviser.organisation_id,
                prescription_id=prescription_id,
                deleted=True,
            )
        )
    except NotFound:
        _prescription(prescription_id)
    return see_other(url_for("advising.show", prescription_id=prescription_id))


@blueprint.get("/conseil/nouveau")
@for_adviser
def new() -> Response:
    """Choose a parcours among those that are ready."""
    return _new(FormPage())


def _new(form: FormPage, status: int = 200) -> Response:
    every = resources().catalogue.parcours.values()
    page = {
        "q": form,
        "ready": [p for p in every if p.available],
        "later": [p for p in every if not p.available],
    }
    return render_page("advising/new.html", page=page, status=status)


@blueprint.post("/conseil/nouveau")
@commits
@for_adviser
def create() -> Response:
    """A prescription and its code."""
    form = request.form
    try:
        prescription_id = prescribing.create(
            db(),
            resources().catalogue,
            organisation_id=g.adviser.organisation_id,
            adviser_id=g.adviser.id,
            parcours_id=form.get("parcours", ""),
            title=form.get("title", ""),
            note=form.get("note", ""),
        )
    except Invalid as problem:
        return _new(FormPage(form=form.to_dict(flat=False), errors=field_errors(problem)), 422)
    return see_other(url_for("advising.show", prescription_id=prescription_id))


@blueprint.get("/conseil/parcours/<uuid:prescription_id>")
@for_adviser
def show(prescription_id: UUID) -> Response:
    """The code, the card, and where each person stands. No name is read in an address."""
    return _show(prescription_id, _wanted(request.args))


@blueprint.post("/conseil/parcours/<uuid:prescription_id>")
@commits
@for_adviser
def search(prescription_id: UUID) -> Response:
    """Looking for a name is a POST: in an address it would stay in the browser's history."""
    wanted, name = _wanted(request.form), request.form.get("nom", "").strip()
    if name:
        return _show(prescription_id, replace(wanted, search=name))
    _prescription(prescription_id)  # another organisation learns nothing, not even that it exists
    return see_other(
        url_for(
            "advising.show",
            prescription_id=prescription_id,
            etape=wanted.state or None,
            tri=wanted.sort or None,
        )
    )


def _wanted(fields: MultiDict[str, str]) -> Wanted:
    """Everything but the name."""
    return Wanted(
        state=fields.get("etape", ""),
        sort=fields.get("tri", ""),
        page=fields.get("page", default=1, type=int),
    )


def _show(prescription_id: UUID, wanted: Wanted) -> Response:
    found = _prescription(prescription_id)
    people = following.page_of_people(
        db(),
        resources().catalogue,
        wanted,
        organisation_id=g.adviser.organisation_id,
        prescription_id=prescription_id,
    )
    page = PrescriptionPage(
        prescription=found,
        parcours=resources().catalogue.parcours.get(found.parcours_id),
        code=codes.shown(found.code),
        link=_link(found.code),
        people=people,
        search=wanted.search,
        state=wanted.state,
        sort=wanted.sort,
        states=following.STATES,
    )
    return render_page("advising/prescription.html", fragment="advising/_people.html", page=page)


@blueprint.get("/conseil/parcours/<uuid:prescription_id>/carte")
@for_adviser
def card(prescription_id: UUID) -> Response:
    """Eight cards on an A4 page, each with the code, the link and the QR code."""
    found = _prescription(prescription_id)
    page = {
        "code": codes.shown(found.code),
        "spoken": short_codes.spoken(found.code),
        "link": f"{resources().settings.base_url}/c/{found.code}",
        "qr": qr_code(_link(found.code)),
        "title": found.title,
        "cards": range(CARDS_ON_A_PAGE),
        "back": prescription_id,
    }
    return render_page("advising/card.html", page=page)


@blueprint.get("/conseil/parcours/<uuid:prescription_id>/modifier")
@for_adviser
def edit(prescription_id: UUID) -> Response:
    """Rename, close, delete."""
    page = {"q": FormPage(), "prescription": _prescription(prescription_id)}
    return render_page("advising/edit.html", page=page)


@blueprint.post("/conseil/parcours/<uuid:prescription_id>/modifier")
@commits
@for_adviser
def change(prescription_id: UUID) -> Response:
    """One of the three; deleting asks for a tick first."""
    found, form = _prescription(prescription_id), request.form
    try:
        _change(found, form)
    except Invalid as problem:
        page = {
            "q": FormPage(form=form.to_dict(flat=False), errors=field_errors(problem)),
            "prescription": found,
        }
        return render_page("advising/edit.html", page=page, status=422)
    if found.deleted_at:
        return see_other(url_for("advising.home", efface=prescription_id))
    return see_other(url_for("advising.show", prescription_id=prescription_id))


def _change(found: Prescription, form: Mapping[str, str]) -> None:
    """Opening and closing keep the title and the note typed above them."""
    act = form.get("act", "")
    if act == "delete":
        if form.get("sure") != "oui":
            raise Invalid("Cochez la case pour effacer.", field="sure")
        prescribing.set_deleted(db(), found)
    elif act in ("rename", "close", "reopen"):
        prescribing.rename(found, form.get("title", found.title), form.get("note", found.note))
        if act != "rename":
            prescribing.set_closed(found, closed=act == "close")
    else:
        raise Invalid("Choisissez une action.", field="title")
