"""A card for a person who lost theirs, made by an adviser who follows them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from webapp.accounts import cards
from webapp.accounts.web.card_views import printed
from webapp.accounts.web.guards import for_adviser
from webapp.advising import prescribing
from webapp.web.render import render_page
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("replacing_cards", __name__)


@blueprint.post("/conseil/parcours/<uuid:prescription_id>/personne/<uuid:learner_id>/carte")
@commits
@for_adviser
def make(prescription_id: UUID, learner_id: UUID) -> Response:
    """Shown once. The old card opens nothing any more, and the person sees who did it."""
    row = prescribing.shared_participation(
        db(),
        organisation_id=g.adviser.organisation_id,
        prescription_id=prescription_id,
        learner_id=learner_id,
    )
    card = cards.make(
        db(),
        learner_id=learner_id,
        secret_key=resources().settings.secret_key,
        adviser_id=g.adviser.id,
    )
    back = url_for("advising.show", prescription_id=prescription_id)
    page = {"card": printed(card), "name": row.shown_name, "back": back}
    return render_page("advising/person_card.html", page=page)
