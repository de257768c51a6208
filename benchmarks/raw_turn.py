"""The learner's turn on the bare driver, for ``turn.py``: the same statements, nothing else.

Same tables, same SQL text (compiled from the product's own statements), same durability, same bytes
sent back; no rights beyond the session, no grading, no choice of exercise, no template.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from typing import Any

from flask import Flask, Response, request

import webapp.assessment  # noqa: F401 (every table must be known before a statement is compiled)
from webapp.accounts.sessions import LEARNER_OF, _bound
from webapp.assessment.models import Answer, Question
from webapp.assessment.sitting.reading import FIRST_QUESTION, OF_QUESTION
from webapp.database import _insert, new_id, now

URL = os.environ["DATABASE_URL"]
PAGE = os.environ["PAGE"].encode()
POSTGRES = URL.startswith("postgresql")
ROW = json.loads(os.environ["QUESTION"])

app = Flask(__name__)
local = threading.local()


def connection() -> Any:
    if not hasattr(local, "connection"):
        if POSTGRES:
            import psycopg

            local.connection = psycopg.connect(URL.replace("+psycopg", ""), prepare_threshold=None)
        else:
            path = URL.removeprefix("sqlite:///")
            made = sqlite3.connect(path, isolation_level=None, timeout=5)
            made.execute("pragma synchronous=full")
            local.connection = made
    return local.connection


def compiled(statement: Any, names: list[str] | None = None) -> Any:
    """One of our statements for the driver: its SQL, and the values it holds itself."""
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = (
        postgresql.dialect(paramstyle="pyformat")
        if POSTGRES
        else sqlite.dialect(paramstyle="named")
    )
    return statement.compile(dialect=dialect, column_keys=names)


def text(statement: Any, names: list[str] | None = None) -> str:
    """The SQL of a statement that holds no value itself, with the driver's own placeholders."""
    return str(compiled(statement, names))


ANSWER = {
    "learner_id": None,
    "id": None,
    "sitting_id": None,
    "outcome": "dont_know",
    "reason": None,
    "response": None,
    "score": 0.0,
    "right": False,
    "keys": "[]",
    "harms": "[]",
    "grader_version": 1,
    "hint": False,
    "help": "alone",
    "locale": "fr",
    "display": "{}",
    "recorded_at": None,
}
FIND, OPEN = text(LEARNER_OF), compiled(OF_QUESTION)
RUN, HELD = str(OPEN), {name: value for name, value in OPEN.params.items() if value is not None}
SITTING, POSITION = 1, FIRST_QUESTION + 1
KEEP = text(_insert(Answer, "postgresql" if POSTGRES else "sqlite"), list(ANSWER))
ASK = text(_insert(Question, "postgresql" if POSTGRES else "sqlite"), list(ROW))


def bound(values: dict[str, Any]) -> dict[str, Any]:
    if POSTGRES:
        return values
    return {
        k: v.bytes if hasattr(v, "bytes") else str(v) if hasattr(v, "year") else v
        for k, v in values.items()
    }


def read(cursor: Any, question: Any) -> list[Any]:
    from uuid import UUID

    cursor.execute(FIND, bound(_bound(request.cookies["sid"], "learner")))
    learner = cursor.fetchone()[0]
    learner = learner if POSTGRES else UUID(bytes=bytes(learner))
    cursor.execute(RUN, HELD | bound({"learner": learner, "question": question}))
    return [learner, cursor.fetchall()]


@app.get("/<uuid:question>")
def show(question: Any) -> bytes:
    cursor = connection().cursor()
    read(cursor, question)
    if POSTGRES:
        connection().rollback()
    return PAGE


@app.post("/<uuid:question>")
def turn(question: Any) -> Response:
    request.form.get("act")
    cursor = connection().cursor()
    if not POSTGRES:
        cursor.execute("begin immediate")
    learner, rows = read(cursor, question)
    sitting, position = rows[0][SITTING], rows[-1][POSITION]
    keys = bound({"learner_id": learner, "recorded_at": now(), "shown_at": now()})
    following = new_id()
    cursor.execute(
        KEEP,
        ANSWER
        | {
            "learner_id": keys["learner_id"],
            "sitting_id": sitting,
            "id": bound({"q": question})["q"],
            "recorded_at": keys["recorded_at"],
        },
    )
    cursor.execute(
        ASK,
        ROW
        | {
            "learner_id": keys["learner_id"],
            "sitting_id": sitting,
            "id": bound({"q": following})["q"],
            "position": position + 1,
            "shown_at": keys["shown_at"],
        },
    )
    if POSTGRES:
        connection().commit()
    else:
        cursor.execute("commit")
    return Response(status=303, headers={"Location": f"/{following}"})
