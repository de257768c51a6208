"""One-time links: the first administrator of a new service, then colleagues they invite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from webapp.accounts import names
from webapp.accounts.models import (
    ADMINISTRATOR,
    ADVISER,
    Adviser,
    Membership,
    OneTimeLink,
    Organisation,
)
from webapp.accounts.passwords import check_new_password, hash_password
from webapp.accounts.tokens import new_token, token_hash
from webapp.database import insert_new, new_id, now, replace_rows
from webapp.errors import Invalid, NotFound

SETUP, INVITATION, RESET = "setup", "invitation", "reset"
VALID_FOR = {
    SETUP: timedelta(hours=24),
    INVITATION: timedelta(days=7),
    RESET: timedelta(hours=24),
}
SETUP_PATH = "/conseil/installation/"
LONGEST_NAME = 80


@dataclass(frozen=True)
class SetupLink:
    """A link that can still be used."""

    token: str
    purpose: str
    organisation_id: UUID | None
    role: str
    adviser_id: UUID | None = None


def setup_link_if_needed(session: Session, base_url: str) -> str | None:
    """A fresh installation link while nobody administers the service; None afterwards."""
    administrates = col(Membership.role) == ADMINISTRATOR
    present = col(Membership.ended_at).is_(None)
    administrators = select(col(Membership.adviser_id)).where(administrates, present)
    if session.connection().execute(administrators.limit(1)).first():
        return None
    return base_url + SETUP_PATH + make_link(session, SETUP, None, ADMINISTRATOR)


def invite(session: Session, *, organisation_id: UUID, role: str) -> str:
    """The token of an invitation into one organisation."""
    return make_link(
        session, INVITATION, organisation_id, role if role == ADMINISTRATOR else ADVISER
    )


def make_link(
    session: Session,
    purpose: str,
    organisation_id: UUID | None,
    role: str,
    *,
    adviser_id: UUID | None = None,
) -> str:
    """The token of a new link; ``RESET`` needs whose password it sets."""
    token, at = new_token(), now()
    values = {
        "token_hash": token_hash(token),
        "purpose": purpose,
        "organisation_id": organisation_id,
        "role": role,
        "adviser_id": adviser_id,
        "created_at": at,
        "expires_at": at + VALID_FOR[purpose],
        "used_at": None,
    }
    insert_new(session, OneTimeLink, values)
    return token


def find_link(session: Session, token: str) -> SetupLink:
    """A link that has not been used. Raises ``NotFound`` with what to do."""
    row = (
        session.connection()
        .execute(
            select(  # type: ignore[call-overload]
                OneTimeLink.purpose,
                OneTimeLink.organisation_id,
                OneTimeLink.role,
                OneTimeLink.adviser_id,
            ).where(
                col(OneTimeLink.token_hash) == token_hash(token),
                col(OneTimeLink.used_at).is_(None),
                col(OneTimeLink.expires_at) > now(),
            )
        )
        .first()
    )
    if row is None:
        raise NotFound("Ce lien a déjà servi, ou il est trop vieux. Demandez un nouveau lien.")
    return SetupLink(token, **row._asdict())


def consume(
    session: Session,
    link: SetupLink,
    *,
    organisation: str,
    name: str,
    email: str,
    password: str,
    pepper: str,
) -> UUID:
    """Create the account, and the organisation at the first installation. The link is spent.

    Raises ``Invalid`` for a field to correct; nothing is created then.
    """
    name, email = names.tidy(name), normal_email(email)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("Écrivez votre nom, comme les personnes le connaissent.", field="name")
    check_new_password(password, context=(email.split("@")[0], name, organisation))
    organisation_id = link.organisation_id or _organisation(session, organisation)
    hashed, at = hash_password(password, pepper), now()
    adviser_id = new_id()
    values = {
        "id": adviser_id,
        "email": email,
        "name": name,
        "created_at": at,
        "password_hash": hashed,
    }
    if not insert_new(session, Adviser, values):
        adviser_id = _come_back(session, email, name, hashed)
    member = {
        "organisation_id": organisation_id,
        "adviser_id": adviser_id,
        "role": link.role,
        "created_at": at,
        "ended_at": None,
    }
    replace_rows(session, Membership, [member])
    spend(session, link)
    return adviser_id


def _come_back(session: Session, email: str, name: str, hashed: str) -> UUID:
    """The account of somebody who is in no team any more: theirs again, with what they typed."""
    active = select(Membership.adviser_id).where(col(Membership.ended_at).is_(None))  # type: ignore[call-overload]
    found = session.connection().execute(
        update(Adviser)
        .where(col(Adviser.email) == email, col(Adviser.id).not_in(active))
        .values(name=name, password_hash=hashed)
        .returning(col(Adviser.id))
    )
    adviser_id: UUID | None = found.scalar()
    if adviser_id is None:
        raise Invalid(
            "Cette adresse a déjà un compte."
            " Connectez-vous, ou demandez un lien de nouveau mot de passe.",
            field="email",
        )
    return adviser_id


def spend(session: Session, link: SetupLink) -> None:
    """The link is used. Others that would do the same die with it: an installation happens once,
    and one password is set once.
    """
    spent = session.connection().execute(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.token_hash) == token_hash(link.token),
            col(OneTimeLink.used_at).is_(None),
        )
        .values(used_at=now())
    )
    if spent.rowcount != 1:
        raise NotFound("Ce lien a déjà servi. Demandez un nouveau lien.")
    if link.purpose != INVITATION:
        session.connection().execute(
            update(OneTimeLink)
            .where(
                col(OneTimeLink.purpose) == link.purpose,
                col(OneTimeLink.used_at).is_(None),
                col(OneTimeLink.adviser_id).is_not_distinct_from(link.adviser_id),
            )
            .values(used_at=now())
        )


def _organisation(session: Session, name: str) -> UUID:
    name = names.tidy(name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("Écrivez le nom de votre structure.", field="organisation")
    organisation_id = new_id()
    insert_new(session, Organisation, {"id": organisation_id, "name": name, "created_at": now()})
    return organisation_id


def normal_email(text: str) -> str:
    """Lower case, without spaces. Raises ``Invalid`` when it cannot be an address."""
    email = text.strip().casefold()
    local, _at, host = email.rpartition("@")
    if not local or "." not in host or " " in email or len(email) > 254:
        raise Invalid("Écrivez une adresse mail complète, avec @.", field="email")
    return email


def organisation_of(session: Session, *, adviser_id: UUID) -> UUID:
    """The organisation an adviser works in now. Raises ``NotFound`` when there is none."""
    statement = select(Membership.organisation_id).where(  # type: ignore[call-overload]
        col(Membership.adviser_id) == adviser_id, col(Membership.ended_at).is_(None)
    )
    found: UUID | None = session.connection().execute(statement).scalar()
    if found is None:
        raise NotFound("Cette personne n’est dans aucune équipe.")
    return found
