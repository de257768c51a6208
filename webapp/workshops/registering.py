"""Who asks for a place, who waits, who came. The order of asking decides, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from webapp.accounts import names, privacy, sessions
from webapp.accounts.models import Organisation
from webapp.advising import sharing
from webapp.advising.scope import owned_by, within
from webapp.database import insert_new, now
from webapp.errors import Invalid, NotFound
from webapp.workshops import planning
from webapp.workshops.models import (
    ABSENT,
    CAME,
    EXCUSED,
    LONGEST_NAME,
    Registration,
    Workshop,
)

ATTENDANCES = (CAME, EXCUSED, ABSENT)
KEPT = timedelta(days=90)
"""How long the names of a workshop stay after it: the time to count who came."""


@dataclass(frozen=True)
class Seat:
    """One person in the order of asking; ``waiting`` is their rank in the waiting list, or 0."""

    registration: Registration
    waiting: int


@dataclass(frozen=True)
class Roster:
    """A workshop and everybody who asked and did not cancel."""

    workshop: Workshop
    seats: Sequence[Seat]

    @property
    def left(self) -> int:
        """Places nobody asked for."""
        return max(0, self.workshop.seats - len(self.seats))

    def of(self, learner_id: UUID) -> Seat | None:
        """The seat this person asked for."""
        return next((s for s in self.seats if s.registration.learner_id == learner_id), None)


@dataclass(frozen=True)
class Invitation:
    """A workshop as one person may read it: not the names of the others."""

    workshop: Workshop
    organisation: str
    left: int
    mine: Seat | None


def rosters(
    session: Session, workshops: Sequence[Workshop], *, organisation_id: UUID
) -> Sequence[Roster]:
    """Each in the order of asking, by one statement."""
    asked: dict[UUID, list[Registration]] = {one.id: [] for one in workshops}
    statement = (
        select(Registration)
        .where(col(Registration.workshop_id).in_(asked), col(Registration.cancelled_at).is_(None))
        .order_by(col(Registration.asked_at), col(Registration.id))
    )
    rows = session.execute(statement, execution_options=within(organisation_id)).scalars()
    for row in rows:
        asked[row.workshop_id].append(row)
    return [Roster(one, _seats(one, asked[one.id])) for one in workshops]


def _seats(found: Workshop, asked: Sequence[Registration]) -> Sequence[Seat]:
    return [Seat(row, max(0, rank - found.seats)) for rank, row in enumerate(asked, start=1)]


def roster(session: Session, found: Workshop) -> Roster:
    """That of one workshop."""
    return rosters(session, [found], organisation_id=found.organisation_id)[0]


def invitations(session: Session, *, learner_id: UUID) -> Sequence[Invitation]:
    """The workshops to come of every organisation that gave this person a code, the next first."""
    found: list[Invitation] = []
    for organisation_id, coming in _proposed(session, learner_id):
        by = _name(session, organisation_id)
        asked = rosters(session, coming, organisation_id=organisation_id)
        found += [_invitation(one, by, learner_id) for one in asked]
    shown = (one for one in found if one.workshop.cancelled_at is None or one.mine)
    return sorted(shown, key=lambda one: one.workshop.starts_at)


def count_open(session: Session, *, learner_id: UUID) -> int:
    """How many of them this person may still ask for."""
    return sum(one.open for _id, coming in _proposed(session, learner_id) for one in coming)


def _proposed(session: Session, learner_id: UUID) -> Iterator[tuple[UUID, Sequence[Workshop]]]:
    for organisation_id in sharing.organisations(session, learner_id=learner_id):
        yield organisation_id, planning.coming(session, organisation_id=organisation_id)


def invitation(session: Session, found: Workshop, *, learner_id: UUID) -> Invitation:
    """What one person may read of a workshop."""
    by = _name(session, found.organisation_id)
    return _invitation(roster(session, found), by, learner_id)


def _invitation(asked: Roster, by: str, learner_id: UUID) -> Invitation:
    return Invitation(asked.workshop, by, asked.left, asked.of(learner_id))


def _name(session: Session, organisation_id: UUID) -> str:
    return session.get_one(Organisation, organisation_id).name


def open_to(session: Session, *, learner_id: UUID, workshop_id: UUID) -> Workshop:
    """A workshop of an organisation this person has a code of. Raises ``NotFound``."""
    for organisation_id in sharing.organisations(session, learner_id=learner_id):
        try:
            return planning.workshop(
                session, organisation_id=organisation_id, workshop_id=workshop_id
            )
        except NotFound:
            continue
    raise NotFound("Cette page n’existe pas.")


def ask(session: Session, found: Workshop, *, learner_id: UUID, first_name: str) -> None:
    """A place, or a rank in the waiting list. Asked again after a cancellation, it is asked now."""
    name = _first_name(first_name)
    if not sessions.hold(session, [learner_id]):
        raise NotFound("Cette page n’existe pas.")
    known = _registration(session, found, learner_id, owned_by(learner_id))
    if known is None:
        _insert(session, found, learner_id, name, learner_id=learner_id)
        return
    if known.cancelled_at is not None:
        _refuse_late(found)
        known.asked_at, known.cancelled_at = now(), None
    known.first_name = name


def write_down(session: Session, found: Workshop, *, first_name: str, once: str) -> None:
    """A first name that an adviser writes, for somebody who did not ask by themselves. The same form
    (``once``) sent twice writes it once; a form found again with Back takes another name.
    """
    name = _first_name(first_name)
    _insert(session, found, uuid5(found.id, f"{once}\n{name}"), name, learner_id=None)


def _insert(
    session: Session, found: Workshop, id_: UUID, name: str, *, learner_id: UUID | None
) -> None:
    _refuse_late(found)
    values = {
        "organisation_id": found.organisation_id,
        "workshop_id": found.id,
        "id": id_,
        "learner_id": learner_id,
        "first_name": name,
        "asked_at": now(),
        "cancelled_at": None,
        "attendance": "",
    }
    insert_new(session, Registration, values)


def _refuse_late(found: Workshop) -> None:
    if not found.open:
        raise Invalid("On ne peut plus s’inscrire à cet atelier.")


def _first_name(text: str) -> str:
    name = names.first_name(text, longest=LONGEST_NAME)
    if not name:
        raise Invalid("Écrivez un prénom.", field="first_name")
    return name


def _registration(
    session: Session, found: Workshop, id_: UUID, scope: Mapping[str, Any]
) -> Registration | None:
    """One line, given back or not; None when it never was, or was erased meanwhile."""
    statement = select(Registration).where(
        col(Registration.workshop_id) == found.id, col(Registration.id) == id_
    )
    row: Registration | None = session.execute(
        statement, execution_options=scope
    ).scalar_one_or_none()
    return row


def give_back(session: Session, found: Workshop, *, learner_id: UUID) -> None:
    """The person does not come: the next in the waiting list has the place. Twice is once.

    Once it has begun nothing changes: who came stays counted.
    """
    known = _registration(session, found, learner_id, owned_by(learner_id))
    if known is not None and found.open:
        _cancel(known)


def _cancel(row: Registration) -> None:
    row.cancelled_at = row.cancelled_at or now()
    row.first_name = ""


def take_off(session: Session, found: Workshop, registration_id: UUID) -> None:
    """By the adviser: somebody who said they do not come. Twice is once."""
    row = _registration(session, found, registration_id, within(found.organisation_id))
    if row is not None:
        _cancel(row)


def mark(session: Session, found: Workshop, registration_id: UUID, attendance: str) -> None:
    """Came, excused, absent; anything else takes the mark away."""
    row = _registration(session, found, registration_id, within(found.organisation_id))
    if row is not None and row.cancelled_at is None:
        row.attendance = attendance if attendance in ATTENDANCES else ""


def forget_old(session: Session, at: datetime) -> None:
    """The names and the people of workshops that are long over, and of places given back."""
    over = select(Workshop.id).where(col(Workshop.starts_at) < at - KEPT)
    session.connection().execute(
        delete(Registration).where(
            or_(
                col(Registration.workshop_id).in_(over),
                col(Registration.cancelled_at) < at - KEPT,
            )
        )
    )


privacy.at_each_purge(forget_old)
