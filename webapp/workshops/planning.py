"""The adviser's side: propose a workshop, find it again, call it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from webapp.accounts import names
from webapp.advising.scope import within
from webapp.database import insert_new, now
from webapp.errors import Invalid, NotFound
from webapp.workshops.models import LONGEST_BRING, LONGEST_TITLE, LONGEST_WHERE, Workshop

MOST_SEATS, LONGEST_MINUTES = 100, 480
LATE = timedelta(hours=8)
FARTHEST = timedelta(days=730)
"""A workshop in thirty years is a slip of the finger."""
SHOWN_PAST = 20


@dataclass(frozen=True)
class WorkshopPlan:
    """What an adviser says of a workshop; ``starts_at`` is None when the date cannot be read."""

    title: str
    starts_at: datetime | None
    minutes: int | None
    venue: str
    bring: str
    seats: int | None


def create(
    session: Session, plan: WorkshopPlan, *, organisation_id: UUID, adviser_id: UUID, once: str
) -> UUID:
    """A new workshop; the same form (``once``) sent twice makes one. Raises ``Invalid``."""
    workshop_id = uuid5(organisation_id, f"{once}\n{plan}")
    values = {
        "organisation_id": organisation_id,
        "id": workshop_id,
        "adviser_id": adviser_id,
        "title": _words(
            plan.title,
            LONGEST_TITLE,
            Invalid("Écrivez un titre de 80 caractères au plus.", field="title"),
        ),
        "starts_at": _starts_at(plan),
        "minutes": _number(
            plan.minutes,
            LONGEST_MINUTES,
            Invalid("Écrivez un nombre de minutes, 480 au plus.", field="minutes"),
        ),
        "venue": _words(
            plan.venue, LONGEST_WHERE, Invalid("Écrivez l’adresse du lieu.", field="venue")
        ),
        "bring": names.tidy(plan.bring)[:LONGEST_BRING],
        "seats": _number(
            plan.seats,
            MOST_SEATS,
            Invalid("Écrivez un nombre de places, 100 au plus.", field="seats"),
        ),
        "created_at": now(),
        "cancelled_at": None,
    }
    insert_new(session, Workshop, values)
    return workshop_id


def _words(text: str, longest: int, refusal: Invalid) -> str:
    text = names.tidy(text)
    if not 1 <= len(text) <= longest:
        raise refusal
    return text


def _number(number: int | None, most: int, refusal: Invalid) -> int:
    if number is None or not 1 <= number <= most:
        raise refusal
    return number


def _starts_at(plan: WorkshopPlan) -> datetime:
    if plan.starts_at is None:
        raise Invalid("Écrivez le jour et l’heure. Exemple : 14:30.", field="day")
    if plan.starts_at <= now():
        raise Invalid("Choisissez une date à venir.", field="day")
    if plan.starts_at > now() + FARTHEST:
        raise Invalid("Choisissez une date dans les deux ans.", field="day")
    return plan.starts_at


def workshop(session: Session, *, organisation_id: UUID, workshop_id: UUID) -> Workshop:
    """One of this organisation. Raises ``NotFound`` for another's."""
    statement = select(Workshop).where(col(Workshop.id) == workshop_id)
    found: Workshop | None = session.execute(
        statement, execution_options=within(organisation_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("Cette page n’existe pas.")
    return found


def coming(session: Session, *, organisation_id: UUID) -> Sequence[Workshop]:
    """Those that are not over, the next first; those called off too, until their date."""
    statement = (
        select(Workshop)
        .where(col(Workshop.starts_at) > _lately())
        .order_by(col(Workshop.starts_at))
    )
    return session.execute(statement, execution_options=within(organisation_id)).scalars().all()


def _lately() -> datetime:
    """A workshop stays in the lists on its day, for who comes late and for attendance."""
    return now() - LATE


def past(session: Session, *, organisation_id: UUID) -> Sequence[Workshop]:
    """The latest that are over."""
    statement = (
        select(Workshop)
        .where(col(Workshop.starts_at) <= _lately())
        .order_by(col(Workshop.starts_at).desc())
        .limit(SHOWN_PAST)
    )
    return session.execute(statement, execution_options=within(organisation_id)).scalars().all()


def call_off(found: Workshop) -> None:
    """Nobody comes any more; the people who had a place read it on their page. Raises ``Invalid``
    once it has begun: who came stays counted.
    """
    if found.starts_at <= now():
        raise Invalid("Cet atelier a commencé.", field="sure")
    found.cancelled_at = found.cancelled_at or now()
