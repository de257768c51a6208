"""Getting back in: a one-time link that sets a new password, for somebody who has an account.

A colleague gets it from an administrator of the team; the last administrator from the machine
(``marchepied admin link``). No mail is sent: whoever gives the link knows the person.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from webapp.accounts import limits, sessions, setup, teams
from webapp.accounts.models import ADMINISTRATOR, ADVISER, Adviser, Membership
from webapp.accounts.passwords import check_new_password, hash_password
from webapp.accounts.setup import RESET, SETUP_PATH, SetupLink
from webapp.errors import NotFound


def link_for(session: Session, *, organisation_id: UUID, adviser_id: UUID) -> str:
    """The token of a link for a colleague. Raises ``NotFound`` outside the team."""
    role = next(
        (
            member.role
            for member in teams.members(session, organisation_id=organisation_id)
            if member.id == adviser_id
        ),
        None,
    )
    if role is None:
        raise NotFound("Cette personne n’est pas dans votre équipe.")
    return setup.make_link(session, RESET, organisation_id, role, adviser_id=adviser_id)


def admin_links(session: Session, base_url: str, email: str = "") -> list[tuple[str, str]]:
    """A link for each administrator, or for the one who has this mail: mail and address."""
    statement = (
        select(Adviser.id, Adviser.email, Membership.organisation_id)  # type: ignore[call-overload]
        .join(Membership, col(Membership.adviser_id) == col(Adviser.id))
        .where(col(Membership.role) == ADMINISTRATOR, col(Membership.ended_at).is_(None))
        .order_by(col(Adviser.email))
    )
    found = session.connection().execute(statement).all()
    wanted = email.strip().casefold()
    return [
        (
            mail,
            base_url
            + SETUP_PATH
            + link_for(session, organisation_id=organisation_id, adviser_id=adviser_id),
        )
        for adviser_id, mail, organisation_id in found
        if wanted in ("", mail)
    ]


def reset(session: Session, link: SetupLink, *, password: str, pepper: str) -> UUID:
    """Set the password; every session of the person ends, every link of theirs too.

    Raises ``Invalid`` for a password that is guessed first.
    """
    email, name = owner(session, link)
    check_new_password(password, context=(email.split("@")[0], name))
    session.connection().execute(
        update(Adviser)
        .where(col(Adviser.id) == link.adviser_id)
        .values(password_hash=hash_password(password, pepper))
    )
    limits.succeeded(session, limits.SIGN_IN.key(pepper, email))
    setup.spend(session, link)
    assert link.adviser_id is not None  # noqa: S101 (a link of this purpose has one)
    sessions.revoke_all(session, kind=ADVISER, person_id=link.adviser_id)
    return link.adviser_id


def owner(session: Session, link: SetupLink) -> tuple[str, str]:
    """The mail and the name of whom the link is for. Raises ``NotFound`` once they left the team."""
    row = (
        session.connection()
        .execute(
            select(Adviser.email, Adviser.name)  # type: ignore[call-overload]
            .join(Membership, col(Membership.adviser_id) == col(Adviser.id))
            .where(col(Adviser.id) == link.adviser_id, col(Membership.ended_at).is_(None))
        )
        .first()
    )
    if row is None:
        raise NotFound("Ce lien ne sert plus. Demandez une invitation.")
    return row[0], row[1]
