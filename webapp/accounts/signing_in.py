"""E-mail and password, without ever saying which of the two was not right."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from webapp.accounts import limits, sessions
from webapp.accounts.models import ADVISER, Adviser
from webapp.accounts.passwords import check_new_password, hash_password, matching_pepper
from webapp.accounts.setup import organisation_of
from webapp.errors import Invalid, NotFound


def sign_in(
    session: Session,
    *,
    email: str,
    password: str,
    pepper: str,
    old_peppers: Sequence[str] = (),
    device: str = "",
) -> str | None:
    """A new session token, or None when the pair is not right (the failure is then counted).

    A password hashed with an old pepper is hashed again with the present one. Raises ``TooMany``
    while the account is locked: even the right password is refused then; ``Invalid`` for the right
    password of somebody who is in no team any more. ``device`` is a browser this person signed in
    with before: guesses made elsewhere do not lock it.
    """
    limit = limits.DEVICE if device else limits.SIGN_IN
    key = limit.key(pepper, device + email.strip())
    limits.check(session, key)
    row = (
        session.connection()
        .execute(
            select(Adviser.id, Adviser.password_hash).where(  # type: ignore[call-overload]
                col(Adviser.email) == email.strip().casefold()
            )
        )
        .first()
    )
    used = matching_pepper(row[1] if row else None, password, (pepper, *old_peppers))
    if row is None or used is None:
        limits.failed(session, limit, key)
        return None
    limits.succeeded(session, key)
    if used != pepper:
        _store(session, row[0], password, pepper)
    try:
        organisation_of(session, adviser_id=row[0])
    except NotFound:
        raise Invalid(
            "Vous n’êtes plus dans une équipe. Demandez une invitation à votre structure.",
            field="email",
        ) from None
    return sessions.open_session(session, kind=ADVISER, person_id=row[0])


def _store(session: Session, adviser_id: UUID, password: str, pepper: str) -> None:
    session.connection().execute(
        update(Adviser)
        .where(col(Adviser.id) == adviser_id)
        .values(password_hash=hash_password(password, pepper))
    )


def change_password(
    session: Session,
    *,
    adviser_id: UUID,
    old: str,
    new: str,
    pepper: str,
    old_peppers: Sequence[str] = (),
) -> str:
    """Set a new password: every other session ends, and a fresh token comes back."""
    email, name, stored = (
        session.connection()
        .execute(
            select(Adviser.email, Adviser.name, Adviser.password_hash).where(  # type: ignore[call-overload]
                col(Adviser.id) == adviser_id
            )
        )
        .one()
    )
    if matching_pepper(stored, old, (pepper, *old_peppers)) is None:
        raise Invalid("Ce n’est pas votre mot de passe actuel.", field="old")
    check_new_password(new, context=(email.split("@")[0], name))
    _store(session, adviser_id, new, pepper)
    sessions.revoke_all(session, kind=ADVISER, person_id=adviser_id)
    return sessions.open_session(session, kind=ADVISER, person_id=adviser_id)
