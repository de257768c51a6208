"""« Nos lieux »: the places an organisation puts first for the people it accompanies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from webapp.accounts.web.guards import for_adviser
from webapp.errors import Invalid
from webapp.places import own_places, searching
from webapp.places.communes import Spot
from webapp.places.web.place_views import (
    Lookup,
    PlaceView,
    ResultsView,
    SearchForm,
    look_up,
    plain_view,
    read_form,
)
from webapp.web.forms import FormPage, field_errors, posted
from webapp.web.render import render_page, see_other
from webapp.web.transaction import commits, db

blueprint = Blueprint("own_places", __name__)


@dataclass(frozen=True)
class OwnPlacesPage:
    """Those that are chosen, and a search to choose more."""

    chosen: Sequence[PlaceView]
    empty: bool
    form: SearchForm
    q: FormPage = field(default_factory=FormPage)
    spots: Sequence[Spot] = ()
    results: ResultsView | None = None
    most: int = own_places.MOST


@blueprint.get("/conseil/lieux")
@for_adviser
def home() -> Response:
    """Our places, and where to look for others."""
    return _page(read_form(MultiDict()), Lookup())


@blueprint.post("/conseil/lieux")
@commits
@for_adviser
def find() -> Response:
    """A search: posted, as that of a person."""
    form = read_form(request.form)
    return _page(form, look_up(form))


@blueprint.post("/conseil/lieux/<uuid:place_id>")
@commits
@for_adviser
def change(place_id: UUID) -> Response:
    """Put a place first, or take it away."""
    organisation_id = g.adviser.organisation_id
    if request.form.get("act") == "remove":
        own_places.remove(db(), organisation_id=organisation_id, place_id=place_id)
        return see_other(url_for("own_places.home"))
    try:
        own_places.add(db(), organisation_id=organisation_id, place_id=place_id)
    except Invalid as problem:
        return _page(read_form(request.form), Lookup(errors=field_errors(problem, "lieu")))
    return see_other(url_for("own_places.home"))


def _page(form: SearchForm, found: Lookup) -> Response:
    chosen = own_places.of_organisation(db(), organisation_id=g.adviser.organisation_id)
    page = OwnPlacesPage(
        chosen=[plain_view(place) for place in chosen],
        empty=not searching.directories(db()),
        form=form,
        q=FormPage(form=posted(), errors=found.errors) if found.errors else FormPage(),
        spots=found.spots,
        results=found.results,
    )
    return render_page("advising/own_places.html", page=page, status=422 if found.errors else 200)
