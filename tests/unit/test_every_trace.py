"""Every table and column that can hold something of a person, and each road of erasure over all of them.

A new column fails the first test until somebody says whether it can hold something of a person.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlmodel import Session

import webapp.workshops.registering  # noqa: F401 (declares what is erased)
from webapp.accounts import privacy
from webapp.advising import prescribing, sharing
from webapp.advising.models import Participation, Prescription
from webapp.database import CompactUuid, Json, Table, UtcDateTime, new_id, now

OF_A_PERSON = {
    "learner": {"id", "channel", "created_at", "goal"},
    "sitting": {
        "learner_id",
        "id",
        "purpose",
        "rules",
        "channel",
        "catalogue_version",
        "started_at",
        "ended_at",
        "end_reason",
        "before",
        "help",
    },
    "question": {
        "learner_id",
        "id",
        "sitting_id",
        "position",
        "item_id",
        "item_version",
        "item_hash",
        "variant",
        "purpose",
        "shown_at",
        "draft",
    },
    "action": {"learner_id", "question_id", "step", "action", "done_at"},
    "answer": {
        "learner_id",
        "id",
        "sitting_id",
        "outcome",
        "reason",
        "response",
        "score",
        "right",
        "keys",
        "harms",
        "grader_version",
        "hint",
        "help",
        "locale",
        "display",
        "recorded_at",
    },
    "correction": {
        "learner_id",
        "id",
        "key_version",
        "score",
        "right",
        "keys",
        "harms",
        "reason",
        "corrected_at",
    },
    "reminder": {
        "learner_id",
        "id",
        "address",
        "asked_at",
        "mailed_at",
        "confirmed_at",
        "reminded_at",
    },
    "step_read": {"learner_id", "sitting_id", "step", "read_at"},
    "participation": {
        "organisation_id",
        "prescription_id",
        "learner_id",
        "sitting_id",
        "first_name",
        "consent_at",
        "revoked_at",
        "created_at",
        "progress",
        "line",
        "next_action",
        "answered_at",
        "name_key",
        "namesake",
        "covers_follow_up",
    },
    "consultation": {"organisation_id", "id", "adviser_id", "learner_id", "at"},
    "registration": {
        "organisation_id",
        "workshop_id",
        "id",
        "learner_id",
        "first_name",
        "asked_at",
        "cancelled_at",
        "attendance",
    },
    "personal_card": {
        "token_hash",
        "code_key",
        "learner_id",
        "adviser_id",
        "made_at",
        "expires_at",
        "ended_at",
    },
    "auth_session": {
        "token_hash",
        "kind",
        "person_id",
        "created_at",
        "seen_at",
        "expires_at",
        "revoked_at",
    },
}
OF_NOBODY = {
    "organisation",
    "adviser",
    "membership",
    "one_time_link",
    "tries",
    "prescription",
    "place",
    "directory",
    "commune",
    "own_place",
    "workshop",
    "alembic_version",
}
"""What advisers are and do, and keys that are hashes of an address: no learner can be in them."""

PURGE = """
import webapp.advising.sharing, webapp.training.models, webapp.workshops.registering
from webapp.accounts import privacy
print(*sorted(holding.table.__table__.name for holding in privacy._HOLDINGS))
"""


def test_the_purge_of_an_operator_knows_every_table(root):
    """What ``marchepied purge`` imports, in a process that imported nothing else."""
    assert "import webapp.advising.sharing" in (root / "webapp" / "cli.py").read_text("utf-8")
    said = subprocess.run([sys.executable, "-c", PURGE], capture_output=True, text=True, check=True)
    assert set(said.stdout.split()) == OF_A_PERSON.keys() - {"auth_session"}


MARK = "Zénobie"
LONG_AGO = now() - timedelta(days=900)


def test_every_column_was_thought_of(database):
    found = inspect(database.engine)
    columns = {
        name: {column["name"] for column in found.get_columns(name)}
        for name in found.get_table_names()
        if name not in OF_NOBODY
    }
    assert columns == OF_A_PERSON


def planted(session: Session, learner_id, prescription) -> None:
    """A row of this person in every table, with the mark wherever a word or a document fits."""
    for name, columns in OF_A_PERSON.items():
        table = Table.metadata.tables[name]
        row = {column: value_of(table.c[column], learner_id) for column in columns}
        if name == "auth_session":
            row |= {"kind": "learner", "token_hash": learner_id.bytes * 2}
        if name == "personal_card":
            row |= {"token_hash": learner_id.bytes * 2, "code_key": learner_id.bytes}
        if name == "participation":
            row |= {
                "organisation_id": prescription.organisation_id,
                "revoked_at": None,
                "prescription_id": prescription.id,
            }
        session.connection().execute(table.insert().values(row))


def value_of(column, learner_id):
    if (
        column.name in ("learner_id", "person_id")
        or column is Table.metadata.tables["learner"].c.id
    ):
        return learner_id
    if isinstance(column.type, UtcDateTime):
        return LONG_AGO
    if isinstance(column.type, Json):
        return {"typed": MARK}
    if isinstance(column.type, CompactUuid):
        return new_id()
    if hasattr(column.type, "length"):
        return MARK[: column.type.length]
    return column.type.python_type(1)


def traces(database, learner_id) -> set[str]:
    """Where the person or the mark still is."""
    with database.reading() as session:
        return {
            f"{name}.{column}"
            for name, table in Table.metadata.tables.items()
            for row in session.connection().execute(table.select()).mappings()
            for column, value in row.items()
            if value == learner_id or MARK in str(value)
        }


@pytest.fixture
def person(database):
    """A person with something in every table, who shares a parcours."""
    prescription = Prescription(
        organisation_id=new_id(),
        id=new_id(),
        adviser_id=new_id(),
        parcours_id="P",
        title="Atelier",
        code="KTR4MX",
        created_at=LONG_AGO,
    )
    learner_id = new_id()
    with database.writing() as session:
        session.add(prescription)
        session.flush()
        planted(session, learner_id, prescription)
    words = {
        f"{table}.{column}"
        for table, columns in OF_A_PERSON.items()
        for column in columns
        if column in ("learner_id", "person_id", "first_name", "response", "action")
    }
    assert words <= traces(database, learner_id)
    return learner_id, prescription


def erased_by_themselves(session, learner_id, _prescription):
    privacy.erase(session, learner_id=learner_id)


def stopped_sharing(session, learner_id, prescription):
    sharing.set_shared(
        session, learner_id=learner_id, prescription_id=prescription.id, shared=False
    )


def came_again_without_sharing(session, learner_id, prescription):
    prescribing.join(session, None, prescription, learner_id=learner_id, agrees=False)


def adviser_deleted_the_parcours(session, _learner_id, prescription):
    prescribing.set_deleted(
        session,
        prescribing.prescription(
            session, organisation_id=prescription.organisation_id, prescription_id=prescription.id
        ),
    )


WITHDRAWN = (stopped_sharing, came_again_without_sharing, adviser_deleted_the_parcours)


@pytest.mark.parametrize("road", WITHDRAWN)
def test_an_agreement_that_ends_takes_the_first_name_with_it(database, person, road):
    with database.writing() as session:
        road(session, *person)
    assert not {"participation.first_name", "participation.name_key"} & traces(database, person[0])
    with database.reading() as session:
        rows = session.connection().execute(Participation.__table__.select()).mappings().all()
    assert [row["revoked_at"] is not None for row in rows] == [True]


@pytest.mark.parametrize("road", [erased_by_themselves, *WITHDRAWN])
def test_each_road_of_erasure_leaves_no_trace(database, person, road):
    with database.writing() as session:
        assert privacy.purge(session, at=now()) == 0, "who shares is kept"
    with database.writing() as session:
        road(session, *person)
    with database.writing() as session:
        privacy.purge(session, at=now())
    assert traces(database, person[0]) == set()
    if database.engine.dialect.name == "sqlite":
        file = database.engine.url.database
        kept = Path(file).read_bytes() + Path(f"{file}-wal").read_bytes()
        assert MARK.encode() not in kept and person[0].bytes not in kept


def test_a_deleted_parcours_cannot_be_shared_again(database, person):
    learner_id, prescription = person
    with database.writing() as session:
        adviser_deleted_the_parcours(session, *person)
    with pytest.raises(sharing.NotFound), database.writing() as session:
        sharing.set_shared(
            session, learner_id=learner_id, prescription_id=prescription.id, shared=True
        )
