"""A mail when a review is due: for who gave an address and confirmed it, until they say stop.

The page only writes what was asked; ``reminding`` sends. A link carries the id of this row, signed: it
opens nothing of the person, and works without signing in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, Signer
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlmodel import Session, col

from webapp.accounts import sessions
from webapp.database import ERASED, insert_new, new_id, now
from webapp.errors import Invalid, NotFound
from webapp.mailing import sendable
from webapp.training.models import Reminder

CONFIRM, STOP = "reminder-confirm", "reminder-stop"
WAITS = timedelta(days=7)
"""An address that nobody confirmed is forgotten after that."""


@dataclass(frozen=True)
class ReminderState:
    """What the person reads of their reminders."""

    address: str
    confirmed: bool


def state_of(session: Session, *, learner_id: UUID) -> ReminderState | None:
    """None when no address was given."""
    statement = select(Reminder.address, Reminder.confirmed_at).where(  # type: ignore[call-overload]
        col(Reminder.learner_id) == learner_id
    )
    row = session.connection().execute(statement).first()
    return None if row is None else ReminderState(row[0], row[1] is not None)


def ask(session: Session, *, learner_id: UUID, address: str) -> None:
    """Keep the address until it is confirmed; another one takes its place. Raises ``Invalid``."""
    address = address.strip()
    if not sendable(address):
        raise Invalid("Écrivez une adresse mail entière, comme prenom@exemple.fr.", field="address")
    known = state_of(session, learner_id=learner_id)
    if known == ReminderState(address, confirmed=True):
        return
    if not sessions.hold(session, [learner_id]):
        raise NotFound("Cette page n’existe pas.")
    forget(session, learner_id=learner_id)
    values = {
        "learner_id": learner_id,
        "id": new_id(),
        "address": address,
        "asked_at": now(),
        "mailed_at": None,
        "confirmed_at": None,
        "reminded_at": None,
    }
    insert_new(session, Reminder, values)


def forget(session: Session, *, learner_id: UUID) -> None:
    """The address is erased, and no mail leaves any more."""
    session.info[ERASED] = True
    session.connection().execute(delete(Reminder).where(col(Reminder.learner_id) == learner_id))


def link_token(reminder_id: UUID, purpose: str, keys: Sequence[str]) -> str:
    """What a link of this purpose carries. ``keys``: oldest first."""
    return Signer(list(keys), salt=purpose).sign(reminder_id.hex).decode()


def _reminder(token: str, purpose: str, keys: Sequence[str]) -> UUID:
    try:
        return UUID(Signer(list(keys), salt=purpose).unsign(token).decode())
    except (BadSignature, ValueError):
        raise _gone() from None


def _gone() -> NotFound:
    return NotFound("Ce lien ne marche plus. Demandez un autre mail.")


def to_confirm(session: Session, *, token: str, keys: Sequence[str]) -> UUID:
    """The row a link would confirm. Raises ``NotFound`` for one that is old, erased or invented."""
    reminder_id = _reminder(token, CONFIRM, keys)
    statement = select(Reminder.id).where(  # type: ignore[call-overload]
        col(Reminder.id) == reminder_id, _still_good(now())
    )
    if session.connection().execute(statement).first() is None:
        raise _gone()
    return reminder_id


def confirm(session: Session, *, token: str, keys: Sequence[str]) -> None:
    """The link was pressed by who reads that address. Pressed twice, it is confirmed once."""
    reminder_id = to_confirm(session, token=token, keys=keys)
    session.connection().execute(
        update(Reminder)
        .where(col(Reminder.id) == reminder_id, col(Reminder.confirmed_at).is_(None))
        .values(confirmed_at=now())
    )


def check_stop(*, token: str, keys: Sequence[str]) -> None:
    """Raises ``NotFound`` for a link we never made."""
    _reminder(token, STOP, keys)


def stop(session: Session, *, token: str, keys: Sequence[str]) -> None:
    """No mail any more to that address, whoever gave it: two people of one house, or one person who
    began again. Pressed twice, or after the data went, it is done too.
    """
    reminder_id = _reminder(token, STOP, keys)
    written = func.lower(col(Reminder.address))
    stopped = select(written).where(col(Reminder.id) == reminder_id)
    session.info[ERASED] = True
    session.connection().execute(delete(Reminder).where(written.in_(stopped)))


def forget_unconfirmed(session: Session, *, at: datetime) -> None:
    """Addresses that nobody confirmed in time."""
    session.info[ERASED] = True
    session.connection().execute(delete(Reminder).where(~_still_good(at)))


def _still_good(at: datetime) -> ColumnElement[bool]:
    return col(Reminder.confirmed_at).is_not(None) | (col(Reminder.asked_at) > at - WAITS)
