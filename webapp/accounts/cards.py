"""A person's own card: what opens their work again, on any device, without name, mail or password.

It carries a token of 128 bits, read by the camera from the part of the link that no server and no
log ever sees, and twelve symbols to type (52 bits; tries are slowed down). The table keeps what
recognises them, never what they are: a card is shown once. A new card ends the one before, at once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from webapp.accounts import sessions, short_codes
from webapp.accounts.models import Adviser, PersonalCard
from webapp.accounts.tokens import token_hash
from webapp.database import insert_new, now
from webapp.errors import NotFound

TOKEN_BYTES = 16
CODE_LENGTH, CODE_GROUP = 12, 4
LASTS = timedelta(days=396)
"""Thirteen months."""


@dataclass(frozen=True)
class NewCard:
    """What is printed, once."""

    token: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class CardEvent:
    """A card that was made: by whom when it was an adviser, and whether it still opens."""

    made_at: datetime
    expires_at: datetime
    adviser: str | None
    valid: bool


def read_code(typed: str) -> str | None:
    """What a person typed as the code of a card; None when it cannot be one."""
    return short_codes.read(typed, CODE_LENGTH)


def make(
    session: Session, *, learner_id: UUID, secret_key: str, adviser_id: UUID | None = None
) -> NewCard:
    """A card for this person; the one they had opens nothing any more.

    Raises ``NotFound`` for a person who was erased meanwhile.
    """
    if not sessions.hold(session, [learner_id]):
        raise NotFound("Cette page n’existe pas.")
    at = now()
    end(session, learner_id=learner_id)
    card = NewCard(
        secrets.token_urlsafe(TOKEN_BYTES), short_codes.new_code(CODE_LENGTH), at + LASTS
    )
    values = {
        "token_hash": token_hash(card.token),
        "code_key": _code_key(card.code, secret_key),
        "learner_id": learner_id,
        "adviser_id": adviser_id,
        "made_at": at,
        "expires_at": card.expires_at,
        "ended_at": None,
    }
    insert_new(session, PersonalCard, values)
    return card


def end(session: Session, *, learner_id: UUID) -> None:
    """The person's card opens nothing any more."""
    session.connection().execute(
        update(PersonalCard)
        .where(col(PersonalCard.learner_id) == learner_id, col(PersonalCard.ended_at).is_(None))
        .values(ended_at=now())
    )


def holder(
    session: Session, *, token: str = "", code: str = "", secret_keys: Sequence[str]
) -> UUID:
    """Whose card this is. Raises ``NotFound``, the same for no card, an ended one and an old one."""
    if token:
        recognised = col(PersonalCard.token_hash) == token_hash(token)
    else:
        plain = read_code(code) or ""
        recognised = col(PersonalCard.code_key).in_([_code_key(plain, key) for key in secret_keys])
    statement = select(PersonalCard.learner_id).where(  # type: ignore[call-overload]
        recognised, col(PersonalCard.ended_at).is_(None), col(PersonalCard.expires_at) > now()
    )
    learner_id: UUID | None = session.connection().execute(statement).scalar()
    if learner_id is None:
        raise NotFound(
            "Cette carte n’ouvre rien. Vérifiez chaque signe, ou demandez une autre carte."
        )
    return learner_id


def events(session: Session, *, learner_id: UUID) -> list[CardEvent]:
    """The cards this person was given, newest first."""
    statement = (
        select(  # type: ignore[call-overload]
            PersonalCard.made_at, PersonalCard.expires_at, Adviser.name, PersonalCard.ended_at
        )
        .outerjoin(Adviser, col(Adviser.id) == col(PersonalCard.adviser_id))
        .where(col(PersonalCard.learner_id) == learner_id)
        .order_by(col(PersonalCard.made_at).desc())
    )
    at = now()
    return [
        CardEvent(made_at, expires_at, name, ended_at is None and expires_at > at)
        for made_at, expires_at, name, ended_at in session.connection().execute(statement)
    ]


def _code_key(code: str, secret_key: str) -> bytes:
    """Twelve symbols can be tried one by one by whoever steals the table alone: the key is not in it."""
    return hmac.digest(secret_key.encode(), b"card:" + code.encode(), hashlib.sha256)
