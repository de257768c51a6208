"""« Nos lieux »: up to three places that an organisation puts first for the people it accompanies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session, col

from webapp.accounts.models import Organisation
from webapp.advising import scope, sharing
from webapp.database import insert_new, now
from webapp.errors import Invalid
from webapp.places import searching
from webapp.places.models import OwnPlace, Place

MOST = 3


@dataclass(frozen=True)
class ProposedPlaces:
    """The places of one organisation."""

    organisation: str
    places: Sequence[Place]


def of_organisation(session: Session, *, organisation_id: UUID) -> Sequence[Place]:
    """In the order they were chosen. One that closed stays: its line says so."""
    statement = select(OwnPlace).order_by(col(OwnPlace.added_at))
    rows = session.execute(statement, execution_options=scope.within(organisation_id)).scalars()
    ids = [row.place_id for row in rows]
    found = {place.id: place for place in searching.by_ids(session, ids)}
    return [found[id_] for id_ in ids if id_ in found]


def for_learner(session: Session, *, learner_id: UUID) -> Sequence[ProposedPlaces]:
    """What the organisations of this person propose, open places only."""
    proposals = []
    for organisation_id in sharing.organisations(session, learner_id=learner_id):
        places = of_organisation(session, organisation_id=organisation_id)
        still_open = [place for place in places if place.retired_at is None]
        if still_open:
            name = session.get_one(Organisation, organisation_id).name
            proposals.append(ProposedPlaces(name, still_open))
    return proposals


def add(session: Session, *, organisation_id: UUID, place_id: UUID) -> None:
    """One more; the same twice is once. Raises ``Invalid`` after three, ``NotFound``."""
    searching.place(session, place_id)
    chosen = of_organisation(session, organisation_id=organisation_id)
    if len(chosen) >= MOST and place_id not in [place.id for place in chosen]:
        raise Invalid("Vous avez déjà trois lieux. Enlevez-en un d’abord.", field="lieu")
    values = {"organisation_id": organisation_id, "place_id": place_id, "added_at": now()}
    insert_new(session, OwnPlace, values)


def remove(session: Session, *, organisation_id: UUID, place_id: UUID) -> None:
    """Nothing happens when it is not there."""
    statement = delete(OwnPlace).where(col(OwnPlace.place_id) == place_id)
    session.execute(statement, execution_options=scope.within(organisation_id))
