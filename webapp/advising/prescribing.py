"""Prescribing: a parcours, a code, people who join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from webapp.accounts import names, teams
from webapp.advising import agreeing, codes
from webapp.advising.models import (
    LONGEST_FIRST_NAME,
    LONGEST_NOTE,
    NAMELESS,
    PRIVATE,
    Participation,
    Prescription,
)
from webapp.advising.scope import by_code, within
from webapp.assessment.sitting import lifecycle
from webapp.content import Catalogue
from webapp.database import insert_new, new_id, now
from webapp.errors import Invalid, NotFound

LONGEST_TITLE = 80
CODE_TRIES = 20
CHANNEL = "mission_locale"


def create(
    session: Session,
    catalogue: Catalogue,
    *,
    organisation_id: UUID,
    adviser_id: UUID,
    parcours_id: str,
    title: str = "",
    note: str = "",
) -> UUID:
    """A new prescription. Raises ``Invalid`` for a parcours that cannot be prescribed yet."""
    parcours = catalogue.parcours.get(parcours_id)
    if parcours is None or not parcours.available:
        raise Invalid("Choisissez un parcours.", field="parcours")
    prescription_id = new_id()
    values = {
        "organisation_id": organisation_id,
        "id": prescription_id,
        "adviser_id": adviser_id,
        "parcours_id": parcours_id,
        "title": checked_title(title or parcours.title),
        "note": checked_note(note),
        "created_at": now(),
        "closed_at": None,
        "deleted_at": None,
    }
    for _ in range(CODE_TRIES):
        if insert_new(session, Prescription, values | {"code": codes.new_code()}):
            return prescription_id
    raise AssertionError("no free code in twenty draws")


def checked_title(title: str) -> str:
    """A title of 1 to 80 characters. Raises ``Invalid``."""
    title = names.tidy(title)
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise Invalid("Écrivez un titre de 80 caractères au plus.", field="title")
    return title


def checked_note(note: str) -> str:
    """A note of 200 characters at most. Raises ``Invalid``."""
    note = names.tidy(note)
    if len(note) > LONGEST_NOTE:
        raise Invalid("Écrivez une note de 200 caractères au plus.", field="note")
    return note


def prescriptions(session: Session, *, organisation_id: UUID) -> Sequence[Prescription]:
    """Every prescription of the organisation, newest first; deleted ones left out."""
    statement = (
        select(Prescription)
        .where(col(Prescription.deleted_at).is_(None))
        .order_by(col(Prescription.created_at).desc())
    )
    return session.execute(statement, execution_options=within(organisation_id)).scalars().all()


def prescription(
    session: Session, *, organisation_id: UUID, prescription_id: UUID, deleted: bool = False
) -> Prescription:
    """One prescription. Raises ``NotFound`` for another organisation's.

    ``deleted`` finds one that was taken out of the lists, to put it back.
    """
    there = col(Prescription.deleted_at)
    statement = select(Prescription).where(
        col(Prescription.id) == prescription_id, there.is_not(None) if deleted else there.is_(None)
    )
    found: Prescription | None = session.execute(
        statement, execution_options=within(organisation_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("Cette page n’existe pas.")
    return found


def rename(found: Prescription, title: str, note: str) -> None:
    """Give it another title and another note."""
    found.title, found.note = checked_title(title), checked_note(note)


def set_closed(found: Prescription, *, closed: bool) -> None:
    """A closed code accepts nobody new; people already in go on."""
    found.closed_at = now() if closed else None


def set_deleted(session: Session, found: Prescription) -> None:
    """Out of the adviser's lists; people keep their own results, and what they agreed to ends."""
    found.deleted_at = now()
    found.closed_at = found.closed_at or found.deleted_at
    statement = select(Participation).where(col(Participation.prescription_id) == found.id)
    people = session.execute(statement, execution_options=within(found.organisation_id)).scalars()
    for one in people:
        one.withdraw()


def restore(found: Prescription) -> None:
    """Back in the lists, with its code open or closed as it was; people have to agree again."""
    if found.closed_at == found.deleted_at:
        found.closed_at = None
    found.deleted_at = None


@dataclass(frozen=True)
class Door:
    """What a code opens. ``adviser`` is empty once they left the team: the organisation proposes."""

    prescription: Prescription
    adviser: str
    organisation: str

    @property
    def whom_to_ask(self) -> str:
        """For a sentence."""
        return f"{self.adviser}, {self.organisation}" if self.adviser else self.organisation


def opened_by(session: Session, code: str) -> Door:
    """What this code opens. Raises ``NotFound``, which says whom to ask when the code was closed."""
    statement = select(Prescription).where(
        col(Prescription.code) == code, col(Prescription.deleted_at).is_(None)
    )
    found = session.execute(statement, execution_options=by_code()).scalar_one_or_none()
    if found is None:
        raise NotFound("Ce code n’ouvre rien. Vérifiez chaque signe sur votre carte.")
    door = Door(found, *teams.who_proposes(session, found.organisation_id, found.adviser_id))
    if found.closed_at is not None:
        raise NotFound(
            "Ce code est fermé. Demandez un nouveau code à : %(whom)s.", whom=door.whom_to_ask
        )
    return door


def join(
    session: Session,
    catalogue: Catalogue,
    found: Prescription,
    *,
    learner_id: UUID,
    agrees: bool,
    first_name: str = "",
) -> UUID:
    """Enter a prescription: a sitting of its own, and what the person agrees to share.

    Joining twice is joining once: the sitting of the first time comes back, consent is updated.
    """
    name = names.first_name(first_name, longest=LONGEST_FIRST_NAME)
    known = participation(
        session,
        learner_id=learner_id,
        prescription_id=found.id,
        organisation_id=found.organisation_id,
    )
    if known is not None:
        if agrees:
            agreeing.agree(session, known, name)
        else:
            known.withdraw()
        return known.sitting_id
    sitting_id = lifecycle.start(
        session, catalogue, learner_id=learner_id, parcours_id=found.parcours_id, channel=CHANNEL
    )
    values = {
        "organisation_id": found.organisation_id,
        "prescription_id": found.id,
        "learner_id": learner_id,
        "sitting_id": sitting_id,
        **(_named(session, found, name) if agrees else {}),
        "consent_at": now() if agrees else None,
        "covers_follow_up": agrees,
        "revoked_at": None,
        "created_at": now(),
        "progress": None if agrees else PRIVATE,
    }
    insert_new(session, Participation, values)
    return sitting_id


def _named(session: Session, found: Prescription, name: str) -> dict[str, str | int]:
    """The columns of the name of somebody who agrees."""
    namesake = agreeing.next_namesake(
        session, name, organisation_id=found.organisation_id, prescription_id=found.id
    )
    return {"first_name": name, "name_key": names.key(name or NAMELESS), "namesake": namesake}


def participation(
    session: Session, *, organisation_id: UUID, prescription_id: UUID, learner_id: UUID
) -> Participation | None:
    """One person in one prescription."""
    statement = select(Participation).where(
        col(Participation.prescription_id) == prescription_id,
        col(Participation.learner_id) == learner_id,
    )
    return session.execute(
        statement, execution_options=within(organisation_id)
    ).scalar_one_or_none()


def shared_participation(
    session: Session, *, organisation_id: UUID, prescription_id: UUID, learner_id: UUID
) -> Participation:
    """One person of a prescription of this organisation. Raises ``NotFound`` unless they agree."""
    prescription(session, organisation_id=organisation_id, prescription_id=prescription_id)
    row = participation(
        session,
        organisation_id=organisation_id,
        prescription_id=prescription_id,
        learner_id=learner_id,
    )
    if row is None or not row.shared:
        raise NotFound("Cette personne garde son résultat pour elle.")
    return row
