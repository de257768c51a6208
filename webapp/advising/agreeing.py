"""A person agrees to share: under which name the list shows them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from webapp.accounts import names
from webapp.advising.models import NAMELESS, Participation
from webapp.advising.scope import within


def agree(session: Session, row: Participation, first_name: str = "") -> None:
    """From now on; a first name given before stays when none is given now."""
    name = first_name or row.first_name
    same = row.shared and names.key(name or NAMELESS) == row.name_key
    row.agree(
        name,
        row.namesake
        if same
        else next_namesake(
            session, name, organisation_id=row.organisation_id, prescription_id=row.prescription_id
        ),
    )


def next_namesake(
    session: Session, name: str, *, organisation_id: UUID, prescription_id: UUID
) -> int:
    """1 for the first of this name; a number is never given again while a later one is there.

    Two people who agree at the same moment may have the same on PostgreSQL: their hour still differs.
    """
    statement = select(func.max(Participation.namesake)).where(
        col(Participation.prescription_id) == prescription_id,
        col(Participation.name_key) == names.key(name or NAMELESS),
    )
    found = session.execute(statement, execution_options=within(organisation_id)).scalar()
    return 1 + (found or 0)
