"""E-mail and password, without ever saying which of the two was not right."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from webapp.accounts import limits, sessions
from webapp.accounts.models import ADVISER, Adviser
from webapp.accounts.passwords import check_new_password, hash_password, same_password
from webapp.errors import Invalid

NOT_RIGHT = "L’adresse ou le mot de passe ne va pas. Vérifiez les deux."


def sign_in(session: Session, *, email: str, password: str, pepper: str) -> str | None:
    """A new session token, or None when the pair is not right (the failure is then counted).

    Raises ``TooMany`` while the account is locked: even the right password is refused then.
    """
    key = limits.SIGN_IN.key(pepper, email.strip())
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
    good = same_password(row[1] if row else None, password, pepper)
    if row is None or not good:
        limits.failed(session, limits.SIGN_IN, key)
        return None
    limits.succeeded(session, key)
    return sessions.open_session(session, kind=ADVISER, person_id=row[0])


def change_password(session: Session, *, adviser_id: UUID, old: str, new: str, pepper: str) -> str:
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
    if not same_password(stored, old, pepper):
        raise Invalid("Ce n’est pas votre mot de passe actuel.", field="old")
    check_new_password(new, context=(email.split("@")[0], name))
    session.connection().execute(
        update(Adviser).where(col(Adviser.id) == adviser_id)
        .values(password_hash=hash_password(new, pepper))
    )  # fmt: skip
    sessions.revoke_all(session, kind=ADVISER, person_id=adviser_id)
    return sessions.open_session(session, kind=ADVISER, person_id=adviser_id)
