"""The one door to tenant rows: forgetting the organisation is impossible, not unlikely.

Every SELECT, UPDATE or DELETE on a tenant table must carry a scope: one organisation (``within``) for
advisers, or one learner (``owned_by``) for people looking at their own rows. The session refuses the
statement otherwise, and adds the condition itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlmodel import Session, SQLModel

from webapp.advising.models import Prescription


class UnscopedError(RuntimeError):
    """A statement would have read another organisation's people."""


def within(organisation_id: UUID) -> dict[str, Any]:
    """``execution_options`` for rows of one organisation."""
    return {"tenant": ("organisation", organisation_id)}


def owned_by(learner_id: UUID) -> dict[str, Any]:
    """``execution_options`` for the rows about one learner, whoever the organisation is."""
    return {"tenant": ("learner", learner_id)}


def by_code() -> dict[str, Any]:
    """``execution_options`` for opening a prescription by the code a person was given."""
    return {"tenant": ("code", None)}


def _tables(state: ORMExecuteState) -> Iterator[type[SQLModel]]:
    for mapper in state.all_mappers:
        if getattr(mapper.class_, "TENANT", False):
            yield mapper.class_


def _guard(state: ORMExecuteState) -> None:
    if not (state.is_select or state.is_update or state.is_delete):
        return
    tables = set(_tables(state))
    if not tables:
        return
    kind, value = state.execution_options.get("tenant", ("none", None))
    for table in tables:
        condition = _condition(table, kind, value)
        if condition is None:
            raise UnscopedError(f"{table.__name__} was read without an organisation")
        if condition is not True:
            state.statement = state.statement.options(with_loader_criteria(table, condition))


def _condition(table: Any, kind: str, value: UUID | None) -> Any:
    if kind == "organisation":
        return table.organisation_id == value
    if kind == "learner" and hasattr(table, "learner_id"):
        return table.learner_id == value
    return True if kind == "code" and table is Prescription else None


def install() -> None:
    """Watch every session of the process."""
    if not event.contains(Session, "do_orm_execute", _guard):
        event.listen(Session, "do_orm_execute", _guard)


install()
