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
from webapp.exercises.contract import FieldError
from webapp.places import communes, own_places, searching
from webapp.places.communes import Spot
from webapp.places.web.place_views import (
    PlaceView,
    ResultsView,
    SearchForm,
    plain_view,
    read_form,
    results_view,
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
    return _page(read_form(MultiDict()))


@blueprint.post("/pres-de-chez-moi")
@commits
@public
def find() -> Response:
    """One commune: its places. Several: which one? None: what is close to it."""
    form = read_form(request.form)
    spots = communes.find(db(), form.typed)
    if len(spots) == 1:
        found = searching.search(db(), spots[0], form.wish)
        return _page(form, results=results_view(spots[0], found))
    if spots:
        return _page(form, spots=spots)
    return _unknown(form)


def _unknown(form: SearchForm) -> Response:
    message = _("Écrivez une commune ou un code postal.")
    if form.typed:
        message = _("Nous ne trouvons pas cette commune. Essayez avec le code postal.")
    error = FieldError("lieu", message)
    q = FormPage(form=posted(), errors=(error,))
    return _page(form, q=q, spots=communes.alike(db(), form.typed), status=422)


def _page(
    form: SearchForm,
    *,
    q: FormPage | None = None,
    spots: Sequence[Spot] = (),
    results: ResultsView | None = None,
    status: int = 200,
) -> Response:
    page = SearchPage(
        form=form,
        directories=searching.directories(db()),
        proposed=_proposed(),
        q=q or FormPage(),
        spots=spots,
        results=results,
        workshops=_workshops(),
    )
    return render_page("places/search.html", page=page, status=status)


def _workshops() -> int:
    """How many this person may still join."""
    if not g.learner_id:
        return 0
    found = registering.invitations(db(), learner_id=g.learner_id)
    return sum(one.open for one in found)


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
