"""« Effacer mes données » beside two answers and a « Commencer » from the same phone: nothing is left."""

from __future__ import annotations

import threading

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlmodel import Session

from tests.web.driving import begin
from webapp.accounts.models import AuthSession
from webapp.accounts.tokens import token_hash
from webapp.database import Database, Table

PEOPLE = 200
OURS = {"Sec-Fetch-Site": "same-origin"}


def test_nothing_is_left_of_two_hundred_people(database, make_app):
    url = database.engine.url.render_as_string(hide_password=False)
    app = make_app(database_url=url)
    erased = [race(app, database) for _ in range(PEOPLE)]
    with database.reading() as session:
        assert {name: count for name, count in left(session, erased) if count} == {}
    app.extensions["marchepied"].database.engine.dispose()


def race(app, database: Database):
    """One person; the id of who was erased."""
    client = FlaskClient(app)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    question, cookie = begin(client), client.get_cookie("sid").value
    with database.reading() as session:
        person = select(AuthSession.person_id).where(AuthSession.token_hash == token_hash(cookie))
        learner_id = session.connection().execute(person).scalar_one()
    posts = (
        (question, {"act": "dont_know", "step": "0"}),
        (question, {"act": "dont_know", "step": "0"}),
        ("/commencer", {"new": "1"}),
        ("/mes-donnees/effacer", {"sure": "oui"}),
    )
    together, answers = threading.Barrier(len(posts)), {}

    def post(number, path, form):
        phone = FlaskClient(app)
        phone.set_cookie("sid", cookie)
        together.wait()
        answers[number] = phone.post(path, data=form, headers=OURS)

    threads = [threading.Thread(target=post, args=(n, *one)) for n, one in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[3].headers["Location"].startswith("/?efface="), answers[3].status
    assert {a.status_code for a in answers.values()} <= {200, 303, 404, 409}
    return learner_id


def left(session: Session, learners):
    """How many rows each table keeps about these people."""
    for table in Table.metadata.sorted_tables:
        name = "learner_id" if "learner_id" in table.c else "person_id"
        column = table.c.get(name, table.c.id if table.name == "learner" else None)
        if column is not None:
            rows = session.connection().execute(select(column).where(column.in_(learners)))
            yield table.name, len(rows.all())
