"""« Près de chez moi »: searching for a place, reading one. A search is posted and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, Response, g, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from webapp.accounts.web.guards import public
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
from webapp.web.forms import FormPage, posted
from webapp.web.render import render_page
from webapp.web.transaction import commits, db
from webapp.workshops import registering

blueprint = Blueprint("places", __name__)
FACTS_READ = datetime(2026, 11, 25, 12, tzinfo=UTC)
"""The day the facts of « Qui peut vous aider » were read at their source."""


@dataclass(frozen=True)
class ProposedView:
    """The places that one organisation puts first."""

    organisation: str
    places: Sequence[PlaceView]


@dataclass(frozen=True)
class SearchPage:
    """The form, what was found, or the communes to choose from."""

    form: SearchForm
    directories: Sequence[tuple[str, datetime]]
    proposed: Sequence[ProposedView]
    q: FormPage = field(default_factory=FormPage)
    spots: Sequence[Spot] = ()
    results: ResultsView | None = None
    workshops: int = 0
    read_on: datetime = FACTS_READ

    @property
    def heading(self) -> str:
        """« Près de chez vous » is said only when there is a list of places."""
        if self.results:
            return self.results.heading
        if self.spots and not self.q.errors:
            return _("Quelle commune ?")
        if self.directories:
            return _("Trouver de l’aide près de chez vous")
        return _("Trouver une personne pour vous aider")


@blueprint.get("/pres-de-chez-moi")
@public
def search() -> Response:
    """Where to look, and who can help whatever the directory holds."""
    return _page(read_form(MultiDict()), Lookup())


@blueprint.post("/pres-de-chez-moi")
@commits
@public
def find() -> Response:
    """One commune: its places. Several: which one? None: what is close to it."""
    form = read_form(request.form)
    return _page(form, look_up(form))


def _page(form: SearchForm, found: Lookup) -> Response:
    page = SearchPage(
        form=form,
        directories=searching.directories(db()),
        proposed=_proposed(),
        q=FormPage(form=posted(), errors=found.errors) if found.errors else FormPage(),
        spots=found.spots,
        results=found.results,
        workshops=_workshops(),
    )
    return render_page("places/search.html", page=page, status=422 if found.errors else 200)


def _workshops() -> int:
    """How many this person may still join."""
    return registering.count_open(db(), learner_id=g.learner_id) if g.learner_id else 0


def _proposed() -> Sequence[ProposedView]:
    if not g.learner_id:
        return ()
    return [
        ProposedView(one.organisation, [plain_view(place) for place in one.places])
        for one in own_places.for_learner(db(), learner_id=g.learner_id)
    ]


@blueprint.get("/pres-de-chez-moi/<uuid:place_id>")
@public
def show(place_id: UUID) -> Response:
    """One place on a page of its own, to print or to send."""
    place = plain_view(searching.place(db(), place_id))
    return render_page("places/place.html", page=place)
